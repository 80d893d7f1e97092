"""Parts above the whole they belong to: groups, places below, windows inside a longer one, cumulative figures that fall."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from kpi.catalog import Catalog, exactly
from kpi.model import Kind, Measure, Window
from kpi.quality.records import Book, Doubt, KnownFigures, Part, Period

_ADDED_UP = (Kind.STOCK, Kind.FLOW)
"""Kinds of which a part is never more than the whole."""


def windows_above(measure: Measure, figures: Iterable[KnownFigures]) -> Iterator[Doubt]:
    """Windows of one part with more in them than a longer one around them has.

    Of two that begin on one day the longer is a cumulative figure that has fallen. Of several around it the closest is named.
    """
    windows = [figure for figure in figures if isinstance(figure.span, Window)]
    if measure.kind is not Kind.FLOW or any(figure.value < 0 for figure in windows):
        return
    open_ones: list[KnownFigures] = []
    for inner in sorted(windows, key=_longest_first):
        open_ones = [outer for outer in open_ones if _last(outer) >= _first(inner)]
        around = [outer for outer in open_ones if _last(outer) >= _last(inner) and _above(measure, inner, outer)]
        if around:
            yield _window_doubt(measure, inner, min(around, key=_length))
        open_ones.append(inner)


def _window_doubt(measure: Measure, inner: KnownFigures, outer: KnownFigures) -> Doubt:
    falls = inner.period[0] == outer.period[0]
    values = {
        "window": outer.span,
        "whole": exactly(outer.value, measure, outer.qualifier),
        "inside": inner.span,
        "part": exactly(inner.value, measure, inner.qualifier),
    }
    return Doubt("cumulative_falls" if falls else "window_above", (outer, inner) if falls else (inner, outer), values)


def members_above(catalog: Catalog, book: Book) -> Iterator[Doubt]:
    """Groups and places below with more than the whole they belong to, at one time."""
    for part, figures in book.items():
        measure = catalog.measures[part[0]]
        whole = book.get(_whole_of(catalog, part) or part, {}) if measure.kind in _ADDED_UP else {}
        for period, figure in figures.items():
            other = whole.get(period)
            if other is not None and other is not figure and _above(measure, figure, other):
                values = {
                    "period": figure.span,
                    "part": exactly(figure.value, measure, figure.qualifier),
                    "whole": exactly(other.value, measure, other.qualifier),
                }
                yield Doubt("part_above", (figure, other), values)


def places_above(catalog: Catalog, book: Book) -> Iterator[Doubt]:
    """Places that make up another with more together than it has."""
    below: dict[tuple[str, str], list[str]] = {}
    for region in catalog.regions.values():
        if region.in_partition and region.parent_code:
            below.setdefault((region.parent_code, str(region.type.zh)), []).append(region.region_code)
    for (parent, _), codes in below.items():
        for measure in catalog.measures.values():
            if measure.kind in _ADDED_UP:
                yield from _together_above(measure, codes, book.get((measure.measure_id, parent, "", ""), {}), book)


def _together_above(
    measure: Measure, codes: Sequence[str], whole: Mapping[Period, KnownFigures], book: Book
) -> Iterator[Doubt]:
    for figure in whole.values():
        there = [book.get((measure.measure_id, code, "", ""), {}).get(figure.period) for code in codes]
        parts = [each for each in there if each is not None]
        least, most = [each.reach(measure)[0] for each in parts], figure.reach(measure)[1]
        alone = any(each > most for each in least)  # told already
        if not alone and sum(least) > most:
            values = {
                "period": figure.span,
                "count": len(parts),
                "part": exactly(sum(each.value for each in parts), measure),
                "whole": exactly(figure.value, measure, figure.qualifier),
            }
            yield Doubt("places_above", (figure, *parts), values)


def _whole_of(catalog: Catalog, part: Part) -> Part | None:
    """What a part belongs to: of a group the whole, of a place the one above it."""
    measure_id, region_code, breakdown, _ = part
    if breakdown:
        return measure_id, region_code, "", ""
    parent = catalog.regions[region_code].parent_code if region_code in catalog.regions else ""
    return (measure_id, parent, "", "") if parent else None


def _above(measure: Measure, part: KnownFigures, whole: KnownFigures) -> bool:
    """Whether the least the part may be is more than the most the whole may be."""
    return part.reach(measure)[0] > whole.reach(measure)[1]


def _first(window: KnownFigures) -> date:
    return window.period[0] or date.min


def _last(window: KnownFigures) -> date:
    return window.period[1] or date.min


def _length(window: KnownFigures) -> int:
    return (_last(window) - _first(window)).days


def _longest_first(window: KnownFigures) -> tuple[date, int]:
    """By the first day, so that whatever holds a window comes before it."""
    return _first(window), -_length(window)
