"""What targets of calendar years have in common: one verdict a year."""

from collections.abc import Iterator
from datetime import date

from kpi.model import Target
from kpi.progress.judging.sums import Sums
from kpi.progress.reasons.ways import OfSums
from kpi.progress.rules.over_days import OverDays
from kpi.progress.rules.rule import ChartForm, Handling, Judged, year_window


class Yearly(OverDays):
    """Counted year by year."""

    chart = ChartForm.YEAR_BY_YEAR
    pace_key = "service.within_year"
    sums = Handling(Sums(within_year=True), OfSums())

    def rows(self, target: Target) -> Iterator[Judged]:
        """Each of its years."""
        for year in _years(target):
            window = year_window(year)
            yield Judged(year, window.start, window.end)

    def end(self, target: Target, year: int | None) -> date | None:
        """The last day of the year, or of the last one."""
        last = max(_years(target), default=None) if year is None else year
        return None if last is None else year_window(last).end


def _years(target: Target) -> tuple[int, ...]:
    """The calendar years a target is for."""
    if target.years or target.window is None:
        return target.years
    return tuple(range(target.window.start.year, target.window.end.year + 1))
