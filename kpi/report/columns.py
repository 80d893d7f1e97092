"""The columns of the tables that are lists of data: targets, gaps, open points, figures. Workbook and CSV share them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, NamedTuple, TypeVar

from kpi.i18n import Texts
from kpi.model import Comparator
from kpi.report.model import GapReport
from kpi.report.wording import lamp_text, ranges
from kpi.views import Amount, Face, FigureView, GapRow, OverdueView, QuestionView, Standing, heading

Cell = str | int | date | Amount | None
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column: the key of its heading, how wide it is in a workbook, and what stands in it for a row."""

    key: str
    width: float
    """In characters of the default font."""
    cell: Callable[[Row], Cell]

    def heading(self, words: Texts) -> str:
        """What stands above it."""
        return heading(words, self.key, Face.LIST)


class TargetLine(NamedTuple):
    """A target with the report and the category it stands in."""

    report: GapReport
    category: str
    row: Standing


class FigureLine(NamedTuple):
    """A figure with its number in the report."""

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
    return (FigureLine(number, figure, figure in cited) for figure, number in report.numbered_figures.items())


def pending_lines(report: GapReport) -> Iterator[PendingLine]:
    """Every target without a verdict, by cause."""
    return (PendingLine(report, group.text, row) for group in report.pending for row in group.rows)


def missing_lines(report: GapReport) -> Iterator[tuple[int, GapRow]]:
    """What is missing, with its rank."""
    return enumerate(report.missing, start=1)


def overdue_lines(report: GapReport) -> Iterator[tuple[int, OverdueView]]:
    """What is due and not reported, numbered."""
    return enumerate(report.overdue, start=1)


_COMPARATORS = {Comparator.AT_LEAST: "at_least", Comparator.AT_MOST: "at_most", Comparator.EQUAL: "equal"}

TARGET_COLUMNS: tuple[Column[TargetLine], ...] = (
    Column("id", 8, lambda line: line.row.target.target_id),
    Column("category", 10, lambda line: line.category),
    Column("measure", 36, lambda line: line.row.measure_name),
    Column("region", 10, lambda line: line.row.region_name),
    Column("year", 7, lambda line: line.row.assessment.year),
    Column("period", 17, lambda line: line.row.period),
    Column("comparator", 9, lambda line: line.report.texts(f"report.comparator_{_COMPARATORS[line.row.target.comparator]}")),
    Column("target", 11, lambda line: line.row.goal),
    Column("unit", 13, lambda line: line.row.unit),
    Column("baseline", 11, lambda line: line.row.baseline),
    Column("baseline_date", 12, lambda line: line.row.assessment.baseline_date),
    Column("current", 11, lambda line: line.row.current),
    Column("current_date", 12, lambda line: line.row.assessment.current_date),
    Column("gap_number", 11, lambda line: line.row.gap),
    Column("progress_pct", 10, lambda line: line.row.progress),
    Column("time_pct", 10, lambda line: line.row.time),
    Column("lead_pp", 11, lambda line: line.row.lead),
    Column("required_number", 12, lambda line: line.row.required),
    Column("projected", 12, lambda line: line.row.projected),
    Column("verdict", 12, lambda line: line.row.status_text),
    Column("lamp", 9, lambda line: lamp_text(line.report.texts, line.row)),
    Column("counted", 9, lambda line: line.report.texts("report.yes" if line.row.counted else "report.no")),
    Column(
        "figures", 10, lambda line: ranges(line.report.numbered_figures[figure] for figure in line.report.figures_of(line.row))
    ),
    Column("reason", 56, lambda line: line.row.paper.reason),
    Column("remarks", 36, lambda line: _joined(line.report, line.row.paper.remarks)),
    Column("section", 12, lambda line: line.row.target.section),
    Column("printed", 20, lambda line: line.row.target.printed),
    Column("document", 56, lambda line: line.row.document or line.row.source),
)

PENDING_COLUMNS: tuple[Column[PendingLine], ...] = (
    Column("verdict", 12, lambda line: line.group),
    Column("measure", 36, lambda line: line.row.measure_name),
    Column("period", 17, lambda line: line.row.period),
    Column("target", 12, lambda line: line.row.goal.text),
    Column("reason", 60, lambda line: line.row.paper.reason),
    Column("questions", 60, lambda line: _joined(line.report, line.row.questions)),
)

QUESTION_COLUMNS: tuple[Column[QuestionView], ...] = (
    Column("id", 8, lambda question: question.question_id),
    Column("question", 90, lambda question: question.text),
    Column("about", 60, lambda question: question.about),
)

OVERDUE_COLUMNS: tuple[Column[tuple[int, OverdueView]], ...] = (
    Column("rank", 7, lambda line: line[0]),
    Column("measure", 36, lambda line: line[1].measure_name),
    Column("due", 14, lambda line: line[1].due),
    Column("reason", 80, lambda line: line[1].text),
)

FIGURE_COLUMNS: tuple[Column[FigureLine], ...] = (
    Column("rank", 7, lambda line: line.number),
    Column("measure", 36, lambda line: line.figure.measure_name),
    Column("region", 10, lambda line: line.figure.region_name),
    Column("label", 18, lambda line: line.figure.label),
    Column("date", 24, lambda line: line.figure.period),
    Column("start", 12, lambda line: line.figure.start),
    Column("end", 12, lambda line: line.figure.end),
    Column("value", 12, lambda line: line.figure.amount),
    Column("unit", 13, lambda line: line.figure.unit),
    Column("document", 56, lambda line: line.figure.document),
    Column("section", 12, lambda line: line.figure.section),
    Column("printed", 20, lambda line: line.figure.printed),
    Column("file", 24, lambda line: line.figure.file),
    Column("sheet", 12, lambda line: line.figure.sheet),
    Column("row", 7, lambda line: line.figure.row or None),
    Column("user", 12, lambda line: line.figure.user if line.figure.file else ""),
    Column("loaded_at", 17, lambda line: _moment(line.figure)),
    Column("batch", 7, lambda line: line.figure.batch_id or None),
)


def _joined(report: GapReport, texts: tuple[str, ...]) -> str:
    return (" " if report.lang == "en" else "").join(texts)


def _moment(figure: FigureView) -> str:
    return f"{figure.loaded_at:%Y-%m-%d %H:%M}" if figure.loaded_at else ""
