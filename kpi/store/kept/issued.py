"""The ledger of issued reports: what was said, from which figures, by whom, and the bytes as they left. Nothing is removed."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from kpi.errors import NotFound, PreviewOutdated
from kpi.model import Actor, naive
from kpi.store.database import StorePart, Transaction


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
    files: tuple[IssuedFile, ...] = ()


class Ledger(StorePart):
    """The issued reports of a store."""

    @property
    def next_report_id(self) -> int:
        """The number the next issued report will bear."""
        return self._database.number("next_report_id")

    def issue(self, reports: Sequence[NewReport], *, actor: Actor, at: datetime) -> None:
        """Writes reports into the ledger, all or none. PreviewOutdated if figures or ledger moved on since they were made."""
        with self._database.writing(at) as transaction:
            for report in reports:
                known_at = naive(report.known_at) if report.known_at else transaction.moment
                version = transaction.number("version_at", {"known_at": known_at})
                if (report.data_version, report.report_id) != (version, transaction.number("next_report_id")):
                    raise PreviewOutdated("preview_outdated", expected=report.data_version, found=version)
                _insert(transaction, report, known_at, actor)

    def issued(self) -> list[IssuedReport]:
        """Every report ever issued, newest first."""
        files: dict[int, list[IssuedFile]] = {}
        for report_id, _, *file in self._database.rows("issued_files"):
            files.setdefault(report_id, []).append(IssuedFile(*file))
        reports = self._database.records(IssuedReport, "issued_reports")
        return [replace(report, files=tuple(files.get(report.report_id, ()))) for report in reports]

    def issued_file(self, report_id: int, fmt: str) -> tuple[str, str, bytes]:
        """File name, media type and bytes of an issued report in one format. NotFound."""
        rows = self._database.rows("issued_content", {"report_id": report_id, "format": fmt})
        if not rows:
            raise NotFound("no_such_issue", number=report_id)
        file, media_type, content = rows[0]
        return str(file), str(media_type), bytes(content)


def _insert(transaction: Transaction, report: NewReport, known_at: datetime, actor: Actor) -> None:
    values = asdict(report)
    files = values.pop("files")
    values |= {"known_at": known_at, "issued_by": actor.name, "issued_at": transaction.moment}
    transaction.run("insert_issued_report", values)
    for position, file in enumerate(files):
        sha256 = hashlib.sha256(file["content"]).hexdigest()
        transaction.run("insert_issued_file", file | {"report_id": report.report_id, "position": position, "sha256": sha256})
    transaction.record(actor, "issue", f"{report.report_id} {report.title}")
