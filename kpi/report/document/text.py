"""The whole document in its order, by what kind of report it is."""

from collections.abc import Callable, Mapping

from kpi.errors import NotFound
from kpi.report.document.blocks import Block
from kpi.report.document.gap.composition import gap_report
from kpi.report.document.kinds.briefing import briefing
from kpi.report.document.kinds.one_page import one_page
from kpi.report.document.kinds.reminder import reminders
from kpi.report.document.kinds.tasks import task_list
from kpi.report.model import GapReport, Genre


def document_of(report: GapReport) -> tuple[Block, ...]:
    """Every block of a report, from its title to its last annex. NotFound for a kind that is no document."""
    if report.genre not in _BY_GENRE:
        raise NotFound("no_such_kind", kind=report.genre)
    return _BY_GENRE[report.genre](report)


_BY_GENRE: Mapping[Genre, Callable[[GapReport], tuple[Block, ...]]] = {
    Genre.GAP: gap_report,
    Genre.BRIEFING: briefing,
    Genre.TASKS: task_list,
    Genre.REMINDER: reminders,
    Genre.SUMMARY: one_page,
}
