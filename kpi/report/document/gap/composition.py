"""The usual report in its order."""

from kpi.report.document import form, since
from kpi.report.document.blocks import Block
from kpi.report.document.composer import Composer
from kpi.report.document.gap import annexes, sources, values
from kpi.report.document.gap.next_steps import next_steps
from kpi.report.document.gap.open_matters import open_matters
from kpi.report.document.gap.progress import figures, progress
from kpi.report.document.gap.summary import names_moved, summary
from kpi.report.document.opening import opened
from kpi.report.model import GapReport


def gap_report(report: GapReport) -> tuple[Block, ...]:
    """Title, text and annexes. Without targets there is nothing to judge, so the parts about verdicts are left out."""
    write = Composer(report.texts)
    opened(write, report)
    form.addressee(write, report)
    summary(write, report)
    if report.values:
        values.values(write, report)
    if report.counted:
        progress(write, report)
    if report.counted or report.overdue:
        open_matters(write, report)
    if report.counted:
        figures(write, report)
    if since.goes_on(report):
        since.in_short(write, report, annexes.label(write.words, report, "changes"), named_before=names_moved(report))
    else:
        since.section(write, report)
    next_steps(write, report)
    form.closing(write, report, annexes.titles(report))
    for name in annexes.names(report):
        _ANNEXES[name](write, report)
    form.copy_to(write, report)
    return tuple(write.blocks)


_ANNEXES = {
    "detail": annexes.detail,
    "sources": sources.sources,
    "questions": annexes.questions,
    "doubts": annexes.doubts,
    "changes": annexes.changes,
}
