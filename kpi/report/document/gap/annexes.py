"""The list of annexes; annex 1 with every target and every other measure with a figure, the questions, the doubts."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.columns import (
    OF_FIGURE_LINES,
    SET_TARGETS,
    FigureLine,
    Line,
    Row,
    TargetLine,
    lines,
    pending_lines,
    target_lines,
)
from kpi.report.document import since
from kpi.report.document.blocks import Group, Style
from kpi.report.document.composer import Composer
from kpi.report.document.form import enclosed
from kpi.report.model import GapReport
from kpi.report.wording import annex_label, day_text, runs
from kpi.views import OF_DOUBTS, Amount, DoubtRow, FigureView, Register, Room, Standing, TableColumn


def _current(line: TargetLine) -> tuple[Amount, str]:
    row = line.row
    return (row.current, row.counted_over) if row.counted_over else _dated(line, row.current, row.assessment.current_date)


IN_DOCUMENTS: Register[TargetLine] = Register(
    [
        *SET_TARGETS,
        TableColumn("target", lambda line: (line.row.goal.text, line.row.period)),
        TableColumn("baseline", lambda line: _dated(line, line.row.baseline, line.row.assessment.baseline_date)),
        TableColumn("current", _current),
    ]
)
"""Targets as a document lists them: values with their day below."""
_DETAIL_WIDTHS = {
    "number": 9,
    "measure": 37,
    "target": 27,
    "baseline": 28,
    "current": 28,
    "gap": 27,
    "progress": 20,
    "time": 14,
    "verdict": 22,
    "figures": 13,
}
_UNTARGETED_WIDTHS = {"measure": 90, "date": 60, "value": 50, "number": 25}
_QUESTION_WIDTHS = {"number": 10, "question": 116, "concerns": 30}
_OWNED_QUESTION_WIDTHS = {"number": 10, "question": 86, "concerns": 26, "owner": 34}
_DOUBT_WIDTHS = {"number": 9, "measure": 27, "date": 28, "value": 17, "doubt": 40, "to_check": 35}
_TITLES = {
    "detail": "report.annex_detail",
    "sources": "report.annex_sources",
    "questions": "document.annex_questions",
    "doubts": "document.annex_doubts",
    "changes": "document.annex_changes",
}


def names(report: GapReport) -> tuple[str, ...]:
    """The annexes there are, in their order: only those that have something to tell."""
    sourced = bool(report.rows or report.figures or report.values or report.explained)
    there = {
        "detail": bool(report.rows or report.untargeted),
        "sources": sourced,
        "questions": bool(report.pending_questions),
        "doubts": bool(report.doubts),
        "changes": since.goes_on(report),
    }
    return tuple(name for name, needed in there.items() if needed)


def label(words: Texts, report: GapReport, name: str) -> str:
    """附件1, or 附件 if it is the only one."""
    return annex_label(words, _number(report, name))


def begin(write: Composer, report: GapReport, name: str, *, landscape: bool = False) -> None:
    """Starts an annex under its number and title."""
    write.annex(_number(report, name), write.words(_TITLES[name]), landscape=landscape)


def titles(report: GapReport) -> tuple[str, ...]:
    """What is annexed, in its order."""
    return tuple(report.texts(_TITLES[name]) for name in names(report))


def detail(write: Composer, report: GapReport) -> None:
    """指标明细表: every target, for every one of its years that has begun or stands for it; then measures without a target."""
    words = write.words
    begin(write, report, "detail", landscape=True)
    if report.rows:
        write.paragraph(words("report.note_detail", sources=label(words, report, "sources")), style=Style.NOTE)
    begun = _detailed(report)
    if begun:
        write.table("report.caption_detail", IN_DOCUMENTS, _DETAIL_WIDTHS, grouped(begun))
    if report.untargeted:
        numbers = report.numbered_figures
        figures = (Line(report, each, numbers[each], _category(report, each)) for each in report.untargeted)
        write.table("document.caption_untargeted", _OF_UNTARGETED, _UNTARGETED_WIDTHS, grouped(figures))


def _detailed(report: GapReport) -> list[TargetLine]:
    begun = (line for line in target_lines(report) if line.row.listed or line.row.status is not Status.NOT_STARTED)
    return [line._replace(number=number) for number, line in enumerate(begun, start=1)]


def _category(report: GapReport, figure: FigureView) -> str:
    return next((each.category for each in report.definitions if each.measure_id == figure.measure_id), "")


def questions(write: Composer, report: GapReport) -> None:
    """待明确的问题: what only the plan's owner can answer, each with the targets it keeps open, by their numbers in annex 1."""
    words, numbers = write.words, {line.row.key: line.number for line in _detailed(report)}
    begin(write, report, "questions")
    register: Register[Line[str]] = Register(
        [
            *_OF_QUESTIONS,
            TableColumn("concerns", lambda line: runs(words, (numbers[row.key] for row in _kept_open(line))), room=Room.SHORT),
        ]
    )
    owned = any(row.owners for row in report.rows)
    widths = _OWNED_QUESTION_WIDTHS if owned else _QUESTION_WIDTHS
    write.table("document.caption_questions", register, widths, lines(report, report.pending_questions))
    write.paragraph(words("document.note_questions", annex=label(words, report, "detail")), style=Style.NOTE)


