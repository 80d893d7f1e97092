"""Equal within 1e-9 of their size: the same answer for two numbers, for arrays of them, for fractions, and in every room."""

import re
from fractions import Fraction
from math import isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.model import POINT, same, slack
from kpi.progress.judging.numbers import same_each

PROJECT = Path(__file__).resolve().parents[3]
numbers = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e18, max_value=1e18)
stored = st.decimals(min_value=-(10**15), max_value=10**15, places=8, allow_nan=False, allow_infinity=False)
"""As the store keeps a figure."""


@pytest.mark.parametrize(
    ("left", "right", "of", "equal"),
    [
        (1e9, 1e9 + 1, (), True),
        (1e9, 1e9 + 1.1, (), False),
        (0.1 + 0.2, 0.3, (), True),
        (3e-10, 3.1e-10, (), False),
        (0.0, 1e-300, (), False),
        (0.1 + 0.2 - 0.3, 0.0, (), False),
        (0.1 + 0.2 - 0.3, 0.0, (0.3,), True),
        (5e-10, 0.0, (POINT,), True),
        (2e-9, 0.0, (POINT,), False),
    ],
)
def test_of_their_size_and_of_the_numbers_they_were_made_of(left, right, of, equal):
    """10⁻⁹ of 10⁹ is 1; next to 0 there is no size, unless a term names one."""
    assert (same(left, right, *of), same(right, left, *of)) == (equal, equal)


def test_a_third_is_told_exactly_from_what_is_a_billionth_off():
    """1/3 − 0.333333333 is 10⁻⁹ ÷ 3, which is exactly 10⁻⁹ of 1/3."""
    third, printed = Fraction(1, 3), Fraction(333333333, 10**9)
    assert third - printed == slack(third, printed)
    assert third - Fraction(3333333329, 10**10) > slack(third, printed)


@given(left=numbers, right=numbers, apart=st.sampled_from([None, 0.0, 9e-10, -9e-10, 1.1e-9, -1.1e-9]))
def test_arrays_are_compared_as_pairs_are(left, right, apart):
    """On either side of the edge; on it, the last bit of a float decides, and means nothing."""
    right = right if apart is None else left * (1 + apart)
    assert same_each(np.array([left]), np.array([right])).tolist() == [same(left, right)]


@given(first=stored, second=stored)
def test_no_floor_ever_told_apart_what_the_store_keeps(first, second):
    """The floors that rooms once had (1, 0.001, 10⁻¹²) and none agree on figures of eight decimals: no verdict hung on them."""
    left, right = float(first), float(second)
    floors = [abs(left - right) <= 1e-9 * max(abs(left), abs(right), floor) for floor in (1.0, 1e-3)]
    assert [*floors, isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)] == [same(left, right)] * 3


@given(figure=stored, step=st.integers(min_value=-40, max_value=40))
def test_nor_what_lies_a_few_last_digits_apart(figure, step):
    left, right = float(figure), float(figure + step * type(figure)("1e-8"))
    floors = [abs(left - right) <= 1e-9 * max(abs(left), abs(right), floor) for floor in (1.0, 1e-3)]
    assert [*floors, isclose(left, right, rel_tol=1e-9, abs_tol=1e-12)] == [same(left, right)] * 3


def test_the_tolerance_is_written_once():
    """A number like 1e-9 in another room is a home of its own, and the next one to disagree."""
    own = {"kpi/model/same.py"}
    written = {
        path.relative_to(PROJECT).as_posix()
        for folder in ("kpi", "pages")
        for path in (PROJECT / folder).rglob("*.py")
        if re.search(r"\b1e-(9|0?[68])\b|isclose\(|allclose\(", re.sub(r'"""(.|\n)*?"""', "", path.read_text(encoding="utf-8")))
    }
    assert written == own
