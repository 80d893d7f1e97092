"""What is asked of a period type wherever targets of one differ from those of another. What is left unsaid holds for most."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi.model import Assessment, Measure, Message, PeriodType, Target, Window, declare, ends_year
from kpi.progress.judging.way import Way
from kpi.progress.reasons.by_status import Reasons

Points = tuple[tuple[date, float], ...]
"""Dates with values in base units."""
Told = Message | Window | date
"""A period, to be worded."""


class ChartForm(StrEnum):
    """How the targets of a measure are drawn."""

    OVER_TIME = "over_time"
    """Figures over time, against the path a target asks for."""
    YEAR_BY_YEAR = "year_by_year"
    """A bar a year against its quota."""


@dataclass(frozen=True, eq=False)
class Handling:
    """How rows are judged, and how that is told. Rows with the same one are judged together."""

    way: Way
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Judged:
    """What one row of a target is judged over."""

    year: int | None
    start: date | None
    """None where everything up to the end counts."""
    end: date | None
    """None where the target does not state it: then there is no verdict."""


class PeriodRule(ABC):
    """One period type."""

    chart = ChartForm.OVER_TIME
    pace = "per_year"
    """What is required, as the keys of its texts say it (`service.per_year…`): so much a year."""
    linear = True
    """Whether the way to a target is a straight line, of which points of progress are equal parts."""
    counted_key = ""
    """The text that names what is counted, where that is not the measure's own value: 年均增速."""

    def __init__(self, period_type: PeriodType) -> None:
        self.period_type = period_type

    @abstractmethod
    def handling(self, measure: Measure) -> Handling:
        """How targets on a measure are judged."""

    def line(self, measure: Measure) -> str:
        """The ending of the keys of the sentences on a value (`service.line_met…`): what the value counts."""
        return ""

    def rows(self, target: Target) -> Iterator[Judged]:
        """What there are verdicts on."""
        yield Judged(None, None, self.end(target, None))

    def end(self, target: Target, year: int | None) -> date | None:
        """The last day of what is judged, or with no year of the whole target. None where nothing states it."""
        return year_window(year).end if year is not None else target.window.end if target.window else None

    def window(self, target: Target) -> Window | None:
        """The days a target is for as a whole; None where it is for one day."""
        if target.window or not target.years:
            return target.window
        return Window(year_window(target.years[0]).start, year_window(target.years[-1]).end)

    def asked_over(self, target: Target) -> Window | None:
        """The window in which the value is to come together; None where it is of a year, or of a day."""
        return None

    def speaks_of(self, target: Target, day: date) -> bool:
        """Whether a day lies in the target's period."""
        window = target.window
        return day.year in target.years if target.years else window is not None and window.start <= day <= window.end

    def period(self, target: Target, year: int | None) -> Told:
        """By when, or over what, as a column has it."""
        return Message(f"service.{self.period_type}") if year is None else Message("value.year", {"year": year})

    def period_in_sentence(self, target: Target, year: int | None) -> Told:
        """The same as a sentence names it."""
        return self.period(target, year)

    def path(self, assessment: Assessment) -> Points:
        """The way a target asks for, as a chart draws it."""
        return ()


_RULES: dict[str, PeriodRule] = {}


def register(rule: PeriodRule) -> PeriodRule:
    """Makes a period type known: plans may write it, and its targets are judged. ValueError if its key is taken."""
    _RULES[declare(rule.period_type).key] = rule
    return rule


def rule_of(period_type: PeriodType) -> PeriodRule:
    """What a period type means. KeyError if it was declared and never given a rule."""
    return _RULES[period_type.key]


def year_window(year: int) -> Window:
    """The calendar year."""
    return Window.of_years(year)


def told_day(day: date) -> Told:
    """A deadline as people say it: the last day of a year is its end."""
    return Message("service.year_end", {"year": day.year}) if ends_year(day) else day
