"""A figure as stated against those it could be worked out of, wherever all of them are there: a ratio against its numerator and
denominator for one date or window, a change against the levels it is a change of.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import inf

import pandas as pd

from kpi.catalog import Catalog, exactly, part_reference
from kpi.model import Kind, Measure, Observation, ObservationKey, Problem, in_percent, slack
from kpi.quality.records import Book, Doubt, KnownFigures, Part, Period, after_upload, at_new_rows, by_period

_Bounds = tuple[float, float]


Stated = tuple[Part, date]
"""A stated ratio, by the last day that it speaks of."""


def ratios_against_parts(
    catalog: Catalog,
    new: Sequence[Observation],
    current: pd.DataFrame,
    told: Collection[frozenset[ObservationKey]] = (),
    only: Collection[Stated] | None = None,
) -> tuple[Problem, ...]:
    """Stated ratios that their parts contradict by more than their printed digits allow, where one of the three is new.

    Left out are those whose three figures are among the `told`: an identity of the catalog has said so already. Of `only`
    some ratios, whose figures and their parts' of the same last day `new` then holds and no others need be there.
    """
    parts = {reference[0] for share in shares(catalog) for reference in share[1:]}
    book = _book(parts | {measure.measure_id for measure, *_ in shares(catalog)}, new, current)
    return at_new_rows(doubt for doubt in ratio_doubts(catalog, book, only) if doubt.key not in told)


def ratio_doubts(catalog: Catalog, book: Book, only: Collection[Stated] | None = None) -> Iterator[Doubt]:
    """Stated ratios that their parts contradict, of `only` some or of all."""
    stated = ((measure, figure) for measure in _ratios(catalog) for figure in _stated(measure, book))
    asked = ((measure, figure) for measure, figure in stated if only is None or (figure.part, figure.end) in only)
    return (doubt for measure, figure in asked for doubt in _against_parts(catalog, measure, figure, book))


def shares(catalog: Catalog) -> list[tuple[Measure, tuple[str, str, str], tuple[str, str, str]]]:
    """Every ratio with what it is a ratio of: measure, breakdown and member, the latter two empty for those of the ratio."""
    return [(m, part_reference(m.numerator_id), part_reference(m.denominator_id)) for m in _ratios(catalog)]


def _ratios(catalog: Catalog) -> list[Measure]:
    return [m for m in catalog.measures.values() if m.kind is Kind.RATIO and m.numerator_id and m.denominator_id]


def changes_against_levels(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """Stated changes that their levels contradict by more than the printed digits allow, where one of the three is new."""
    return at_new_rows(change_doubts(catalog, _book(measures_of_changes(catalog), new, current)))


def measures_of_changes(catalog: Catalog) -> frozenset[str]:
    """The changes, and what they are changes of."""
    changes = (measure for measure in catalog.measures.values() if measure.change_of)
    return frozenset(name for measure in changes for name in (measure.measure_id, measure.change_of))


def change_doubts(catalog: Catalog, book: Book) -> Iterator[Doubt]:
    """Stated changes that their levels contradict."""
    changes = (measure for measure in catalog.measures.values() if measure.change_of)
    stated = ((measure, figure) for measure in changes for figure in _stated(measure, book))
    return (doubt for measure, figure in stated for doubt in _against_levels(catalog, measure, figure, book))


def _book(involved: Collection[str], new: Sequence[Observation], current: pd.DataFrame) -> Book:
    """The figures of some measures as they would be with the new ones loaded."""
    uploaded = [observation for observation in new if observation.measure_id in involved]
    return by_period(after_upload(uploaded, current[current["measure_id"].isin(involved)]))


def _stated(measure: Measure, book: Book) -> list[KnownFigures]:
    return [figure for part, figures in book.items() if part[0] == measure.measure_id for figure in figures.values()]


def _against_parts(catalog: Catalog, measure: Measure, stated: KnownFigures, book: Book) -> Iterator[Doubt]:
    """The doubt about one stated ratio; none where some pair of parts for its time agrees, or there is no pair."""
    pairs = [pair for pair in _pairs(measure, stated, book) if pair[1].value]
    if not pairs or any(_agree(catalog, measure, stated, pair) for pair in pairs):
        return
    above, below = pairs[0]
    values = {
        "measure": measure,
        "period": stated.span,
        "stated": exactly(stated.value, measure, stated.qualifier),
        "computed": exactly(round(above.value / below.value, 6), measure),
        "numerator": exactly(above.value, catalog.measures[above.part[0]], above.qualifier),
        "denominator": exactly(below.value, catalog.measures[below.part[0]], below.qualifier),
    }
    yield Doubt("ratio_differs", (stated, above, below), values)


def _pairs(measure: Measure, stated: KnownFigures, book: Book) -> Iterator[tuple[KnownFigures, KnownFigures]]:
    """Numerator and denominator for the ratio's own date or window; of a dated ratio of flows, for a window up to that day."""
    above, below = (book.get(_part(text, stated.part), {}) for text in (measure.numerator_id, measure.denominator_id))
    for period in _periods(stated.period, above):
        if period in below:
            yield above[period], below[period]


