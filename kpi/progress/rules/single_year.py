"""So much in one year."""

from kpi.model import SINGLE_YEAR
from kpi.progress.rules.rule import register
from kpi.progress.rules.yearly import Yearly

RULE = register(Yearly(SINGLE_YEAR))
