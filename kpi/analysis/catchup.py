"""追赶测算: what is missing of a target, in how much time, and what that asks of a year or a month, as sentences.

Numbers are those of the verdict; only the division by the time left, and the share turned into people, are made here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd

from kpi.analysis.parts import PartValue, named, of_measures, part_value, slots_of
from kpi.analysis.time_left import (
    TimeLeft,
    bounded_gap,
    bounded_room,
    cannot_return,
    gone_past,
    in_months,
    in_years,
    left_of_period,
    missing,
    pace_ratio,
    time_left,
)
from kpi.catalog import Catalog
from kpi.model import (
    Assessment,
    Comparator,
    Gap,
    Kind,
    Measure,
    Message,
    Multiple,
    Pace,
    Part,
    Quantity,
    Rounding,
    Status,
    Target,
    same,
)
from kpi.progress import YearlyAverage, excess, rule_of

_DISAGREEMENTS = frozenset(
    f"reason.{change}_{verdict}" for change in ("growth", "fall", "places") for verdict in ("too_slow", "enough")
)
_UNJUDGED = frozenset({Status.NOT_ASSESSED, Status.NOT_STARTED, Status.NOT_COMPARABLE, Status.NO_DATA, Status.PENDING})
_LEAST_YEARS = 1.0
"""With less than a year left the pace is said by the month."""


@dataclass(frozen=True, slots=True)
class InPeople:
    """A share's gap as a headcount (or whatever its numerator counts), the denominator held where it is."""

    denominator: PartValue
    name: Part
    """Of the denominator, as a sentence names it: the part where a part is meant."""
    numerator: Measure
    people: float
    """Gap × denominator, in the numerator's base unit."""
    per_year: float | None
    """That, per year that is left."""
    per_month: float | None


@dataclass(frozen=True, slots=True)
class CatchUp:
    """What closing one target takes. Base units; None where it cannot be said."""

    assessment: Assessment
    gap: float | None
    """What is missing, never negative."""
    years_left: float
    months_left: float
    per_year: float | None
    """What each year that is left must bring, without a sign."""
    per_month: float | None
    """What each month that is left must bring, without a sign."""
    ratio: float | None
    """Required pace ÷ recent yearly average."""
    multiple: Multiple | None
    """The same as it is told, beside the paces it is made of; None where they go different ways or one is nothing."""
    in_people: InPeople | None
    sentences: tuple[Message, ...]


def catch_up(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, assessment: Assessment, average: YearlyAverage | None
) -> CatchUp | None:
    """What one open target still takes; None where it is met. `average` is the measure's recent yearly one, if there is any.

    Time is counted from the row's own clock, as the verdict counts it; where that is before `as_of`, the sentence says so.
    The index of `observations` must be places in the whole frame, as `of_measures` leaves it.
    """
    if assessment.status is Status.MET:
        return None
    measure = catalog.measures[assessment.measure_id]
    lacking, left = missing(assessment), time_left(assessment)
    pointless = measure.kind is Kind.MILESTONE or cannot_return(assessment)
    paced = assessment.required_per_year is not None and bool(lacking) and not pointless
    found = CatchUp(
        assessment=assessment,
        gap=lacking,
        years_left=left.years,
        months_left=left.months,
        per_year=lacking / left.years if paced and lacking and left.years else None,
        per_month=lacking / left.months if paced and lacking and left.months else None,
        ratio=pace_ratio(assessment, average.value if average else None),
        multiple=None,
        in_people=_in_people(catalog, observations, assessment, lacking, left),
        sentences=(),
    )
    found = replace(found, multiple=_multiple(found, measure, average))
    return replace(found, sentences=tuple(_sentences(found, measure, catalog.targets[assessment.target_id], average, as_of)))


