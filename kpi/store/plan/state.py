"""What counts for one plan: its rows in the logs, which of them its files list, in which order. Nothing is read here."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kpi.catalog import FORMATS, PlanTables, Row, Table
from kpi.store.plan.logs import LOGS, LOGS_OF, Log

Cells = Mapping[str, str]
"""What a row says, by column; a column its file does not have is missing."""


@dataclass(frozen=True, slots=True)
class LoggedRow:
    """The newest row of a log for a key."""

    revision_id: int
    cells: Cells


@dataclass(frozen=True, slots=True)
class Part:
    """One row as a plan's file lists it."""

    position: int
    """The row's number in its file, as a spreadsheet shows it."""
    cells: Cells | None
    """As the file said it when it was last loaded; None for a row that came by another way."""


@dataclass(frozen=True)
class PlanState:
    """One plan, and the library it stands on."""

    plan_id: str
    sha256: str
    """Of the files it was last loaded from, and of the revisions since."""
    rows: Mapping[str, Mapping[str, LoggedRow]]
    """By log and key: the whole library, and the plan's own."""
    parts: Mapping[str, Mapping[str, Part]]
    """By file and key."""
    columns: Mapping[str, tuple[str, ...]]
    """The header of each file, as it was loaded."""
    others: Mapping[tuple[str, str], tuple[str, ...]]
    """Which other plans list a row, by file and key."""

    def tables(self) -> PlanTables:
        """The plan as its files say it now."""
        fresh = (file for file, parts in self.parts.items() if file not in self.columns and parts)
        tables = {file: self._table(file) for file in (*self.columns, *fresh)}
        return PlanTables(self.plan_id, tables, self.sha256, called=self.plan_id)

    def cells(self, file: str, key: str) -> dict[str, str]:
        """What the logs say of a row of a file."""
        logged = [self.rows.get(log.name, {}).get(key) for log in LOGS_OF[file]]
        return {column: text for row in logged if row for column, text in row.cells.items()}

    def _table(self, file: str) -> Table:
        listed = sorted(self.parts.get(file, {}).items(), key=lambda item: item[1].position)
        said = [(part, self.cells(file, key)) for key, part in listed]
        own = self.columns.get(file) or next(form.required for form in FORMATS if form.name == file)
        columns = (*own, *_added(file, own, said))
        rows = (Row(file, part.position, {column: cells.get(column, "") for column in columns}) for part, cells in said)
        return Table(columns, tuple(self._rooted(row) if file == "regions.csv" else row for row in rows))

    def _rooted(self, row: Row) -> Row:
        """A region whose parent the plan does not list is the plan's own."""
        known = row.cells.get("parent_code", "") in self.parts["regions.csv"]
        return row if known else replace(row, cells={**row.cells, "parent_code": ""})


def _added(file: str, columns: Sequence[str], rows: Sequence[tuple[Part, Cells]]) -> Iterator[str]:
    """Columns that the plan's file did not have and that a revision filled since.

    What the library says besides of a row that the file has is another plan's; of a row that came by another way it is its own.
    """
    for log in LOGS_OF[file]:
        told = [cells for part, cells in rows if log.of_plan or part.cells is None]
        yield from (column for column in log.columns if column not in columns and any(cells.get(column) for cells in told))


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row to be written to a log."""

    log: Log
    plan_id: str
    key: str
    position: int
    cells: Cells
    removed: bool = False


@dataclass(frozen=True, slots=True)
class PartChange:
    """A row that a plan's file lists from now on, or no longer."""

    file: str
    key: str
    part: Part
    removed: bool = False


@dataclass(frozen=True)
class PlanChange:
    """Everything a revision writes."""

    plan_id: str
    sha256: str
    rows: tuple[RowChange, ...] = ()
    parts: tuple[PartChange, ...] = ()
    columns: Mapping[str, tuple[str, ...]] | None = None
    """The header of every file, where a load gives them anew."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be written."""
        return not self.rows and not self.parts and self.columns is None


def applied(state: PlanState, change: PlanChange, revision_id: int) -> PlanState:
    """The plan as it would be after a change."""
    rows = {log.name: dict(state.rows.get(log.name, {})) for log in LOGS}
    parts = {file: dict(listed) for file, listed in state.parts.items()}
    for row in change.rows:
        if row.removed:
            rows[row.log.name].pop(row.key, None)
        else:
            rows[row.log.name][row.key] = LoggedRow(revision_id, row.cells)
    for listing in change.parts:
        listed = parts.setdefault(listing.file, {})
        if listing.removed:
            listed.pop(listing.key, None)
        else:
            listed[listing.key] = listing.part
    columns = state.columns if change.columns is None else change.columns
    return replace(state, plan_id=change.plan_id, sha256=change.sha256, rows=rows, parts=parts, columns=columns)


def hash_of(parts: Sequence[str]) -> str:
    """One hash over texts in their order."""
    digest = hashlib.sha256()
    for text in parts:
        digest.update(f"{len(text)}:{text}".encode())
    return digest.hexdigest()
