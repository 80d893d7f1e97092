"""The columns of the tables that reports have: those of the register, and what only a report can tell of a row: its numbers."""

from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from kpi import views
from kpi.i18n import ranges
from kpi.report.model import GapReport
from kpi.report.wording import runs, verdict
from kpi.views import Column, Register, Room, TableColumn, Type

Row = TypeVar("Row")


class Line(NamedTuple, Generic[Row]):
    """A row of a table with the report it is in."""

    report: GapReport
    row: Row
    number: int = 0
    """Within its table, from 1."""
    group: str = ""
    """What it has in common with its neighbours: its category, or why it has no verdict."""


TargetLine = Line[views.Standing]
MissingLine = Line[views.GapRow]
FigureLine = Line[views.FigureView]


def lines(report: GapReport, rows: Iterable[Row]) -> Iterator[Line[Row]]:
    """Rows with their numbers."""
    return (Line(report, row, number) for number, row in enumerate(rows, start=1))


def target_lines(report: GapReport) -> Iterator[TargetLine]:
    """Every target, for every one of its years."""
    by_category = ((row, category.name) for category in report.categories for row in category.rows)
    return (Line(report, row, number, name) for number, (row, name) in enumerate(by_category, start=1))


def figure_lines(report: GapReport) -> Iterator[FigureLine]:
    """Every figure that counts, in the order of its number."""
    return (Line(report, figure, number) for figure, number in report.numbered_figures.items())


def pending_lines(report: GapReport) -> Iterator[TargetLine]:
    """Every target without a verdict, by cause."""
    by_cause = ((row, group.text) for group in report.pending for row in group.rows)
    return (Line(report, row, number, text) for number, (row, text) in enumerate(by_cause, start=1))


def target_key(row: views.Standing) -> str:
    """What names a target within the report: its id, of one with years with the year: T07/2025."""
    return row.target.target_id if row.assessment.year is None else f"{row.target.target_id}/{row.assessment.year}"


_MARKED: Column[TargetLine] = TableColumn("verdict", lambda line: verdict(line.report.texts, line.row), room=Room.SHORT)
"""The verdict where tables are set: with its lamp's shape."""


def _lacking(line: Line[views.OverdueView]) -> int:
    """How many figures a row lacks that no row before it lacks too: together as many as every other document counts."""
    before = frozenset[object]().union(*(row.figures for row in line.report.overdue[: line.number - 1]))
    return len(line.row.figures - before)


OF_TARGET_LINES: Register[TargetLine] = Register(
    [
        *views.OF_TARGETS.of(lambda line: line.row),
        TableColumn("number", lambda line: line.number, Type.INTEGER, 6, room=Room.SHORT),
        TableColumn("target_key", lambda line: target_key(line.row)),
        TableColumn("category", lambda line: line.group, width=10),
        TableColumn("figures", lambda line: ", ".join(ranges(line.report.numbers_of_row(line.row))), width=10, room=Room.SHORT),
        TableColumn("figure_numbers", lambda line: line.report.numbers_of_row(line.row), Type.ARRAY, name="figures"),
    ]
)
SET_TARGETS: Register[TargetLine] = Register(
    [
        *OF_TARGET_LINES,
        _MARKED,
        TableColumn("figures", lambda line: runs(line.report.texts, line.report.numbers_of_row(line.row)), room=Room.SHORT),
    ]
)
"""As documents and slides have them."""

OF_MISSING_LINES: Register[MissingLine] = Register(
    [
        *SET_TARGETS.of(lambda line: Line(line.report, line.row.standing, line.number)),
        *views.OF_GAPS.of(lambda line: line.row),
        TableColumn("missing_rank", lambda line: line.number, Type.INTEGER, name="rank", subject="missing_rank"),
    ]
)

LISTED_TARGETS = OF_TARGET_LINES.choose(
    *("id", "category", "measure", "region", "year", "period", "comparator", "target", "unit", "baseline", "baseline_date"),
    *("current", "current_date", "gap_number", "progress_pct", "time_pct", "lead_pp", "required_number", "projected"),
    *("verdict", "lamp", "counted", "figures", "reason", "remarks", "section", "printed", "document"),
    *("nature", "parent_target_id", "change_unit"),
)
"""Of the lists of targets in the workbook and as CSV."""

LISTED_PENDING = Register[TargetLine](
    [
        *OF_TARGET_LINES,
        TableColumn("verdict", lambda line: line.group, width=12),
        TableColumn("target", lambda line: line.row.goal.text, width=12),
    ]
).choose("verdict", "measure", "period", "target", "reason", "questions", reason=60)

OF_FIGURE_LINES: Register[FigureLine] = Register(
    [
        *views.OF_FIGURES.of(lambda line: line.row),
        TableColumn("number", lambda line: line.number, Type.INTEGER, 7, room=Room.SHORT),
        TableColumn("cited", lambda line: line.number <= len(line.report.cited_figures), Type.BOOLEAN),
    ]
)
LISTED_FIGURES = OF_FIGURE_LINES.choose(
    *("number", "measure", "region", "label", "date", "start", "end", "value", "unit", "document", "section", "printed"),
    *("file", "sheet", "row", "user", "loaded_at", "batch"),
)

LISTED_DOUBTS = Register[Line[views.DoubtRow]](
    [
        *views.OF_DOUBTS.of(lambda line: line.row),
        TableColumn("number", lambda line: line.number, Type.INTEGER, 7, room=Room.SHORT),
    ]
).choose("number", "doubt_kind", "measure", "region", "part", "date", "value", "doubt", "to_check", "source")

LISTED_OVERDUE = Register[Line[views.OverdueView]](
    [
        *views.OF_OVERDUE.of(lambda line: line.row),
        TableColumn("number", lambda line: line.number, Type.INTEGER, 7),
        TableColumn("figures_lacking", _lacking, Type.INTEGER, 10),
    ]
).choose("number", "measure", "due", "figures_lacking", "reason")

OF_MATTER_LINES: Register[Line[views.MatterView]] = Register(views.OF_MATTERS.of(lambda line: line.row))
LISTED_MATTERS = OF_MATTER_LINES.choose(
    *("matter", "matter_name", "matter_state_text", "matter_cause", "matter_steps", "matter_unit", "matter_person"),
    *("matter_due", "days_over", "opened_on", "settled_on"),
)

OF_VALUE_LINES: Register[Line[views.ValueRow]] = Register(
    [
        *views.OF_VALUES.of(lambda line: line.row),
        TableColumn(
            "figures", lambda line: ", ".join(ranges(line.report.numbers_of(line.row.figures))), width=9, room=Room.SHORT
        ),
        TableColumn("figure_numbers", lambda line: line.report.numbers_of(line.row.figures), Type.ARRAY, name="figures"),
        TableColumn(
            "source", lambda line: line.report.texts.word(tuple(figure.source for figure in line.row.figures)), width=60
        ),
    ]
)
