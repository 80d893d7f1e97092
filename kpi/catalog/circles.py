"""What stands under itself: figures that are parts of each other, ratios that are made of each other."""

from collections.abc import Callable, Iterable

from kpi.catalog.draft import Draft
from kpi.catalog.expressions import ExpressionError, part_reference
from kpi.catalog.tables import Problems


def check_circles(draft: Draft, problems: Problems) -> None:
    """Every figure and every ratio that following its references leads back to."""

    def parent_of(figure_id: str) -> Iterable[str]:
        figure = draft.figures.items.get(figure_id)
        return (figure.parent_figure_id,) if figure and figure.parent_figure_id else ()

    def parts_of(measure_id: str) -> Iterable[str]:
        measure = draft.measures.items.get(measure_id)
        named = (measure.numerator_id, measure.denominator_id) if measure else ()
        return tuple(_measure_of(part) for part in named if part)

    for row, figure in draft.figures.pairs():
        if figure.parent_figure_id and leads_back(figure.figure_id, parent_of):
            problems.of_cell(row, "parent_figure_id", "catalog_figure_circle")
    for row, measure in draft.measures.pairs():
        if measure.numerator_id and leads_back(measure.measure_id, parts_of):
            problems.of_cell(row, "numerator_id", "catalog_ratio_circle")


def leads_back(start: str, following: Callable[[str], Iterable[str]]) -> bool:
    """Whether one comes back to `start` by going on from it."""
    seen: set[str] = set()
    waiting = list(following(start))
    while waiting:
        here = waiting.pop()
        if here == start:
            return True
        if here not in seen:
            seen.add(here)
            waiting += following(here)
    return False


def _measure_of(part: str) -> str:
    """The measure that a part of a ratio names; empty for one that cannot be read, which is a problem already."""
    try:
        return part_reference(part)[0]
    except ExpressionError:
        return ""
