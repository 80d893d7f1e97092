"""The usual report (差距分析报告): its parts, and `composition`, which has them in their order."""
