"""The text of the report: 总体情况, 分类进展, 差距与追赶, 口径待核定事项. It states figures and asks for nothing."""

from kpi.i18n import Texts
from kpi.model import Status
from kpi.report.model import GapReport, count_by_status
from kpi.report.rows import Category, MissingRow, PendingGroup, ReportRow
from kpi.report.word.composer import Composer
from kpi.report.word.tables import Cell, Head, heads
from kpi.report.word.typography import TYPE_AREA
from kpi.report.wording import counts_sentence, day_text, listed, shown, target_named, verdict

_TOLD_IN_A_SENTENCE = frozenset(
    {Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED, Status.BASELINE_ONLY}
)
"""Statuses with a value to tell; the others are explained among what is to be settled."""
_SENTENCES_IN_ONE_PARAGRAPH = 2
_FIRST_COLUMN = 30
_PROGRESS_WIDTHS = {"measure": 34, "target": 27, "current": 31, "gap": 27, "progress": 14, "verdict": 23}
_MISSING_WIDTHS = {
    "rank": 9,
    "measure": 34,
    "target": 27,
    "gap": 27,
    "share": 13,
    "remaining": 13,
    "required": 21,
    "ratio": 12,
}
"""Millimetres; together as wide as the type area."""
_CENTRED = frozenset({"progress", "verdict", "rank", "share", "remaining", "ratio"})


def overview(write: Composer, report: GapReport) -> None:
    """一、总体情况."""
    words = write.words
    write.heading(words("report.heading_overview"))
    write.paragraph(report.headline or words("report.no_targets"), report.earlier)
    basis = words("report.basis", day=report.as_of, moment=report.known_at or report.generated, version=report.data_version)
    write.paragraph(basis, words("report.see_annexes"))
    if report.counted:
        write.table(words("report.caption_overview"), _overview_heads(words, report), _overview_rows(words, report))


def categories(write: Composer, report: GapReport) -> None:
    """二、分类进展."""
    write.heading(write.words("report.heading_categories"))
    for category in report.categories:
        if category.counted:
            _category(write, category)


def gaps(write: Composer, report: GapReport) -> None:
    """三、差距与追赶."""
    words = write.words
    write.heading(words("report.heading_gaps"))
    if not report.missing:
        write.paragraph(words("report.nothing_missing"))
        return
    write.paragraph(words("report.missing_intro", count=len(report.missing), table=write.next_table))
    write.items([_pace_sentence(words, each) for each in report.missing if each.ratio.text])
    write.table(words("report.caption_missing"), heads(words, _MISSING_WIDTHS, _CENTRED), _missing_rows(words, report))


def pending(write: Composer, report: GapReport) -> None:
    """四、口径待核定事项."""
    words = write.words
    write.heading(words("report.heading_pending"))
    if not report.pending and not report.overdue:
        write.paragraph(words("report.nothing_pending"))
        return
    write.paragraph(words("report.pending_intro", count=sum(len(group.rows) for group in report.pending)))
    numbers = {text: number for number, text in enumerate(report.pending_questions, start=1)}
    for group in report.pending:
        write.subheading(words("report.pending_group", status=group.text, count=len(group.rows)))
        write.items(_pending_items(words, group, numbers))
    if numbers:
        write.subheading(words("report.heading_questions"))
        write.items(report.pending_questions)
    if report.overdue:
        write.subheading(words("report.heading_overdue"))
        write.items(_overdue_items(words, report))


def _overview_heads(words: Texts, report: GapReport) -> list[Head]:
    width = (TYPE_AREA[0] - _FIRST_COLUMN) / (len(report.counts) + 1)
    statuses = [Head(count.text, width, centred=True) for count in report.counts]
    return [
        Head(words("report.column_category"), _FIRST_COLUMN),
        *statuses,
        Head(words("report.column_total"), width, centred=True),
    ]


def _overview_rows(words: Texts, report: GapReport) -> list[tuple[str, ...]]:
    named = [(category.name, category.counted) for category in report.categories if category.counted]
    return [_overview_row(words, report, *each) for each in (*named, (words("report.column_total"), report.counted))]


def _overview_row(words: Texts, report: GapReport, name: str, rows: tuple[ReportRow, ...]) -> tuple[str, ...]:
    found = [row.status for row in rows]
    numbers = [found.count(count.status) for count in report.counts]
    return (name, *(str(number) if number else words("value.none") for number in numbers), str(len(rows)))


def _category(write: Composer, category: Category) -> None:
    words = write.words
    write.subheading(category.name)
    told = [row.sentence for row in category.counted if row.status in _TOLD_IN_A_SENTENCE]
    counts = counts_sentence(words, count_by_status(category.counted, words))
    if len(told) > _SENTENCES_IN_ONE_PARAGRAPH:
        write.paragraph(counts)
        write.items(told)
    else:
        write.paragraph(counts, *told)
    rows = [_progress_cells(words, row) for row in category.counted]
    write.table(words("report.caption_category", category=category.name), heads(words, _PROGRESS_WIDTHS, _CENTRED), rows)


def _progress_cells(words: Texts, row: ReportRow) -> tuple[Cell, ...]:
    return (
        row.measure,
        (row.target.text, row.period),
        (shown(words, row.current), day_text(words, row.current_date)),
        shown(words, row.gap),
        shown(words, row.progress),
        verdict(words, row),
    )


def _pace_sentence(words: Texts, missing: MissingRow) -> str:
    row = missing.row
    return words(
        "report.pace_line",
        measure=row.measure,
        period=row.period,
        required=row.required.text,
        average=missing.average.text,
        average_period=missing.average_period,
        ratio=missing.ratio.text,
    )


def _missing_rows(words: Texts, report: GapReport) -> list[tuple[Cell, ...]]:
    return [_missing_cells(words, number, missing) for number, missing in enumerate(report.missing, start=1)]


def _missing_cells(words: Texts, number: int, missing: MissingRow) -> tuple[Cell, ...]:
    row = missing.row
    return (
        str(number),
        row.measure,
        (row.target.text, row.period),
        shown(words, row.gap),
        shown(words, missing.share),
        shown(words, missing.remaining),
        shown(words, row.required),
        shown(words, missing.ratio),
    )


def _pending_items(words: Texts, group: PendingGroup, numbers: dict[str, int]) -> list[str]:
    """Targets with the same reason in one item."""
    by_reason: dict[str, list[ReportRow]] = {}
    for row in group.rows:
        by_reason.setdefault(row.reason, []).append(row)
    return [_pending_item(words, reason, rows, numbers) for reason, rows in by_reason.items()]


def _pending_item(words: Texts, reason: str, rows: list[ReportRow], numbers: dict[str, int]) -> str:
    targets = listed(words, (target_named(words, row) for row in rows))
    text = words("report.pending_item", targets=targets, reason=reason or words("report.full_stop", text=rows[0].status_text))
    asked = sorted({numbers[question] for row in rows for question in row.questions})
    return text + (words("report.see_questions", count=len(asked), numbers=listed(words, asked)) if asked else "")


def _overdue_items(words: Texts, report: GapReport) -> list[str]:
    """What was due on the same day in one item."""
    days = sorted({each.due for each in report.overdue})
    due_then = [tuple(dict.fromkeys(each.measure for each in report.overdue if each.due == day)) for day in days]
    return [
        words("report.overdue_item", day=day, count=len(names), names=names) for day, names in zip(days, due_then, strict=True)
    ]
