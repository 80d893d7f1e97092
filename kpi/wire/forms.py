"""How values are told to programs. Numbers are rounded to 12 significant digits, which removes what binary fractions add."""

from dataclasses import asdict
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isnan
from typing import TypeVar

from kpi.views import (
    OF_JUDGED,
    BatchView,
    PlanView,
    ProblemView,
    Register,
    Standing,
    StatusView,
    UploadPreview,
    VerdictChange,
)

Json = dict[str, object]
Row = TypeVar("Row")
_STATUS = (
    *("id", "measure_id", "region_code", "year", "period_type", "comparator", "target_value", "unit", "baseline_value"),
    *("baseline_date", "current_value", "current_date", "gap", "completion_pct", "distance_pct", "time_pct", "lead_pp"),
    *("expected_value", "required_per_year", "projected_value", "cagr_ratio", "status", "lamp", "reason"),
)
_OBSERVATION = (
    *("file", "sheet", "row", "measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of"),
    *("value", "qualifier"),
)


def status_json(view: StatusView) -> Json:
    """A StatusView as `status --json` prints it."""
    return {
        "as_of": day_text(view.as_of),
        "known_at": moment_text(view.known_at),
        "data_version": view.data_version,
        "coverage_date": day_text(view.coverage_date),
        "targets": [standing_json(standing) for standing in view.standings],
    }


def standing_json(standing: Standing) -> Json:
    """A target, of a yearly one a year, as it stands."""
    return chosen(OF_JUDGED, standing, *_STATUS) | _stated_besides(standing)


def _stated_besides(standing: Standing) -> Json:
    """What only some targets state."""
    stated = told(standing.target, "change_unit", "reference_measure_id", "parent_target_id", "nature")
    stated["judged_by"] = chosen(OF_JUDGED, standing, "judged_by")["judged_by"]
    stated["target_high"] = json_value(standing.assessment.target_high)
    return {name: value for name, value in stated.items() if value is not None}


def check_json(preview: UploadPreview) -> Json:
    """An UploadPreview as `check --json` prints it."""
    return {
        "ok": preview.ok,
        **preview.counts._asdict(),
        "already_loaded": [batch.batch_id for batch in preview.already_loaded],
        "observations": [told(observation, *_OBSERVATION) for observation in preview.understood],
        "problems": [problem_json(problem) for problem in preview.problems],
        "verdict_changes": [change_json(change) | told(change, "date_only") for change in preview.verdict_changes],
    }


def plan_json(view: PlanView) -> Json:
    """A plan of the list."""
    return dict(asdict(view))


def change_json(change: VerdictChange) -> Json:
    """A verdict that changes."""
    return told(change, "target_id", "year", **{"from": "old", "to": "new"})


def problem_json(view: ProblemView) -> Json:
    """A problem with the sentences a person reads."""
    problem = told(view.problem, "severity", "file", "sheet", "row", "column", "value", "code")
    return problem | told(view, "message", "suggestion")


def batch_json(view: BatchView) -> Json:
    """A batch of the history."""
    batch = view.batch
    return {
        **told(batch, "batch_id", "kind", "file", "sha256", "user"),
        "note": batch.note,
        **told(batch, "rows", "warnings", "approved_at", "withdrawn_at", "withdrawn_by", "withdrawal_note"),
    }


def chosen(register: Register[Row], row: Row, *keys: str) -> Json:
    """Columns of a register, under their names."""
    return {column.called: json_value(column.cell(row)) for column in register.choose(*keys)}


def told(record: object, *names: str, **called: str) -> Json:
    """Fields of a record, under their names, then some that are `called` otherwise; all null of none."""
    fields = dict.fromkeys(names) | called
    return {name: None if record is None else json_value(getattr(record, field or name)) for name, field in fields.items()}


def json_value(value: object) -> object:
    """A value as JSON holds it; an empty text is none."""
    match value:
        case bool() | int():
            return value
        case float() | Decimal():
            return number(float(value))
        case datetime():
            return moment_text(value)
        case date():
            return day_text(value)
        case tuple():
            return list(value)
        case str():
            return str(value) or None
    return value


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
    if moment and (offset := moment.utcoffset()) and offset.seconds % 60:
        moment = moment.astimezone(UTC)  # Shanghai before 1901, whose offset had seconds: no program reads that
    return moment.isoformat(timespec="seconds") if moment else None
