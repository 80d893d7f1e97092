"""Small pictures that stand in text, tables and papers: one mark for a target, one for a cell of the wall, one for windows.

Whoever wants one writes `from kpi.charts import marks` and asks for `marks.rail(…)`; each brings the words that say the same.
"""

from kpi.charts.marks.bar import status_bar
from kpi.charts.marks.cell import cell
from kpi.charts.marks.course import course
from kpi.charts.marks.dumbbell import dumbbell, shortfall, way_axis
from kpi.charts.marks.paces import paces
from kpi.charts.marks.rail import rail
from kpi.charts.marks.small import Years, small
from kpi.charts.marks.sparkline import sparkline
from kpi.charts.marks.strip import strip
from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.windows import mark_of, window_diagram
