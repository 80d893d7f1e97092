"""A change as stated against the levels it is a change of, wherever both are there."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from math import inf

import pandas as pd

from kpi.catalog import Catalog, exactly
from kpi.model import Kind, Measure, Observation, Problem, in_percent, slack
from kpi.quality.records import Book, Doubt, KnownFigures, Period, after_upload, at_new_rows, by_period

_Bounds = tuple[float, float]


def changes_against_levels(catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame) -> tuple[Problem, ...]:
    """Stated changes that their levels contradict by more than the printed digits allow, where one of the three is new."""
    changes = [measure for measure in catalog.measures.values() if measure.change_of]
    involved = {measure.measure_id for measure in changes} | {measure.change_of for measure in changes}
    uploaded = [observation for observation in new if observation.measure_id in involved]
    return at_new_rows(change_doubts(catalog, after_upload(uploaded, current[current["measure_id"].isin(involved)])))


def change_doubts(catalog: Catalog, figures: Iterable[KnownFigures]) -> Iterator[Doubt]:
    """Stated changes that their levels contradict."""
    book = by_period(figures)
    for measure in (measure for measure in catalog.measures.values() if measure.change_of):
        stated = [figure for part, same in book.items() if part[0] == measure.measure_id for figure in same.values()]
        for figure in stated:
            yield from _against_levels(catalog, measure, figure, book)


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
    found = after.value / before.value - 1 if relative else after.value - before.value
    values = {
        "measure": measure,
        "period": stated.span,
        "stated": exactly(stated.value, measure, stated.qualifier),
        "computed": exactly(round(found, 6), measure),
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
    found = ((figures.get(before), figures.get(after)) for before, after in pairs)
    return next(((before, after) for before, after in found if before and after), None)


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
