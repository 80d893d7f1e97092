"""The targets of a plan as rows, each with the handling its period type's rule has for it.

A target whose own dates are missing cannot be judged, whatever its period type says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import UNSPECIFIED, Measure, Target
from kpi.progress.figures.dated import DatedFigures, dated_figures
from kpi.progress.figures.figures import Figures, build_figures, build_layout
from kpi.progress.judging.rows import COMPARATORS, Rows
from kpi.progress.periods.clocks import UNKNOWN, IntArray, day_number
from kpi.progress.rules.rule import Handling, Judged, rule_of


@dataclass(frozen=True)
class JudgedTable:
    """One handling per row."""

    rows: Rows
    handlings: tuple[Handling, ...]

    def by_handling(self) -> Iterator[tuple[Handling, IntArray]]:
        """The rows that are judged together, by their places."""
        places: dict[Handling, list[int]] = {}
        for place, handling in enumerate(self.handlings):
            places.setdefault(handling, []).append(place)
        for handling, alike in places.items():
            yield handling, np.array(alike, dtype=np.int64)


def build_table(catalog: Catalog, region_code: str | None) -> JudgedTable:
    """The rows of every primary target of `region_code`, or of every region."""
    targets = [target for target in catalog.primary_targets if region_code in (None, target.region_code)]
    judged = [(target, row) for target in targets for row in rule_of(target.period_type).rows(target)]
    measures = tuple(catalog.measures[target.measure_id] for target, _ in judged)
    rows = Rows(
        targets=tuple(target for target, _ in judged),
        measures=measures,
        years=tuple(row.year for _, row in judged),
        value=np.array([float(target.value) for target, _ in judged], dtype=np.float64),
        high=np.array([float(target.value if target.value_high is None else target.value_high) for target, _ in judged]),
        comparator=np.array([COMPARATORS.index(target.comparator) for target, _ in judged], dtype=np.int64),
        start=_days(row.start for _, row in judged),
        end=_days(row.end for _, row in judged),
    )
    return JudgedTable(
        rows, tuple(_handling(target, row, measure) for (target, row), measure in zip(judged, measures, strict=True))
    )


def _handling(target: Target, row: Judged, measure: Measure) -> Handling:
    handling = rule_of(target.period_type).handling(measure)
    return rule_of(UNSPECIFIED).handling(measure) if handling.way.judged and row.end is None else handling


def figures_for(catalog: Catalog, rows: Rows, observations: pd.DataFrame, as_of: date) -> tuple[Figures, DatedFigures]:
    """The figures that rows can ask for, and of them those of one day."""
    references = {target.reference_measure_id: None for target in rows.targets if target.reference_measure_id}
    measures = {measure.measure_id: measure for measure in rows.measures} | {
        each: catalog.measures[each] for each in references
    }
    layout = build_layout(measures.values(), (target.region_code for target in rows.targets))
    figures = build_figures(layout, catalog, observations, as_of)
    return figures, dated_figures(figures, measures.values())


def _days(days: Iterable[date | None]) -> IntArray:
    return np.array([UNKNOWN if day is None else day_number(day) for day in days], dtype=np.int64)
