"""A ratio as stated against its own numerator and denominator, wherever all three stand for one date or window."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import pandas as pd

from kpi.catalog import Catalog, exactly, part_reference
from kpi.model import Kind, Measure, Observation, ObservationKey, Problem, slack
from kpi.quality.records import Book, Doubt, KnownFigures, Part, Period, after_upload, at_new_rows, by_period


def ratios_against_parts(
    catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame, told: Collection[frozenset[ObservationKey]] = ()
) -> tuple[Problem, ...]:
    """Stated ratios that their parts contradict by more than their printed digits allow, where one of the three is new.

    Left out are those whose three figures are among the `told`: an identity of the catalog has said so already.
    """
    ratios = _ratios(catalog)
    involved = {part_reference(text)[0] for m in ratios for text in (m.numerator_id, m.denominator_id)}
    involved |= {measure.measure_id for measure in ratios}
    uploaded = [observation for observation in new if observation.measure_id in involved]
    known = after_upload(uploaded, current[current["measure_id"].isin(involved)])
    return at_new_rows(doubt for doubt in ratio_doubts(catalog, known) if doubt.key not in told)


def ratio_doubts(catalog: Catalog, figures: Iterable[KnownFigures]) -> Iterator[Doubt]:
    """Stated ratios that their parts contradict."""
    book = by_period(figures)
    for measure in _ratios(catalog):
        stated = [figure for part, same in book.items() if part[0] == measure.measure_id for figure in same.values()]
        for figure in stated:
            yield from _against_parts(catalog, measure, figure, book)


def _ratios(catalog: Catalog) -> list[Measure]:
    return [each for each in catalog.measures.values() if each.kind is Kind.RATIO and each.numerator_id and each.denominator_id]


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
    most = above[1] / below[0] if below[0] > 0 else float("inf")
    return low <= most + room and high >= least - room
