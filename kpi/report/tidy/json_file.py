"""The whole report as JSON: everything the model says, under names that stay. Equal reports give equal bytes.

A number is unrounded, in the unit beside it, and `…_text` is what the documents show for it; null where there is none.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, TypeVar

from kpi.report.model import GapReport, PendingGroup
from kpi.report.tidy.cells import settled
from kpi.report.tidy.fields import Fields, TidyTable, Value
from kpi.report.tidy.tables import (
    COLUMN_FIELDS,
    DEFINITIONS,
    FIGURES,
    MEMBER_FIELDS,
    MISSING,
    TARGETS,
    VALUES,
    YEARLY,
    target_figures,
    target_key,
)
from kpi.views import PathPoint, PathRow, Standing

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
        "questions": [
            {"question_id": each.question_id, "text": each.text, "about": each.about or None} for each in report.questions
        ],
        "overdue": [{"measure": each.measure_name, "due": each.due.isoformat(), "text": each.text} for each in report.overdue],
        "yearly": _records(YEARLY, report),
        "members": [
            {**_record(COLUMN_FIELDS, column), "members": [_record(MEMBER_FIELDS, each) for each in column.rows]}
            for column in report.members
        ],
        "values": _records(VALUES, report),
        "definitions": _records(DEFINITIONS, report),
        "comments": [
            {
                "measure": each.measure,
                "period": each.period or None,
                "text": each.text,
                "user": each.user,
                "source": each.source,
            }
            for each in report.comments
        ],
        "paths": [_path(each) for each in report.paths],
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
        "issue": {"number": report.issue.number, "user": report.issue.user, "moment": json_value(report.issue.moment)}
        if report.issue
        else None,
    }


def json_value(value: Value) -> str | bool | int | float | list[str] | list[int] | None:
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
    return value


def _records(table: TidyTable[Row], report: GapReport) -> list[Record]:
    return [_record(table.fields, line) for line in table.lines(report)]


def _record(fields: Fields[Row], line: Row) -> Record:
    return {field.name: json_value(field.cell(line)) for field in fields}


def _headline(report: GapReport) -> Record:
    return {
        "sentence": report.headline or None,
        "earlier": report.earlier or None,
        "targets": len(report.counted),
        "counts": [{"status": str(each.status), "status_text": each.text, "count": each.count} for each in report.counts],
    }


def _pending(report: GapReport, group: PendingGroup) -> Record:
    return {
        "status": str(group.status),
        "status_text": group.text,
        "targets": [_pending_target(report, row) for row in group.rows],
    }


def _pending_target(report: GapReport, row: Standing) -> Record:
    return {
        "target_key": target_key(row),
        "measure": row.measure_name,
        "period": row.period,
        "target_value_text": row.goal.text or None,
        "reason": row.paper.reason or None,
        "questions": list(row.questions),
        "figures": list(target_figures(report, row)),
    }


def _path(path: PathRow) -> Record:
    return {
        "measure": path.measure,
        "unit": path.unit or None,
        "status_text": path.status_text,
        "headline": path.headline,
        "points": _points(path.points),
        "expected": _points(path.expected),
    }


def _points(points: Iterable[PathPoint]) -> list[Record]:
    return [
        {
            "date": each.day.isoformat(),
            "value": json_value(each.value.number),
            "value_text": each.value.text or None,
            "source": each.source or None,
        }
        for each in points
    ]
