"""Values into SVG pictures, and in `plots` into Plotly figures. Charts compute nothing and know no database; all colours are in
`palette`.
"""

from kpi.charts import marks, palette
from kpi.charts.lanes import lanes
from kpi.charts.ranges import ranges
from kpi.charts.terms import Days, term