def doubts(write: Composer, report: GapReport) -> None:
    """数据疑点: figures that do not fit, each with what to check, in one table."""
    begin(write, report, "doubts")
    write.table("document.caption_doubts", _OF_DOUBTS, _DOUBT_WIDTHS, lines(report, report.doubts))
    more = write.words("document.note_further_doubts", count=report.further_doubts) if report.further_doubts else ""
    write.paragraph(write.words("document.note_doubts"), more, report.doubts_reach, style=Style.NOTE)


def changes(write: Composer, report: GapReport) -> None:
    """较上期变化: what moved since the earlier report, where the text has no room for the table."""
    begin(write, report, "changes")
    since.table(write, report)


def named_figure(line: FigureLine) -> str:
    """The measure of a figure, and the part of it where it is of one."""
    figure, words = line.row, line.report.texts
    return words("report.with_label", name=figure.measure_name, label=figure.label) if figure.label else figure.measure_name


def grouped(rows: Iterable[Line[Row]]) -> Iterator[Line[Row] | Group]:
    """Lines under what they have in common."""
    for text, together in groupby(rows, key=lambda line: line.group):
        yield Group(text)
        yield from together


def _number(report: GapReport, name: str) -> int:
    there = names(report)
    return there.index(name) + 1 if len(there) + len(enclosed(report)) > 1 else 0


def _dated(line: TargetLine, amount: Amount, day: date | None) -> tuple[Amount, str]:
    return amount, day_text(line.report.texts, day)


def _at(doubt: DoubtRow) -> tuple[str, str]:
    """The measure, and the place or group that is meant."""
    figure = doubt.figure
    return figure.measure_name, " ".join(filter(None, (figure.region_name, figure.label)))


def _kept_open(line: Line[str]) -> list[Standing]:
    """The targets without a verdict that a question concerns."""
    return [other.row for other in pending_lines(line.report) if line.row in other.row.questions]


def _owners(line: Line[str]) -> str:
    owners = dict.fromkeys(owner for row in _kept_open(line) for owner in row.owners)
    return line.report.texts.language.items.join(owners)


_OF_DOUBTS: Register[Line[DoubtRow]] = Register(
    [
        *OF_DOUBTS.of(lambda line: line.row),
        TableColumn("number", lambda line: line.number, room=Room.SHORT),
        TableColumn("measure", lambda line: _at(line.row)),
    ]
)
_OF_QUESTIONS: Register[Line[str]] = Register(
    [
        TableColumn("number", lambda line: line.number, room=Room.SHORT),
        TableColumn("question", lambda line: line.row),
        TableColumn("owner", _owners),
    ]
)
_OF_UNTARGETED: Register[FigureLine] = Register(
    [*OF_FIGURE_LINES, TableColumn("measure", named_figure), TableColumn("number", lambda line: line.number, room=Room.SHORT)]
)
