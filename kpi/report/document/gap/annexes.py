"""The list of annexes; annex 1 with every target and all its numbers, annex 3 with those that have no verdict."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from itertools import groupby

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.columns import SET_TARGETS, Line, Row, TargetLine, lines, pending_lines, target_lines
from kpi.report.document.blocks import Group, Style
from kpi.report.document.composer import Composer
from kpi.report.document.form import enclosed
from kpi.report.model import GapReport
from kpi.report.wording import annex_label, day_text, runs, shown
from kpi.views import OF_DOUBTS, Amount, DoubtRow, Register, Room, TableColumn

IN_DOCUMENTS: Register[TargetLine] = Register(
    [
        *SET_TARGETS,
        TableColumn("target", lambda line: (line.row.goal.text, line.row.period)),
        TableColumn("baseline", lambda line: _dated(line, line.row.baseline, line.row.assessment.baseline_date)),
        TableColumn("current", lambda line: _dated(line, line.row.current, line.row.assessment.current_date)),
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
_UNJUDGED_WIDTHS = {"number": 10, "measure": 37, "target": 27, "reason": 54, "question": 15, "figures": 13}
_QUESTION_WIDTHS = {"number": 10, "question": 116, "concerns": 30}
_DOUBT_WIDTHS = {"number": 10, "measure": 30, "date": 24, "value": 20, "doubt": 46, "to_check": 26}
_TITLES = {
    "detail": "report.annex_detail",
    "sources": "report.annex_sources",
    "unjudged": "document.annex_unjudged",
    "doubts": "document.annex_doubts",
}


def names(report: GapReport) -> tuple[str, ...]:
    """The annexes there are, in their order: only those that have something to tell."""
    sourced = bool(report.rows or report.figures or report.values or report.explained)
    there = {"detail": bool(report.rows), "sources": sourced, "unjudged": bool(report.pending), "doubts": bool(report.doubts)}
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
    """指标明细表: every target, for every one of its years that has begun or stands for it."""
    words = write.words
    begin(write, report, "detail", landscape=True)
    write.paragraph(words("report.note_detail", sources=label(words, report, "sources")), style=Style.NOTE)
    begun = [line for line in target_lines(report) if line.row.listed or line.row.status is not Status.NOT_STARTED]
    if begun:
        numbered = (line._replace(number=number) for number, line in enumerate(begun, start=1))
        write.table("report.caption_detail", IN_DOCUMENTS, _DETAIL_WIDTHS, grouped(numbered))


def unjudged(write: Composer, report: GapReport) -> None:
    """暂无评价结论的目标: each with its reason and the numbers of the questions that keep it open; then the questions."""
    words, counts = write.words, Counter(line.group for line in pending_lines(report))
    begin(write, report, "unjudged")
    owners = {definition.measure_id: definition.owner for definition in report.definitions if definition.owner}
    register: Register[TargetLine] = Register([*_OF_UNJUDGED, TableColumn("measure", partial(_owned, owners=owners))])
    rows = (
        Group(words("report.pending_group", status=row.text, count=counts[row.text])) if isinstance(row, Group) else row
        for row in grouped(pending_lines(report))
    )
    write.table("document.caption_unjudged", register, _UNJUDGED_WIDTHS, rows)
    annex = label(words, report, "sources")
    if not report.pending_questions:
        write.paragraph(words("document.note_unquestioned", annex=annex), style=Style.NOTE)
        return
    write.paragraph(words("document.note_unjudged", table=write.next_table, annex=annex), style=Style.NOTE)
    write.table("document.caption_questions", _OF_QUESTIONS, _QUESTION_WIDTHS, lines(report, report.pending_questions))


def doubts(write: Composer, report: GapReport) -> None:
    """数据疑点: figures that do not fit, each with what to check, in one table."""
    begin(write, report, "doubts")
    write.table("document.caption_doubts", _OF_DOUBTS, _DOUBT_WIDTHS, lines(report, report.doubts))
    more = write.words("document.note_further_doubts", count=report.further_doubts) if report.further_doubts else ""
    write.paragraph(write.words("document.note_doubts"), more, style=Style.NOTE)


def grouped(rows: Iterable[Line[Row]]) -> Iterator[Line[Row] | Group]:
    """Lines under what they have in common."""
    for text, together in groupby(rows, key=lambda line: line.group):
        yield Group(text)
        yield from together


def _number(report: GapReport, name: str) -> int:
    there = names(report)
    return there.index(name) + 1 if len(there) + len(enclosed(report)) > 1 else 0


def _dated(line: TargetLine, amount: Amount, day: date | None) -> tuple[str, str]:
    words = line.report.texts
    return shown(words, amount), day_text(words, day)


def _owned(line: TargetLine, owners: Mapping[str, str]) -> tuple[str, str]:
    """A measure and who answers for it."""
    owner = owners.get(line.row.measure.measure_id, "")
    return line.row.measure_name, line.report.texts("document.owner", owner=owner) if owner else ""


def _at(doubt: DoubtRow) -> tuple[str, str]:
    """The measure, and the place or group that is meant."""
    figure = doubt.figure
    return figure.measure_name, " ".join(filter(None, (figure.region_name, figure.label)))


def _asked(line: TargetLine) -> str:
    report = line.report
    return runs(report.texts, [report.numbered_questions[question] for question in line.row.questions])


def _concerns(line: Line[str]) -> str:
    """The rows of the table that a question keeps open."""
    return runs(line.report.texts, [other.number for other in pending_lines(line.report) if line.row in other.row.questions])


_OF_DOUBTS: Register[Line[DoubtRow]] = Register(
    [
        *OF_DOUBTS.of(lambda line: line.row),
        TableColumn("number", lambda line: line.number, room=Room.SHORT),
        TableColumn("measure", lambda line: _at(line.row)),
    ]
)
_OF_UNJUDGED: Register[TargetLine] = Register(
    [
        *IN_DOCUMENTS,
        TableColumn("reason", lambda line: line.row.paper.reason or line.row.status_text),
        TableColumn("question", _asked, room=Room.SHORT),
    ]
)
_OF_QUESTIONS: Register[Line[str]] = Register(
    [
        TableColumn("number", lambda line: line.number, room=Room.SHORT),
        TableColumn("question", lambda line: line.row),
        TableColumn("concerns", _concerns, room=Room.SHORT),
    ]
)
