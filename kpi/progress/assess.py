"""The verdict on every target as of a day: a pure function of the catalog, the current observations and that day.

Targets are judged as rows, each with the handling its period type's rule has for it. A target whose own dates are missing
cannot be judged, whatever its period type says.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan
from typing import Any

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import UNSPECIFIED, Assessment, Measure, Message, Status, Target, Window
from kpi.progress.figures.dated import DatedFigures, dated_figures
from kpi.progress.figures.figures import Figures, build_figures, build_layout
from kpi.progress.judging.numbers import Numbers, compare, disagreement, not_carried, overshot
from kpi.progress.judging.obstacles import broken_ahead, broken_rows, rebased_rows
from kpi.progress.judging.rows import COMPARATORS, Docket, Rows, baselines
from kpi.progress.judging.status import STATUSES, judge, shown
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, day_of
from kpi.progress.periods.intervals import EXACT, QUALIFIERS
from kpi.progress.reasons.by_status import base_remark, growth_remark, mark_remark
from kpi.progress.reasons.case import Case, Judgement
from kpi.progress.rules.rule import Handling, Judged, rule_of

RULES_VERSION = 1
"""Grows with every change of this room that can give another verdict for the same plan and figures."""


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
    return table_of(catalog, [target for target in catalog.primary_targets if region_code in (None, target.region_code)])


def table_of(catalog: Catalog, targets: Iterable[Target]) -> JudgedTable:
    """The rows of targets, each for its own region."""
    judged = [(target, row) for target in targets for row in rule_of(target.period_type).rows(target)]
    measures = tuple(catalog.measures[target.measure_id] for target, _ in judged)
    rows = Rows(
        targets=tuple(target for target, _ in judged),
        regions=tuple(target.region_code for target, _ in judged),
        measures=measures,
        years=tuple(row.year for _, row in judged),
        value=np.array([target.goal for target, _ in judged], dtype=np.float64),
        high=np.array([target.high for target, _ in judged]),
        comparator=np.array([COMPARATORS.index(target.comparator) for target, _ in judged], dtype=np.int64),
        start=_days(row.start for _, row in judged),
        end=_days(row.end for _, row in judged),
    )
    return JudgedTable(
        rows, tuple(_handling(target, row, measure) for (target, row), measure in zip(judged, measures, strict=True))
    )


def judged_by_rules(catalog: Catalog, target: Target) -> bool:
    """Whether the rules have a verdict on a target, today or on any day; if not, only a person can have one."""
    measure = catalog.measures[target.measure_id]
    return any(_handling(target, row, measure).way.judged for row in rule_of(target.period_type).rows(target))


def _handling(target: Target, row: Judged, measure: Measure) -> Handling:
    handling = rule_of(target.period_type).handling(measure)
    return rule_of(UNSPECIFIED).handling(measure) if handling.way.judged and row.end is None else handling


def figures_for(catalog: Catalog, rows: Rows, observations: pd.DataFrame, as_of: date) -> tuple[Figures, DatedFigures]:
    """The figures that rows can ask for, and of them those of one day."""
    references = {target.reference_measure_id: None for target in rows.targets if target.reference_measure_id}
    measures = {measure.measure_id: measure for measure in rows.measures} | {
        measure_id: catalog.measures[measure_id] for measure_id in references
    }
    layout = build_layout(measures.values(), rows.regions)
    figures = build_figures(layout, catalog, observations, as_of)
    return figures, dated_figures(figures, measures.values())


def _days(days: Iterable[date | None]) -> IntArray:
    return np.array([UNKNOWN if day is None else day_number(day) for day in days], dtype=np.int64)


WITHOUT_VALUE = frozenset({Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED})
"""Statuses that vouch for no value."""


def assess(
    catalog: Catalog, observations: pd.DataFrame, as_of: date, *, region_code: str | None = None
) -> tuple[Assessment, ...]:
    """Every primary target of `region_code` (None: of every region) as judged at `as_of`, in the catalog's order.

    A target with years has one assessment per year. `observations` is an observation frame of current figures; those whose
    period ends after `as_of` are left out of everything.
    """
    table = build_table(catalog, region_code)
    if not len(table.rows):
        return ()
    figures, dated = figures_for(catalog, table.rows, observations, as_of)
    placed: dict[int, Assessment] = {}
    for handling, places in table.by_handling():
        docket = Docket(catalog, table.rows.only(places), figures, dated, day_number(as_of))
        placed |= zip(places.tolist(), _judged(handling, docket), strict=True)
    return tuple(placed[place] for place in range(len(table.rows)))


def _judged(handling: Handling, docket: Docket) -> Iterator[Assessment]:
    """The assessments of rows that are judged alike."""
    return _assessments(handling, *weighed(handling, docket))


def weighed(handling: Handling, docket: Docket) -> tuple[Judgement, Numbers]:
    """What is found on rows that are judged alike, and the numbers that may be shown of it: nothing is worded yet."""
    way, rows = handling.way, docket.rows
    evidence = way.gather(docket)
    broken = broken_rows(docket, evidence)
    rebased = rebased_rows(docket, evidence)
    numbers = not_carried(way.numbers(rows, evidence), broken_ahead(docket, evidence), rows.flagged(rebased))
    comparison = compare(rows, evidence)
    not_comparable = rows.flagged([*broken, *way.blocked(docket, evidence)])
    verdicts = judge(way, docket, evidence, numbers, comparison, not_comparable)
    judgement = Judgement(docket, evidence, comparison, verdicts, broken, rebased)
    return judgement, shown(numbers, verdicts, rows, evidence)


def _assessments(handling: Handling, judgement: Judgement, numbers: Numbers) -> Iterator[Assessment]:
    """The records of all rows, made column by column."""
    rows, evidence, verdicts = judgement.docket.rows, judgement.evidence, judgement.verdicts
    past_target = overshot(rows, evidence) & ~verdicts.having(*WITHOUT_VALUE, Status.NOT_ASSESSED)
    columns = _what_is_judged(judgement) | _what_is_known(judgement)
    columns |= {name: _values(number) for name, number in vars(numbers).items()}
    columns["period"] = _periods(handling.way.start(rows, evidence), rows.end)
    cases = [Case(judgement, row) for row in range(len(rows))]
    statuses = columns["status"]
    columns["reason"] = [handling.reasons.reason(case, status) for case, status in zip(cases, statuses, strict=True)]
    blocked = [status is Status.NOT_COMPARABLE for status in statuses]
    columns["obstacles"] = [
        judgement.docket.figures.positions(handling.reasons.in_the_way(case)) if flag else ()
        for case, flag in zip(cases, blocked, strict=True)
    ]
    columns["broken_on"] = [judgement.broken.get(case.row) if flag else None for case, flag in zip(cases, blocked, strict=True)]
    columns["overshot"] = past_target.tolist()
    columns["remarks"] = _remarks(cases, statuses, numbers, past_target)
    return (Assessment(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True))


def _what_is_judged(judgement: Judgement) -> dict[str, Sequence[Any]]:
    """The target's side of each record, and its status."""
    rows, verdicts = judgement.docket.rows, judgement.verdicts
    return {
        "target_id": [target.target_id for target in rows.targets],
        "measure_id": [target.measure_id for target in rows.targets],
        "region_code": [target.region_code for target in rows.targets],
        "year": rows.years,
        "period_type": [target.period_type for target in rows.targets],
        "comparator": [target.comparator for target in rows.targets],
        "target_value": rows.value.tolist(),
        "target_high": [None if target.value_high is None else float(target.value_high) for target in rows.targets],
        "parent_target_id": [target.parent_target_id for target in rows.targets],
        "nature": [target.nature for target in rows.targets],
        "status": [STATUSES[code] for code in verdicts.status.tolist()],
        "holding": verdicts.holding.tolist(),
    }


