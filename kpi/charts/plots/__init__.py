"""Plotly figures, apart from the marks: loading plotly takes a tenth of a second, and reports and the command line draw none.

Whoever wants one writes `from kpi.charts import plots` and asks for `plots.course(…)`.
"""

from kpi.charts.plots.course import course
from kpi.charts.plots.frame import CONFIG
from kpi.charts.plots.parts import partition, side_by_side
from kpi.charts.plots.years import years
