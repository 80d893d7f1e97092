"""What moved between an earlier state of a plan and now: verdicts and lamps then and now, gaps that closed and that opened."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi.analysis import missing
from kpi.i18n import Texts
from kpi.model import Status
from kpi.views.comparing.causes import DATE, cause_text
from kpi.views.comparing.changes import ChangesView, StandingChange
from kpi.views.standings import Standing


class Movement(StrEnum):
    """In which way a target moved: what its verdict says goes before what its gap says."""

    FAILED = "failed"
    """It is missed now."""
    SLIPPED = "slipped"
    """It is behind now and was not, or is far behind and was not so far."""
    CLOSED = "closed"
    """It is met now: its gap is closed."""
    BEGUN = "begun"
    """Its time has begun, and it is neither met nor missed nor behind."""
    OPENED = "opened"
    """Something is missing where nothing was, or where nothing could be said."""
    WIDENED = "widened"
    NARROWED = "narrowed"
    JUDGED = "judged"
    """Its verdict or lamp is another, and its gap tells no way."""
    VALUE = "value"
    """Its value alone."""


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A target, or a year of one, then and now; it is in at least one of the two."""

    way: Movement
    before: Standing | None
    after: Standing | None

    @property
    def standing(self) -> Standing:
        """How it stands now, or stood where it is no target any more."""
        standing = self.after or self.before
        if standing is None:
            raise ValueError("moved from nothing to nothing")
        return standing


@dataclass(frozen=True, slots=True)
class Moved:
    """What moved since an earlier state, which is named by the report that told it or by its day."""

    number: int | None
    """Of the report in the ledger; None where a day was asked for."""
    day: date
    """The day that state was judged as of."""
    rows: tuple[MovedRow, ...]
    """By the way they moved, in the order of `Movement`, and within it in the order of the plan."""
    causes: tuple[str, ...]
    """The files and revisions that moved something, each in a line; the day alone goes without saying."""

    def by_way(self, way: Movement) -> tuple[MovedRow, ...]:
        """What moved in one way."""
        return tuple(row for row in self.rows if row.way is way)


def moved_of(words: Texts, view: ChangesView, number: int | None, targets: Collection[str]) -> Moved:
    """What moved of some targets between the two sides of a comparison.

    Of years that the headline does not count any more only another verdict is told.
    """
    changed = {each.standing.key: each for each in view.standings if each.standing.target.target_id in targets}
    rows = [row for row in map(_row, changed.values()) if _worth_telling(row)]
    found = dict.fromkeys(cause for row in rows for cause in changed[row.standing.key].causes if cause != DATE)
    order = list(Movement)
    return Moved(
        number=number,
        day=view.start.status.as_of,
        rows=tuple(sorted(rows, key=lambda row: order.index(row.way))),
        causes=tuple(cause_text(words, cause) for cause in found),
    )


def _row(change: StandingChange) -> MovedRow:
    way = next(_ways(change.old, change.new), Movement.JUDGED if change.judged_otherwise else Movement.VALUE)
    return MovedRow(way, change.old, change.new)


def _worth_telling(row: MovedRow) -> bool:
    if row.way is Movement.VALUE:
        return row.standing.counted and _shown(row.before) != _shown(row.after)
    return row.standing.counted or row.way not in (Movement.WIDENED, Movement.NARROWED)


def _shown(standing: Standing | None) -> tuple[str, ...]:
    return (standing.current.text, standing.gap.text) if standing else ()


_RUNGS = (Status.MISSED, Status.FAR_BEHIND, Status.BEHIND)
"""Verdicts that something is wrong, the worst first."""


def _ways(before: Standing | None, after: Standing | None) -> Iterator[Movement]:
    """In which ways it moved, the first that counts first; none where neither verdict nor gap tells one."""
    if after is None or after.status is Status.NOT_ASSESSED:
        return
    was = before.status if before else None
    if after.status in _RUNGS and was not in _RUNGS[: _RUNGS.index(after.status) + 1]:
        yield Movement.FAILED if after.status is Status.MISSED else Movement.SLIPPED
    if after.status is Status.MET:
        if was is not Status.MET:
            yield Movement.CLOSED
        return
    if was is Status.NOT_STARTED:
        yield Movement.BEGUN
    then, now = (_lacking(standing) for standing in (before, after))
    if now and not then:
        yield Movement.OPENED
    elif now and then and before and _asks(before) == _asks(after) and now != then:
        yield Movement.WIDENED if now > then else Movement.NARROWED


def _lacking(standing: Standing | None) -> float:
    """What is missing; 0 where nothing is or nothing can be said."""
    return (missing(standing.assessment) or 0.0) if standing else 0.0


def _asks(standing: Standing) -> tuple[object, ...]:
    """What a gap is measured by: of targets that ask for different things gaps tell no way."""
    return standing.target.comparator, standing.target.goal, standing.target.value_high
