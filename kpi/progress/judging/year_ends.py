"""Judged by the state of a year's last day, when the year is over."""

import numpy as np

from kpi.progress.figures.dated import NOWHERE
from kpi.progress.judging.rows import Docket, Evidence, no_evidence, take_dated
from kpi.progress.judging.way import Way, Weighed
from kpi.progress.periods.clocks import BoolArray


class YearEnds(Way):
    """A level of each year; it has no pace, and is open until the year is over."""

    def gather(self, docket: Docket) -> Evidence:
        """The newest figure of the year; only one of its last day decides."""
        evidence, rows, dated = no_evidence(len(docket.rows)), docket.rows, docket.dated
        newest = dated.newest(docket.series, np.minimum(rows.end, docket.as_of))
        judged = np.flatnonzero(newest != NOWHERE)
        judged = judged[dated.day[newest[judged]] >= rows.start[judged]]
        take_dated(evidence, judged, newest[judged], dated)
        evidence.first[judged] = evidence.clock[judged]
        evidence.complete[judged] = evidence.clock[judged] == rows.end[judged]
        return evidence

    def incomplete(self, weighed: Weighed) -> BoolArray:
        """Until the year is over."""
        return ~weighed.rows.none()
