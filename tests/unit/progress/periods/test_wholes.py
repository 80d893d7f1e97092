"""Windows and their own parts; and differences that would give what is missing."""

import pytest

from kpi.progress import Piece, unequal_wholes
from kpi.progress.periods.windows import find_difference


def piece(first, last, value, half_unit=0.0, low=None, high=None):
    return Piece((first, last), value, value if low is None else low, value if high is None else high, half_unit)


def test_whole_and_parts():
    pieces = [piece(1, 6, 30), piece(1, 3, 9), piece(4, 6, 20)]
    (unequal,) = unequal_wholes(pieces)
    assert (unequal.whole, unequal.parts, unequal.total) == (0, (1, 2), 29)
    assert unequal_wholes([piece(1, 6, 29), *pieces[1:]]) == []


def test_parts_must_cover_every_day():
    assert unequal_wholes([piece(1, 6, 30), piece(1, 3, 9), piece(5, 6, 20)]) == []
    assert unequal_wholes([piece(1, 6, 30), piece(1, 3, 9), piece(3, 6, 20)]) == []
    assert unequal_wholes([piece(1, 6, 30), piece(1, 6, 30)]) == []


@pytest.mark.parametrize(("half_unit", "found"), [(0.4, 1), (0.5, 0), (5, 0)])
def test_half_a_printed_digit_is_allowed(half_unit, found):
    # 30 as printed against 29.5: half a unit apart, whichever of them is printed less finely
    assert len(unequal_wholes([piece(1, 6, 30, half_unit), piece(1, 3, 9), piece(4, 6, 20.5)])) == found
    assert len(unequal_wholes([piece(1, 6, 30), piece(1, 3, 9), piece(4, 6, 20.5, half_unit)])) == found


def test_qualifiers_are_given_room():
    at_least = piece(1, 3, 9, high=float("inf"))
    assert unequal_wholes([piece(1, 6, 30), at_least, piece(4, 6, 20)]) == []
    assert len(unequal_wholes([piece(1, 6, 28), at_least, piece(4, 6, 20)])) == 1  # 29 or more is not 28


def test_of_several_chains_the_furthest_off_is_told():
    pieces = [piece(1, 9, 100), piece(1, 3, 30), piece(4, 9, 70), piece(4, 6, 35), piece(7, 9, 36)]
    found = unequal_wholes(pieces)
    assert [(each.whole, each.parts, each.total) for each in found] == [(0, (1, 3, 4), 101), (2, (3, 4), 71)]


def test_longest_whole_first():
    pieces = [piece(7, 8, 5), piece(7, 7, 1), piece(8, 8, 1), piece(1, 6, 30), piece(1, 3, 9), piece(4, 6, 20)]
    assert [each.whole for each in unequal_wholes(pieces)] == [3, 0]


@pytest.mark.parametrize(
    ("spans", "missing", "found"),
    [
        ([(1, 40), (1, 50)], (41, 50), (1, 0, (41, 50))),  # both from 1: the days after 40
        ([(31, 60), (51, 60)], (31, 50), (0, 1, (31, 50))),  # both to 60: the days before 51
        ([(1, 40), (1, 55)], (41, 50), (1, 0, (41, 55))),  # more than is missing, but within the period
        ([(1, 40), (1, 45)], (41, 50), (1, 0, (41, 45))),  # a part of what is missing
        ([(1, 40), (1, 45), (1, 49)], (41, 50), (2, 0, (41, 49))),  # as much of it as there is
        ([(1, 40), (1, 50), (21, 60), (51, 60)], (41, 50), (1, 0, (41, 50))),  # rather the closest
    ],
)
def test_difference(spans, missing, found):
    difference = find_difference(spans, missing, (31, 60))
    assert (difference.whole, difference.part, difference.span) == found


@pytest.mark.parametrize(
    "spans", [[], [(1, 50)], [(1, 20), (1, 50)], [(1, 40), (2, 50)], [(1, 40), (1, 70)], [(1, 50), (1, 55)]]
)
def test_no_difference(spans):
    assert find_difference(spans, (41, 50), (31, 60)) is None
