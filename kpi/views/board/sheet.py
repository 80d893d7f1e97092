"""一览: every target of a category side by side on one line of years, the worst first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kpi.i18n import texts
from kpi.progress import rule_of
from kpi.views.board.score import ScoreRow
from kpi.views.board.told import Short
from kpi.views.standings import Standing
from kpi.views.status import StatusView

_MOST_BEFORE = 8
"""Years drawn before the first target begins: what is older tells nothing of the way to it."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One target: its row of the scorecard, and of a yearly one how each of its years stands."""

    score: ScoreRow
    years: tuple[Standing, ...]
    told: str
    """How far it is to the target, or what is to be filed so that it can be judged; empty where neither is to be said."""

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self.score.standing


@dataclass(frozen=True, slots=True)
class SheetView:
    """The targets of one category and the years they are drawn on."""

    code: str
    """Of the category, as the plan writes it."""
    name: str
    rows: tuple[SheetRow, ...]
    first: int
    last: int

    @property
    def targets(self) -> int:
        """How many targets there are as the overview counts them: readings, steps and second lines are none of their own."""
        return sum(row.standing.counted for row in self.rows)


def sheets_of(view: StatusView, scorecard: Sequence[ScoreRow]) -> tuple[SheetView, ...]:
    """A sheet for each category, that with the worst target first."""
    short = Short(texts(view.query.lang), view)
    years: dict[str, list[Standing]] = {}
    for standing in view.standings:
        if standing.assessment.year is not None:
            years.setdefault(standing.target.target_id, []).append(standing)
    groups: dict[str, list[SheetRow]] = {}
    for score in scorecard:
        told = short.lacking(score.standing) or score.wanted
        row = SheetRow(score, tuple(years.get(score.standing.target.target_id, ())), told)
        groups.setdefault(score.standing.measure.category.zh, []).append(row)
    return tuple(_sheet(code, rows, view.as_of) for code, rows in groups.items())


def _sheet(code: str, rows: Sequence[SheetRow], as_of: date) -> SheetView:
    begun = [day.year for row in rows for day in _of_targets(row)] or [as_of.year]
    first = max(min([as_of.year, *begun, *(day.year for row in rows for day in _of_figures(row))]), min(begun) - _MOST_BEFORE)
    return SheetView(code, rows[0].standing.category, tuple(rows), first, max([as_of.year, *begun]))


def _of_targets(row: SheetRow) -> Iterator[date]:
    """The days on which a target begins and is due."""
    standing = row.standing
    window = rule_of(standing.target.period_type).window(standing.target)
    period = standing.assessment.period
    days = [
        standing.target.deadline,
        *([window.start, window.end] if window else []),
        *([period.start, period.end] if period else []),
    ]
    return (day for day in days if day)


def _of_figures(row: SheetRow) -> Iterator[date]:
    """The days of what is drawn."""
    yield from (point.day for point in row.score.points)
    for figure in (*row.standing.obstacles, *row.standing.figures):
        yield from (day for day in (figure.start, figure.end) if day)
