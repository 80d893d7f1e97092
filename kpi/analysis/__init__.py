"""From verdicts to decisions: what closing a gap takes, where the figures are heading, what moves a share, who carries it.

Pure functions of a catalog, an observation frame and assessments; nothing here reads a file or a clock, or words a sentence.
"""

from kpi.analysis.catchup import CatchUp, InPeople, catch_up
from kpi.analysis.forecast import FEWEST_POINTS, INTERVAL, Forecast, Method, Outlook, outlook
from kpi.analysis.parts import PartValue, of_measures, part_value, slots_of
from kpi.analysis.time_left import TimeLeft, missing, missing_share, pace_ratio, remaining_years, required_pace, time_left

__all__ = [
    "FEWEST_POINTS",
    "INTERVAL",
    "CatchUp",
    "Forecast",
    "InPeople",
    "Method",
    "Outlook",
    "PartValue",
    "TimeLeft",
    "catch_up",
    "missing",
    "missing_share",
    "of_measures",
    "outlook",
    "pace_ratio",
    "part_value",
    "remaining_years",
    "required_pace",
    "slots_of",
    "time_left",
]
