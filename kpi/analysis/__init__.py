"""From verdicts to decisions: what closing a gap takes, where the figures are heading, what moves a share, who carries it.

Pure functions of a catalog, an observation frame and assessments; nothing here reads a file or a clock, or words a sentence.
"""

from kpi.analysis.catchup import CatchUp, InPeople, catch_up
from kpi.analysis.dimensions import REGIONS, Dimension, dimensions
from kpi.analysis.forecast import FEWEST_POINTS, INTERVAL, Forecast, Method, Outlook, outlook
from kpi.analysis.members import Column, Contribution, Key, MemberFigures, Sum, SumCheck, Unshared, ranked
from kpi.analysis.parts import PartValue, of_measures, part_value, slots_of
from kpi.analysis.rollup import WITH_VERDICT, WORST_FIRST, Grouping, Rollup, Score, degree, group_keys, roll_up
from kpi.analysis.sensitivity import LampChange, Shift, sensitivity, thresholds
from kpi.analysis.time_left import TimeLeft, missing, missing_share, pace_ratio, remaining_years, required_pace, time_left
from kpi.analysis.whatif import (
    LEAST_GROWTH,
    MOST_GROWTH,
    MOST_YEARS,
    Input,
    Path,
    Scenario,
    ShareOutcome,
    WhatIf,
    family_of,
    key_of,
    ratios_to_test,
    satisfied,
    target_day,
    to_spare,
    unknown_keys,
    what_if,
)

__all__ = [
    "FEWEST_POINTS",
    "INTERVAL",
    "LEAST_GROWTH",
    "MOST_GROWTH",
    "MOST_YEARS",
    "REGIONS",
    "WITH_VERDICT",
    "WORST_FIRST",
    "CatchUp",
    "Column",
    "Contribution",
    "Dimension",
    "Forecast",
    "Grouping",
    "InPeople",
    "Input",
    "Key",
    "LampChange",
    "MemberFigures",
    "Method",
    "Outlook",
    "PartValue",
    "Path",
    "Rollup",
    "Scenario",
    "Score",
    "ShareOutcome",
    "Shift",
    "Sum",
    "SumCheck",
    "TimeLeft",
    "Unshared",
    "WhatIf",
    "catch_up",
    "degree",
    "dimensions",
    "family_of",
    "group_keys",
    "key_of",
    "missing",
    "missing_share",
    "of_measures",
    "outlook",
    "pace_ratio",
    "part_value",
    "ranked",
    "ratios_to_test",
    "remaining_years",
    "required_pace",
    "roll_up",
    "satisfied",
    "sensitivity",
    "slots_of",
    "target_day",
    "thresholds",
    "time_left",
    "to_spare",
    "unknown_keys",
    "what_if",
]
