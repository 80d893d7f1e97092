"""What the services hand out about uploads: problems in words, rows beside what is there now, files and how they are read."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kpi.ingest import Change, Reading
from kpi.model import Batch, NamedThing, Problem, Severity, Status


@dataclass(frozen=True, slots=True)
class Offer:
    """A measure or region that an unknown name may mean."""

    thing: NamedThing
    spelling: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A problem in words."""

    problem: Problem
    severity_text: str
    message: str
    suggestion: str
    offers: tuple[Offer, ...] = ()
    """What an unknown name may be a spelling of, likeliest first."""

    @property
    def id(self) -> str:
        """The same for the same problem of the same file, so that a confirmation outlives a second reading."""
        each = self.problem
        parts = (each.code, each.file, each.sheet, each.row, each.column, each.value, self.message)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]

    @property
    def place(self) -> str:
        """Where it is: file, sheet, row and column, as far as it is anywhere."""
        each = self.problem
        letter = each.values.get("letter", "")
        cell = f"{letter}{each.row}" if each.row else ""
        return " ".join(filter(None, (each.file, each.sheet, cell)))

    @property
    def refuses(self) -> bool:
        """Whether this alone refuses the file."""
        return self.problem.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of an upload beside what is there now."""

    kind: str
    """new, changed or unchanged."""
    file: str
    row: int
    cell: str
    """Letter and row as Excel shows them."""
    measure_id: str
    measure_name: str
    region_name: str
    label: str
    period: str
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A target whose verdict an upload changes."""

    target_id: str
    year: int | None
    name: str
    old: Status
    new: Status
    old_text: str
    new_text: str
    date_only: bool
    """Whether the new date alone does it, without the new figures."""
    reason: str


def targets_in(changes: Iterable[VerdictChange]) -> int:
    """How many targets the changes are of, each counted once as the overview counts it, however many years of it change."""
    return len({each.target_id for each in changes})


@dataclass(frozen=True, slots=True)
class FileView:
    """What came of one of the files dropped."""

    file: str
    sha256: str
    taken_for: str
    """Encoding, separator or sheets, and of each table its shape and header rows."""
    sheets: tuple[str, ...]
    """Names of all sheets with anything in them."""
    read_sheets: tuple[str, ...]
    state: str
    """loaded_already, refused, to_confirm, ready or empty."""
    state_text: str
    values: int
    new: int
    changed: int
    unchanged: int
    errors: int
    warnings: int
    notes: int


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """What files say, what is wrong with them and what loading them would change. Nothing is loaded yet."""

    readings: tuple[Reading, ...]
    contents: Mapping[str, bytes]
    """The bytes by sha256."""
    taken_for: tuple[str, ...]
    """Per reading, what the file was taken for."""
    problems: tuple[ProblemView, ...]
    change: Change
    rows: tuple[RowChange, ...]
    verdict_changes: tuple[VerdictChange, ...]
    """None where an error refuses the files: then nothing changes."""
    already_loaded: tuple[Batch, ...]
    data_version: int
    lang: str
    coverage_before: date | None = None
    coverage_after: date | None = None
    files: tuple[FileView, ...] = ()
    """Per reading, what it brings and whether it may be loaded."""
    note_needed: bool = False
    """Whether it revises a year that closed long ago, so that loading it takes a note."""

    @property
    def changes_by_figures(self) -> tuple[VerdictChange, ...]:
        """The changes of targets whose verdict the new figures change, in any year."""
        return tuple(each for each in self.verdict_changes if each.target_id in self._moved)

    @property
    def changes_by_date(self) -> tuple[VerdictChange, ...]:
        """The changes of the other targets: the new date alone does it, without the new figures."""
        return tuple(each for each in self.verdict_changes if each.target_id not in self._moved)

    @property
    def _moved(self) -> set[str]:
        return {each.target_id for each in self.verdict_changes if not each.date_only}

    @property
    def ok(self) -> bool:
        """Whether no error refuses the files."""
        return not any(problem.refuses for problem in self.problems)

    @property
    def warnings(self) -> tuple[ProblemView, ...]:
        """What a person must confirm."""
        return tuple(each for each in self.problems if each.problem.severity is Severity.WARNING)


@dataclass(frozen=True, slots=True)
class UploadColumnView:
    """One column of a table that is being mapped by hand."""

    index: int
    letter: str
    header: str
    sample: str
    """Its first values."""
    role: str
    """What it was taken for; empty if it was left out."""


@dataclass(frozen=True, slots=True)
class TableView:
    """One table as it came, for whoever maps its columns."""

    sheet: str
    header_row: int
    """First row of the header as seen in Excel; 1 where none was found."""
    header_rows: int
    width: int
    columns: tuple[UploadColumnView, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first rows, every one `width` cells long."""
    row_count: int


@dataclass(frozen=True, slots=True)
class AliasView:
    """An accepted spelling. The moment is Asia/Shanghai."""

    alias_id: int
    thing_text: str
    spelling: str
    code: str
    name: str
    accepted_by: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileView:
    """A saved mapping. The moment is Asia/Shanghai."""

    profile_id: int
    name: str
    headers: tuple[str, ...]
    saved_by: str
    saved_at: datetime
