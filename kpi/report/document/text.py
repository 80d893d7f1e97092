"""The whole document in its order."""

from kpi.report.document.blocks import Block
from kpi.report.document.gap.composition import gap_report
from kpi.report.model import GapReport


def document_of(report: GapReport) -> tuple[Block, ...]:
    """Every block of the report, from its title to its last annex."""
    return gap_report(report)
