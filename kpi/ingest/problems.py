"""The problems of one file, collected in one place: each once, at its place, and no more errors than anybody reads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import shortened
from kpi.ingest.tables.grid import Cell, Role
from kpi.model import Message, Problem, Severity

MOST_PROBLEMS = 5_000
"""Of one file, that are listed; with so many errors it is read no further."""
MORE, STOPPED = "problems_more", "reading_stopped"
"""What stands at the end of a list that is not whole, and at the beginning of one for which not all was read."""


@dataclass
class FileProblems:
    """Those of a whole file."""

    file: str
    collected: list[Problem] = field(default_factory=list)
    errors: int = 0

    @property
    def full(self) -> bool:
        """Whether there are so many errors that nothing more is read: whatever follows, the file is refused."""
        return self.errors >= MOST_PROBLEMS

    @property
    def unlisted(self) -> bool:
        """Whether the next one will not be seen, so that nobody need look for what it may have meant."""
        return len(self.collected) >= MOST_PROBLEMS

    def add(self, refused: Refused, severity: Severity = Severity.ERROR, sheet: str = "") -> None:
        """Keep one that is of no cell."""
        self.keep(problem_of(self.file, refused, severity, refused.row, sheet))

    def keep(self, problem: Problem) -> None:
        """Keep one that is made already."""
        self.errors += problem.severity is Severity.ERROR
        self.collected.append(problem)


@dataclass
class SheetProblems:
    """Those of one sheet: a name that is unknown is so for every value in its row, and said once."""

    whole: FileProblems
    sheet: str
    errors: int = 0
    """Also those that were said already."""
    rows_with_errors: set[int] = field(default_factory=set)
    _named: set[tuple[int | None, str, int]] = field(default_factory=set)
    """Problems of names and periods that are kept already."""

    def refuse(self, refused: Refused, row: int | None, cell: Cell | None = None, severity: Severity = Severity.ERROR) -> None:
        """Keep one at its row and cell."""
        self.errors += severity is Severity.ERROR
        if cell is not None and cell.column.role is not Role.VALUE:
            place = (row, refused.code, cell.column.index)
            if place in self._named:
                return
            self._named.add(place)
        if row is not None and severity is Severity.ERROR:
            self.rows_with_errors.add(row)
        self.whole.keep(
            Problem(
                severity=severity,
                code=refused.code,
                file=self.whole.file,
                sheet=self.sheet,
                row=row,
                column=cell.column.header if cell is not None else "",
                value=shortened(cell.text) if cell is not None else "",
                values=refused.values if cell is None else {**refused.values, "letter": cell.column.letter},
                suggestion=refused.suggestion,
            )
        )


def problem_of(file: str, refused: Refused, severity: Severity, row: int | None = None, sheet: str = "") -> Problem:
    """A refusal as a problem of a file or sheet."""
    return Problem(severity, refused.code, file, sheet, row, values=refused.values, suggestion=refused.suggestion)


def stopped_at(file: str, sheet: str, row: int) -> Problem:
    """Says up to where a file was read, of which some is left that nobody has looked at."""
    place = Message("reading.row_of_sheet" if sheet else "reading.row", {"sheet": sheet, "row": row})
    refused = Refused(STOPPED, advice(STOPPED), most=MOST_PROBLEMS, place=place)
    return problem_of(file, refused, Severity.ERROR, None, sheet)


def listed(file: str, problems: Sequence[Problem], most: int = MOST_PROBLEMS) -> Sequence[Problem]:
    """All problems, or the first so many and one that says how many more were found: nobody reads fifty thousand.

    Where reading stopped is said before all others and not counted with them.
    """
    head = [problem for problem in problems[:1] if problem.code == STOPPED]
    last = problems[-1] if problems and problems[-1].code == MORE else None
    whole = problems[len(head) :]
    if len(whole) - bool(last) <= most:
        return problems
    kept, rest = whole[:most], whole[most:]
    return [*head, *kept, _more(file, rest, last, most)]


def _more(file: str, rest: Sequence[Problem], last: Problem | None, most: int) -> Problem:
    """How many problems are not listed; `last`, if there is one, stands for those that were not listed before."""
    count, errors = len(rest), errors_in(rest)
    if last:
        count += int(str(last.values["count"])) - 1
        errors += int(str(last.values["errors"])) - (last.severity is Severity.ERROR)
    gravest = next(severity for severity in Severity if any(problem.severity is severity for problem in rest))
    return problem_of(file, Refused(MORE, most=most, count=count, errors=errors), gravest)


def errors_in(problems: Iterable[Problem]) -> int:
    """How many of some problems are errors."""
    return sum(problem.severity is Severity.ERROR for problem in problems)


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem in words."""

    problem: Problem
    severity: str
    message: str
    suggestion: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.severity}：{self.message}" + (f"。{self.suggestion}" if self.suggestion else "")
