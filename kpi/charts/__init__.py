"""Values into Plotly figures. Charts compute nothing and know no database; all colours are in `palette`."""

from kpi.charts import marks, palette
from kpi.charts.bullet import bullet, paced
from kpi.charts.frame import CONFIG
from kpi.charts.parts import partition, side_by_side
from kpi.charts.series import quota_bars, target_lines, trajectory
