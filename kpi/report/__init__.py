"""The gap report: one model that holds all it says, and a layout for each format."""

from kpi.report.amounts import Amounts
from kpi.report.model import (
    Amount,
    Category,
    FigureRow,
    GapReport,
    MissingRow,
    OverdueRow,
    PendingGroup,
    QuestionRow,
    ReportRow,
    StatusCount,
)
from kpi.report.reasons import because

__all__ = [
    "Amount",
    "Amounts",
    "Category",
    "FigureRow",
    "GapReport",
    "MissingRow",
    "OverdueRow",
    "PendingGroup",
    "QuestionRow",
    "ReportRow",
    "StatusCount",
    "because",
]
