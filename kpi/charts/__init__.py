"""Values into Plotly figures and SVG pictures. Charts compute nothing and know no database; all colours are in `palette`."""

from kpi.charts import marks, palette
from kpi.charts.course import course
from kpi.charts.frame import CONFIG
from kpi.charts.lanes import lanes
from kpi.charts.parts import partition, side_by_side
from kpi.charts.ranges import ranges
from kpi.charts.terms import Days, term
from kpi.charts.years import years
