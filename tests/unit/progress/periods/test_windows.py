"""Which of overlapping windows are counted together, against every set of them tried one by one."""

from datetime import date
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import Window
from kpi.progress import tile_period
from kpi.progress.periods import windows
from kpi.progress.periods.windows import choose_common, choose_disjoint, length, stretches, uncovered
from tests.counting import at_most

YEAR = Window(date(2025, 1, 1), date(2025, 12, 31))


def window(first, last, year=2025):
    """Whole months of a year."""
    end = date(year + last // 12, last % 12 + 1, 1)
    return Window(date(year, first, 1), date.fromordinal(end.toordinal() - 1))


def test_chain_of_one_year():
    tiling = tile_period([window(1, 3), window(1, 6), window(1, 9)], YEAR)
    assert (tiling.chosen, tiling.end, tiling.complete) == ((2,), date(2025, 9, 30), False)
    assert tiling.missing == (window(10, 12),)


def test_single_quarters_beside_a_chain():
    # 1—3, 1—6 and 4—6, 7—9, 10—12: 1—6 + 7—9 + 10—12 covers all with three windows
    tiling = tile_period([window(1, 3), window(10, 12), window(1, 6), window(4, 6), window(7, 9)], YEAR)
    assert (tiling.chosen, tiling.complete) == ((2, 4, 1), True)


def test_windows_outside_are_ignored_and_positions_stay():
    tiling = tile_period([window(12, 13), window(11, 12), Window(date(2024, 12, 31), date(2025, 1, 31))], YEAR)
    assert (tiling.chosen, tiling.missing) == ((1,), (window(1, 10),))


def test_nothing_inside():
    tiling = tile_period([], YEAR)
    assert (tiling.chosen, tiling.end, tiling.missing) == ((), None, (YEAR,))


def test_what_no_window_covers_is_missing():
    tiling = tile_period([window(2, 3), window(6, 6)], YEAR)
    assert tiling.missing == (window(1, 1), window(4, 5), window(7, 12))


@pytest.mark.parametrize(
    ("spans", "chosen"),
    [
        ([(1, 10), (5, 20), (11, 12)], [1]),  # 16 days beat 10 + 2
        ([(1, 10), (5, 20), (11, 18)], [0, 2]),  # 18 beat 16
        ([(1, 4), (5, 8), (1, 8)], [2]),  # as many days with fewer windows
        ([(1, 2), (3, 8), (1, 6), (7, 8)], [2, 3]),  # as many windows: the longest first
        ([(1, 5), (3, 7)], [0]),  # nothing left to tell them apart: the earlier
        ([(3, 7), (1, 5)], [1]),
        ([(1, 3), (3, 5), (5, 7)], [0, 2]),
    ],
)
def test_rules_in_their_order(spans, chosen):
    assert choose_disjoint(spans) == chosen


SPANS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 6)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=9, unique=True
)


def disjoint_sets(spans):
    """Every set of disjoint spans, each in order of start."""
    for size in range(len(spans) + 1):
        for chosen in combinations(sorted(spans), size):
            if all(left[1] < right[0] for left, right in pairwise(chosen)):
                yield chosen


def worth(chosen):
    """The rules in words: most days, fewest windows, the longest first, the earliest."""
    lengths = [length(span) for span in chosen]
    return sum(lengths), -len(chosen), lengths, [-span[0] for span in chosen]


@given(SPANS)
def test_best_set_against_all_sets(spans):
    found = tuple(spans[position] for position in choose_disjoint(spans))
    assert found == max(disjoint_sets(spans), key=worth)


@given(SPANS, st.randoms())
def test_order_of_windows_changes_nothing(spans, random):
    shuffled = random.sample(spans, len(spans))
    assert [shuffled[position] for position in choose_disjoint(shuffled)] == [
        spans[position] for position in choose_disjoint(spans)
    ]


def test_thousands_of_windows_are_no_burden():
    """Every stretch of up to 12 days of a year: over 4000 windows."""
    spans = [(first, last) for first in range(365) for last in range(first, min(first + 12, 365))]
    with at_most(len(spans), windows, "_better"):
        chosen = [spans[position] for position in choose_disjoint(spans)]
    assert [length(span) for span in chosen] == [12] * 30 + [5]  # 365 days in 31 windows, the longest first


def days(spans):
    return {day for first, last in spans for day in range(first, last + 1)}


@given(SPANS, SPANS)
def test_common_days_against_all_sets(left, right):
    chosen_left, chosen_right = choose_common(left, right)
    covered = days(left[position] for position in chosen_left)
    assert covered == days(right[position] for position in chosen_right)
    by_days = {frozenset(days(chosen)) for chosen in disjoint_sets(left)} & {
        frozenset(days(chosen)) for chosen in disjoint_sets(right)
    }
    assert len(covered) == max(map(len, by_days))


def test_common_days_are_cut_as_rarely_as_possible():
    left, right = [(1, 3), (4, 6), (1, 6), (7, 9)], [(1, 6), (1, 2), (3, 6)]
    assert choose_common(left, right) == ([2], [0])


def test_days_two_parts_share_only_piecewise():
    # neither has a window over 1—4, yet both cover it: 1—2 + 3—4 and 1 + 2—3 + 4; the left also has 5—9
    assert choose_common([(1, 2), (3, 4), (5, 9)], [(1, 1), (2, 3), (4, 4)]) == ([0, 1], [0, 1, 2])


@given(SPANS)
def test_uncovered_and_covered_make_the_period(spans):
    chosen = [spans[position] for position in choose_disjoint(spans)]
    gaps = uncovered(chosen, (0, 20))
    assert days(gaps).isdisjoint(days(chosen))
    assert days(gaps) | days(chosen) == set(range(21))
    assert stretches([*gaps, *chosen]) == [(0, 20)]
