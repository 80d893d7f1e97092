"""A report's charts as native DrawingML that Word, PowerPoint and WPS can edit; one styling for all of them."""

from kpi.report.drawing.charts import Box, Look, chart_part, place, rgb
