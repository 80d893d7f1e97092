"""The cells of an entry, each read or refused by itself, so that all faults of a row come at once; what they are read
against; and what has come up in a sheet so far, which is all that a row may know of another.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, TypeVarTuple

from kpi.ingest.names.directories import Names
from kpi.ingest.periods import Period, Quarters
from kpi.ingest.problems import SheetProblems
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.tables.grid import Cell, Entry, Mark, Role
from kpi.ingest.tables.headings import Headings
from kpi.model import Region, Severity


@dataclass(frozen=True)
class RowSetting:
    """What a row is read against: the catalog's names, the day, and what the table around it says."""

    names: Names
    plan_region: Region
    usual_breakdowns: frozenset[tuple[str, str]]
    """(measure, breakdown) pairs the catalog has figures for."""
    today: date
    file: str
    sheet: str
    decimal_comma: bool = False
    headings: Headings | None = None
    """Takes apart names such as 其中：高技能人才（万人）; without them names are taken as they stand."""
    units_named: tuple[str, ...] = ()
    """Units that the file's and the sheet's name give; nothing is read by them, but nothing may contradict them."""
    ratios_of_years: frozenset[str] = frozenset()
    """Ratios for which 年份 is the year's days and not its last one."""
    quarters: Quarters = Quarters.UNSAID
    """What a bare 第三季度 of a flow means here."""


@dataclass
class Course:
    """How far a sheet has come; whoever reads a part of a row leaves here what others must know."""

    problems: SheetProblems
    used_around: set[Role] = field(default_factory=set)
    """What was taken from titles and headings because rows did not say it."""
    units_met: set[str] = field(default_factory=set)
    """Units of titles that some value has of its own."""
    early: list[tuple[Entry, Period]] = field(default_factory=list)
    """Entries of years from before figures are kept, and their periods: left out, and named together."""
    wider_asked: set[str] = field(default_factory=set)
    """Words for more than any city about which somebody is asked already."""
    last_region: Region | None = None
    """What the row before named."""
    after_total: str = ""
    """The word for a total in the rows before, since which no region was named."""

    def named(self, region: Region | None) -> None:
        """A row names its region, known or not."""
        self.last_region, self.after_total = region, ""


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


@dataclass
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
