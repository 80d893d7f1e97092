"""The calendar of reporting (填报日历): which periods a figure is owed for, by when, and how each of them stands. Pure.

A period is a year, a quarter or a month of the calendar; a figure that ends on its last day fulfils it. Weekends and holidays
are not guessed: a day is due as many days after the period's end as was said.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kpi.model import Window

_DECEMBER = 12


class Frequency(StrEnum):
    """How often a figure is owed; the number of months of a period."""

    YEARLY = "yearly"
    QUARTERLY = "quarterly"
    MONTHLY = "monthly"

    @property
    def months(self) -> int:
        """Of a period."""
        return {Frequency.YEARLY: 12, Frequency.QUARTERLY: 3, Frequency.MONTHLY: 1}[self]


@dataclass(frozen=True, slots=True)
class Subject:
    """What is reported: a measure in a region, the units that answer for it and those that help."""

    measure_id: str
    region_code: str
    units: frozenset[str] = frozenset()
    helpers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class DutyRule:
    """How often and by when is reported: by everybody, or about a measure, by a unit, or for a region."""

    frequency: Frequency
    days_after: int
    """From the end of a period to the day on which its figure is due."""
    measure_id: str = ""
    unit: str = ""
    region_code: str = ""
    each_place: bool = False
    """Whether the places directly below a target's region owe the figure as well."""
    asked_on: date = date.min
    """The day on which this was asked: no figure was owed before anybody asked for it."""

    @property
    def narrowness(self) -> int:
        """The narrower of two rules counts: a measure before a unit before a region before everything."""
        return 4 * bool(self.measure_id) + 2 * bool(self.unit) + bool(self.region_code)

    def holds_for(self, subject: Subject) -> bool:
        """Whether the rule is about such figures."""
        return (
            self.measure_id in {"", subject.measure_id}
            and (not self.unit or self.unit in subject.units or self.names_helper(subject.helpers))
            and self.region_code in {"", subject.region_code}
        )

    def names_helper(self, helpers: frozenset[str]) -> bool:
        """Whether it says of one measure that a unit which helps with it (协办单位) is the one that reports."""
        return bool(self.measure_id) and self.unit in helpers


DEFAULT_DAYS = {Frequency.YEARLY: 31, Frequency.QUARTERLY: 20, Frequency.MONTHLY: 15}
BY_DEFAULT = DutyRule(Frequency.YEARLY, DEFAULT_DAYS[Frequency.YEARLY])
"""What holds where nothing was said: by the end of January."""
MOST_DAYS = 366


class DutyState(StrEnum):
    """How a period stands on a day."""

    REPORTED = "reported"
    LATE = "late"
    """Reported after the day it was due on."""
    WAITING = "waiting"
    """Sent in, and not yet approved."""
    RETURNED = "returned"
    """Sent in, and sent back."""
    MISSING = "missing"
    """Due, and not reported."""
    OPEN = "open"
    """The period is over and the day has not come."""
    AHEAD = "ahead"
    """The period is not over."""


OWED = (DutyState.MISSING, DutyState.RETURNED, DutyState.OPEN)
"""States in which somebody still has to do something, the most pressing first."""


def rule_for(rules: Iterable[DutyRule], subject: Subject) -> DutyRule:
    """The rule that counts: the narrowest that holds, of several the last; else that of the end of January."""
    holding = [BY_DEFAULT, *(rule for rule in rules if rule.holds_for(subject))]
    return max(reversed(holding), key=lambda rule: rule.narrowness)


def periods(frequency: Frequency, span: Window) -> Iterator[Window]:
    """The periods of the calendar that end within a span of days, in their order: each once, without gap or overlap."""
    year, month = span.start.year, (span.start.month - 1) // frequency.months * frequency.months + 1
    while True:
        start, end = date(year, month, 1), _last_day(year, month + frequency.months - 1)
        if end > span.end:
            return
        if end >= span.start:
            yield Window(start, end)
        if (year, month) == (date.max.year, _DECEMBER - frequency.months + 1):
            return
        month += frequency.months
        if month > _DECEMBER:
            year, month = year + 1, 1


def _last_day(year: int, month: int) -> date:
    return date(year, _DECEMBER, 31) if month == _DECEMBER else date(year, month + 1, 1) - timedelta(days=1)


def due_on(period: Window, rule: DutyRule) -> date:
    """The day by whose end a period's figure is owed.

    Where that day was past when the figure was first asked for, there are as many days from then on.
    """
    by_calendar = _days_after(period.end, rule.days_after)
    return by_calendar if by_calendar >= rule.asked_on else _days_after(rule.asked_on, rule.days_after)


def _days_after(day: date, days: int) -> date:
    return day + timedelta(days=min(days, (date.max - day).days))


def state_of(
    period: Window, due: date, reported_on: date | None, today: date, *, waiting: bool = False, returned: bool = False
) -> DutyState:
    """How a period stands, given when its figure first counted, and what was sent in of it meanwhile."""
    if reported_on is not None:
        return DutyState.LATE if reported_on > due else DutyState.REPORTED
    if waiting:
        return DutyState.WAITING
    if returned:
        return DutyState.RETURNED
    if today <= period.end:
        return DutyState.AHEAD
    return DutyState.MISSING if today > due else DutyState.OPEN
