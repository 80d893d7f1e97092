"""So much in each of several years."""

from kpi.model import EACH_YEAR
from kpi.progress.rules.rule import register
from kpi.progress.rules.yearly import Yearly

RULE = register(Yearly(EACH_YEAR))
