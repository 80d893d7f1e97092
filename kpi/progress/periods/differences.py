"""Where two cumulative figures, one inside the other, would give a missing one by subtraction. It is only pointed out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
