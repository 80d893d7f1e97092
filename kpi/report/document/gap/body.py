"""The text of the report up to what is missing: 总体情况, 分类进展, 差距与追赶测算. It states figures and asks for nothing."""

from typing import NamedTuple

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.columns import OF_MISSING_LINES, Line, MissingLine, TargetLine, lines
from kpi.report.document.blocks import Style
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import IN_DOCUMENTS, label, names
from kpi.report.document.typography import TYPE_AREA
from kpi.report.model import Category, GapReport, ScopeKind, count_by_status
from kpi.report.pictures import Mark, counts_mark, mark_of
from kpi.report.plots import path_plots, progress_plot, status_plot
from kpi.report.wording import basis_told, counts_sentence, listed, pace_sentence
from kpi.views import Column, Face, GapRow, Register, Room, Standing, TableColumn, heading

_TOLD_IN_A_SENTENCE = frozenset(
    {Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED, Status.BASELINE_ONLY}
)
"""Statuses with a value to tell; the others are explained among what is to be settled."""
_SENTENCES_IN_ONE_PARAGRAPH = 2
_FIRST_COLUMN = 30
_STRIP, _RAIL = 588, 460
"""Pixels: as wide as the type area, and as the columns beside the first one."""
_PROGRESS_WIDTHS = {"measure": 25, "target": 22, "current": 28, "gap": 26, "progress": 20, "verdict": 22, "figures": 13}
_MISSING_WIDTHS = {
    "number": 9,
    "measure": 28,
    "target": 25,
    "gap": 26,
    "share": 13,
    "remaining": 12,
    "required": 19,
    "ratio": 11,
    "figures": 13,
}
"""Millimetres; together as wide as the type area."""
_OF_MISSING: Register[MissingLine] = Register(
    [*OF_MISSING_LINES, IN_DOCUMENTS["target"].of(lambda line: Line(line.report, line.row.standing))]
)


class _Group(NamedTuple):
    """Targets that are counted together."""

    name: str
    rows: tuple[Standing, ...]


def overview(write: Composer, report: GapReport) -> None:
    """总体情况: how many targets stand where and how many keep pace; of a region without targets, what it has figures of."""
    words = write.words
    write.heading(words("report.heading_overview"))
    if report.counted:
        write.strip(counts_mark(report, _STRIP))
    if report.caution:
        write.paragraph(report.caution)
    if report.counted:
        write.paragraph(report.headline, report.earlier)
        write.paragraph(pace_sentence(words, report))
    elif report.kind is ScopeKind.REGION:
        write.paragraph(*_values_told(words, report))
    else:
        write.paragraph(words("report.no_targets"))
    basis = basis_told(words, report)
    write.paragraph(basis, *_annexes_told(words, report))
    plot = status_plot(report)
    if plot:
        write.paragraph(words("document.see_overview", table=write.next_table, figure=write.next_figure))
        _overview_table(write, report)
        write.figure(plot)


def categories(write: Composer, report: GapReport) -> None:
    """分类进展."""
    write.heading(write.words("report.heading_categories"))
    plot = progress_plot(report)
    if plot:
        write.paragraph(write.words("document.see_progress", figure=write.next_figure))
        write.figure(plot)
    write.paragraph(write.words("document.note_marks"), style=Style.NOTE)
    for category in report.categories:
        if category.counted:
            _category(write, report, category)


def gaps(write: Composer, report: GapReport) -> None:
    """差距与追赶测算: in sentences where they can be told, and all of it in a table."""
    words = write.words
    write.heading(words("report.heading_gaps"))
    if report.missing:
        opened = sum(not missing.standing.judged for missing in report.missing)
        intro = words("report.missing_intro", count=len(report.missing), table=write.next_table)
        write.paragraph(intro, words("document.missing_open", count=opened) if opened else "")
        write.items([_told(words, missing) for missing in report.missing if missing.paragraph])
        write.table("report.caption_missing", _OF_MISSING, _MISSING_WIDTHS, lines(report, report.missing))
    else:
        write.paragraph(words("report.nothing_missing"))
    _paths(write, report)


def _paths(write: Composer, report: GapReport) -> None:
    """Each headline measure over time."""
    words = write.words
    plots, first = path_plots(report), write.next_figure
    if plots:
        write.paragraph(words("document.see_path", count=len(plots), figures=listed(words, range(first, first + len(plots)))))
    for plot in plots:
        write.figure(plot)


def _values_told(words: Texts, report: GapReport) -> tuple[str, str]:
    if not report.values:
        return words("document.values_none", day=report.as_of, scope=report.scope), words("report.no_targets")
    told = words("document.values_intro", day=report.as_of, scope=report.scope, count=len(report.values))
    return told, words("document.values_only", scope=report.scope, above=report.above)


def _annexes_told(words: Texts, report: GapReport) -> list[str]:
    detail = [words("document.see_detail", annex=label(words, report, "detail"))] if report.counted else []
    annexed = "sources" in names(report)
    return [*detail, *([words("document.see_sources", annex=label(words, report, "sources"))] if annexed else [])]


def _told(words: Texts, missing: GapRow) -> str:
    """What closing a gap takes, and where the figures are heading."""
    return words.paragraph((missing.paragraph, missing.outlook))


def _overview_table(write: Composer, report: GapReport) -> None:
    """How many targets of each category stand where, and all of them."""
    words = write.words
    counts = (_counted(f"status.{count.status}", count.status) for count in report.counts)
    register: Register[_Group] = Register(
        [
            TableColumn("category", lambda group: group.name),
            *counts,
            TableColumn("total", lambda group: len(group.rows), room=Room.SHORT),
        ]
    )
    numbers = [column.key for column in register if column.key != "category"]
    widths = {"category": _FIRST_COLUMN} | dict.fromkeys(numbers, (TYPE_AREA[0] - _FIRST_COLUMN) / len(numbers))
    groups = [_Group(category.name, category.counted) for category in report.categories if category.counted]
    whole = _Group(heading(words, "total", Face.DOCUMENT), report.counted)
    write.table("report.caption_overview", register, widths, [*groups, whole])


def _counted(key: str, status: Status) -> Column[_Group]:
    return TableColumn(key, lambda group: sum(row.status is status for row in group.rows) or None, room=Room.SHORT)


def _category(write: Composer, report: GapReport, category: Category) -> None:
    words = write.words
    write.subheading(category.name)
    told = [words.paragraph((row.sentence, *row.revised)) for row in category.listed if row.status in _TOLD_IN_A_SENTENCE]
    counts = counts_sentence(words, count_by_status(category.counted, words))
    if len(told) > _SENTENCES_IN_ONE_PARAGRAPH:
        write.paragraph(counts)
        write.items(told)
    else:
        write.paragraph(counts, *told)
    rows = (Line(report, row) for row in category.listed)

    def mark(line: TargetLine) -> Mark:
        return mark_of(report, line.row, _RAIL)

    write.table("report.caption_category", IN_DOCUMENTS, _PROGRESS_WIDTHS, rows, mark, category=category.name)
