"""The period a row speaks of: two dates for a flow or a change, one for a stock, from 年份 or dates as people write them.

A date is read only with its year, month and day; a month is not a date, and a serial number is none either.
"""

import re
from dataclasses import dataclass
from datetime import date

from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import halved
from kpi.model import Kind

OVER_DAYS = frozenset({Kind.FLOW, Kind.CHANGE})
"""Kinds whose figures are always of a window."""
EARLIEST_YEAR = 1990
"""Figures of earlier years are named and left out: a series may begin long before the plan."""
FIRST_YEAR = 1900
"""Before it a year is a slip of the pen."""
_YEAR = re.compile(r"(\d{4})(?:\.0+)?\s*(?:年|年度)?")
_DATES = (
    re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T]00?:00(?::00)?)?"),
    re.compile(r"(\d{4})\s*(年)\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"),
    re.compile(r"(\d{4})()(\d{2})(\d{2})"),
)


@dataclass(frozen=True, slots=True)
class Period:
    """Either a window or an as-of date; the other is None."""

    window_start: date | None = None
    window_end: date | None = None
    as_of: date | None = None

    @property
    def end(self) -> date:
        """The last day."""
        return self.as_of or self.window_end or date.max


def read_year(text: str) -> int:
    """2024, 2024年, 2024年度 or 2024.0. Refused otherwise."""
    written = _YEAR.fullmatch(halved(text))
    if not written or int(written[1]) < 1000:
        raise Refused("year_unreadable", advice("year_unreadable"))
    return int(written[1])


def read_date(text: str) -> date:
    """2024-06-30, 2024/6/30, 2024.6.30, 2024年6月30日 or 20240630. Refused if it is no date or one that does not exist."""
    plain = halved(text)
    for pattern in _DATES:
        written = pattern.fullmatch(plain)
        if written:
            try:
                return date(int(written[1]), int(written[3]), int(written[4]))
            except ValueError as error:
                raise Refused("date_impossible", advice("date_impossible")) from error
    raise Refused("date_unreadable", advice("date_unreadable"))


def period(kind: Kind, year: int | None, start: date | None, end: date | None) -> Period:
    """What 年份 and dates mean together for a measure of this kind. Refused if they say too little or contradict each other."""
    if start and end and start > end:
        raise Refused("period_reversed", advice("period_reversed"), start=start, end=end)
    if year is not None and start == date(year, 1, 1):
        end = end or date(year, 12, 31)
    if end is None and (start or year is None):
        raise Refused("end_missing" if start else "period_missing", advice("period_missing"))
    last = end or date(year or 0, 12, 31)
    if kind in OVER_DAYS:
        return _window(year, start, last)
    _agree(year, start if kind is Kind.RATIO else None, last)
    return Period(start, last) if kind is Kind.RATIO and start else Period(as_of=last)


def _window(year: int | None, start: date | None, end: date) -> Period:
    if start is None:
        if year is None or end != date(year, 12, 31):
            raise Refused("flow_needs_start", advice("flow_needs_start"))
        start = date(year, 1, 1)
    _agree(year, start, end)
    return Period(start, end)


def _agree(year: int | None, *dates: date | None) -> None:
    for day in dates:
        if year is not None and day and day.year != year:
            raise Refused("year_disagrees", advice("year_disagrees"), year=year, day=day)


def is_early(period: Period) -> bool:
    """Whether a period ends before the first year of which figures are kept."""
    return period.end.year < EARLIEST_YEAR


def check_bounds(period: Period, today: date) -> None:
    """Refused if the period ends before anybody counted, or after the day of upload."""
    if period.end.year < FIRST_YEAR:
        raise Refused("period_impossible", advice("year_unreadable"), end=period.end)
    if period.end > today:
        raise Refused("period_future", advice("period_future"), end=period.end, today=today)
