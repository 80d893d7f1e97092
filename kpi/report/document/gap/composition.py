"""The usual report in its order."""

from collections.abc import Iterator, Sequence
from itertools import dropwhile, takewhile

from kpi.report.document import form, since
from kpi.report.document.blocks import Annex, Block, SectionHeading
from kpi.report.document.composer import Composer
from kpi.report.document.gap import annexes, sources, values
from kpi.report.document.gap.courses import annex_of, figures
from kpi.report.document.gap.next_steps import next_steps
from kpi.report.document.gap.open_matters import open_matters
from kpi.report.document.gap.progress import progress
from kpi.report.document.gap.summary import names_moved, summary
from kpi.report.document.opening import opened
from kpi.report.document.room import pages_taken
from kpi.report.document.typography import typography
from kpi.report.model import GapReport

_MOST_PAGES = 4.7
"""Of the text between its first page and the annexes, as reckoned: what ends pages early makes five of them."""


def gap_report(report: GapReport) -> tuple[Block, ...]:
    """Title, text and annexes. Without targets there is nothing to judge, so the parts about verdicts are left out.

    The courses of the headline measures stand in the text, unless that has become longer than a leader reads.
    """
    long = since.goes_on(report)
    written = _written(report, courses_annexed=long)
    if long or pages_taken(typography(report.lang), text_of(written)) <= _MOST_PAGES:
        return written
    return _written(report, courses_annexed=True)


def text_of(blocks: Sequence[Block]) -> Iterator[Block]:
    """What stands between the first page and the annexes."""
    behind = dropwhile(lambda block: not (isinstance(block, SectionHeading) and block.new_page), blocks)
    return takewhile(lambda block: not isinstance(block, Annex), behind)


def _written(report: GapReport, *, courses_annexed: bool) -> tuple[Block, ...]:
    write = Composer(report.texts)
    opened(write, report)
    form.addressee(write, report)
    summary(write, report)
    if report.values:
        values.values(write, report)
    if report.counted:
        progress(write, report, courses_annexed=courses_annexed)
    if report.counted or report.overdue:
        open_matters(write, report)
    if not courses_annexed:
        figures(write, report)
    if since.goes_on(report):
        since.in_short(write, report, annexes.label(write.words, report, "changes"), named_before=names_moved(report))
    else:
        since.section(write, report)
    next_steps(write, report)
    form.closing(write, report, annexes.titles(report))
    for name in annexes.names(report):
        _ANNEXES[name](write, report)
        if courses_annexed and name == annex_of(report):
            figures(write, report)
    form.copy_to(write, report)
    return tuple(write.blocks)


_ANNEXES = {
    "detail": annexes.detail,
    "sources": sources.sources,
    "questions": annexes.questions,
    "doubts": annexes.doubts,
    "changes": annexes.changes,
}
