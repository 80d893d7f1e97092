"""The whole document in its order, told to whatever writes it down: Word and PDF say the same."""

from kpi.report.model import GapReport
from kpi.report.word import annexes, body, closing, sources, values
from kpi.report.writer import Writer


def tell(write: Writer, report: GapReport) -> None:
    """Title, text and annexes. Without targets there is nothing to judge, so the parts about verdicts are left out."""
    words = write.words
    write.title(report.title)
    write.paragraph(words("report.subtitle", day=report.as_of), style="Subtitle")
    if report.issue:
        issue = report.issue
        line = words("document.issued", number=issue.number, user=issue.user, moment=issue.moment)
        write.paragraph(line, style="Subtitle")
    body.overview(write, report)
    if report.counted:
        body.categories(write, report)
    if report.values:
        values.values(write, report)
    if report.counted:
        body.gaps(write, report)
    if report.counted or report.overdue:
        closing.pending(write, report)
    closing.next_steps(write, report)
    annexes.annex_list(write, report)
    for name in annexes.names(report):
        _ANNEXES[name](write, report)


_ANNEXES = {"detail": annexes.detail, "sources": sources.sources, "unjudged": annexes.unjudged}
