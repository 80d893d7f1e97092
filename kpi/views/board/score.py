"""The scorecard: every target once, the worst first across categories, with everything that is said of it in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from kpi.analysis import badness
from kpi.views.board.series import Change, Courses
from kpi.views.board.told import Short, shared_names
from kpi.views.pictures.records import PointView
from kpi.views.standings import Standing
from kpi.views.status import below_parents


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One target as a row of the scorecard says it."""

    standing: Standing
    when: str
    """The day of the newest value."""
    change: Change | None
    """None where there is nothing to hold the newest figure against."""
    gap: str
    pace: str
    wanted: str
    """What is to be filed so that it can be judged."""
    points: tuple[PointView, ...]
    """What a sparkline draws; fewer than two are no line."""
    owner: str
    overdue: bool
    shared: bool = False
    """Whether another row has the same name, so that it takes its goal and period to tell them apart."""


def worst_first(standings: Sequence[Standing]) -> tuple[Standing, ...]:
    """By verdict, then by how far behind; steps and second lines stand below their targets."""
    heads = [standing for standing in standings if not standing.below]
    lines = [standing for standing in standings if standing.below]
    return below_parents(sorted(heads, key=_order) + lines)


def _order(standing: Standing) -> tuple[int, float, bool, bool]:
    """Where as bad, headline measures come first, and what has a figure before what has none."""
    unknown = standing.assessment.current_value is None
    return (*badness(standing.assessment), not standing.measure.headline, unknown)


def rows_of(short: Short, courses: Courses, standings: Sequence[Standing]) -> tuple[ScoreRow, ...]:
    """Rows in the order given."""
    rows, shared = [], shared_names(standings)
    for standing in standings:
        rows.append(
            ScoreRow(
                standing=standing,
                when=short.when(standing),
                change=courses.change(standing),
                gap=standing.gap.text,
                pace=short.pace(standing),
                wanted=short.wanted(standing),
                points=courses.points(standing),
                owner=standing.owner,
                overdue=short.is_overdue(standing),
                shared=standing.measure_name in shared,
            )
        )
    return tuple(rows)