def _sentences(
    found: CatchUp, measure: Measure, target: Target, average: YearlyAverage | None, as_of: date
) -> Iterator[Message]:
    """The paragraph, sentence by sentence."""
    assessment = found.assessment
    values = {"measure": measure, "period": _period(assessment, target), "goal": _goal(assessment, measure)}
    if assessment.status in _UNJUDGED or assessment.current_value is None or assessment.current_date is None:
        yield _unjudged(assessment, measure, values)
        yield from _quota_by_month(assessment, measure)
        return
    values |= {"day": assessment.current_date, "current": _current(assessment, measure)}
    yield from _stale(assessment, as_of)
    if measure.kind is Kind.MILESTONE:
        yield from _milestone(found, target, values, as_of)
        return
    if not found.gap:
        yield from _room_left(found, measure, values, as_of)
        return
    yield _standing(found, measure, values)
    if assessment.status is Status.INCOMPLETE:
        yield _open_still(assessment, measure)
    elif assessment.period is not None and as_of >= assessment.period.end:
        yield Message("analysis.catchup_over")
    elif cannot_return(assessment) and assessment.period is not None:
        yield _past_the_limit(assessment, assessment.period.end, as_of)
    elif found.per_year is not None and found.per_month is not None:
        yield _pace(found, measure, average, as_of)
    if found.in_people:
        yield _people(found, found.in_people)
    elif slots_of(measure):
        yield Message("analysis.catchup_no_denominator")
    yield from _disagreement(assessment)


def _unjudged(assessment: Assessment, measure: Measure, values: dict[str, object]) -> Message:
    """Why nothing is reckoned; of a target without a settled deadline beside what there is, which may be all of it."""
    told = values | {"reason": assessment.reason or ""}
    if assessment.status is Status.PENDING:
        return Message("analysis.catchup_pending", told)
    if assessment.status is Status.NOT_ASSESSED and assessment.current_value is not None:
        current = {"day": assessment.current_date, "current": _current(assessment, measure)}
        return Message("analysis.catchup_side_by_side", told | current)
    return Message("analysis.catchup_unjudged", told)


def _open_still(assessment: Assessment, measure: Measure) -> Message:
    """Why an open period asks for no pace: figures are missing in it; a ratio lacks none, and is judged at its end."""
    if measure.kind is Kind.RATIO and assessment.reason:
        return assessment.reason
    return Message("analysis.catchup_incomplete", {"reason": assessment.reason or ""})


def _standing(found: CatchUp, measure: Measure, values: dict[str, object]) -> Message:
    """Where the target stands: what is still lacking, or how far the value has gone past it."""
    assessment, lacking = found.assessment, found.gap or 0.0
    side, summed = gone_past(assessment), assessment.completion_pct is not None
    if side is None:
        key = "analysis.catchup_sum" if summed else "analysis.catchup_level"
        return Message(key, values | {"gap": bounded_gap(assessment, measure, lacking)})
    if assessment.comparator is Comparator.AT_MOST and assessment.period_type.of_days:
        return Message("analysis.catchup_exceeded", values | {"gap": bounded_gap(assessment, measure, lacking)})
    key = "analysis.catchup_past_sum" if summed else "analysis.catchup_past"
    return Message(key, values | {"excess": excess(side, Gap(lacking, measure))})


def _milestone(found: CatchUp, target: Target, values: dict[str, object], as_of: date) -> Iterator[Message]:
    """Of something to be done: whether it is, and how much time is left. No pace leads there."""
    yield Message("analysis.catchup_milestone", values)
    end = rule_of(target.period_type).end(target, found.assessment.year)
    if found.gap and end is not None:
        over = as_of >= end
        yield Message("analysis.catchup_over") if over else Message("analysis.catchup_time_left", {"time": _time(end, as_of)})


def _time(end: date, as_of: date) -> Message:
    """The time from `as_of` to the end of a period, in years or in months."""
    left = left_of_period(end, as_of)
    return in_months(left) if left.years < _LEAST_YEARS else in_years(left)


def _past_the_limit(assessment: Assessment, end: date, as_of: date) -> Message:
    """A sum beyond its target before the period is over: no pace takes it back, and so much of the period is left."""
    limit = "limit" if assessment.comparator is Comparator.AT_MOST else "exact"
    return Message(f"analysis.catchup_past_{limit}", {"time": _time(end, as_of)})


