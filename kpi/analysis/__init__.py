"""From verdicts to decisions: what closing a gap takes, where the figures are heading, what moves a share, who carries it.

Pure functions of a catalog, an observation frame and assessments; nothing here reads a file or a clock, or words a sentence.
"""

from kpi.analysis.arrivals import Arrival, Arrivals, ratio_reported_on
from kpi.analysis.catchup import catch_up
from kpi.analysis.columns import Contribution, Key, MemberValues, Sum, SumCheck, Unshared
from kpi.analysis.coverage import Coverage, coverage
from kpi.analysis.dimensions import REGIONS, Dimension, dimensions, levels
from kpi.analysis.effort import CatchUp
from kpi.analysis.forecast import FEWEST_POINTS, INTERVAL, Forecast, Outlook, outlook
from kpi.analysis.members import MemberFigures, a_year_before, ranked, speaks_of
from kpi.analysis.parts import of_measures
from kpi.analysis.places import Basis, Line, Shade, enough_reported, line_of, rank_range, shade_of, third_of
from kpi.analysis.rollup import (
    WITH_VERDICT,
    WORST_FIRST,
    Grouping,
    Rollup,
    Score,
    badness,
    degree,
    group_keys,
    helpers_of,
    owners_of,
    roll_up,
    units_in,
)
from kpi.analysis.sensitivity import Shift, sensitivity, thresholds
from kpi.analysis.time_left import (
    bounded,
    bounded_gap,
    bounded_room,
    cannot_return,
    counted,
    difference_mark,
    gap_mark,
    gone_past,
    left_of_period,
    missing,
    missing_share,
    pace_ratio,
    remaining_years,
    required_pace,
    together,
    turned,
    verb,
)
from kpi.analysis.ways import Method, project
from kpi.analysis.whatif import (
    LEAST_GROWTH,
    MOST_GROWTH,
    MOST_YEARS,
    Input,
    Path,
    Scenario,
    ShareOutcome,
    WhatIf,
    course_of,
    family_of,
    ratios_to_test,
    satisfied,
    target_day,
    to_spare,
    unknown_keys,
    what_if,
)
