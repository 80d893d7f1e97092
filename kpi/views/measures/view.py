"""What is told of one measure, as records."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kpi.model import Measure, Window
from kpi.views.amounts import Amount
from kpi.views.analyses.catching_up import CatchUpView
from kpi.views.figures import FigureView
from kpi.views.measures.breakdowns import BreakdownGroup
from kpi.views.measures.printed import PrintedLine
from kpi.views.pictures.records import BreakView, Form, Headline, Picture, PointView
from kpi.views.standings import Standing
from kpi.views.status import StatusView


@dataclass(frozen=True, slots=True)
class PassageView:
    """Where an attached document prints a figure."""

    document_id: int
    document: str
    before: str
    printed: str
    after: str
    figure_id: str


@dataclass(frozen=True, slots=True)
class ComputedView:
    """A ratio worked out from numerator and denominator of the same day."""

    day: date
    value: float
    period: str
    amount: Amount
    source: str
    """What it was worked out from, with both sources."""


@dataclass(frozen=True, slots=True)
class MeasureView:
    """Everything about one measure."""

    status: StatusView
    measure: Measure
    name: str
    standings: tuple[Standing, ...]
    """All years of all its targets in the region asked for."""
    series: tuple[FigureView, ...]
    """Figures that count now, whole measure, in the region, oldest first."""
    computed: tuple[ComputedView, ...]
    """Of a ratio, values worked out from its parts where none is stated, oldest first."""
    versions: tuple[FigureView, ...]
    """Figures that no longer count, newest first."""
    breakdowns: tuple[BreakdownGroup, ...]
    listed: tuple[PrintedLine, ...]
    """Catalogued figures of the region that are listed and not loaded, and why."""
    definition: str
    doubts: tuple[str, ...]
    parts: tuple[Measure, ...]
    """Numerator and denominator of a ratio."""
    passages: tuple[PassageView, ...]
    dated: tuple[PointView, ...]
    """Values of single days, stated or worked out, oldest first."""
    changes: Mapping[str, tuple[PointView, ...]] = field(default_factory=dict)
    """Of each target that counts a change, by its id, how the change came along."""
    of_parts: tuple[FigureView, ...] = ()
    """Of a ratio, the figures of windows that its numerator and denominator have."""
    catch_ups: tuple[CatchUpView, ...] = ()
    """What its targets take, of a yearly one the year that counts."""
    vintages: tuple[tuple[str, str], ...] = ()
    """Of figures that were published several times, the period and all that was published for it."""
    breaks: tuple[BreakView, ...] = ()
    """Days from which it is counted otherwise, each with its reason."""
    span: Window | None = None
    """From the first day to the last that the plan's targets speak of."""
    owner: str = ""
    """Who answers for the measure, as far as the plan says so."""
    headlines: tuple[Headline, ...] = ()
    """What is told first of its targets."""
    pictures: tuple[Picture, ...] = ()
    """What is drawn of it, the main one first; there always is one."""

    @property
    def form(self) -> Form:
        """The form of the main picture."""
        return self.pictures[0].form

    @property
    def told(self) -> tuple[FigureView, ...]:
        """Figures that count and the parts of the newest of them; of milestones everything that was reached."""
        newest = {group.breakdown: group for group in self.breakdowns}
        groups = self.breakdowns if self.form is Form.MILESTONE else tuple(newest.values())
        return (*self.series, *(part for group in groups for part in group.parts))

    @property
    def earlier_parts(self) -> tuple[FigureView, ...]:
        """What earlier figures were made of."""
        told = self.told
        return tuple(part for group in self.breakdowns for part in group.parts if part not in told)

    @property
    def notes(self) -> tuple[tuple[str, str], ...]:
        """What the plan's files note about each of its targets, and which target is meant: its label, or else its goal."""
        named = {
            standing.target.target_id: (standing.label or standing.goal.text, standing.note) for standing in self.standings
        }
        return tuple((label, note) for label, note in named.values() if note)