def _period(assessment: Assessment, target: Target) -> object:
    """By when, or over what, as a sentence names it."""
    if assessment.year is not None:
        return Message("value.year", {"year": assessment.year})
    rule = rule_of(assessment.period_type)
    return Message("analysis.no_period") if rule.end(target, None) is None else rule.period_in_sentence(target, None)


def _goal(assessment: Assessment, measure: Measure) -> Message:
    if measure.kind is Kind.MILESTONE:
        return Message("service.to_be_done")
    key = {Comparator.AT_LEAST: "service.at_least", Comparator.AT_MOST: "service.at_most", Comparator.EQUAL: "analysis.exactly"}
    return Message(key[assessment.comparator], {"value": Quantity(assessment.target_value, measure)})


def _current(assessment: Assessment, measure: Measure) -> Message:
    """The current value, its mark in words: 达25.8%, 约为13万人."""
    if measure.kind is Kind.MILESTONE:
        return Message("value.plain", {"value": Quantity(assessment.current_value or 0.0, measure)})
    return Message(
        f"service.stated_{assessment.current_qualifier}", {"value": Quantity(assessment.current_value or 0.0, measure)}
    )


def _stale(assessment: Assessment, as_of: date) -> Iterator[Message]:
    """Where the newest figure is older than a year, that comes first."""
    clock, period = assessment.current_date, assessment.period
    if clock is None or period is None or as_of >= period.end:
        return
    if (clock.year + 1, clock.month, clock.day) < (as_of.year, as_of.month, as_of.day):
        yield Message("analysis.stale", {"day": clock, "as_of": as_of})


def _pace(found: CatchUp, measure: Measure, average: YearlyAverage | None, as_of: date) -> Message:
    """What a year, or with less than one left a month, must bring; and how many times a recent one that is."""
    by_month = _by_month(found)
    step = {"amount": _needed(found, measure)}
    values = {
        "time": _time_and_clock(found, as_of, by_month=by_month),
        "step": Message(f"analysis.step_{_verb(found.assessment, measure)}", step),
        "recent": _recent(found, measure, average, by_month=by_month),
    }
    return Message("analysis.pace_month" if by_month else "analysis.pace_year", values)


def _time_and_clock(found: CatchUp, as_of: date, *, by_month: bool) -> Message:
    """The time left from `as_of`; where the newest figure is older, that the pace beside it counts from there."""
    clock, period = found.assessment.current_date, found.assessment.period
    if clock is not None and period is not None and clock < as_of:
        return Message("analysis.time_from", {"day": clock, "time": _time(period.end, as_of)})
    left = time_left(found.assessment)
    return Message("analysis.time", {"time": in_months(left) if by_month else in_years(left)})


def _needed(found: CatchUp, measure: Measure) -> Pace:
    amount = found.per_month if _by_month(found) else found.per_year
    return Pace(amount or 0.0, measure, Rounding.UP)


def _brought(found: CatchUp, measure: Measure, average: YearlyAverage) -> Pace:
    """What recent years brought, by the year or by the month as the need is told."""
    return Pace(abs(average.value / 12 if _by_month(found) else average.value), measure)


def _multiple(found: CatchUp, measure: Measure, average: YearlyAverage | None) -> Multiple | None:
    if average is None or found.ratio is None or found.per_year is None:
        return None
    return Multiple(_needed(found, measure), _brought(found, measure, average))


def _by_month(found: CatchUp) -> bool:
    return found.assessment.year is not None or found.years_left < _LEAST_YEARS


def _verb(assessment: Assessment, measure: Measure) -> str:
    """What the value has to do: be completed, grow, rise, fall, or move up a league table."""
    if assessment.completion_pct is not None:
        return "complete"
    up = assessment.target_value > (assessment.current_value or 0.0)
    if measure.kind is Kind.RANK:
        return "back" if up else "ahead"
    if measure.kind is Kind.RATIO:
        return "rise" if up else "fall"
    return "add" if up else "reduce"


