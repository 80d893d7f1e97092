"""The usual report (差距分析报告): its parts in their order."""

from kpi.report.document.gap.composition import gap_report
