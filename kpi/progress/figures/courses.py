"""How far something has changed since the day before a period began, by every day that figures reach.

Changes of adjoining windows chain: relative ones multiply, absolute ones add. Levels are held against the one they start
from; a flow has a level only as a complete calendar year.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from math import inf, isnan, prod

import numpy as np

from kpi.model import Kind
from kpi.progress.figures.dated import DatedFigures
from kpi.progress.figures.figures import Figures
from kpi.progress.figures.flows import Candidates, best_disjoint, candidates, spans_of, tally
from kpi.progress.periods.clocks import UNKNOWN, IntArray
from kpi.progress.periods.intervals import EXACT, mark
from kpi.progress.periods.windows import Span, chains


@dataclass(frozen=True, slots=True)
class Level:
    """The state of a day, or what flowed through the year that ends with it."""

    first: int
    """The first day it speaks of."""
    day: int
    value: float
    low: float
    high: float
    qualifier: int
    figures: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """The change up to a day; a relative one as a share, so that 0.05 is five per cent more."""

    day: int
    value: float
    low: float
    high: float
    qualifier: int
    figures: tuple[int, ...]

    @classmethod
    def between(cls, day: int, value: float, low: float, high: float, figures: tuple[int, ...]) -> "Reach":
        """A change that is known within bounds, with the mark that they make."""
        bounds = (np.array([number]) for number in (value, low, high))
        return cls(day, value, low, high, EXACT if low == high else int(mark(*bounds)[0]), figures)


@dataclass(frozen=True)
class Course:
    """Every change that can be told, by its last day; of changes also the windows that no chain reaches."""

    reaches: dict[int, Reach] = field(default_factory=dict)
    origin: Level | None = None
    """The level it starts from, where levels are held against each other."""
    beyond: tuple[Span, ...] = ()
    """Later windows that cannot be reached."""
    alone: int = UNKNOWN
    """Of what is held against something else, the last day that it reaches by itself."""

    @property
    def last(self) -> int:
        """The last day it reaches; `UNKNOWN` if there is none."""
        return max(self.reaches, default=UNKNOWN)


NO_COURSE = Course()


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose course is asked for: a series of a kind of measure, over a period, and the day its baseline figure stands for."""

    series: int
    kind: Kind
    start: int
    end: int
    """Not later than the day of the verdict."""
    baseline_day: int
    """`UNKNOWN` where the level of the day before the period counts."""
    absolute: bool

    @property
    def before(self) -> int:
        """The day before the period."""
        return self.start - 1


def courses(asked: Sequence[Asked], figures: Figures, dated: DatedFigures) -> tuple[Course, ...]:
    """The course of each."""
    changes = [place for place, wanted in enumerate(asked) if wanted.kind is Kind.CHANGE]
    inside = _windows(asked, changes, figures)
    by_year = [place for place, wanted in enumerate(asked) if wanted.kind in (Kind.FLOW, Kind.RATIO)]
    years = _years(asked, by_year, figures)
    told = {place: _chained(figures, inside.of_row(row), asked[place]) for row, place in enumerate(changes)}
    for place, wanted in enumerate(asked):
        if wanted.kind is not Kind.CHANGE:
            told[place] = _between_levels(wanted, _levels(wanted, dated) or years.get(place, []))
    return tuple(told[place] for place in range(len(asked)))


def _windows(asked: Sequence[Asked], places: Sequence[int], figures: Figures) -> Candidates:
    """The windows inside the periods of some."""
    columns = [[getattr(asked[place], name) for place in places] for name in ("series", "start", "end")]
    series, start, end = (np.array(column, dtype=np.int64) for column in columns)
    return candidates(figures, series, start, end)


def _chained(figures: Figures, inside: IntArray, asked: Asked) -> Course:
    """Of the changes inside a period every chain that begins on its first day."""
    spans = spans_of(figures, inside)
    reached = chains(spans, range(len(spans)), asked.start)
    reaches = {day: _chain(figures, inside[list(chain)], day, asked) for day, chain in sorted(reached.items())}
    last = max(reaches, default=asked.before)
    return Course(reaches, None, tuple(span for span in spans if span[1] > last))


