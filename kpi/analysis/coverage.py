"""How many of the targets that should have a figure by now have one: what a report rests on."""

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.model import Assessment, Status, same

_ASKS_FOR_NOTHING = frozenset({Status.NOT_STARTED, Status.NOT_ASSESSED})


@dataclass(frozen=True, slots=True)
class Coverage:
    """Targets that have begun and can be judged, and those of them with an admissible figure."""

    due: int
    there: int

    @property
    def share(self) -> float:
        """All of it where nothing is due."""
        return self.there / self.due if self.due else 1.0

    def reaches(self, least: float) -> bool:
        """Whether the share is `least` or more."""
        return self.share >= least or same(self.share, least)


def coverage(assessments: Iterable[Assessment]) -> Coverage:
    """Of targets, each once: an admissible figure is one that gives a current value. What a person judged rests on none."""
    due = [each for each in assessments if each.status not in _ASKS_FOR_NOTHING and not each.judgement]
    return Coverage(len(due), sum(each.current_value is not None for each in due))
