"""The shapes of what the API answers, in JSON Schema. Nothing may stand in an answer that does not stand here."""

from kpi.model import Comparator, Direction, Kind, Lamp, Qualifier, Severity, Status
from kpi.wire import Json

_TEXT: Json = {"type": "string"}
_MAYBE_TEXT: Json = {"type": ["string", "null"]}
_NUMBER: Json = {"type": "number"}
_MAYBE_NUMBER: Json = {"type": ["number", "null"]}
_COUNT: Json = {"type": "integer", "minimum": 0}
_MAYBE_INTEGER: Json = {"type": ["integer", "null"]}
_YES_NO: Json = {"type": "boolean"}
_DAY: Json = {"type": "string", "format": "date"}
_MAYBE_DAY: Json = {"type": ["string", "null"], "format": "date"}
_MAYBE_MOMENT: Json = {"type": ["string", "null"], "format": "date-time"}
_STATUS: Json = {"type": "string", "enum": [str(each) for each in Status]}
_LAMP: Json = {"type": "string", "enum": [str(each) for each in Lamp]}
_COMPARATOR: Json = {"type": "string", "enum": [str(each) for each in Comparator]}
_PROBLEM_CODE: Json = {"type": "string", "minLength": 1}


def _many(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _or_null(name: str) -> Json:
    return {"anyOf": [_ref(name), {"type": "null"}]}


def _record(fields: Json, *, besides: Json | None = None) -> Json:
    """An object of just these fields; those `besides` need not be there."""
    return {
        "type": "object",
        "properties": fields | (besides or {}),
        "required": list(fields),
        "additionalProperties": False,
    }


def _texts(*names: str) -> Json:
    return dict.fromkeys(names, _TEXT)


def _maybe_texts(*names: str) -> Json:
    return dict.fromkeys(names, _MAYBE_TEXT)


def _maybe_numbers(*names: str) -> Json:
    return dict.fromkeys(names, _MAYBE_NUMBER)


_KEY: Json = {
    **_texts("measure_id", "region_code"),
    **_maybe_texts("breakdown", "member"),
    **dict.fromkeys(("window_start", "window_end", "as_of"), _MAYBE_DAY),
}
"""What names a figure."""
_SEEN: Json = {"as_of": _DAY, "known_at": _MAYBE_MOMENT, "data_version": _COUNT, "coverage_date": _MAYBE_DAY}
"""What a view is of."""
_PROGRESS = ("completion_pct", "distance_pct", "time_pct", "lead_pp")
_CHECK: Json = {
    "ok": _YES_NO,
    **dict.fromkeys(("new", "changed", "unchanged"), _COUNT),
    "already_loaded": _many(_COUNT),
    "observations": _many(_ref("Observation")),
    "problems": _many(_ref("Problem")),
    "verdict_changes": _many(_ref("VerdictChange")),
}

SCHEMAS: Json = {
    "Problem": _record(
        {
            "severity": {"type": "string", "enum": [str(each) for each in Severity]},
            **_maybe_texts("file", "sheet"),
            "row": _MAYBE_INTEGER,
            **_maybe_texts("column", "value"),
            "code": _PROBLEM_CODE,
            **_maybe_texts("message", "suggestion"),
        }
    ),
    "ProblemDetails": _record(
        {
            **_texts("type", "title"),
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": _TEXT,
            "problems": {**_many(_ref("Problem")), "minItems": 1},
        }
    ),
    "Plan": _record(
        {
            **_texts("plan_id", "name", "region"),
            **dict.fromkeys(("measures", "targets", "lines", "revisions"), _COUNT),
            "is_default": _YES_NO,
        }
    ),
    "Plans": _many(_ref("Plan")),
    "Target": _record(
        {
            **_texts("target_id", "measure_id", "region_code"),
            "year": _MAYBE_INTEGER,
            "period_type": _TEXT,
            "comparator": _COMPARATOR,
            "target_value": _MAYBE_NUMBER,
            "unit": _TEXT,
            "baseline_value": _MAYBE_NUMBER,
            "baseline_date": _MAYBE_DAY,
            "current_value": _MAYBE_NUMBER,
            "current_date": _MAYBE_DAY,
            "gap": _MAYBE_NUMBER,
            **_maybe_numbers(*_PROGRESS, "expected_value", "required_per_year", "projected_value", "cagr_ratio"),
            "status": _STATUS,
            "lamp": _LAMP,
            "reason": _MAYBE_TEXT,
        },
        besides={
            **_texts("change_unit", "reference_measure_id", "parent_target_id", "nature", "judged_by"),
            "target_high": _NUMBER,
        },
    ),
    "Status": _record({**_SEEN, "targets": _many(_ref("Target"))}),
    "Figure": _record(
        {
            **_KEY,
            "value": _NUMBER,
            "text": _MAYBE_TEXT,
            **_maybe_texts("source", "document", "section", "printed", "file", "sheet"),
            "row": _MAYBE_INTEGER,
            "user": _MAYBE_TEXT,
            "loaded_at": _MAYBE_MOMENT,
            "batch_id": _MAYBE_INTEGER,
            **_maybe_texts("figure_id", "note"),
        }
    ),
    "MeasureOfPlan": _record(
        {
            **_SEEN,
            **_texts("measure_id", "name_zh"),
            **_maybe_texts("name_en", "category"),
            "kind": {"type": "string", "enum": [str(each) for each in Kind]},
            **_texts("unit"),
            "display_unit": _MAYBE_TEXT,
            "display_scale": _NUMBER,
            "direction": {"type": "string", "enum": [str(each) for each in Direction]},
            **_maybe_texts("numerator_id", "denominator_id"),
            "headline": _YES_NO,
            **_maybe_texts("owner", "definition"),
            "doubts": _many(_TEXT),
            "targets": _many(_ref("Target")),
            "figures": _many(_ref("Figure")),
        }
    ),
    "Cause": _record(
        {
            "kind": _TEXT,
            "number": _MAYBE_INTEGER,
            **_maybe_texts("subject", "document", "user"),
            "at": _MAYBE_MOMENT,
            "note": _MAYBE_TEXT,
        }
    ),
    "Side": _record({**_SEEN, "batch": _MAYBE_INTEGER, "label": _TEXT}),
    "Stands": _record(
        {
            "status": _STATUS,
            "current_value": _MAYBE_NUMBER,
            "current_date": _MAYBE_DAY,
            "gap": _MAYBE_NUMBER,
            **_maybe_numbers(*_PROGRESS),
            "lamp": _LAMP,
        }
    ),
    "Asks": _record(
        {
            "comparator": _COMPARATOR,
            **_maybe_numbers("value", "value_high"),
            "period_type": _TEXT,
            "years": _many({"type": "integer"}),
            **dict.fromkeys(("deadline", "window_start", "window_end"), _MAYBE_DAY),
        }
    ),
    "ChangedVerdict": _record(
        {
            **_texts("target_id", "measure_id", "region_code"),
            "year": _MAYBE_INTEGER,
            "from": _or_null("Stands"),
            "to": _or_null("Stands"),
            "causes": _many(_ref("Cause")),
        }
    ),
    "ChangedTarget": _record(
        {
            **_texts("target_id", "measure_id"),
            "from": _or_null("Asks"),
            "to": _or_null("Asks"),
            "causes": _many(_ref("Cause")),
        }
    ),
    "ChangedValue": _record({**_KEY, "from": _MAYBE_NUMBER, "to": _MAYBE_NUMBER, "causes": _many(_ref("Cause"))}),
    "Changes": _record(
        {
            "from": _ref("Side"),
            "to": _ref("Side"),
            "verdicts": _many(_ref("ChangedVerdict")),
            "targets": _many(_ref("ChangedTarget")),
            "values": _many(_ref("ChangedValue")),
        }
    ),
    "Observation": _record(
        {
            **_maybe_texts("file", "sheet"),
            "row": _MAYBE_INTEGER,
            **_KEY,
            "value": _NUMBER,
            "qualifier": {"type": "string", "enum": [str(each) for each in Qualifier]},
        }
    ),
    "VerdictChange": _record(
        {
            "target_id": _TEXT,
            "year": _MAYBE_INTEGER,
            "from": {"anyOf": [_STATUS, {"type": "null"}]},
            "to": {"anyOf": [_STATUS, {"type": "null"}]},
            "date_only": _YES_NO,
        }
    ),
    "Check": _record({**_CHECK, "data_version": _COUNT}),
    "Import": _record({**_CHECK, "batches": _many(_COUNT)}, besides={"submission": _COUNT}),
}
