"""The usual report in its order."""

from kpi.report.document import form, since
from kpi.report.document.blocks import Block, Style
from kpi.report.document.composer import Composer
from kpi.report.document.gap import annexes, body, closing, sources, values
from kpi.report.model import GapReport


def gap_report(report: GapReport) -> tuple[Block, ...]:
    """Title, text and annexes. Without targets there is nothing to judge, so the parts about verdicts are left out."""
    write, words = Composer(report.texts), report.texts
    write.title(report.title)
    write.paragraph(words("report.subtitle", day=report.as_of), style=Style.SUBTITLE)
    if report.issue:
        issue = report.issue
        line = words("document.issued", number=issue.number, user=issue.user, moment=issue.moment)
        write.paragraph(line, style=Style.SUBTITLE)
    form.addressee(write, report)
    body.overview(write, report)
    since.sentence(write, report)
    if report.counted:
        body.categories(write, report)
    if report.values:
        values.values(write, report)
    if report.counted:
        body.gaps(write, report)
    if report.counted or report.overdue:
        closing.pending(write, report)
    since.section(write, report)
    closing.next_steps(write, report)
    form.closing(write, report, annexes.titles(report))
    for name in annexes.names(report):
        _ANNEXES[name](write, report)
    form.copy_to(write, report)
    return tuple(write.blocks)


_ANNEXES = {"detail": annexes.detail, "sources": sources.sources, "unjudged": annexes.unjudged, "doubts": annexes.doubts}
