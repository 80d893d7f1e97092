"""下一步: what is to be put right, what the responsible units remarked, and room for the steps, which the author writes."""

from collections.abc import Container

from kpi.i18n import Texts
from kpi.report.document.blocks import Style
from kpi.report.document.composer import Composer
from kpi.report.matters import matter_text
from kpi.report.model import GapReport
from kpi.views import CommentRow, told_of


def next_steps(write: Composer, report: GapReport) -> None:
    """A remark that several files bring is told once."""
    words = write.words
    write.heading(words("document.heading_next"))
    told = told_of(words, report.matters_on, report.matters) if report.matters_on else ""
    if told:
        write.subheading(words("remarks.heading_matters"))
        write.paragraph(told)
        write.items([matter_text(words, matter) for matter in report.matters if matter.live])
    if report.comments:
        write.subheading(words("document.heading_comments"))
        by_text: dict[str, list[CommentRow]] = {}
        for comment in report.comments:
            by_text.setdefault(comment.text, []).append(comment)
        listed = {figure.batch_id for figure in report.shown_figures}
        write.items([_remark(words, group, listed) for group in by_text.values()])
    if told or report.comments:
        write.subheading(words("document.heading_steps"))
    write.paragraph(words("document.placeholder"), style=Style.PLACEHOLDER)


def _remark(words: Texts, comments: list[CommentRow], listed: Container[int]) -> str:
    """The newest of its words, and how many more of the files that the sources list came with the same."""
    newest = comments[-1]
    key = "document.comment" if newest.period else "document.comment_undated"
    told = words(key, measure=newest.measure, period=newest.period, text=newest.text, source=newest.source)
    more = sum(comment.batch_id in listed for comment in comments[:-1])
    return words.paragraph((told, words("document.comment_more", count=more) if more else ""))
