"""追赶测算: what is missing of a target, in how much time, and what that asks of a year or a month, as sentences."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd

from kpi.analysis.effort import LEAST_YEARS, CatchUp, InPeople, reckoned
from kpi.analysis.time_left import (
    bounded,
    bounded_gap,
    bounded_room,
    cannot_return,
    gap_mark,
    gone_past,
    in_months,
    in_years,
    left_of_period,
    time_left,
    verb,
)
from kpi.catalog import Catalog
from kpi.model import (
    Assessment,
    Comparator,
    Gap,
    Kind,
    Measure,
    Message,
    Pace,
    Quantity,
    Rounding,
    Status,
    Target,
    same,
    told_in,
    without_course,
)
from kpi.progress import YearlyAverage, excess, parts_of, rule_of, told_day

_DISAGREEMENTS = frozenset(
    f"reason.{change}_{verdict}" for change in ("growth", "fall", "places") for verdict in ("too_slow", "enough")
)
_ALIKE = (0.95, 1.05)
"""Between these a need is much what recent years brought; a multiple is told of what is more."""
_UNJUDGED = frozenset({Status.NOT_ASSESSED, Status.NOT_STARTED, Status.NOT_COMPARABLE, Status.NO_DATA, Status.PENDING})


def catch_up(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, assessment: Assessment, average: YearlyAverage | None
) -> CatchUp | None:
    """What one open target still takes; None where it is met. `average` is the measure's recent yearly one, if there is any.

    Time is counted from the row's own clock, as the verdict counts it; where that is before `as_of`, the sentence says so.
    The index of `observations` must be places in the whole frame, as `of_measures` leaves it.
    """
    if assessment.status is Status.MET:
        return None
    target = catalog.targets[assessment.target_id]
    measure = told_in(target, catalog.measures[assessment.measure_id])
    measure = without_course(measure) if target.period_type.compares else measure
    effort = reckoned(catalog, observations, assessment, average)
    named = _named(catalog, target, measure)
    return replace(effort, sentences=tuple(_sentences(effort, measure, named, target, average, as_of)))


def _sentences(
    effort: CatchUp, measure: Measure, named: Measure | Message, target: Target, average: YearlyAverage | None, as_of: date
) -> Iterator[Message]:
    """The paragraph, sentence by sentence."""
    assessment = effort.assessment
    values = {"measure": named, "period": _period(assessment, target), "goal": _goal(assessment, measure)}
    if _is_unjudged(assessment) or assessment.current_value is None or assessment.current_date is None:
        yield _unjudged(assessment, measure, values)
        yield from _quota_by_month(assessment, measure)
        return
    values |= {"day": told_day(assessment.current_date), "current": _current(assessment, measure)}
    yield from _stale(assessment, as_of)
    if measure.kind is Kind.MILESTONE:
        yield from _milestone(effort, target, values, as_of)
        return
    if not effort.gap:
        yield from _room_left(effort, measure, values, as_of)
        return
    yield _standing(effort, measure, values)
    if assessment.status is Status.INCOMPLETE:
        yield _open_still(assessment, measure)
    elif assessment.period is not None and as_of >= assessment.period.end:
        yield Message("analysis.catchup_over")
    elif cannot_return(assessment) and assessment.period is not None:
        yield _past_the_limit(assessment, assessment.period.end, as_of)
    elif assessment.period_type.of_change:
        yield from _of_change(effort, measure)
    elif effort.per_year is not None and effort.per_month is not None:
        yield _pace(effort, measure, average, as_of)
    if effort.in_people:
        yield _people(effort, effort.in_people)
    elif parts_of(measure):
        yield Message("analysis.catchup_no_denominator")
    yield from _disagreement(assessment)


def _is_unjudged(assessment: Assessment) -> bool:
    """Whether nothing is reckoned: no verdict, or one that rests on a person's word and not on the figures."""
    return assessment.judgement is not None or assessment.status in _UNJUDGED


def _named(catalog: Catalog, target: Target, measure: Measure) -> Measure | Message:
    """The measure; of a target that counts its change, with what is counted."""
    key = rule_of(target.period_type).counted_key
    if not key or measure.course:  # 人均预期寿命……提高1.95岁 says it
        return measure
    counted = Message(key, {"reference": catalog.measures.get(target.reference_measure_id, "")})
    return Message("analysis.counted", {"measure": measure, "counted": counted})


_OPEN_AMOUNTS = {"reason.no_number", "reason.no_range"}
"""Reasons of targets that say by when but not how much."""


