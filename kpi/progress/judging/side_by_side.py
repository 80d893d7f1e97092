"""Not judged: the value there is stands beside the target."""

import numpy as np

from kpi.progress.figures.dated import NOWHERE
from kpi.progress.figures.figures import LATEST, Figures
from kpi.progress.judging.rows import Docket, Evidence, no_evidence, take_dated, take_values
from kpi.progress.judging.way import Way
from kpi.progress.periods.clocks import UNKNOWN


class SideBySide(Way):
    """Where the plan does not say over what a target is counted."""

    judged = False

    def gather(self, docket: Docket) -> Evidence:
        """The figure with the latest end; of several the longest, one with an unknown start last."""
        evidence, figures, series = no_evidence(len(docket.rows)), docket.figures, docket.series
        newest = docket.dated.newest(series, np.full_like(series, LATEST))
        dated = np.flatnonzero(newest != NOWHERE)
        take_dated(evidence, dated, newest[dated], docket.dated)
        for row in range(len(docket.rows)):
            of_pair = figures.of_pair(int(series[row]))
            own = of_pair[figures.series[of_pair] == series[row]]
            own = own[figures.end[own] > evidence.clock[row]]
            if len(own):
                index = max(own.tolist(), key=lambda index: _latest(figures, index))
                take_values(evidence, np.array([row]), np.array([index]), figures)
                evidence.clock[row], evidence.figures[row] = figures.end[index], (index,)
        return evidence


def _latest(figures: Figures, index: int) -> tuple[int, int, int]:
    """Sorts figures by end, then known before unknown start, then the earliest start."""
    start = int(figures.start[index])
    return int(figures.end[index]), int(start != UNKNOWN), -start if start != UNKNOWN else 0
