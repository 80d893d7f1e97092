"""The whole report as JSON: everything the model says, under names that stay. Equal reports give equal bytes.

A number is unrounded, in the unit beside it, and `…_text` is what the documents show for it; null where there is none.
"""

import json
from datetime import date, datetime
from typing import Any, TypeVar

from kpi.report.columns import Line, target_key
from kpi.report.model import GapReport, PendingGroup
from kpi.report.tidy.cells import settled
from kpi.report.tidy.fields import Fields, TidyTable, parts
from kpi.report.tidy.tables import COLUMN_FIELDS, DEFINITIONS, FIGURES, MATTERS, MEMBER_FIELDS, MISSING, TARGETS, VALUES, YEARLY
from kpi.views import (
    OF_COMMENTS,
    OF_DOUBTS,
    OF_OVERDUE,
    OF_POINTS,
    OF_QUESTIONS,
    Amount,
    Cell,
    Moved,
    PathRow,
    Standing,
)

_QUESTION = OF_QUESTIONS.choose("id", "question", "about")
_OVERDUE = OF_OVERDUE.choose("measure", "due", "reason")
_COMMENT = OF_COMMENTS.choose("measure", "period", "text", "user", "source")
_DOUBT = OF_DOUBTS.choose("doubt_kind", "measure", "region", "part", "date", "value", "doubt", "to_check", "source")
_POINT = parts(OF_POINTS.choose("date", "value", "source"))
_OPEN = {"target_key", "measure", "period", "target_value_text", "reason", "questions", "figures"}
_PENDING = tuple(field for field in TARGETS.fields if field.called in _OPEN)
Row = TypeVar("Row")
Record = dict[str, Any]


def render_json(report: GapReport) -> bytes:
    """The report as a .json file, UTF-8."""
    return (json.dumps(_whole(report), ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode("utf-8")


def _whole(report: GapReport) -> Record:
    return {
        "meta": report_meta(report),
        "headline": _headline(report),
        "targets": _records(TARGETS, report),
        "figures": _records(FIGURES, report),
        "missing": _records(MISSING, report),
        "pending": [_pending(report, group) for group in report.pending],
        "questions": [_record(_QUESTION, question) for question in report.questions],
        "overdue": [_record(_OVERDUE, row) for row in report.overdue],
        "yearly": _records(YEARLY, report),
        "members": [
            {**_record(COLUMN_FIELDS, column), "members": [_record(MEMBER_FIELDS, member) for member in column.rows]}
            for column in report.members
        ],
        "values": _records(VALUES, report),
        "definitions": _records(DEFINITIONS, report),
        "comments": [_record(_COMMENT, comment) for comment in report.comments],
        "doubts": [_record(_DOUBT, row) for row in report.doubts],
        "paths": [_path(path) for path in report.paths],
        "since": _since(report.since) if report.since else None,
        **({"actions": _records(MATTERS, report)} if report.matters else {}),
    }


def report_meta(report: GapReport) -> Record:
    """What the report is of: plan, day, moment, scope; the same in JSON and in a package."""
    return {
        "plan": report.plan_name,
        "title": report.title,
        "as_of": report.as_of.isoformat(),
        "known_at": json_value(report.known_at),
        "moment": json_value(report.moment),
        "data_version": report.data_version,
        "coverage_date": json_value(report.coverage),
        "scope": {"kind": str(report.kind), "name": report.scope or None},
        "language": report.lang,
        "scheme": {"name": report.scheme.name, "clock": report.scheme.clock, "rules": list(report.scheme.rules)}
        if report.scheme
        else None,
        "demo": report.demo,
        "caution": report.caution or None,
        "issue": {"number": report.issue.number, "user": report.issue.user, "moment": json_value(report.issue.moment)}
        if report.issue
        else None,
    }


def json_value(value: Cell) -> str | bool | int | float | list[str] | list[int] | None:
    """A value as JSON holds it; an empty text is none."""
    match value:
        case datetime():
            return value.isoformat(timespec="seconds")
        case date():
            return value.isoformat()
        case float():
            return settled(value)
        case tuple():
            return [*value]
        case str():
            return str(value) or None
        case Amount():
            return json_value(value.number)
    return value


def _records(table: TidyTable[Row], report: GapReport) -> list[Record]:
    return [_record(table.fields, line) for line in table.lines(report)]


def _record(fields: Fields[Row], line: Row) -> Record:
    return {field.called: json_value(field.cell(line)) for field in fields}


def _headline(report: GapReport) -> Record:
    return {
        "sentence": report.headline or None,
        "earlier": report.earlier or None,
        "targets": len(report.counted),
        "counts": [{"status": str(row.status), "status_text": row.text, "count": row.count} for row in report.counts],
    }


def _pending(report: GapReport, group: PendingGroup) -> Record:
    return {
        "status": str(group.status),
        "status_text": group.text,
        "targets": [_record(_PENDING, Line(report, row)) for row in group.rows],
    }


def _since(since: Moved) -> Record:
    return {
        "report": since.number,
        "as_of": since.day.isoformat(),
        "moved": [
            {
                "target_key": target_key(row.standing),
                "measure": row.standing.measure_name,
                "period": row.standing.period,
                "way": str(row.way),
                "before": _stood(row.before),
                "after": _stood(row.after),
            }
            for row in since.rows
        ],
        "causes": list(since.causes),
    }


def _stood(standing: Standing | None) -> Record | None:
    """How a target stood on one side of a comparison."""
    if standing is None:
        return None
    return {
        "status": str(standing.status),
        "lamp": str(standing.lamp),
        "current": json_value(standing.current),
        "current_text": standing.current.text or None,
        "current_date": json_value(standing.assessment.current_date),
        "gap": json_value(standing.gap),
        "gap_text": standing.gap.text or None,
    }


def _path(path: PathRow) -> Record:
    return {
        "measure": path.measure,
        "unit": path.unit or None,
        "status_text": path.status_text,
        "headline": path.headline,
        "points": [_record(_POINT, point) for point in path.points],
        "expected": [_record(_POINT, point) for point in path.expected],
    }
