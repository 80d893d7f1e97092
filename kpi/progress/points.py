"""The values of one measure over time as verdicts see them: stated, or of a ratio worked out from parts of the same day, or how
far a change had come. And the two lines a chart draws through a target: the path it asks for, and where figures are heading.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Assessment
from kpi.progress.assess import build_table, figures_for
from kpi.progress.figures.dated import dated_figures
from kpi.progress.figures.figures import build_figures, build_layout
from kpi.progress.judging.changes import Changes
from kpi.progress.judging.rows import Docket
from kpi.progress.periods.clocks import day_number, day_of
from kpi.progress.rules.rule import Points, rule_of


@dataclass(frozen=True, slots=True)
class DatedPoint:
    """A value of one day, in base units."""

    day: date
    value: float
    stated: bool
    """Whether a figure states it; else it is a numerator over a denominator."""
    figures: tuple[int, ...]
    """Positions in the observation frame of the figure, or of numerator and denominator."""


def dated_points(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, *, measure_id: str, region_code: str
) -> tuple[DatedPoint, ...]:
    """Every dated value of a measure in a region up to `as_of`, oldest first."""
    measure = catalog.measures[measure_id]
    layout = build_layout([measure], [region_code])
    figures = build_figures(layout, catalog, observations, as_of)
    dated = dated_figures(figures, [measure])
    own = dated.of_series(layout.series((measure_id, "", ""), region_code))
    return tuple(
        DatedPoint(
            day_of(dated.day[entry]),
            float(dated.value[entry]),
            bool(dated.stated[entry]),
            figures.positions(dated.figures_of(entry)),
        )
        for entry in own
    )


def required_path(assessment: Assessment) -> Points:
    """The way a target asks for; nothing where it has none."""
    return rule_of(assessment.period_type).path(assessment)


def projection(assessment: Assessment) -> Points:
    """From the current value to the one projected for the end; nothing where no value is projected or the end is reached."""
    now, value, projected = assessment.current_date, assessment.current_value, assessment.projected_value
    if assessment.period is None or now is None or value is None or projected is None or now >= assessment.period.end:
        return ()
    return (now, value), (assessment.period.end, projected)


def change_points(catalog: Catalog, observations: pd.DataFrame, as_of: date, target_id: str) -> tuple[DatedPoint, ...]:
    """Every value of the first row of a target that counts a change, oldest first; none of any other target."""
    target = catalog.targets[target_id]
    table = build_table(catalog, target.region_code)
    place = next(row for row, judged in enumerate(table.rows.targets) if judged.target_id == target_id)
    way = table.handlings[place].way
    if not isinstance(way, Changes):
        return ()
    rows = table.rows.only(np.array([place]))
    figures, dated = figures_for(catalog, rows, observations, as_of)
    (course,) = way.courses(Docket(catalog, rows, figures, dated, day_number(as_of)))
    return tuple(
        DatedPoint(
            day_of(reach.day),
            reach.value,
            stated=False,
            figures=figures.positions(reach.figures),
        )
        for reach in course.reaches.values()
    )