def _unjudged(assessment: Assessment, measure: Measure, values: dict[str, object]) -> Message:
    """Why nothing is reckoned; of a target without a settled deadline beside what there is, which may be all of it."""
    told = values | {"reason": assessment.reason or ""}
    if assessment.status is Status.PENDING:
        return Message("analysis.catchup_pending", told)
    amount_open = assessment.reason is not None and assessment.reason.key in _OPEN_AMOUNTS
    if assessment.judgement:
        key = "analysis.catchup_by_person" if assessment.current_value is None else "analysis.catchup_by_person_at"
        return Message(key, told | _so_far(assessment, measure))
    if assessment.status is Status.NOT_ASSESSED and assessment.current_value is not None:
        key = f"analysis.catchup_{'amount_open_at' if amount_open else 'side_by_side'}"
        return Message(key, told | _so_far(assessment, measure))
    return Message(f"analysis.catchup_{'amount_open' if amount_open else 'unjudged'}", told)


def _so_far(assessment: Assessment, measure: Measure) -> dict[str, object]:
    """The value and the day it is of, if there is one."""
    day = assessment.current_date
    return {"day": told_day(day) if day else "", "current": _current(assessment, measure)}


def _open_still(assessment: Assessment, measure: Measure) -> Message:
    """Why an open period asks for no pace: figures are missing in it; a ratio or level lacks none, and is judged at its end."""
    if measure.kind in (Kind.RATIO, Kind.STOCK) and assessment.reason:
        return assessment.reason
    return Message("analysis.catchup_incomplete", {"reason": assessment.reason or ""})


def _standing(effort: CatchUp, measure: Measure, values: dict[str, object]) -> Message:
    """Where the target stands: what is still lacking, or how far the value has gone past it."""
    assessment, lacking = effort.assessment, effort.gap or 0.0
    side, summed = gone_past(assessment), assessment.completion_pct is not None
    if side is None:
        key = "analysis.catchup_sum" if summed else "analysis.catchup_level"
        return Message(key, values | {"gap": bounded_gap(assessment, measure, lacking)})
    if assessment.comparator is Comparator.AT_MOST and assessment.period_type.of_days:
        return Message("analysis.catchup_exceeded", values | {"gap": bounded_gap(assessment, measure, lacking)})
    key = "analysis.catchup_past_sum" if summed else "analysis.catchup_past"
    return Message(key, values | {"excess": excess(side, Gap(lacking, measure))})


def _milestone(effort: CatchUp, target: Target, values: dict[str, object], as_of: date) -> Iterator[Message]:
    """Of something to be done: whether it is, and how much time is left. No pace leads there."""
    yield Message("analysis.catchup_milestone", values)
    end = rule_of(target.period_type).end(target, effort.assessment.year)
    if effort.gap and end is not None:
        over = as_of >= end
        yield Message("analysis.catchup_over") if over else Message("analysis.catchup_time_left", {"time": _time(end, as_of)})


def _time(end: date, as_of: date) -> Message:
    """The time from `as_of` to the end of a period, in years or in months."""
    left = left_of_period(end, as_of)
    return in_months(left) if left.years < LEAST_YEARS else in_years(left)


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
    value = Quantity(assessment.target_value, measure)
    if assessment.target_high is not None:
        return Message("value.between", {"low": value, "high": Quantity(assessment.target_high, measure)})
    key = {Comparator.AT_LEAST: "service.at_least", Comparator.AT_MOST: "service.at_most", Comparator.EQUAL: "analysis.exactly"}
    return Message("service.at_least" if value.value < 0 else key[assessment.comparator], {"value": value})


def _current(assessment: Assessment, measure: Measure) -> Message:
    """The current value, its mark in words: 达25.8%以上, 约为13万人."""
    value = {"value": Quantity(assessment.current_value or 0.0, measure)}
    if measure.kind is Kind.MILESTONE:
        return Message("value.plain", value)
    if measure.course:
        return Message(
            "value.plain", {"value": Quantity(assessment.current_value or 0.0, measure, assessment.current_qualifier)}
        )
    return Message(f"service.stated_{assessment.current_qualifier}", value)


def _stale(assessment: Assessment, as_of: date) -> Iterator[Message]:
    """Where the newest figure is older than a year, that comes first."""
    clock, period = assessment.current_date, assessment.period
    if clock is None or period is None or as_of >= period.end:
        return
    if assessment.period_type.of_change and assessment.status is Status.INCOMPLETE:
        return  # there is a newer figure, which the chain does not reach
    if (clock.year + 1, clock.month, clock.day) < (as_of.year, as_of.month, as_of.day):
        yield Message("analysis.stale", {"day": told_day(clock), "as_of": told_day(as_of)})


def _pace(effort: CatchUp, measure: Measure, average: YearlyAverage | None, as_of: date) -> Message:
    """What a year, or with less than one left a month, must bring; and how many times a recent one that is.

    Of what is counted in whole units and comes less than once a year, or month, what must come altogether.
    """
    by_month, needed = effort.by_month, effort.needed(measure)
    altogether = measure.unit.integer and needed.value < 1
    mark = gap_mark(effort.assessment, measure)
    amount: object = bounded(Gap(effort.gap or 0.0, measure), mark) if altogether else bounded(needed, mark)
    step = Message(f"analysis.step_{verb(effort.assessment, measure)}", {"amount": amount})
    told = {"time": _time_and_clock(effort, as_of, by_month=by_month), "step": step}
    if altogether:
        return Message("analysis.pace_whole", told)
    span = "month" if by_month else "once" if effort.is_one_year else "year"
    return Message(f"analysis.pace_{span}", told | {"recent": _recent(effort, measure, average)})


