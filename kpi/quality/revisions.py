"""Figures that would revise a year closed long ago: that may be right, but takes a reason."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from kpi.catalog import Catalog, exactly
from kpi.model import Observation, Problem, Severity, same
from kpi.quality.problems import at_new_row
from kpi.quality.records import KnownFigures, from_frame, from_upload, of_measures

YEARS_OPEN = 2
"""A closed year may be revised without a word for so long."""
CLOSED_YEAR = "closed_year"


def closed_year_revisions(
    catalog: Catalog, new: Sequence[Observation], current: pd.DataFrame, today: date
) -> tuple[Problem, ...]:
    """A warning `closed_year` for each uploaded row that changes a figure of a year more than two years back."""
    known = {figure.key: figure for figure in from_frame(of_measures(current, new))}
    problems: list[Problem] = []
    for row in from_upload(new):
        before = known.get(row.key)
        if before and today.year - row.end.year > YEARS_OPEN and _differs(before, row):
            measure = catalog.measures[row.part[0]]
            values = {
                "year": row.end.year,
                "old": exactly(before.value, measure, before.qualifier),
                "new": exactly(row.value, measure, row.qualifier),
            }
            problems += at_new_row(CLOSED_YEAR, Severity.WARNING, (row,), values)
    return tuple(problems)


def _differs(before: KnownFigures, row: KnownFigures) -> bool:
    return before.qualifier is not row.qualifier or not same(before.value, row.value)
