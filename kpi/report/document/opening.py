"""How a document opens: its title, the day its figures go up to, and, once issued, its number."""

from kpi.report.document.blocks import Style
from kpi.report.document.composer import Composer
from kpi.report.model import GapReport


def opened(write: Composer, report: GapReport, title: str = "") -> None:
    """Title and what stands below it; `title` where it is not the report's own."""
    write.title(title or report.title)
    write.paragraph(write.words("report.subtitle", day=report.as_of), style=Style.SUBTITLE)
    issued(write, report)


def issued(write: Composer, report: GapReport) -> None:
    """The number of an issued one."""
    if report.issue:
        issue = report.issue
        line = write.words("document.issued", number=issue.number, user=issue.user, moment=issue.moment)
        write.paragraph(line, style=Style.SUBTITLE)