def _of_change(effort: CatchUp, measure: Measure) -> Iterator[Message]:
    """What the years that are left must bring: a rate, or so much of the change."""
    assessment = effort.assessment
    if assessment.required_per_year is not None:
        required = assessment.required_per_year
        if rule_of(assessment.period_type).linear:
            key = "analysis.change_once" if effort.is_one_year else "analysis.change_per_year"
            yield Message(key, {"amount": Gap(required, measure)})
        else:
            yield Message("analysis.change_rate", {"amount": Quantity(required, measure)})


def _time_and_clock(effort: CatchUp, as_of: date, *, by_month: bool) -> Message:
    """The time left from `as_of`; where the newest figure is older, that the pace beside it counts from there."""
    clock, period = effort.assessment.current_date, effort.assessment.period
    if clock is not None and period is not None and clock < as_of:
        return Message("analysis.time_from", {"day": told_day(clock), "time": _time(period.end, as_of)})
    left = time_left(effort.assessment)
    return Message("analysis.time", {"time": in_months(left) if by_month else in_years(left)})


def _recent(effort: CatchUp, measure: Measure, average: YearlyAverage | None) -> Message:
    """What recent years brought beside it: how many times that is needed, or that less than that is."""
    if average is None:
        return Message("analysis.recent_none")
    window, unit = average.window, "month" if effort.by_month else "year"
    days = (
        window
        if window.start.day == 1
        else Message("value.span", {"start": told_day(window.start), "end": told_day(window.end)})
    )
    values = {"window": days, "amount": effort.brought(measure, average)}
    if effort.multiple is None or effort.ratio is None:
        still = same(average.value, 0.0, effort.assessment.target_value)
        stillness = "nothing" if measure.kind is Kind.FLOW else "still"
        return Message(f"analysis.recent_{stillness if still else 'other_way'}_{unit}", values)
    if unit == "year" and window.start.year == window.end.year and days is window:
        unit = "one"  # the year itself, and not the average of one
    if effort.ratio < _ALIKE[0]:
        return Message(f"analysis.recent_{unit}_less", values)
    if effort.ratio < _ALIKE[1]:
        return Message(f"analysis.recent_{unit}_alike", values)
    return Message(f"analysis.recent_{unit}", values | {"ratio": effort.multiple})


def _room_left(effort: CatchUp, measure: Measure, values: dict[str, object], as_of: date) -> Iterator[Message]:
    """Of a sum that must stay below: how much of it is left, and what a month may take unless a hole hides part of the sum."""
    assessment = effort.assessment
    room = assessment.target_value - (assessment.current_value or 0.0)
    of_sum = assessment.completion_pct is not None and assessment.comparator is Comparator.AT_MOST
    if not (of_sum and effort.months_left):
        yield Message("analysis.nothing_missing", values)
        return
    incomplete = assessment.status is Status.INCOMPLETE
    told = values | {"room": bounded_room(assessment, measure, room)}
    if incomplete:
        yield Message("analysis.room_at_most", told)
        yield _open_still(assessment, measure)
    else:
        rate = Pace(room / effort.months_left, measure, Rounding.DOWN)
        yield Message("analysis.room_left", told | {"time": _time_and_clock(effort, as_of, by_month=True), "amount": rate})


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


def _people(effort: CatchUp, people: InPeople) -> Message:
    values: dict[str, object] = {
        "denominator": people.name,
        "value": Quantity(people.denominator.value, people.denominator.measure, people.denominator.qualifier),
        "day": people.denominator.day,
        "people": Gap(people.people, people.numerator),
    }
    source = "derived" if people.denominator.derived else "reported"
    if people.per_year is None or people.per_month is None or (effort.is_one_year and not effort.by_month):
        return Message(f"analysis.people_{source}", values)
    rate, unit = (people.per_month, "month") if effort.by_month else (people.per_year, "year")
    values["rate"] = Message(f"analysis.each_{unit}", {"amount": Pace(rate, people.numerator, Rounding.UP)})
    return Message(f"analysis.people_paced_{source}", values)


def _disagreement(assessment: Assessment) -> Iterator[Message]:
    """Where pace and growth disagree, what each says and why they differ."""
    for remark in assessment.remarks:
        if remark.key in _DISAGREEMENTS:
            rising = assessment.target_value > (assessment.start_value or 0.0)
            why = Message("analysis.why_rising" if rising else "analysis.why_falling")
            yield Message("analysis.disagreement", {"remark": remark, "why": why})
