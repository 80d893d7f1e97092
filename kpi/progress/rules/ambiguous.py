"""What the plan says can be read in several ways: value and target stand side by side until its owner says which."""

from kpi.model import AMBIGUOUS
from kpi.progress.reasons.ways import Unjudged
from kpi.progress.rules.rule import register
from kpi.progress.rules.unspecified import Open

RULE = register(Open(AMBIGUOUS, Unjudged("reason.period_ambiguous", "reason.period_ambiguous_in")))