def _what_is_known(judgement: Judgement) -> dict[str, Sequence[Any]]:
    """The figures' side of each record; nothing current where the status vouches for none."""
    evidence, count, positions = judgement.evidence, len(judgement.docket.rows), judgement.docket.figures.positions
    shown_now = evidence.admissible & ~judgement.verdicts.having(*WITHOUT_VALUE)
    start, start_day, start_mark = baselines(evidence)
    current = [evidence.figures[row] if flag else () for row, flag in enumerate(shown_now.tolist())]
    return {
        "baseline_value": _values(start),
        "baseline_date": _dates(start_day),
        "baseline_qualifier": [QUALIFIERS[mark] for mark in start_mark.tolist()],
        "baseline_figures": [positions(evidence.baseline_figures.get(row, ())) for row in range(count)],
        "current_value": _values(np.where(shown_now, evidence.value, np.nan)),
        "current_date": _dates(np.where(shown_now, evidence.clock, UNKNOWN)),
        "current_qualifier": [QUALIFIERS[mark] for mark in np.where(shown_now, evidence.qualifier, EXACT).tolist()],
        "figures": [positions(figures) for figures in current],
        "complete": evidence.complete.tolist(),
    }


def _remarks(
    cases: Sequence[Case], statuses: Sequence[Status], numbers: Numbers, past_target: BoolArray
) -> list[tuple[Message, ...]]:
    """Second opinions: growth that disagrees with the pace, a value known only within bounds, and a base that was revised."""
    slow, enough = disagreement(numbers, past_target)
    remarks = []
    for case, status, too_slow, fast_enough in zip(cases, statuses, slow.tolist(), enough.tolist(), strict=True):
        growth = None
        if too_slow or fast_enough:
            growth = growth_remark(case, float(numbers.cagr_ratio[case.row]), enough=fast_enough)
        found = (growth, mark_remark(case, status), base_remark(case, status))
        remarks.append(tuple(remark for remark in found if remark is not None))
    return remarks


def _values(numbers: FloatArray) -> list[float | None]:
    return [None if isnan(number) else number for number in numbers.tolist()]


def _dates(days: IntArray) -> list[date | None]:
    known = {day: day_of(day) for day in np.unique(days).tolist() if day != UNKNOWN}
    return [known.get(day) for day in days.tolist()]


def _periods(starts: IntArray, ends: IntArray) -> list[Window | None]:
    """What each row is judged over: its year or window, or from the baseline's date to the deadline."""
    days = zip(_dates(starts), _dates(ends), strict=True)
    return [None if start is None or end is None else Window(start, end) for start, end in days]