def _chain(figures: Figures, chosen: IntArray, day: int, asked: Asked) -> Reach:
    numbers = (column[chosen].tolist() for column in (figures.value, figures.low, figures.high))
    value, low, high = (sum(rates) if asked.absolute else prod(1 + max(rate, -1.0) for rate in rates) - 1 for rates in numbers)
    reach = Reach.between(day, value, low, high, tuple(chosen.tolist()))
    return replace(reach, qualifier=int(figures.qualifier[chosen[0]])) if len(chosen) == 1 else reach


def _levels(asked: Asked, dated: DatedFigures) -> list[Level]:
    """The states of days up to the end of a period, oldest first; of a ratio only stated or worked out ones of days."""
    if asked.kind is Kind.FLOW:
        return []
    own = dated.of_series(asked.series)
    return [
        Level(
            int(dated.day[entry]),
            int(dated.day[entry]),
            float(dated.value[entry]),
            float(dated.low[entry]),
            float(dated.high[entry]),
            int(dated.qualifier[entry]),
            dated.figures_of(entry),
        )
        for entry in own[dated.day[own] <= asked.end].tolist()
    ]


def _years(asked: Sequence[Asked], places: Sequence[int], figures: Figures) -> dict[int, list[Level]]:
    """Of each in `places` its complete calendar years up to the end of its period, by place; of a ratio the stated ones."""
    of_years = [(place, year) for place in places for year in range(_first_year(asked[place]), _year(asked[place].end + 1))]
    if not of_years:
        return {}
    series = np.array([asked[place].series for place, _ in of_years], dtype=np.int64)
    start, end = (np.array([_new_year(year + more) - more for _, year in of_years], dtype=np.int64) for more in (0, 1))
    inside = candidates(figures, series, start, end)
    whole = (figures.start[inside.figure] == start[inside.row]) & (figures.end[inside.figure] == end[inside.row])
    ratio = np.array([asked[place].kind is Kind.RATIO for place, _ in of_years], dtype=np.bool_)
    total = tally(figures, best_disjoint(figures, inside.only(whole | ~ratio[inside.row])))
    levels: dict[int, list[Level]] = {}
    for row in np.flatnonzero(total.days == end - start + 1).tolist():
        chosen = tuple(total.chosen.of_row(row).tolist())
        numbers = float(total.value[row]), float(total.low[row]), float(total.high[row])
        level = Level(int(start[row]), int(end[row]), *numbers, int(total.qualifier[row]), chosen)
        levels.setdefault(of_years[row][0], []).append(level)
    return levels


def _first_year(asked: Asked) -> int:
    """The year of the level that a flow starts from."""
    return _year(asked.before) if asked.baseline_day == UNKNOWN else min(_year(asked.before), _year(asked.baseline_day))


def _between_levels(asked: Asked, levels: Sequence[Level]) -> Course:
    """Every later level against the one it starts from."""
    at = {level.day: level for level in levels}
    origin = at.get(asked.baseline_day) or at.get(asked.before)
    if origin is None:
        return NO_COURSE
    later = [level for level in levels if level.day >= asked.start and level.day > origin.day]
    reaches = [_between(origin, level, absolute=asked.absolute) for level in later]
    return Course({reach.day: reach for reach in reaches if reach is not None}, origin)


def _between(origin: Level, level: Level, *, absolute: bool) -> Reach | None:
    """The change from one level to another; None where there is nothing to be a share of."""
    if absolute:
        value, low, high = level.value - origin.value, level.low - origin.high, level.high - origin.low
    elif origin.value <= 0:
        return None
    else:
        value = level.value / origin.value - 1
        low, high = _quotient_bounds(origin, level)
    return Reach.between(level.day, value, low, high, level.figures)


def _quotient_bounds(origin: Level, level: Level) -> tuple[float, float]:
    """The least and the greatest relative change that two levels known within bounds allow."""
    if origin.low <= 0:
        return -inf if level.low < 0 else level.low / origin.high - 1, inf
    corners = [above / below - 1 for above in (level.low, level.high) for below in (origin.low, origin.high)]
    known = [corner for corner in corners if not isnan(corner)]
    return min(known), max(known)


def _year(day: int) -> int:
    return int(np.datetime64(day, "D").astype("datetime64[Y]").astype(np.int64)) + 1970


def _new_year(year: int) -> int:
    return int(np.datetime64(f"{year:04}-01-01", "D").astype(np.int64))
