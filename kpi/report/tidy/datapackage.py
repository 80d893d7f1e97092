"""The report as a data package (Frictionless, version 1): a zip of CSV tables and a datapackage.json that describes them.

Equal reports give equal bytes. A text that a spreadsheet could take for a formula has an apostrophe in front, as the package
says of itself; codes and numbers never have one.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

from kpi.i18n import LANGUAGES, texts
from kpi.report.archive import zipped
from kpi.report.model import GapReport
from kpi.report.tidy.cells import csv_bytes, disarmed, plain_number
from kpi.report.tidy.fields import Fields, TidyTable, description, title
from kpi.report.tidy.json_file import report_meta
from kpi.report.tidy.tables import TABLES
from kpi.views import Cell, Column, TableColumn, Type

_ENCODING = "utf-8"
_DIALECT = {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True}


def render_datapackage(report: GapReport) -> bytes:
    """The report's tables as a .zip file with their description."""
    tables = [table for table in TABLES if table.always or any(True for _ in table.lines(report))]
    files = {_path(table): csv_bytes(_lines(table, report)) for table in tables}
    description = json.dumps(_package(report, tables, files), ensure_ascii=False, indent=2, allow_nan=False) + "\n"
    return zipped({"datapackage.json": description.encode("utf-8"), **files}.items())


def _path(table: TidyTable[Any]) -> str:
    return f"{table.name}.csv"


def _stamp(report: GapReport) -> Fields[Any]:
    """Columns that every line of a table ends with, so that it says what it is of when it is taken out of its package."""
    return TableColumn("as_of", lambda _: report.as_of, Type.DATE), TableColumn("demo", lambda _: report.demo, Type.BOOLEAN)


def _lines(table: TidyTable[Any], report: GapReport) -> Iterator[list[str]]:
    fields = (*table.fields, *_stamp(report))
    yield [field.called for field in fields]
    for line in table.lines(report):
        yield [_written(field, field.cell(line)) for field in fields]


def _written(field: Column[Any], value: Cell) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return plain_number(value)
        case datetime():
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        case date():
            return value.isoformat()
        case tuple():
            return json.dumps(value, ensure_ascii=False)
        case str():
            return str(value) if field.allowed else disarmed(value)
    return str(value)


def _package(report: GapReport, tables: Iterable[TidyTable[Any]], files: Mapping[str, bytes]) -> dict[str, Any]:
    words, described = report.texts, report_meta(report)
    return {
        "profile": "tabular-data-package",
        "name": f"gap-report-{report.as_of.isoformat()}",
        "title": described["title"],
        "description": words("tidy.package", plan=report.plan_name, day=report.as_of),
        "created": report.moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        **{name: value for name, value in described.items() if name != "title"},
        "sources": [{"title": document} for document in _documents(report)],
        "resources": [_resource(report, table, files[_path(table)]) for table in tables],
    }


def _documents(report: GapReport) -> list[str]:
    titles = [*(row.document for row in report.rows), *(figure.document for figure in report.numbered_figures)]
    return list(dict.fromkeys(title for title in titles if title))


def _resource(report: GapReport, table: TidyTable[Any], content: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": _path(table),
        "title": report.texts(f"tidy.table_{table.name}"),
        "description": report.texts(f"tidy.about_table_{table.name}"),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": _ENCODING,
        "dialect": _DIALECT,
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": _schema(report, table),
    }


def _schema(report: GapReport, table: TidyTable[Any]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_described(report, field, table.key) for field in (*table.fields, *_stamp(report))],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.references:
        schema["foreignKeys"] = [
            {"fields": link.field, "reference": {"resource": link.table, "fields": link.target}} for link in table.references
        ]
    return schema


def _described(report: GapReport, field: Column[Any], key: tuple[str, ...]) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if field.called in key else {}
    if field.allowed:
        constraints["enum"] = [str(code) for code in field.allowed]
    described: dict[str, Any] = {
        "name": field.called,
        "type": str(field.type),
        "format": "default",
        "title": title(field, report.texts),
        "titles": {lang: title(field, texts(lang)) for lang in LANGUAGES},
        "description": description(field, report.texts),
    }
    return described | ({"constraints": constraints} if constraints else {})
