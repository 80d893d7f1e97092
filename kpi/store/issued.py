"""The ledger of issued reports: what was said, from which figures, by whom, and the bytes as they left. Nothing is removed."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kpi.errors import NotFound, PreviewOutdated
from kpi.model import Actor, naive
from kpi.store.database import Database, Row, Transaction
from kpi.store.moments import aware


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file about to be issued."""

    format: str
    file: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report about to be issued. `parameters` and `statement` are texts that only services read."""

    report_id: int
    """The number it bears."""
    title: str
    parameters: str
    statement: str
    """What it says, to be held against what would be said later."""
    data_version: int
    """That of `known_at`."""
    catalog_sha256: str
    as_of: date
    known_at: datetime | None
    """The moment it looks back from; None: that of its issue."""
    note: str
    files: Sequence[NewFile]


@dataclass(frozen=True, slots=True)
class IssuedFile:
    """A file as it was issued, without its bytes."""

    format: str
    file: str
    media_type: str
    sha256: str
    size: int
    """In bytes."""


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it was issued. Moments are UTC."""

    report_id: int
    title: str
    parameters: str
    statement: str
    data_version: int
    catalog_sha256: str
    as_of: date
    known_at: datetime
    note: str
    issued_by: str
    issued_at: datetime
    files: tuple[IssuedFile, ...]


def issue(transaction: Transaction, reports: Sequence[NewReport], actor: Actor) -> None:
    """Writes reports into the ledger. PreviewOutdated if figures or ledger have moved on since they were made."""
    for report in reports:
        known_at = naive(report.known_at) if report.known_at else transaction.moment
        version = int(transaction.run("version_at", {"known_at": known_at})[0][0])
        number = int(transaction.run("next_report_id")[0][0])
        if (report.data_version, report.report_id) != (version, number):
            raise PreviewOutdated("preview_outdated", expected=report.data_version, found=version)
        _insert(transaction, report, known_at, actor)


def _insert(transaction: Transaction, report: NewReport, known_at: datetime, actor: Actor) -> None:
    values = {
        "report_id": report.report_id,
        "title": report.title,
        "parameters": report.parameters,
        "statement": report.statement,
        "data_version": report.data_version,
        "catalog_sha256": report.catalog_sha256,
        "as_of": report.as_of,
        "known_at": known_at,
        "note": report.note,
        "issued_by": actor.name,
        "issued_at": transaction.moment,
    }
    transaction.run("insert_issued_report", values)
    for position, file in enumerate(report.files):
        transaction.run(
            "insert_issued_file",
            {
                "report_id": report.report_id,
                "position": position,
                "format": file.format,
                "file": file.file,
                "media_type": file.media_type,
                "sha256": hashlib.sha256(file.content).hexdigest(),
                "content": file.content,
            },
        )
    transaction.record(actor.name, "issue", f"{report.report_id} {report.title}")


def issued(database: Database) -> list[IssuedReport]:
    """Every report ever issued, newest first."""
    files: dict[int, list[IssuedFile]] = {}
    for report_id, _, *rest in database.rows("issued_files"):
        files.setdefault(report_id, []).append(IssuedFile(*rest))
    return [_report(row, files.get(row[0], [])) for row in database.rows("issued_reports")]


def content(database: Database, report_id: int, fmt: str) -> tuple[str, str, bytes]:
    """File name, media type and bytes as they were issued. NotFound."""
    rows = database.rows("issued_content", {"report_id": report_id, "format": fmt})
    if not rows:
        raise NotFound("no_such_issue", number=report_id)
    file, media_type, bytes_ = rows[0]
    return str(file), str(media_type), bytes(bytes_)


def _report(row: Row, files: Sequence[IssuedFile]) -> IssuedReport:
    report_id, title, parameters, statement, data_version, catalog_sha256, as_of, known_at, note, issued_by, issued_at = row
    return IssuedReport(
        report_id=report_id,
        title=title,
        parameters=parameters,
        statement=statement,
        data_version=data_version,
        catalog_sha256=catalog_sha256,
        as_of=as_of,
        known_at=aware(known_at),
        note=note,
        issued_by=issued_by,
        issued_at=aware(issued_at),
        files=tuple(files),
    )
