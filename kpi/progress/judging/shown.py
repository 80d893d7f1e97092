"""Which numbers a row of each status shows. What a status does not vouch for is hidden here, and nowhere else."""

import numpy as np

from kpi.model import Comparator, Kind, Status
from kpi.progress.judging.evidence import Evidence
from kpi.progress.judging.numbers import Numbers
from kpi.progress.judging.rows import Rows
from kpi.progress.judging.status import Verdicts

_LEVELS = frozenset({Kind.STOCK, Kind.RATIO, Kind.RANK})
"""Kinds whose distance to a target means something without a period."""


def shown(numbers: Numbers, verdicts: Verdicts, rows: Rows, evidence: Evidence) -> Numbers:
    """The numbers that a row of its status may show; the others become NaN."""
    unjudged = verdicts.having(Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED)
    only_baseline = verdicts.having(Status.BASELINE_ONLY)
    lower_bound = verdicts.having(Status.INCOMPLETE) | (verdicts.having(Status.PENDING) & evidence.hole)
    level = np.array([measure.kind in _LEVELS for measure in rows.measures], dtype=np.bool_)
    holding = verdicts.holding & evidence.admissible & ~unjudged
    no_growth = verdicts.having(Status.NOT_ASSESSED, Status.PENDING) | (evidence.clock == evidence.baseline_day)
    hidden = {
        "gap": unjudged | (verdicts.having(Status.NOT_ASSESSED) & ~level),
        "completion_pct": unjudged,
        "distance_pct": unjudged | only_baseline | holding,
        "time_pct": unjudged | only_baseline,
        "lead_pp": unjudged | only_baseline | holding | lower_bound,
        "expected": unjudged | only_baseline,
        "required": unjudged | holding | lower_bound | verdicts.over,
        "projected": unjudged | only_baseline | holding | lower_bound,
        "cagr_ratio": unjudged | only_baseline | holding | no_growth | np.isnan(numbers.time_pct),
    }
    kept = {name: np.where(hidden[name], np.nan, getattr(numbers, name)) for name in hidden}
    met = verdicts.having(Status.MET) & ~np.isnan(kept["required"])
    kept["required"] = np.where(met, 0.0, kept["required"])
    one_value = np.where(rows.compared(Comparator.BETWEEN), np.nan, rows.value)
    kept["expected"] = np.where(holding, one_value, kept["expected"])
    return Numbers(**kept)
