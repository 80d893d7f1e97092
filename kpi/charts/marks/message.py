"""What a mark says, in words: its labels in several lengths, and its message as one sentence for whoever does not see it."""

from dataclasses import dataclass
from functools import cached_property

from kpi.i18n import Texts
from kpi.model import JUDGED_BY_PACE, Gap, Lamp, Quantity, Status
from kpi.views import Standing

_SHORT_OF = {True: "mark.over", False: "mark.short"}


@dataclass(frozen=True)
class Told:
    """The words of one target."""

    standing: Standing
    words: Texts

    @property
    def colour(self) -> str:
        """The class of shapes that its verdict has; of figures where there is none."""
        standing = self.standing
        if standing.status is Status.MISSED:
            return "missed"
        return str(standing.lamp) if standing.judged and standing.lamp is not Lamp.GREY else "figure"

    @cached_property
    def goals(self) -> tuple[str, ...]:
        """What is to be reached and by when."""
        goal = self.standing.goal.text
        return (f"{goal} · {self.standing.period}", goal)

    @cached_property
    def values(self) -> tuple[str, ...]:
        """The newest value."""
        return (self.standing.current.text,)

    @cached_property
    def baselines(self) -> tuple[str, ...]:
        """The baseline."""
        text = self.standing.baseline.text
        return (self.words("mark.baseline", value=text), text)

    @cached_property
    def gap(self) -> str:
        """How much there should be more by now."""
        assessment = self.standing.assessment
        value, expected = assessment.current_value, assessment.expected_value
        if value is None or expected is None:
            return ""
        return self.words(_SHORT_OF[value > expected], gap=Gap(abs(expected - value), self.standing.measure))

    @cached_property
    def alt(self) -> str:
        """All of it as one sentence."""
        standing, words = self.standing, self.words
        told = [standing.current.text, words("mark.goal", goal=standing.goal.text)]
        expected = standing.assessment.expected_value
        if expected is not None and standing.status in JUDGED_BY_PACE:
            told += [words("mark.due", value=Quantity(expected, standing.measure)), self.gap]
        told.append(standing.status_text)
        return words("mark.told", name=standing.name, told=words("mark.and").join(filter(None, told)))
