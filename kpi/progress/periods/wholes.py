"""Windows held against each other: where two cumulative figures, one inside the other, would give a missing one by
subtraction, which is only pointed out; and windows whose own parts are also there but add up to something else, beyond half a
printed digit.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpi.model import slack
from kpi.progress.periods.windows import Span, length


@dataclass(frozen=True, slots=True)
class Difference:
    """What is left of one span when another, which shares its first or last day, is taken away."""

    whole: int
    """Position of the longer span."""
    part: int
    span: Span
    """The days that remain."""


def find_difference(spans: Sequence[Span], missing: Span, period: Span) -> Difference | None:
    """The difference that covers `missing` most closely without leaving `period`; or else the longest one within it."""
    mirrored = [(-last, -first) for first, last in spans]
    turned = _with_common_start(mirrored, (-missing[1], -missing[0]), (-period[1], -period[0]))
    rests = [*_with_common_start(spans, missing, period), *map(_mirrored, turned)]
    covering = [rest for rest in rests if rest.span[0] <= missing[0] and missing[1] <= rest.span[1]]
    if covering:
        return min(covering, key=lambda rest: (length(rest.span), rest.span, rest.whole))
    return min(rests, key=lambda rest: (-length(rest.span), rest.span, rest.whole), default=None)


def _with_common_start(spans: Sequence[Span], missing: Span, period: Span) -> Iterator[Difference]:
    """Per start at most one difference that covers `missing`, and one that lies within it."""
    by_start: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for position, (first, last) in enumerate(spans):
        by_start[first].append((last, position))
    for ends in by_start.values():
        before = [end for end in ends if period[0] <= end[0] + 1 <= missing[0]]
        after = [end for end in ends if missing[1] <= end[0] <= period[1]]
        within = [end for end in ends if missing[0] <= end[0] + 1 and end[0] <= missing[1]]
        if before and after:
            yield _difference(min(after), max(before))
        elif len(within) > 1:
            yield _difference(max(within), min(within))


def _difference(whole: tuple[int, int], part: tuple[int, int]) -> Difference:
    return Difference(whole[1], part[1], (part[0] + 1, whole[0]))


def _mirrored(difference: Difference) -> Difference:
    first, last = difference.span
    return Difference(difference.whole, difference.part, (-last, -first))


@dataclass(frozen=True, slots=True)
class Piece:
    """A flow and its window, with the bounds of its value and half a unit of its last printed digit."""

    span: Span
    value: float
    low: float
    high: float
    half_unit: float


@dataclass(frozen=True, slots=True)
class Unequal:
    """A whole and parts that cover exactly its days: positions among the pieces, and what the parts add up to."""

    whole: int
    parts: tuple[int, ...]
    total: float


@dataclass(frozen=True, slots=True)
class _WholeSum:
    """Pieces that follow one another without a hole."""

    value: float = 0.0
    low: float = 0.0
    high: float = 0.0
    half_unit: float = 0.0
    pieces: tuple[int, ...] = ()

    def plus(self, piece: Piece, position: int) -> "_WholeSum":
        """The sum with one more piece at its end."""
        return _WholeSum(
            self.value + piece.value,
            self.low + piece.low,
            self.high + piece.high,
            max(self.half_unit, piece.half_unit),
            (*self.pieces, position),
        )


_Extremes = tuple[_WholeSum, _WholeSum]
"""The least and the greatest sum that end on one day."""


def unequal_wholes(pieces: Sequence[Piece]) -> list[Unequal]:
    """Every piece that some chain of other pieces covers day by day with another sum; the longest first.

    Of all chains only the least and the greatest sum can be furthest off, so no others are kept.
    """
    order = sorted(range(len(pieces)), key=lambda position: (pieces[position].span, position))
    starts = [pieces[position].span[0] for position in order]
    several = [start for start, times in Counter(starts).items() if times > 1]
    unequals = [unequal for start in several for unequal in _unequal_from(start, pieces, order[bisect_left(starts, start) :])]
    return sorted(unequals, key=lambda unequal: (pieces[unequal.whole].span[0] - pieces[unequal.whole].span[1], unequal.whole))


def _unequal_from(start: int, pieces: Sequence[Piece], onwards: Sequence[int]) -> list[Unequal]:
    """The wholes that begin on `start`; `onwards` are the positions from there on, in order of start."""
    wholes = [position for position in onwards if pieces[position].span[0] == start]
    latest = max(pieces[position].span[1] for position in wholes)
    reached: dict[int, _Extremes] = {start: (_WholeSum(), _WholeSum())}
    for position in onwards:
        first, last = pieces[position].span
        if first not in reached or last > latest:
            continue
        grown = reached[first][0].plus(pieces[position], position), reached[first][1].plus(pieces[position], position)
        _widen(reached, last + 1, grown)
    unequals = []
    for whole in wholes:  # the whole is among its own chains, and no further off than nothing
        chain = max(reached[pieces[whole].span[1] + 1], key=lambda chain_sum: abs(chain_sum.value - pieces[whole].value))
        if _differs(pieces[whole], chain):
            unequals.append(Unequal(whole, chain.pieces, chain.value))
    return unequals


def _widen(extremes: dict[int, _Extremes], day: int, grown: _Extremes) -> None:
    known = extremes.get(day, grown)
    extremes[day] = min(known[0], grown[0], key=_value), max(known[1], grown[1], key=_value)


def _value(chain: _WholeSum) -> float:
    return chain.value


def _differs(whole: Piece, chain: _WholeSum) -> bool:
    """Whether no number of the one lies within half a printed digit of a number of the other."""
    room = max(whole.half_unit, chain.half_unit) + slack(whole.value, chain.value)
    return whole.low - chain.high > room or chain.low - whole.high > room
