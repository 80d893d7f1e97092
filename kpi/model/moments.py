"""Moments as the plan's city tells them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(moment: datetime) -> datetime:
    """A moment as a clock in the plan's city shows it."""
    return moment.astimezone(SHANGHAI)


def naive(moment: datetime) -> datetime:
    """A moment as the store and its frames keep it: UTC, without saying so. ValueError for one that does not say its zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} does not say its time zone")
    return moment.astimezone(UTC).replace(tzinfo=None)


def end_of_day(day: date) -> datetime:
    """The last moment of a day in Asia/Shanghai: what a date given as “known at” means."""
    return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=SHANGHAI)
