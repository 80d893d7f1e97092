"""When the figure of a period came: given all figures of a measure in a region, with the day each first came on. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kpi.model import Window
from kpi.progress import tile_period


@dataclass(frozen=True, slots=True)
class Arrival:
    """A figure that came."""

    start: date | None
    """The first day of what it speaks of; None where that is one day, or is not known."""
    end: date
    came_on: date
    of_plan: bool = False
    """Whether it came with the plan."""

    def day(self, due: date) -> date:
        """The day it came on; one that came with the plan was never late."""
        return due if self.of_plan else self.came_on


@dataclass(frozen=True)
class Arrivals:
    """All figures of a measure in a region, to be asked for one period after another."""

    figures: Iterable[Arrival]
    parts: bool
    """Whether figures add up: those of a flow do."""
    _by_end: dict[date, list[Arrival]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for figure in self.figures:
            self._by_end.setdefault(figure.end, []).append(figure)

    def reported_on(self, period: Window, first_day: date, due: date) -> date | None:
        """The day a figure came of exactly the period, or of the year up to its end; or else the last of parts that leave no
        day open. `first_day` is when what is asked about begins, which a year's figure need not go back beyond.
        """
        starts = {None, period.start, max(date(period.end.year, 1, 1), first_day)}
        whole = [figure.day(due) for figure in self._by_end.get(period.end, ()) if figure.start in starts]
        if whole or not self.parts:
            return min(whole, default=None)
        ends = (figures for end, figures in self._by_end.items() if period.start <= end <= period.end)
        inside = [figure for figures in ends for figure in figures if figure.start and period.start <= figure.start]
        tiling = tile_period([Window(figure.start or figure.end, figure.end) for figure in inside], period)
        if not tiling.chosen or tiling.missing:
            return None
        return max(inside[place].day(due) for place in tiling.chosen)


def ratio_reported_on(terms: Sequence[Arrivals], period: Window, first_day: date, due: date) -> date | None:
    """The day a ratio that nobody stated followed from its numerator and denominator: that on which the later of them came.

    `terms` are both, or none where the plan does not name them. Arguments as of `Arrivals.reported_on`.
    """
    days = [term.reported_on(period, first_day, due) for term in terms]
    came = [day for day in days if day]
    return max(came) if came and len(came) == len(days) else None
