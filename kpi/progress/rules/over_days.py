"""What a year and a window have in common: every one of their days counts, in a sum or in a ratio over them."""

from kpi.model import Assessment, Kind, Measure
from kpi.progress.judging.ratios import Ratios
from kpi.progress.judging.sums import Sums
from kpi.progress.reasons.ways import OfRatios, OfSums
from kpi.progress.rules.rule import Handling, PeriodRule, Points

_RATIOS = Handling(Ratios(), OfRatios())


class OverDays(PeriodRule):
    """Counted from the first day of a period on."""

    sums = Handling(Sums(within_year=False), OfSums())

    def handling(self, measure: Measure) -> Handling:
        """A ratio is not added up."""
        return _RATIOS if measure.kind is Kind.RATIO else self.sums

    def line(self, measure: Measure) -> str:
        """Of a ratio, or of a sum."""
        return "_ratio" if measure.kind is Kind.RATIO else "_sum"

    def path(self, assessment: Assessment) -> Points:
        """From nothing on the first day to the target on the last; none of a ratio, which is judged when the period is over."""
        period, ratio = assessment.period, assessment.current_value is not None and assessment.time_pct is None
        return () if period is None or ratio else ((period.start, 0.0), (period.end, assessment.target_value))
