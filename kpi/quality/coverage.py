"""Which measures a year has no figures for."""

from datetime import date

import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Kind, Measure, Window
from kpi.progress import tile_period
from kpi.quality.records import KnownFigures, from_frame


def coverage_gaps(
    catalog: Catalog, observations: pd.DataFrame, year: int, *, region_code: str | None = None
) -> tuple[Measure, ...]:
    """Measures with a target that `year` does not cover in a region (None: the plan's own), in catalog order.

    A flow covers the year when disjoint windows leave no day out; anything else when a figure is dated in it.
    """
    region = region_code or catalog.plan_region.region_code
    rows = observations[(observations["region_code"] == region) & (observations["breakdown"] == "")]
    by_measure: dict[str, list[KnownFigures]] = {}
    for figure in from_frame(rows):
        by_measure.setdefault(figure.part[0], []).append(figure)
    wanted = {target.measure_id for target in catalog.primary_targets if target.region_code == region}
    measures = (measure for measure in catalog.measures.values() if measure.measure_id in wanted)
    return tuple(measure for measure in measures if not _covers(by_measure.get(measure.measure_id, []), measure.kind, year))


def _covers(figures: list[KnownFigures], kind: Kind, year: int) -> bool:
    whole_year = Window(date(year, 1, 1), date(year, 12, 31))
    if kind is not Kind.FLOW:
        return any(figure.end.year == year for figure in figures)
    windows = [figure.span for figure in figures if isinstance(figure.span, Window)]
    return not tile_period(windows, whole_year).missing
