"""What a year and a window have in common: every one of their days counts, in a sum or a ratio, or the last one alone."""

from kpi.model import Assessment, Kind, Measure
from kpi.progress.judging.ratios import Ratios
from kpi.progress.judging.sums import Sums
from kpi.progress.judging.year_ends import YearEnds
from kpi.progress.reasons.ways import OfRatios, OfSums, OfYearEnds
from kpi.progress.rules.rule import Handling, PeriodRule, Points

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
