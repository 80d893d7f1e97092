"""What years and a window have in common: every one of their days counts, in a sum or a ratio, or the last one alone."""

from collections.abc import Iterator
from datetime import date

from kpi.model import CUMULATIVE_WINDOW, EACH_YEAR, SINGLE_YEAR, Assessment, Kind, Measure, Target, Window
from kpi.progress.judging.levels import YearEnds
from kpi.progress.judging.sums import Ratios, Sums
from kpi.progress.reasons.ways import OfRatios, OfSums, OfYearEnds
from kpi.progress.rules.rule import ChartForm, Handling, Judged, PeriodRule, Points, Told, register, year_window

_RATIOS = Handling(Ratios(), OfRatios())
_YEAR_ENDS = Handling(YearEnds(), OfYearEnds())


class OverDays(PeriodRule):
    """Counted from the first day of a period on."""

    sums = Handling(Sums(within_year=False), OfSums())

    def handling(self, measure: Measure) -> Handling:
        """Flows alone are added up; of a stock the last day counts."""
        others = {Kind.RATIO: _RATIOS, Kind.CHANGE: _RATIOS, Kind.STOCK: _YEAR_ENDS}
        return others.get(measure.kind, self.sums)

    def line(self, measure: Measure) -> str:
        """Of a sum, or of what is not added up, such as a ratio."""
        return "_sum" if self.handling(measure) is self.sums else "_ratio"

    def path(self, assessment: Assessment) -> Points:
        """From nothing on the first day to the target on the last; none of a ratio, which is judged when the period is over."""
        period, ratio = assessment.period, assessment.current_value is not None and assessment.time_pct is None
        return () if period is None or ratio else ((period.start, 0.0), (period.end, assessment.target_value))


class CumulativeWindow(OverDays):
    """Counted over a window of its own."""

    def rows(self, target: Target) -> Iterator[Judged]:
        """The window."""
        yield Judged(None, target.window.start if target.window else None, self.end(target, None))

    def asked_over(self, target: Target) -> Window | None:
        """The window."""
        return target.window

    def period(self, target: Target, year: int | None) -> Told:
        """The window."""
        return target.window or super().period(target, year)


class Yearly(OverDays):
    """Counted year by year."""

    chart = ChartForm.YEAR_BY_YEAR
    pace = "within_year"
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


for _rule in (CumulativeWindow(CUMULATIVE_WINDOW), Yearly(EACH_YEAR), Yearly(SINGLE_YEAR)):
    register(_rule)
