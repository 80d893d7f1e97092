"""What can be done about the targets of a view: three groups that every target is in one of, each with its one way on."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi.analysis import WITH_VERDICT, WORST_FIRST
from kpi.i18n import Texts
from kpi.model import Status
from kpi.views.board.told import Short
from kpi.views.standings import Standing

_SETTLED = frozenset({Status.MET, Status.MISSED})
_KNOWN = WITH_VERDICT | {Status.BASELINE_ONLY}


class Way(StrEnum):
    """What stands between a target and its next verdict."""

    KNOWN = "known"
    """It has a verdict or a baseline: the next figure goes on from there."""
    REPORT = "report"
    """It could be judged once figures are reported."""
    SETTLE = "settle"
    """Something must be settled first, or it has not begun."""


@dataclass(frozen=True, slots=True)
class WayView:
    """One of the three."""

    way: Way
    standings: tuple[Standing, ...]
    why: str
    """One line: what they are."""
    asked: tuple[str, ...]
    """Ids of the targets whose form is the way on; none where it is another."""


def ways_of(words: Texts, short: Short, standings: Sequence[Standing]) -> tuple[WayView, ...]:
    """All three, empty ones too; together they hold every target once."""
    found: dict[Way, list[Standing]] = {way: [] for way in Way}
    for standing in standings:
        found[_way(short, standing)].append(standing)
    return tuple(WayView(way, tuple(own), _why(words, short, way, own), _asked(short, way, own)) for way, own in found.items())


def _way(short: Short, standing: Standing) -> Way:
    """One that had not begun by the newest figure, and is past its end by now, waits for figures like any other."""
    status = standing.status
    if status in _KNOWN:
        return Way.KNOWN
    early = status is Status.NOT_STARTED and not short.is_overdue(standing)
    unsettled = status is Status.NOT_ASSESSED or (status is Status.NOT_COMPARABLE and not short.wanted(standing))
    return Way.SETTLE if early or unsettled else Way.REPORT


def _asked(short: Short, way: Way, standings: Sequence[Standing]) -> tuple[str, ...]:
    """Of targets with a verdict those that still wait for a figure; what is settled is not asked about again."""
    waiting = standings
    if way is Way.KNOWN:
        waiting = [each for each in standings if each.status not in _SETTLED or short.is_overdue(each)]
    return tuple(each.target.target_id for each in waiting) if way is not Way.SETTLE else ()


def _why(words: Texts, short: Short, way: Way, standings: Sequence[Standing]) -> str:
    counts = Counter(standing.status for standing in standings)
    groups = tuple(words(f"reason.group_{status}", count=counts[status]) for status in WORST_FIRST if counts[status])
    late = sum(short.is_overdue(standing) for standing in standings)
    if not groups:
        return ""
    told = words.listing([words.word(group) for group in groups])
    return words("board.why_overdue", groups=told, count=late) if late and way is Way.KNOWN else told
