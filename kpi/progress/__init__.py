"""How far each target is, and what is missing: pure functions of a catalog, an observation frame and a day.

`assess` reaches every verdict. The rest words, counts, colours or draws what it says; nothing here reads a file or a clock.
"""

from kpi.progress.asked import Waiting
from kpi.progress.assess import RULES_VERSION, assess, judged_by_rules
from kpi.progress.figures.figures import Slot, parts_of
from kpi.progress.figures.reduced import Days, Ends, Reduced, Stretches
from kpi.progress.judging.numbers import Past, past
from kpi.progress.judging.obstacles import counted_alike_since
from kpi.progress.lamps import (
    DEFAULT_SCHEME,
    deciding_rule,
    lamp,
    month_position,
    month_share,
    scheme,
    scheme_lead,
    schemes,
    verdict_of,
)
from kpi.progress.pace import YearlyAverage, yearly_averages
from kpi.progress.periods.clocks import (
    UNKNOWN,
    BoolArray,
    FloatArray,
    IntArray,
    coverage_date,
    day_number,
    day_numbers,
    day_of,
    period_ends,
)
from kpi.progress.periods.intervals import quotient, reach
from kpi.progress.periods.windows import Piece, tile_period, unequal_wholes
from kpi.progress.places import PlaceRows, Standings, needs_of, place_rows, standings, unjudged
from kpi.progress.points import DatedPoint, change_points, dated_points, projection, required_path
from kpi.progress.reasons.by_status import excess
from kpi.progress.rules.rule import ChartForm, rule_of, told_day
from kpi.progress.summary import Summary, earlier_message, headline, overdue, summarise
