"""What one text beside or over a row says of its period, and what it may not say beside another."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from kpi.ingest.periods.labels import Label, only_window, read_label
from kpi.ingest.periods.spans import Period, read_year
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import REMEMBERED

LONGEST_QUARTER = 92
"""Days."""


@lru_cache(maxsize=REMEMBERED)
def label_of(text: str) -> Label:
    """What a text says of a period. Refused if it says nothing."""
    label = read_label(text)
    if label is None:
        raise Refused("period_unreadable", advice("period_unreadable"))
    return label


def titled_label(text: str, label: Label) -> Label:
    """What a title says of the period: only the year where the row has its month, and no more than one month for 本月."""
    said = label_of(text)
    if said.year and label.months:
        return Label(said.year)
    if label.cumulative and said.year and not said.months:
        raise Refused("period_no_month", advice("period_no_year"))
    several = said.months and said.months[0] != said.months[1] and not said.quarter
    if label.alone and several:
        raise Refused("period_no_month", advice("period_no_year"))
    return replace(said, alone=False) if label.cumulative else said


def refuse_other_window(label: Label, stated: Period) -> None:
    """Dates of a window that a name or header calls 累计 begin in January; those of one called 当季 span a quarter at most."""
    if not only_window(replace(label, year=None)) or stated.window_start is None or stated.window_end is None:
        return
    days = (stated.window_end - stated.window_start).days + 1
    if (label.cumulative and stated.window_start.replace(year=1) != date(1, 1, 1)) or (label.alone and days > LONGEST_QUARTER):
        raise Refused("period_conflict", advice("period_conflict"))


@lru_cache(maxsize=REMEMBERED)
def year_label(text: str) -> Label:
    """What stands in a column of years: mostly a year, but 2023年上半年 too."""
    try:
        return Label(read_year(text))
    except Refused:
        label = read_label(text)
        if label is None or label.stated or label.year is None:
            raise
        return label
