"""Which of overlapping windows are counted together, and windows held against each other. Nothing here knows what is measured.

Of the sets of disjoint windows the one that covers most days is taken; of several, the one with fewest windows; then the
one whose windows, sorted by start, are the longest first; then, so that the order of rows never matters, the earliest.

Two cumulative figures, one inside the other, would give a missing one by subtraction, which is only pointed out; so are windows
whose own parts are also there but add up to something else, beyond half a printed digit.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kpi.model import Window, slack
from kpi.progress.periods.clocks import day_number, day_of

Span = tuple[int, int]
"""First and last day, both included, as day numbers."""

_Cover = tuple[int, int, tuple[int, ...], tuple[int, ...], tuple[int, ...]]
"""Days, minus the cost, lengths, minus the starts, positions: of two covers the greater is the better."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """The windows of a period that are counted together, and what they leave open."""

    chosen: tuple[int, ...]
    """Positions of the windows that count, in order of their start."""
    missing: tuple[Window, ...]
    """Stretches of the period that no chosen window covers."""
    end: date | None
    """Last day of the last chosen window."""

    @property
    def complete(self) -> bool:
        """Whether every day of the period is covered."""
        return not self.missing


def tile_period(windows: Sequence[Window], period: Window) -> Tiling:
    """The best set of disjoint `windows` that lie wholly inside `period`."""
    inside = [position for position, window in enumerate(windows) if period.contains(window)]
    spans = [span_of(windows[position]) for position in inside]
    best = choose_disjoint(spans)
    missing = uncovered([spans[place] for place in best], span_of(period))
    return Tiling(
        chosen=tuple(inside[place] for place in best),
        missing=tuple(window_of(span) for span in missing),
        end=day_of(spans[best[-1]][1]) if best else None,
    )


def span_of(window: Window) -> Span:
    """A window as day numbers."""
    return day_number(window.start), day_number(window.end)


def window_of(span: Span) -> Window:
    """Day numbers as a window."""
    return Window(day_of(span[0]), day_of(span[1]))


def length(span: Span) -> int:
    """Number of days, both ends included."""
    return span[1] - span[0] + 1


def choose_disjoint(spans: Sequence[Span], costs: Sequence[int] | None = None) -> list[int]:
    """Positions of the best set of disjoint spans, in order of their start.

    `costs` is how many windows each span stands for, one by default. The best cover from any day on is found from the
    back, so the work grows with the number of spans and not with the number of their sets.
    """
    order = sorted(range(len(spans)), key=lambda position: (spans[position], position))
    starts = [spans[position][0] for position in order]
    if all(spans[order[place]][1] < starts[place + 1] for place in range(len(order) - 1)):
        return order
    best: list[_Cover] = [(0, 0, (), (), ())] * (len(order) + 1)
    for place in reversed(range(len(order))):
        position = order[place]
        span, cost = spans[position], costs[position] if costs else 1
        rest = best[bisect_right(starts, span[1], lo=place + 1)]
        best[place] = _better(best[place + 1], span, cost, position, rest)
    return list(best[0][4])


def _better(skipped: _Cover, span: Span, cost: int, position: int, rest: _Cover) -> _Cover:
    """The better of the cover without `span` and the one of `span` followed by `rest`."""
    days, spent = length(span) + rest[0], rest[1] - cost
    if (days, spent) < skipped[:2]:
        return skipped
    taken = (days, spent, (length(span), *rest[2]), (-span[0], *rest[3]), (position, *rest[4]))
    return max(taken, skipped)


def uncovered(chosen: Sequence[Span], period: Span) -> list[Span]:
    """The stretches of `period` between and around disjoint spans in order of their start."""
    gaps, next_day = [], period[0]
    for first, last in [*chosen, (period[1] + 1, period[1])]:
        if first > next_day:
            gaps.append((next_day, first - 1))
        next_day = last + 1
    return gaps


def choose_common(left: Sequence[Span], right: Sequence[Span]) -> tuple[list[int], list[int]]:
    """The best sets of disjoint spans of `left` and of `right` that cover the same days; two empty lists if none do."""
    best_left, best_right = choose_disjoint(left), choose_disjoint(right)
    if stretches([left[position] for position in best_left]) == stretches([right[position] for position in best_right]):
        return best_left, best_right
    left_covers, right_covers = _exact_covers(left), _exact_covers(right)
    blocks = sorted(left_covers.keys() & right_covers.keys())
    costs = [len(left_covers[block]) + len(right_covers[block]) for block in blocks]
    chosen = [blocks[place] for place in choose_disjoint(blocks, costs)]
    return (
        [position for block in chosen for position in left_covers[block]],
        [position for block in chosen for position in right_covers[block]],
    )


def stretches(spans: Sequence[Span]) -> list[Span]:
    """The days that spans cover, as few spans as possible, in order."""
    joined: list[Span] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined


def _exact_covers(spans: Sequence[Span]) -> dict[Span, tuple[int, ...]]:
    """Every stretch that disjoint spans cover without a hole: with fewest of them, and then the longest first."""
    order = sorted(range(len(spans)), key=lambda position: (spans[position], position))
    starts = [spans[position][0] for position in order]
    return {
        (first, last): chain
        for first in sorted(set(starts))
        for last, chain in chains(spans, order[bisect_left(starts, first) :], first).items()
    }


def chains(spans: Sequence[Span], order: Sequence[int], first: int) -> dict[int, tuple[int, ...]]:
    """By last day, the spans that follow one another from a first day on: fewest of them, and then the longest first.

    `order` are their positions in order of start and end.
    """
    reached: dict[int, tuple[int, tuple[int, ...], tuple[int, ...]]] = {first: (0, (), ())}
    for position in order:
        so_far = reached.get(spans[position][0])
        if so_far is None:
            continue
        grown = (so_far[0] + 1, (*so_far[1], -length(spans[position])), (*so_far[2], position))
        after = spans[position][1] + 1
        reached[after] = min(grown, reached.get(after, grown))
    return {after - 1: chain[2] for after, chain in reached.items() if chain[0]}


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
