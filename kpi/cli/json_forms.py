"""The JSON of the command line. Numbers are rounded to 12 significant digits, which removes what binary fractions add."""

from datetime import date, datetime
from math import isnan

from kpi.errors import KpiError
from kpi.i18n import Texts
from kpi.model import Assessment, Observation, Problem, Severity
from kpi.views import BatchView, ProblemView, Standing, StatusView, UploadPreview

Json = dict[str, object]


def status_json(view: StatusView) -> Json:
    """A StatusView as `status --json` prints it."""
    return {
        "as_of": day_text(view.as_of),
        "known_at": moment_text(view.known_at),
        "data_version": view.data_version,
        "coverage_date": day_text(view.coverage_date),
        "targets": [_standing(standing) for standing in view.standings],
    }


def check_json(preview: UploadPreview) -> Json:
    """An UploadPreview as `check --json` prints it."""
    return {
        "ok": preview.ok,
        "new": len(preview.change.new),
        "changed": len(preview.change.changed),
        "unchanged": len(preview.change.unchanged),
        "already_loaded": [batch.batch_id for batch in preview.already_loaded],
        "observations": [_observation(each) for reading in preview.readings for each in reading.observations],
        "problems": [problem_json(problem) for problem in preview.problems],
        "verdict_changes": [
            {
                "target_id": each.target_id,
                "year": each.year,
                "from": str(each.old),
                "to": str(each.new),
                "date_only": each.date_only,
            }
            for each in preview.verdict_changes
        ],
    }


def problem_json(view: ProblemView) -> Json:
    """A problem with the sentences a person reads."""
    problem = view.problem
    return {
        "severity": str(problem.severity),
        "file": problem.file or None,
        "sheet": problem.sheet or None,
        "row": problem.row,
        "column": problem.column or None,
        "value": problem.value or None,
        "code": problem.code,
        "message": view.message,
        "suggestion": view.suggestion or None,
    }


def error_json(error: KpiError, words: Texts) -> Json:
    """An error that is about no row of a file, in the shape of a problem."""
    problem = Problem(Severity.ERROR, error.message.key.removeprefix("error."))
    return problem_json(ProblemView(problem, "", words.message(error.message), ""))


def batch_json(view: BatchView) -> Json:
    """A batch of the history."""
    batch = view.batch
    return {
        "batch_id": batch.batch_id,
        "kind": str(batch.kind),
        "file": batch.file or None,
        "sha256": batch.sha256,
        "user": batch.user,
        "note": batch.note,
        "rows": batch.rows,
        "warnings": list(batch.warnings),
        "approved_at": moment_text(batch.approved_at),
        "withdrawn_at": moment_text(batch.withdrawn_at),
        "withdrawn_by": batch.withdrawn_by or None,
        "withdrawal_note": batch.withdrawal_note or None,
    }


def _standing(standing: Standing) -> Json:
    assessment = standing.assessment
    return {
        "target_id": assessment.target_id,
        "measure_id": assessment.measure_id,
        "region_code": assessment.region_code,
        "year": assessment.year,
        "period_type": str(assessment.period_type),
        "comparator": str(assessment.comparator),
        "target_value": number(assessment.target_value),
        "unit": standing.measure.unit.unit,
        **_figures(assessment),
        "status": str(assessment.status),
        "lamp": str(standing.lamp),
        "reason": standing.full_reason or None,
    }


def _figures(assessment: Assessment) -> Json:
    return {
        "baseline_value": number(assessment.baseline_value),
        "baseline_date": day_text(assessment.baseline_date),
        "current_value": number(assessment.current_value),
        "current_date": day_text(assessment.current_date),
        "gap": number(assessment.gap),
        "completion_pct": number(assessment.completion_pct),
        "distance_pct": number(assessment.distance_pct),
        "time_pct": number(assessment.time_pct),
        "lead_pp": number(assessment.lead_pp),
        "expected_value": number(assessment.expected_value),
        "required_per_year": number(assessment.required_per_year),
        "projected_value": number(assessment.projected_value),
        "cagr_ratio": number(assessment.cagr_ratio),
    }


def _observation(each: Observation) -> Json:
    return {
        "file": each.file,
        "sheet": each.sheet or None,
        "row": each.row,
        "measure_id": each.measure_id,
        "region_code": each.region_code,
        "breakdown": each.breakdown or None,
        "member": each.member or None,
        "window_start": day_text(each.window_start),
        "window_end": day_text(each.window_end),
        "as_of": day_text(each.as_of),
        "value": number(float(each.value)),
        "qualifier": str(each.qualifier),
    }


def number(value: float | None) -> float | int | None:
    """A number without what binary fractions add."""
    if value is None or isnan(value):
        return None
    rounded = float(f"{value:.12g}")
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 else rounded


def day_text(day: date | None) -> str | None:
    """A day as ISO text."""
    return day.isoformat() if day else None


def moment_text(moment: datetime | None) -> str | None:
    """A moment as ISO text."""
    return moment.isoformat(timespec="seconds") if moment else None
