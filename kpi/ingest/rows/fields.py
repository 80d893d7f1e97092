"""The cells of an entry, each read or refused by itself, so that all faults of a row come at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar, TypeVarTuple

from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.course import Course, RowSetting
from kpi.ingest.tables.grid import Mark
from kpi.ingest.tables.headers import Cell, Entry, Role
from kpi.model import Severity

Given = TypeVarTuple("Given")
Read = TypeVar("Read")
_ERROR_TEXT = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|#+)", re.IGNORECASE)
_MARKED = {
    Mark.ERROR: "cell_error",
    Mark.FORMULA: "cell_formula",
    Mark.BOOLEAN: "cell_boolean",
    Mark.FORMAT: "cell_format",
    Mark.DISPUTED: "cell_disputed",
}


@dataclass(frozen=True)
class Fields:
    """Reads cells of the entries of one sheet."""

    setting: RowSetting
    course: Course

    def attempt(self, row: int, cell: Cell | None, read: Callable[[*Given], Read], *given: *Given) -> Read | None:
        """What `read` makes of what is given; None where it is refused and the problem kept."""
        try:
            return read(*given)
        except Refused as refused:
            self.course.problems.refuse(refused, row, cell)
            return None

    def field(self, entry: Entry, role: Role, read: Callable[[str], Read]) -> Read | None:
        """What `read` makes of a cell; None where there is none, or where it is refused and the problem kept."""
        cell = entry.cells.get(role)
        return None if cell is None or cell.blank else self.attempt(entry.row, cell, _of_cell, cell, read)

    def around(self, entry: Entry, role: Role) -> Cell | None:
        """What titles and headings say where the row does not."""
        cell = entry.above.said.get(role)
        if cell:
            self.course.used_around.add(role)
        return cell

    def refuse(self, refused: Refused, entry: Entry, cell: Cell | None = None, severity: Severity = Severity.ERROR) -> None:
        """Keep a problem of an entry."""
        self.course.problems.refuse(refused, entry.row, cell, severity)


def _of_cell(cell: Cell, read: Callable[[str], Read]) -> Read:
    return read(certain_text(cell))


def certain_text(cell: Cell) -> str:
    """The text of a cell that is what it seems. Refused if it is an error, a boolean, or a number nobody sees."""
    code = _MARKED.get(cell.mark) if cell.mark else None
    if cell.text[:1] == "#" and _ERROR_TEXT.fullmatch(cell.text):
        code = "cell_error"
    if cell.mark is Mark.MERGED and cell.column.role is Role.VALUE:
        code = "cell_merged"
    if code:
        raise Refused(code, advice(code))
    return cell.text