def _recent(found: CatchUp, measure: Measure, average: YearlyAverage | None, *, by_month: bool) -> Message:
    if average is None:
        return Message("analysis.recent_none")
    values = {
        "window": average.window,
        "amount": _brought(found, measure, average),
    }
    unit = "month" if by_month else "year"
    if found.multiple is None:
        still = same(average.value, 0.0, found.assessment.target_value)
        stillness = "nothing" if measure.kind is Kind.FLOW else "still"
        return Message(f"analysis.recent_{stillness if still else 'other_way'}_{unit}", values)
    return Message(f"analysis.recent_{unit}", values | {"ratio": found.multiple})


def _room_left(found: CatchUp, measure: Measure, values: dict[str, object], as_of: date) -> Iterator[Message]:
    """Of a sum that must stay below: how much of it is left, and what a month may take unless a hole hides part of the sum."""
    assessment = found.assessment
    room = assessment.target_value - (assessment.current_value or 0.0)
    of_sum = assessment.completion_pct is not None and assessment.comparator is Comparator.AT_MOST
    if not (of_sum and found.months_left):
        yield Message("analysis.nothing_missing", values)
        return
    incomplete = assessment.status is Status.INCOMPLETE
    told = values | {"room": bounded_room(assessment, measure, room)}
    if incomplete:
        yield Message("analysis.room_at_most", told)
        yield _open_still(assessment, measure)
    else:
        rate = Pace(room / found.months_left, measure, Rounding.DOWN)
        yield Message("analysis.room_left", told | {"time": _time_and_clock(found, as_of, by_month=True), "amount": rate})


def _quota_by_month(assessment: Assessment, measure: Measure) -> Iterator[Message]:
    """Of a year without a figure: what an even month of the whole quota would be."""
    waiting = assessment.status in {Status.NO_DATA, Status.NOT_COMPARABLE, Status.NOT_STARTED}
    if (
        assessment.year is not None
        and waiting
        and measure.kind is Kind.FLOW
        and assessment.comparator is not Comparator.AT_MOST
    ):
        yield Message("analysis.quota_by_month", {"amount": Pace(assessment.target_value / 12, measure, Rounding.UP)})


def _in_people(
    catalog: Catalog, observations: pd.DataFrame, assessment: Assessment, lacking: float | None, left: TimeLeft
) -> InPeople | None:
    """A share's gap times its denominator: of the same day where there is one, else the newest, else the catalog's."""
    slots = slots_of(catalog.measures[assessment.measure_id])
    if slots is None or not lacking or assessment.current_date is None:
        return None
    own = of_measures(observations, [slots[1][0]], assessment.region_code)
    below = part_value(catalog, own, assessment.current_date, slots[1], assessment.region_code)
    if below is None or below.value <= 0:
        return None
    people = lacking * below.value
    paced = assessment.required_per_year is not None and left.years > 0
    per_year, per_month = (people / left.years, people / left.months) if paced else (None, None)
    return InPeople(below, named(catalog, slots[1]), catalog.measures[slots[0][0]], people, per_year, per_month)


def _people(whole: CatchUp, found: InPeople) -> Message:
    values: dict[str, object] = {
        "denominator": found.name,
        "value": Quantity(found.denominator.value, found.denominator.measure, found.denominator.qualifier),
        "day": found.denominator.day,
        "people": Gap(found.people, found.numerator),
    }
    source = "derived" if found.denominator.derived else "reported"
    if found.per_year is None or found.per_month is None:
        return Message(f"analysis.people_{source}", values)
    rate, unit = (found.per_month, "month") if _by_month(whole) else (found.per_year, "year")
    values["rate"] = Message(f"analysis.each_{unit}", {"amount": Pace(rate, found.numerator, Rounding.UP)})
    return Message(f"analysis.people_paced_{source}", values)


def _disagreement(assessment: Assessment) -> Iterator[Message]:
    """Where pace and growth disagree, what each says and why they differ."""
    for remark in assessment.remarks:
        if remark.key in _DISAGREEMENTS:
            rising = assessment.target_value > (assessment.baseline_value or 0.0)
            why = Message("analysis.why_rising" if rising else "analysis.why_falling")
            yield Message("analysis.disagreement", {"remark": remark, "why": why})
