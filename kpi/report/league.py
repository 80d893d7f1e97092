"""Who comes first and who last: places by a measure or across measures, and responsible units by their verdicts.

Lists of the first and the last rest on verdicts where places have targets of their own, else on plain ranks that nothing leaves
open. Equal ones share a place; a list that would hold half of all, or somebody of the other one, says nothing and is left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kpi.analysis import enough_reported
from kpi.model import Direction, Kind, Status
from kpi.report.model import UNITS, GapReport
from kpi.views import MemberColumn, MemberRow, PlaceChange, Standing

_MOST = 3
"""Places on a list, of nine or more; of fewer a third."""
_UNRANKED = frozenset({Kind.MILESTONE, Kind.PARAMETER})
_GOOD, _BAD = frozenset({Status.MET, Status.ON_PACE}), frozenset({Status.FAR_BEHIND, Status.MISSED})


class Ends(NamedTuple):
    """红榜 and 黑榜: the first and the last."""

    first: tuple[MemberRow, ...] = ()
    last: tuple[MemberRow, ...] = ()
    judged: bool = False
    """Whether by verdicts."""


class Across(NamedTuple):
    """A place over several measures."""

    name: str
    rank: int
    reported: int
    first: int
    """By how many measures it is on the list of the first."""
    last: int
    better: int = 0
    """By how many it is better than its own figure before."""
    worse: int = 0
    unchanged: int = 0


class Unit(NamedTuple):
    """A responsible unit by the verdicts on its targets."""

    name: str
    rank: int | None
    """None where none of its targets has a verdict."""
    counts: Mapping[Status, int]
    total: int
    open: int
    """Without a verdict."""


def enough(column: MemberColumn) -> bool:
    """Whether at least a third have reported."""
    return enough_reported(len(column.reported), len(column.rows))


def is_ranked(column: MemberColumn) -> bool:
    """Whether places may be ranked by it: enough have reported, and one end of it is good."""
    measure = column.measure
    return enough(column) and measure.direction is not Direction.NEUTRAL and measure.kind not in _UNRANKED


def ends_of(column: MemberColumn) -> Ends:
    """The first and the last of a column; nobody where it is not ranked."""
    judged = [(row, row.standing.status) for row in column.reported if row.standing and row.standing.judged]
    if judged:
        good, bad = (tuple(row for row, status in judged if status in group) for group in (_GOOD, _BAD))
        return Ends(good, bad, judged=True)
    if not is_ranked(column):
        return Ends()
    rows, count = [row for row in column.reported if row.ranks], len(column.reported)
    size = min(_MOST, count // 3)
    first = tuple(row for row in rows if row.ranks[1] <= size)
    last = tuple(row for row in rows if _from_the_end(row, rows, count) <= size)
    if set(first) & set(last):
        return Ends()
    few_first, few_last = (group if len(group) * 2 < count else () for group in (first, last))
    return Ends(few_first, few_last)


def _from_the_end(row: MemberRow, rows: Sequence[MemberRow], count: int) -> int:
    """Its place from the end, shared with its equals; of one whose rank is open the best it may have."""
    equals = sum(other.ranks == row.ranks for other in rows) if row.ranks[0] == row.ranks[1] else 1
    return count - row.ranks[0] - equals + 2


def across(columns: Sequence[MemberColumn], changes: Iterable[PlaceChange] = ()) -> tuple[Across, ...]:
    """Places by how often they are among the first, then by how seldom among the last; only those with a figure.

    `changes` are told beside and rank nobody.
    """
    ends = [ends_of(column) for column in columns]
    reported = [row.code for column in columns for row in column.reported]
    names = {row.code: row.name for column in columns for row in column.rows}
    told = {
        code: (sum(_has(each.first, code) for each in ends), sum(_has(each.last, code) for each in ends))
        for code in names
        if code in reported
    }
    keys = {code: (-first, last) for code, (first, last) in told.items()}
    ranked = {column.measure.measure_id for column in columns}
    turns = Counter((each.code, each.turn) for each in changes if each.measure_id in ranked)
    made = [
        Across(
            names[code],
            1 + sum(other < keys[code] for other in keys.values()),
            reported.count(code),
            *told[code],
            *(turns[code, turn] for turn in (1, -1, 0)),
        )
        for code in told
    ]
    return tuple(sorted(made, key=lambda place: place.rank))


def _has(rows: Iterable[MemberRow], code: str) -> bool:
    return any(row.code == code for row in rows)


def units(report: GapReport) -> tuple[Unit, ...]:
    """Units by how few of their targets are missed, then far behind, then behind; equal ones share a place."""
    rows: dict[str, list[Standing]] = {}
    for row in report.counted:
        for owner in row.owners:
            rows.setdefault(owner, []).append(row)
    counts = {name: {status: sum(row.status is status for row in own) for status in Status} for name, own in rows.items()}
    judged = {name: sum(row.judged for row in own) for name, own in rows.items()}
    keys = {
        name: (own[Status.MISSED], own[Status.FAR_BEHIND], own[Status.BEHIND]) for name, own in counts.items() if judged[name]
    }
    made = [
        Unit(
            name,
            1 + sum(other < keys[name] for other in keys.values()) if name in keys else None,
            counts[name],
            len(own),
            len(own) - judged[name],
        )
        for name, own in rows.items()
    ]
    return tuple(sorted(made, key=lambda unit: (unit.rank is None, unit.rank or 0)))


def ranked_columns(report: GapReport) -> tuple[MemberColumn, ...]:
    """The measures that places are ranked by: the one asked for, else all that may be, else the one that most have reported."""
    if report.ranked == UNITS:
        return ()
    if report.ranked:
        return tuple(column for column in report.members if column.measure.measure_id == report.ranked)
    fit = tuple(column for column in report.members if is_ranked(column))
    return fit or tuple(sorted(report.members, key=lambda column: -len(column.reported))[:1])
