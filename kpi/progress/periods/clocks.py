"""Days as whole numbers, so that many targets are dated at once; and the clocks of a verdict.

A day is the number of days since 1970-01-01. `UNKNOWN` stands for no day and is earlier than every day there is.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

UNKNOWN = int(np.iinfo(np.int64).min)
_EPOCH = date(1970, 1, 1).toordinal()


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The date of a day number. ValueError for `UNKNOWN`."""
    return date.fromordinal(int(number) + _EPOCH)


def day_numbers(column: "pd.Series[pd.Timestamp]") -> IntArray:
    """Day numbers of a column of dates, `UNKNOWN` where there is none."""
    return column.to_numpy().astype("datetime64[D]").astype(np.int64)


def period_ends(observations: pd.DataFrame) -> IntArray:
    """The last day each observation speaks of: its as-of date, or else the end of its window."""
    dated = day_numbers(observations["as_of"])
    return np.where(dated == UNKNOWN, day_numbers(observations["window_end"]), dated)


def coverage_date(observations: pd.DataFrame) -> date | None:
    """数据截至: the newest period end among current observations, None where there are none."""
    last = int(period_ends(observations).max(initial=UNKNOWN))
    return None if last == UNKNOWN else day_of(last)


def years_between(first: IntArray, last: IntArray) -> FloatArray:
    """Whole years where the two days are the same of their years, as two year ends are; else days ÷ 365.25."""
    known = (first != UNKNOWN) & (last != UNKNOWN)
    ends = [np.where(known, days, 0).astype("datetime64[D]") for days in (first, last)]
    months = [days.astype("datetime64[M]") for days in ends]
    into = [(days - month.astype("datetime64[D]")).astype(np.int64) for days, month in zip(ends, months, strict=True)]
    last_of_month = [(days + 1).astype("datetime64[M]") != month for days, month in zip(ends, months, strict=True)]
    apart = (months[1] - months[0]).astype(np.int64)
    whole = (apart % 12 == 0) & ((into[0] == into[1]) | (last_of_month[0] & last_of_month[1]))
    days_apart = (ends[1] - ends[0]).astype(np.int64)
    return np.where(known, np.where(whole, apart / 12, days_apart / 365.25), np.nan)


def decimal_years(days: IntArray) -> FloatArray:
    """Year + day-of-year ÷ days in that year; NaN for `UNKNOWN`. 30 June 2023 is 2023 + 181/365."""
    dates = np.where(days == UNKNOWN, 0, days).astype("datetime64[D]")
    years = dates.astype("datetime64[Y]")
    new_year = years.astype("datetime64[D]")
    day_of_year = (dates - new_year).astype(np.int64) + 1
    days_in_year = ((years + 1).astype("datetime64[D]") - new_year).astype(np.int64)
    decimal = years.astype(np.int64) + 1970 + day_of_year / days_in_year
    return np.where(days == UNKNOWN, np.nan, decimal)
