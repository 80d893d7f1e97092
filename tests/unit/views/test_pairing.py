"""What of two states of a plan is held against each other, where a target is judged by years in one of them only."""

from kpi.views.changing.pairing import paired


def test_a_target_that_gets_or_loses_a_year_is_told_once():
    whole, year = ("A", None), ("A", 2025)
    assert list(paired([whole], [year])) == [(year, whole, year)]
    assert list(paired([year], [whole])) == [(year, year, whole)]


def test_what_is_new_or_gone_is_held_against_nothing():
    kept, gone, new = ("A", 2024), ("A", 2023), ("B", None)
    assert list(paired([kept, gone], [kept, new])) == [(each, each, each) for each in (kept, new, gone)]
