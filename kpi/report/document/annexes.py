"""The list of annexes; annex 1 with every target and all its numbers, annex 3 with those that have no verdict."""

from collections.abc import Mapping, Sequence

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.document.blocks import Cell, Group, Style
from kpi.report.document.composer import Composer
from kpi.report.model import GapReport
from kpi.report.wording import annex_label, day_text, runs, shown, verdict
from kpi.views import Standing

_DETAIL_WIDTHS = {
    "rank": 9,
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
_UNJUDGED_WIDTHS = {"rank": 10, "measure": 37, "target": 27, "reason": 54, "asked": 15, "figures": 13}
_QUESTION_WIDTHS = {"rank": 10, "question": 116, "concerns": 30}
_TITLES = {"detail": "report.annex_detail", "sources": "report.annex_sources", "unjudged": "document.annex_unjudged"}


def names(report: GapReport) -> tuple[str, ...]:
    """The annexes there are, in their order: only those that have something to tell."""
    sourced = bool(report.rows or report.figures or report.values or report.explained)
    there = {"detail": bool(report.rows), "sources": sourced, "unjudged": bool(report.pending)}
    return tuple(name for name, needed in there.items() if needed)


def label(words: Texts, report: GapReport, name: str) -> str:
    """附件1, or 附件 if it is the only one."""
    return annex_label(words, _number(report, name))


def begin(write: Composer, report: GapReport, name: str, *, landscape: bool = False) -> None:
    """Starts an annex under its number and title."""
    write.annex(_number(report, name), write.words(_TITLES[name]), landscape=landscape)


def annex_list(write: Composer, report: GapReport) -> None:
    """Below the text, what is annexed."""
    words, there = write.words, names(report)
    if not there:
        return
    first, *others = there
    key = "document.annexes_first" if others else "document.annexes_only"
    write.paragraph(words(key, number=1, text=words(_TITLES[first])), style=Style.ANNEX_LIST)
    for number, name in enumerate(others, start=2):
        write.paragraph(words("document.annexes_next", number=number, text=words(_TITLES[name])), style=Style.ANNEX_LIST_MORE)


def detail(write: Composer, report: GapReport) -> None:
    """指标明细表: every target, for every one of its years that has begun or stands for it."""
    words = write.words
    begin(write, report, "detail", landscape=True)
    write.paragraph(words("report.note_detail", sources=label(words, report, "sources")), style=Style.NOTE)
    rows: list[tuple[Cell, ...] | Group] = []
    number = 0
    for category in report.categories:
        begun = [row for row in category.rows if row.listed or row.status is not Status.NOT_STARTED]
        rows += [Group(category.name)] if begun else []
        for row in begun:
            number += 1
            rows.append(_detail_cells(words, report, number, row))
    if rows:
        write.table("report.caption_detail", _DETAIL_WIDTHS, rows)


def unjudged(write: Composer, report: GapReport) -> None:
    """暂无评价结论的目标: each with its reason and the numbers of the questions that keep it open; then the questions."""
    words, numbers = write.words, {text: number for number, text in enumerate(report.pending_questions, start=1)}
    begin(write, report, "unjudged")
    owners = {definition.measure_id: definition.owner for definition in report.definitions if definition.owner}
    rows: list[tuple[Cell, ...] | Group] = []
    number = 0
    for group in report.pending:
        rows.append(Group(words("report.pending_group", status=group.text, count=len(group.rows))))
        for row in group.rows:
            number += 1
            named = (
                row.measure_name,
                words("document.owner", owner=owners[row.measure.measure_id]) if row.measure.measure_id in owners else "",
            )
            rows.append((str(number), named, *_open_cells(words, report, row, numbers)))
    write.table("document.caption_unjudged", _UNJUDGED_WIDTHS, rows)
    annex = label(words, report, "sources")
    if not numbers:
        write.paragraph(words("document.note_unquestioned", annex=annex), style=Style.NOTE)
        return
    write.paragraph(words("document.note_unjudged", table=write.next_table, annex=annex), style=Style.NOTE)
    write.table("document.caption_questions", _QUESTION_WIDTHS, _questions(words, report, numbers))


def _number(report: GapReport, name: str) -> int:
    there = names(report)
    return there.index(name) + 1 if len(there) > 1 else 0


def _detail_cells(words: Texts, report: GapReport, number: int, row: Standing) -> tuple[Cell, ...]:
    return (
        str(number),
        row.measure_name,
        (row.goal.text, row.period),
        (shown(words, row.baseline), day_text(words, row.assessment.baseline_date)),
        (shown(words, row.current), day_text(words, row.assessment.current_date)),
        shown(words, row.gap),
        shown(words, row.progress),
        shown(words, row.time),
        verdict(words, row),
        numbers_of_figures(words, report, row),
    )


def numbers_of_figures(words: Texts, report: GapReport, row: Standing) -> str:
    """The numbers under which the annex on sources lists the figures of a row."""
    return shown(words, runs(words, [report.numbered_figures[figure] for figure in report.figures_of(row)]))


def _open_cells(words: Texts, report: GapReport, row: Standing, numbers: Mapping[str, int]) -> tuple[Cell, ...]:
    return (
        (row.goal.text, row.period),
        row.paper.reason or row.status_text,
        shown(words, runs(words, [numbers[question] for question in row.questions])),
        numbers_of_figures(words, report, row),
    )


def _questions(words: Texts, report: GapReport, numbers: Mapping[str, int]) -> list[tuple[Cell, ...]]:
    """Each question with the rows of the table it keeps open."""
    rows: Sequence[Standing] = [row for group in report.pending for row in group.rows]
    places = {text: [place for place, row in enumerate(rows, start=1) if text in row.questions] for text in numbers}
    return [(str(number), text, runs(words, places[text])) for text, number in numbers.items()]
