"""Columns of targets that several kinds of report have in their tables: values with their day below."""

from kpi.report.model import GapReport
from kpi.report.wording import day_text, shown, verdict
from kpi.views import Standing


def goal_cell(row: Standing) -> tuple[str, str]:
    """What is to be reached, and by when."""
    return row.goal.text, row.period


def current_cell(report: GapReport, row: Standing) -> tuple[str, str]:
    """The newest value and its day, or the days it was counted over."""
    return shown(report.texts, row.current), row.counted_over or day_text(report.texts, row.assessment.current_date)


def verdict_cell(report: GapReport, row: Standing) -> str:
    """The lamp's shape and the status."""
    return verdict(report.texts, row)
