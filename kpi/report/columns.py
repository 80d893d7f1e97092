"""The columns of the tables that are lists of data: targets, gaps, open points, figures. Workbook and CSV share them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Generic, NamedTuple, Protocol, TypeVar

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.report.wording import ranges
from kpi.views import (
    OF_FIGURES,
    OF_TARGETS,
    Amount,
    Face,
    FigureView,
    GapRow,
    OverdueView,
    QuestionView,
    Register,
    Standing,
    TableColumn,
    as_listed,
    heading,
)

Cell = str | int | date | Amount | None
Line = TypeVar("Line")
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class ListColumn(Generic[Line]):
    """One column of a list: the key of its heading, how wide it is in a workbook, and what stands in it for a line."""

    key: str
    width: float
    """In characters of the default font."""
    cell: Callable[[Line], Cell]

    def heading(self, words: Texts) -> str:
        """What stands above it."""
        return heading(words, self.key, Face.LIST)


class _Worded(Protocol):
    @property
    def report(self) -> GapReport:
        """Whose line it is."""


Told = TypeVar("Told", bound=_Worded)


def _chosen(register: Register[Row], way: Callable[[Told], Row], *keys: str) -> tuple[ListColumn[Told], ...]:
    """Columns of the register for lines that hold what it is of."""

    def cell(line: Told, column: TableColumn[Row]) -> Cell:
        return as_listed(line.report.texts, column.cell(way(line)))

    return tuple(ListColumn(column.key, column.width, partial(cell, column=column)) for column in register.choose(*keys))


class TargetLine(NamedTuple):
    """A target with the report and the category it stands in."""

    report: GapReport
    category: str
    row: Standing


class FigureLine(NamedTuple):
    """A figure with its number in the report."""

    report: GapReport
    number: int
    figure: FigureView
    cited: bool


class PendingLine(NamedTuple):
    """A target without a verdict and the group it is in."""

    report: GapReport
    group: str
    row: Standing


def target_lines(report: GapReport) -> Iterator[TargetLine]:
    """Every target, for every one of its years."""
    return (TargetLine(report, category.name, row) for category in report.categories for row in category.rows)


def figure_lines(report: GapReport) -> Iterator[FigureLine]:
    """Every figure that counts, in the order of its number."""
    cited = set(report.cited_figures)
    return (FigureLine(report, number, figure, figure in cited) for figure, number in report.numbered_figures.items())


def pending_lines(report: GapReport) -> Iterator[PendingLine]:
    """Every target without a verdict, by cause."""
    return (PendingLine(report, group.text, row) for group in report.pending for row in group.rows)


def missing_lines(report: GapReport) -> Iterator[tuple[int, GapRow]]:
    """What is missing, with its rank."""
    return enumerate(report.missing, start=1)


def overdue_lines(report: GapReport) -> Iterator[tuple[int, OverdueView]]:
    """What is due and not reported, numbered."""
    return enumerate(report.overdue, start=1)


TARGET_COLUMNS: tuple[ListColumn[TargetLine], ...] = (
    *_chosen(OF_TARGETS, lambda line: line.row, "id"),
    ListColumn("category", 10, lambda line: line.category),
    *_chosen(OF_TARGETS, lambda line: line.row, "measure", "region", "year", "period", "comparator", "target", "unit"),
    *_chosen(OF_TARGETS, lambda line: line.row, "baseline", "baseline_date", "current", "current_date", "gap_number"),
    *_chosen(OF_TARGETS, lambda line: line.row, "progress_pct", "time_pct", "lead_pp", "required_number", "projected"),
    *_chosen(OF_TARGETS, lambda line: line.row, "verdict", "lamp", "counted"),
    ListColumn(
        "figures", 10, lambda line: ranges(line.report.numbered_figures[figure] for figure in line.report.figures_of(line.row))
    ),
    *_chosen(OF_TARGETS, lambda line: line.row, "reason", "remarks", "section", "printed"),
    ListColumn("document", 56, lambda line: line.row.document or line.row.source),
)

PENDING_COLUMNS: tuple[ListColumn[PendingLine], ...] = (
    ListColumn("verdict", 12, lambda line: line.group),
    *_chosen(OF_TARGETS, lambda line: line.row, "measure", "period"),
    ListColumn("target", 12, lambda line: line.row.goal.text),
    ListColumn("reason", 60, lambda line: line.row.paper.reason),
    *_chosen(OF_TARGETS, lambda line: line.row, "questions"),
)

QUESTION_COLUMNS: tuple[ListColumn[QuestionView], ...] = (
    ListColumn("id", 8, lambda question: question.question_id),
    ListColumn("question", 90, lambda question: question.text),
    ListColumn("about", 60, lambda question: question.about),
)

OVERDUE_COLUMNS: tuple[ListColumn[tuple[int, OverdueView]], ...] = (
    ListColumn("rank", 7, lambda line: line[0]),
    ListColumn("measure", 36, lambda line: line[1].measure_name),
    ListColumn("due", 14, lambda line: line[1].due),
    ListColumn("reason", 80, lambda line: line[1].text),
)

FIGURE_COLUMNS: tuple[ListColumn[FigureLine], ...] = (
    ListColumn("rank", 7, lambda line: line.number),
    *_chosen(OF_FIGURES, lambda line: line.figure, "measure", "region", "label", "date", "start", "end", "value", "unit"),
    *_chosen(OF_FIGURES, lambda line: line.figure, "document", "section", "printed", "file", "sheet", "row", "user"),
    *_chosen(OF_FIGURES, lambda line: line.figure, "loaded_at", "batch"),
)
