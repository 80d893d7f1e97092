"""Columns of targets that several kinds of report have in their tables: values with their day below.

Amounts stay amounts: a table shows those of one column with as many digits.
"""

from kpi.report.model import GapReport
from kpi.report.wording import day_text, verdict
from kpi.views import Amount, Standing


def goal_cell(row: Standing) -> tuple[Amount, str]:
    """What is to be reached, and by when."""
    return row.goal, row.period


def current_cell(report: GapReport, row: Standing) -> tuple[Amount, str]:
    """The newest value and its day, or the days it was counted over."""
    return row.current, row.counted_over or day_text(report.texts, row.assessment.current_date)


def verdict_cell(report: GapReport, row: Standing) -> str:
    """The lamp's shape and the status."""
    return verdict(report.texts, row)
