"""The verdict on every target as of a day: a pure function of the catalog, the current observations and that day."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import isnan
from typing import Any

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Assessment, Message, Status, Window
from kpi.progress.judging.breaks import broken_ahead, broken_rows
from kpi.progress.judging.comparing import compare
from kpi.progress.judging.evidence import baselines
from kpi.progress.judging.numbers import Numbers, disagreement, not_carried, overshot
from kpi.progress.judging.rows import Docket
from kpi.progress.judging.shown import shown
from kpi.progress.judging.status import STATUSES, judge
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, day_of
from kpi.progress.periods.intervals import EXACT, QUALIFIERS
from kpi.progress.reasons.by_status import growth_remark, mark_remark
from kpi.progress.reasons.case import Case, Judgement
from kpi.progress.rules.rule import Handling
from kpi.progress.table import build_table, figures_for

_WITHOUT_VALUE = frozenset({Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED})


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
    way, rows = handling.way, docket.rows
    evidence = way.gather(docket)
    broken = broken_rows(docket, evidence)
    numbers = not_carried(way.numbers(rows, evidence), broken_ahead(docket, evidence))
    comparison = compare(rows, evidence)
    not_comparable = rows.flagged([*broken, *way.blocked(docket, evidence)])
    verdicts = judge(way, docket, evidence, numbers, comparison, not_comparable)
    judgement = Judgement(docket, evidence, comparison, verdicts, broken)
    return _assessments(handling, judgement, shown(numbers, verdicts, rows, evidence))


def _assessments(handling: Handling, judgement: Judgement, numbers: Numbers) -> Iterator[Assessment]:
    """The records of all rows, made column by column."""
    rows, evidence, verdicts = judgement.docket.rows, judgement.evidence, judgement.verdicts
    past_target = overshot(rows, evidence) & ~verdicts.having(*_WITHOUT_VALUE, Status.NOT_ASSESSED)
    columns = _what_is_judged(judgement) | _what_is_known(judgement) | _numbers(numbers)
    columns["period"] = _periods(handling.way.start(rows, evidence), rows.end)
    cases = [Case(judgement, row) for row in range(len(rows))]
    statuses = columns["status"]
    columns["reason"] = [handling.reasons.reason(case, status) for case, status in zip(cases, statuses, strict=True)]
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
    evidence, count = judgement.evidence, len(judgement.docket.rows)
    shown_now = evidence.admissible & ~judgement.verdicts.having(*_WITHOUT_VALUE)
    start, start_day, start_mark = baselines(evidence)
    current = [evidence.figures[row] if flag else () for row, flag in enumerate(shown_now.tolist())]
    return {
        "baseline_value": _values(start),
        "baseline_date": _dates(start_day),
        "baseline_qualifier": [QUALIFIERS[mark] for mark in start_mark.tolist()],
        "baseline_figures": [_positions(judgement, evidence.baseline_figures.get(row, ())) for row in range(count)],
        "current_value": _values(np.where(shown_now, evidence.value, np.nan)),
        "current_date": _dates(np.where(shown_now, evidence.clock, UNKNOWN)),
        "current_qualifier": [QUALIFIERS[mark] for mark in np.where(shown_now, evidence.qualifier, EXACT).tolist()],
        "figures": [_positions(judgement, figures) for figures in current],
        "complete": evidence.complete.tolist(),
    }


def _numbers(numbers: Numbers) -> dict[str, Sequence[Any]]:
    """The numbers of each record."""
    return {
        "gap": _values(numbers.gap),
        "completion_pct": _values(numbers.completion_pct),
        "distance_pct": _values(numbers.distance_pct),
        "time_pct": _values(numbers.time_pct),
        "lead_pp": _values(numbers.lead_pp),
        "expected_value": _values(numbers.expected),
        "required_per_year": _values(numbers.required),
        "projected_value": _values(numbers.projected),
        "cagr_ratio": _values(numbers.cagr_ratio),
    }


def _remarks(
    cases: Sequence[Case], statuses: Sequence[Status], numbers: Numbers, past_target: BoolArray
) -> list[tuple[Message, ...]]:
    """Second opinions: growth that disagrees with the pace, and a value that is known only within bounds."""
    slow, enough = disagreement(numbers, past_target)
    remarks = []
    for case, status, too_slow, fast_enough in zip(cases, statuses, slow.tolist(), enough.tolist(), strict=True):
        growth = None
        if too_slow or fast_enough:
            growth = growth_remark(case, float(numbers.cagr_ratio[case.row]), enough=fast_enough)
        remarks.append(tuple(remark for remark in (growth, mark_remark(case, status)) if remark is not None))
    return remarks


def _positions(judgement: Judgement, figures: tuple[int, ...]) -> tuple[int, ...]:
    """Figures as places in the observation frame."""
    return tuple(int(judgement.docket.figures.position[index]) for index in figures)


def _values(numbers: FloatArray) -> list[float | None]:
    return [None if isnan(number) else number for number in numbers.tolist()]


def _dates(days: IntArray) -> list[date | None]:
    known = {day: day_of(day) for day in np.unique(days).tolist() if day != UNKNOWN}
    return [known.get(day) for day in days.tolist()]


def _periods(starts: IntArray, ends: IntArray) -> list[Window | None]:
    """What each row is judged over: its year or window, or from the baseline's date to the deadline."""
    days = zip(_dates(starts), _dates(ends), strict=True)
    return [None if start is None or end is None else Window(start, end) for start, end in days]
