"""What of a database somebody is shown: all of it, or what had been published by some moment, or a part."""

from dataclasses import dataclass
from datetime import datetime

from kpi import access
from kpi.model import Actor, Place
from kpi.services.narrowing import Reach
from kpi.services.plans.catalogs import Plans


@dataclass(frozen=True, slots=True)
class Lens:
    """How far somebody sees. Everything a service reads through a workspace is read through its lens."""

    ceiling: datetime | None = None
    """Nothing that was known only after this moment is shown; None: everything."""
    reach: Reach | None = None
    """The grants that let the actor look, where none is for the whole plan; None: at everything."""

    def not_after(self, known_at: datetime | None) -> datetime | None:
        """The moment to look back from where `known_at` is asked for: None, the present, only without a ceiling."""
        if self.ceiling is None or known_at is None:
            return known_at or self.ceiling
        return min(known_at, self.ceiling)

    def shows(self, moment: datetime) -> bool:
        """Whether what happened at a moment is shown."""
        return self.ceiling is None or moment <= self.ceiling


WHOLE = Lens()


def lens_of(plans: Plans, plan_id: str, actor: Actor) -> Lens:
    """How far an actor sees of a plan: who does not work on its figures sees what has been published."""
    ceiling = None if access.sees_working(actor, Place(plan_id)) else plans.ceiling(plan_id)
    looking = access.looking(actor, Place(plan_id))
    reach = None if any(grant.covers(Place.whole(plan_id)) for grant in looking) else looking
    return Lens(ceiling, reach) if ceiling or reach is not None else WHOLE
