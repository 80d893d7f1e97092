"""Values into Plotly figures. Charts compute nothing and know no database; all colours are in `palette`."""

from kpi.charts import palette
from kpi.charts.bullet import BulletRow, bullet
from kpi.charts.frame import CONFIG
from kpi.charts.parts import Share, partition, side_by_side
from kpi.charts.series import Line, Point, YearBar, quota_bars, trajectory
from kpi.charts.views import bullet_rows, parts_of, range_of, target_lines, year_bars