def _periods(period: Period, there: Iterable[Period]) -> list[Period]:
    """The ratio's own period if it is there; otherwise windows that end on its date, the one from 1 January first."""
    there = list(there)
    start, _, as_of = period
    if period in there or start or as_of is None:
        return [period] if period in there else []
    ending = [period for period in there if period[0] and period[1] == as_of]
    return sorted(ending, key=lambda period: (period[0] != date(as_of.year, 1, 1), period[0] or as_of))


def _part(reference: str, stated: Part) -> Part:
    """The part's figures for the ratio's region, and for its group where the reference names none."""
    measure_id, breakdown, member = part_reference(reference)
    return (measure_id, stated[1], breakdown, member) if breakdown else (measure_id, *stated[1:])


def _agree(catalog: Catalog, measure: Measure, stated: KnownFigures, pair: tuple[KnownFigures, KnownFigures]) -> bool:
    """Whether some ratio that rounds to the stated one is the quotient of numbers that round to the parts."""
    above, below = (figure.reach(catalog.measures[figure.part[0]]) for figure in pair)
    low, high = stated.reach(measure)
    room = slack(stated.value)
    least = above[0] / below[1] if below[1] else 0.0
    most = above[1] / below[0] if below[0] > 0 else inf
    return low <= most + room and high >= least - room


def _against_levels(catalog: Catalog, measure: Measure, stated: KnownFigures, book: Book) -> Iterator[Doubt]:
    level = catalog.measures[measure.change_of]
    pair = _levels(level, stated, book)
    if pair is None:
        return
    computed = list(_computed(measure, level, *pair))
    told = stated.reach(measure)
    room = slack(stated.value, 1.0)
    if not computed or any(told[0] <= high + room and low <= told[1] + room for low, high in computed):
        return
    before, after = pair
    relative = in_percent(measure) and before.value
    worked_out = after.value / before.value - 1 if relative else after.value - before.value
    values = {
        "measure": measure,
        "period": stated.span,
        "stated": exactly(stated.value, measure, stated.qualifier),
        "computed": exactly(round(worked_out, 6), measure),
        "before": exactly(before.value, level, before.qualifier),
        "after": exactly(after.value, level, after.qualifier),
    }
    yield Doubt("change_differs", (stated, before, after), values)


def _levels(level: Measure, stated: KnownFigures, book: Book) -> tuple[KnownFigures, KnownFigures] | None:
    """The level before the window and the one at its end; of a flow the years before and at the end."""
    start, end, _ = stated.period
    figures = book.get((level.measure_id, *stated.part[1:]), {})
    if start is None or end is None:
        return None
    days: tuple[Period, Period] = (None, None, start - timedelta(days=1)), (None, None, end)
    years = _year(start.year - 1), _year(end.year)
    whole = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)
    pairs = [] if level.kind is Kind.FLOW else [days]
    pairs += [years] if whole and level.kind is not Kind.STOCK else []
    known = ((figures.get(before), figures.get(after)) for before, after in pairs)
    return next(((before, after) for before, after in known if before and after), None)


def _year(year: int) -> Period:
    return date(year, 1, 1), date(year, 12, 31), None


def _computed(measure: Measure, level: Measure, before: KnownFigures, after: KnownFigures) -> Iterator[_Bounds]:
    """What the levels allow: a share of the level before, a difference, or of a share either."""
    (low, high), (least, most) = after.reach(level), before.reach(level)
    if in_percent(measure) and before.value > 0:
        corners = [above / below - 1 for above in (low, high) for below in (max(least, 0.0), most) if below]
        yield min(corners), max(corners) if least > 0 else inf
    if not in_percent(measure) or in_percent(level):
        yield low - most, high - least
