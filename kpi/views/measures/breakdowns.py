"""What a figure is made of: rows that break it down the same way, and whether they add up."""

from dataclasses import dataclass

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Measure, Partition, same
from kpi.views.figures import FigureView

_CAUTION = (Partition.OVERLAP, Partition.UNKNOWN, Partition.SUBSET, Partition.YES)
"""Of the rows of one breakdown the most cautious relation holds for all."""


@dataclass(frozen=True, slots=True)
class BreakdownGroup:
    """Rows that break one figure down the same way."""

    breakdown: str
    name: str
    relation: str
    """partition, subset, overlap or unknown: only a partition adds up."""
    period: str
    whole: FigureView | None
    parts: tuple[FigureView, ...]
    measure: Measure


def breakdowns_of(catalog: Catalog, words: Texts, measure: Measure, current: list[FigureView]) -> tuple[BreakdownGroup, ...]:
    """Rows by what they break down and when, in the order of the figures."""
    groups: dict[tuple[str, str], list[FigureView]] = {}
    for figure in current:
        if figure.breakdown:
            groups.setdefault((figure.breakdown, figure.period), []).append(figure)
    whole = {figure.period: figure for figure in current if not figure.breakdown}
    order = {key: place for place, key in enumerate(catalog.members)}
    return tuple(
        BreakdownGroup(
            breakdown=breakdown,
            name=catalog.breakdown_name(breakdown, words.lang),
            relation=_relation(catalog, measure.measure_id, breakdown, parts, whole.get(period)),
            period=period,
            whole=whole.get(period),
            parts=tuple(sorted(parts, key=lambda part: order.get((part.breakdown, part.member), len(order)))),
            measure=measure,
        )
        for (breakdown, period), parts in groups.items()
    )


def _relation(catalog: Catalog, measure_id: str, breakdown: str, parts: list[FigureView], whole: FigureView | None) -> str:
    """What the catalog says of this breakdown; a partition only where its rows do sum to the whole."""
    said = {
        figure.partition
        for figure in catalog.figures.values()
        if (figure.measure_id, figure.breakdown) == (measure_id, breakdown) and figure.parent_figure_id
    }
    partition = next((kind for kind in _CAUTION if kind in said), Partition.UNKNOWN)
    if partition is Partition.YES and whole is not None:
        total = sum(part.value for part in parts)
        partition = partition if same(total, whole.value) else Partition.SUBSET
    return "partition" if partition is Partition.YES else str(partition)
