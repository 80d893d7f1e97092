"""How far the change that a target counts had come by every day that figures reach: what a chart of it draws."""

from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.progress.assess import build_table, figures_for
from kpi.progress.judging.changes import Changes
from kpi.progress.judging.rows import Docket
from kpi.progress.periods.clocks import day_number, day_of
from kpi.progress.points import DatedPoint


def change_points(catalog: Catalog, observations: pd.DataFrame, as_of: date, target_id: str) -> tuple[DatedPoint, ...]:
    """Every value of the first row of a target that counts a change, oldest first; none of any other target."""
    target = catalog.targets[target_id]
    table = build_table(catalog, target.region_code)
    place = next(row for row, each in enumerate(table.rows.targets) if each.target_id == target_id)
    way = table.handlings[place].way
    if not isinstance(way, Changes):
        return ()
    rows = table.rows.only(np.array([place]))
    figures, dated = figures_for(catalog, rows, observations, as_of)
    (course,) = way.courses(Docket(catalog, rows, figures, dated, day_number(as_of)))
    return tuple(
        DatedPoint(
            day_of(reach.day), reach.value, stated=False, figures=tuple(int(figures.position[each]) for each in reach.figures)
        )
        for reach in course.reaches.values()
    )
