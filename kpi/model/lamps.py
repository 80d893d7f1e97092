"""Lamp schemes (亮灯方案): which colour a status and a lead are shown in."""

from dataclasses import dataclass
from enum import StrEnum

from kpi.model.base import UNSAID, Bilingual
from kpi.model.kinds import Nature
from kpi.model.same import POINT, slack
from kpi.model.verdicts import Status


class Lamp(StrEnum):
    """The colour a scheme gives a status; always shown with shape and text."""

    BLUE = "blue"
    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


class LampClock(StrEnum):
    """How a lamp scheme counts the time that has gone: by days as verdicts do, or by months (the end of June is 50.00)."""

    DAYS = "days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class LampRule:
    """One line of a lamp scheme; of the lines of a scheme the first that fits gives the lamp."""

    scheme: str
    status: Status | None
    """None fits every status."""
    lead_from: float | None
    """Least lead_pp, inclusive."""
    lead_below: float | None
    """Lead_pp must be less than this."""
    lamp: Lamp
    lead_above: float | None = None
    """Lead_pp must be more than this."""
    clock: LampClock | None = None
    """How the scheme counts time, on one of its lines; days where none says."""
    nature: Nature | None = None
    """None fits targets of every nature."""
    names: Bilingual = UNSAID
    """The scheme's name, on one of its lines."""
    note: Bilingual = UNSAID
    """What a reader should know about this line."""

    @property
    def asks_for_lead(self) -> bool:
        """Whether it fits only rows that have a lead."""
        return (self.lead_from, self.lead_above, self.lead_below) != (None, None, None)

    def fits(self, status: Status, lead_pp: float | None, nature: Nature | None = None) -> bool:
        """Whether the line is for this status, lead and nature; two leads are the same within 1e-9 of their size."""
        if self.status not in (None, status) or self.nature not in (None, nature):
            return False
        if lead_pp is None or not self.asks_for_lead:
            return not self.asks_for_lead

        def room(bound: float) -> float:
            return slack(bound, lead_pp, POINT)

        reaches = self.lead_from is None or lead_pp >= self.lead_from - room(self.lead_from)
        exceeds = self.lead_above is None or lead_pp > self.lead_above + room(self.lead_above)
        stays_below = self.lead_below is None or lead_pp < self.lead_below - room(self.lead_below)
        return reaches and exceeds and stays_below


@dataclass(frozen=True, slots=True)
class LampScheme:
    """亮灯方案: ordered lines of which the first that fits gives the lamp. It never changes a status."""

    scheme: str
    rules: tuple[LampRule, ...]

    @property
    def clock(self) -> LampClock:
        """How it counts the time that has gone."""
        return next((rule.clock for rule in self.rules if rule.clock), LampClock.DAYS)

    def name(self, lang: str) -> str:
        """Its name in `lang`, else its code."""
        return next(filter(None, (rule.names.in_(lang) for rule in self.rules)), self.scheme)
