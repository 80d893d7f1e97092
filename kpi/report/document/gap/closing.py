"""What the text ends with: 口径待核定事项 and 下一步. Nothing is asked of anybody; the steps are left to the author."""

from kpi.i18n import Texts
from kpi.report.document.blocks import Style
from kpi.report.document.composer import Composer
from kpi.report.document.gap.annexes import label
from kpi.report.model import GapReport, PendingGroup
from kpi.report.wording import listed, target_named
from kpi.views import CommentRow, Standing


def pending(write: Composer, report: GapReport) -> None:
    """口径待核定事项: targets without a verdict by cause, and figures that are due. Their questions are annexed."""
    words = write.words
    write.heading(words("report.heading_pending"))
    if not report.pending and not report.overdue:
        write.paragraph(words("report.nothing_pending"))
        return
    if report.pending:
        intro = words("report.pending_intro", count=sum(len(group.rows) for group in report.pending))
        write.paragraph(intro, words("document.see_unjudged", annex=label(words, report, "unjudged")))
    for group in report.pending:
        write.subheading(words("report.pending_group", status=group.text, count=len(group.rows)))
        write.items(_pending_items(words, group))
    if report.overdue:
        write.subheading(words("report.heading_overdue"))
        write.items(_overdue_items(words, report))


def next_steps(write: Composer, report: GapReport) -> None:
    """下一步: what the responsible units remarked, and room for the author."""
    words = write.words
    write.heading(words("document.heading_next"))
    if report.comments:
        write.subheading(words("document.heading_comments"))
        write.items([_comment(words, comment) for comment in report.comments])
        write.subheading(words("document.heading_steps"))
    write.paragraph(words("document.placeholder"), style=Style.PLACEHOLDER)


def _pending_items(words: Texts, group: PendingGroup) -> list[str]:
    """Targets with the same reason, and revised alike if they were, in one item."""
    by_reason: dict[str, list[Standing]] = {}
    for row in group.rows:
        reason = row.paper.reason or words("report.full_stop", text=row.status_text)
        by_reason.setdefault(words.paragraph((reason, *row.revised)), []).append(row)
    return [_pending_item(words, reason, rows) for reason, rows in by_reason.items()]


def _pending_item(words: Texts, reason: str, rows: list[Standing]) -> str:
    targets = listed(words, (target_named(words, row) for row in rows))
    return words("report.pending_item", targets=targets, reason=reason)


def _overdue_items(words: Texts, report: GapReport) -> list[str]:
    """What was due on the same day in one item."""
    days = sorted({row.due for row in report.overdue})
    due_then = [tuple(dict.fromkeys(row.measure_name for row in report.overdue if row.due == day)) for day in days]
    return [
        words("report.overdue_item", day=day, count=len(names), names=names) for day, names in zip(days, due_then, strict=True)
    ]


def _comment(words: Texts, comment: CommentRow) -> str:
    key = "document.comment" if comment.period else "document.comment_undated"
    return words(key, measure=comment.measure, period=comment.period, text=comment.text, source=comment.source)
