"""A period type of these tests: the highest figure of a day within a window must reach the target (峰值)."""

import numpy as np

from kpi.model import Extent, Kind, Message, PeriodType, Status
from kpi.progress.judging.rows import no_evidence, take_dated
from kpi.progress.judging.way import Way
from kpi.progress.reasons.ways import OfLevels
from kpi.progress.rules.rule import Handling, Judged, PeriodRule, register


class Highest(Way):
    def gather(self, docket):
        evidence, rows, dated = no_evidence(len(docket.rows)), docket.rows, docket.dated
        for row, series in enumerate(docket.series.tolist()):
            own = dated.of_series(series)
            own = own[(dated.day[own] >= rows.start[row]) & (dated.day[own] <= rows.end[row])]
            if len(own):
                take_dated(evidence, np.array([row]), own[[np.argmax(dated.value[own])]], dated)
        return evidence

    def met(self, weighed):
        return weighed.comparison.surely

    def missed(self, weighed):
        return weighed.comparison.surely_not & weighed.over

    def pace(self, weighed):
        return [(~weighed.rows.none(), Status.BEHIND)]


class OfHighest(OfLevels):
    def wanted(self, case):
        return Message("reason.want_period", {"window": case.period})


class Peak(PeriodRule):
    only = Handling(Highest(), OfHighest())

    def handling(self, measure):
        return self.only

    def rows(self, target):
        yield Judged(None, target.window.start, target.window.end)

    def period(self, target, year):
        return target.window

    def path(self, assessment):
        return tuple((day, assessment.target_value) for day in (assessment.period.start, assessment.period.end))


register(Peak(PeriodType("peak", Extent.WINDOW, frozenset({Kind.STOCK}))))
