"""Views as plain values, ready to be written as JSON exactly as FORMATS.md says: base units, ISO dates, null where undefined."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from kpi.errors import KpiError
from kpi.i18n import Texts
from kpi.model import Batch, Observation, Problem, Severity
from kpi.services.views import HistoryView, ProblemView, Standing, StatusView, UploadPreview, VerdictChange

_DIGITS = 12
"""Significant digits of a number: what a float carries beyond them is noise of its binary form."""

Plain = dict[str, Any]


def status_json(view: StatusView) -> Plain:
    """What `status --json` prints: one object per target, per year for targets with years."""
    return {
        "as_of": _plain(view.as_of),
        "known_at": _plain(view.known_at),
        "data_version": view.data_version,
        "coverage_date": _plain(view.coverage_date),
        "targets": [_target(standing) for standing in view.standings],
    }


def check_json(preview: UploadPreview) -> Plain:
    """What `check --json` prints: what was understood, what is wrong, and which verdicts would change."""
    change = preview.change
    return {
        "ok": preview.ok,
        "new": len(change.new),
        "changed": len(change.changed),
        "unchanged": len(change.unchanged),
        "already_loaded": [batch.batch_id for batch in preview.already_loaded],
        "observations": [_observation(each) for reading in preview.readings for each in reading.observations],
        "problems": [problem_json(each) for each in preview.problems],
        "verdict_changes": [_verdict_change(each) for each in preview.verdict_changes],
    }


def problem_json(view: ProblemView) -> Plain:
    """A problem with its place, as the user sees it in Excel."""
    problem: Problem = view.problem
    return {
        "severity": str(problem.severity),
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "code": problem.code,
        "message": view.message,
        "suggestion": view.suggestion,
    }


def error_json(error: KpiError, words: Texts) -> Plain:
    """An error that is about no row of a file, in the shape of a problem."""
    code = error.message.key.removeprefix("error.")
    return problem_json(ProblemView(Problem(Severity.ERROR, code), "", words.message(error.message), ""))


def history_json(view: HistoryView) -> Plain:
    """What `history --json` prints: every batch, newest first; moments are UTC."""
    return {"batches": [_batch(each.batch) for each in view.batches]}


def _target(standing: Standing) -> Plain:
    judged, measure = standing.assessment, standing.measure
    told = {
        "target_id": judged.target_id,
        "measure_id": judged.measure_id,
        "region_code": judged.region_code,
        "year": judged.year,
        "period_type": judged.period_type,
        "comparator": judged.comparator,
        "target_value": judged.target_value,
        "unit": measure.unit.unit,
        "baseline_value": judged.baseline_value,
        "baseline_date": judged.baseline_date,
        "current_value": judged.current_value,
        "current_date": judged.current_date,
        "gap": judged.gap,
        "completion_pct": judged.completion_pct,
        "distance_pct": judged.distance_pct,
        "time_pct": judged.time_pct,
        "lead_pp": judged.lead_pp,
        "expected_value": judged.expected_value,
        "required_per_year": judged.required_per_year,
        "projected_value": judged.projected_value,
        "cagr_ratio": judged.cagr_ratio,
        "status": judged.status,
        "lamp": standing.lamp,
        "reason": standing.reason or None,
    }
    return {name: _plain(value) for name, value in told.items()}


def _observation(each: Observation) -> Plain:
    told = {
        "file": each.file,
        "sheet": each.sheet,
        "row": each.row,
        "measure_id": each.measure_id,
        "region_code": each.region_code,
        "breakdown": each.breakdown,
        "member": each.member,
        "window_start": each.window_start,
        "window_end": each.window_end,
        "as_of": each.as_of,
        "value": float(each.value),
        "qualifier": each.qualifier,
    }
    return {name: _plain(value) for name, value in told.items()}


def _verdict_change(each: VerdictChange) -> Plain:
    return {
        "target_id": each.target_id,
        "year": each.year,
        "from": str(each.old),
        "to": str(each.new),
        "date_only": each.date_only,
    }


def _batch(batch: Batch) -> Plain:
    told = {
        "batch_id": batch.batch_id,
        "kind": batch.kind,
        "file": batch.file,
        "sha256": batch.sha256,
        "user": batch.user,
        "note": batch.note,
        "rows": batch.rows,
        "approved_at": batch.approved_at,
        "withdrawn_at": batch.withdrawn_at,
        "withdrawn_by": batch.withdrawn_by,
        "withdrawal_note": batch.withdrawal_note,
    }
    return {name: _plain(value) for name, value in told.items()} | {"warnings": list(batch.warnings)}


def _plain(value: object) -> object:
    """A value JSON has a way of writing."""
    match value:
        case StrEnum():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case float():
            return float(f"{value:.{_DIGITS}g}")
        case _:
            return value
