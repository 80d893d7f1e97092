"""What one person may have, and when there is room again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.access import HOUR, MEGABYTE, RULES, Quota, Use, free_at, most_of, used_of
from kpi.errors import NotStarted
from kpi.settings import SETTINGS

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def at(minutes, amount):
    return Use(NOON + timedelta(minutes=minutes), amount)


TAKEN = [at(-59, 3), at(-30, 2), at(-10, 4)]
"""Nine of ten within the last hour."""


@pytest.mark.parametrize(
    ("asked", "free"),
    [(1, 0), (2, 1), (4, 1), (5, 30), (6, 30), (7, 50), (10, 50), (11, None)],
    ids=lambda each: f"{each}",
)
def test_there_is_room_again_once_enough_of_what_was_used_is_an_hour_old(asked, free):
    """The three of 11:01 make room at 12:01, the two of 11:30 at 12:30, the four of 11:50 at 12:50."""
    moment = None if free is None else NOON + timedelta(minutes=free)
    assert free_at(TAKEN, HOUR, NOON, 10, asked) == moment


def test_what_is_an_hour_old_counts_no_longer():
    assert used_of([at(-60, 5), at(-59, 3)], HOUR, NOON) == 3


@given(
    st.lists(st.builds(at, st.integers(-180, 30), st.integers(1, 20)), max_size=8),
    st.integers(1, 30),
    st.integers(1, 30),
)
def test_the_moment_named_is_the_first_that_has_room(uses, allowed, asked):
    """Held against every minute of the next three hours, one after the other."""

    def has_room(moment):
        return used_of(uses, HOUR, moment) + asked <= allowed

    minutes = [NOON + timedelta(minutes=minute) for minute in range(181)]
    assert free_at(uses, HOUR, NOON, allowed, asked) == next((minute for minute in minutes if has_room(minute)), None)


def test_every_limit_is_a_setting_with_a_default_that_counts():
    defaults = {each.name: int(each.default) for each in SETTINGS if each.name in {rule.setting for rule in RULES.values()}}
    assert set(RULES) == set(Quota)
    for quota, rule in RULES.items():
        assert most_of(quota, {}) == defaults[rule.setting] * rule.unit
        assert most_of(quota, {rule.setting: "0"}) is None
    assert most_of(Quota.UPLOAD_BYTES, {"KPI_UPLOAD_MB_PER_DAY": "7"}) == 7 * MEGABYTE


@pytest.mark.parametrize("said", ["-1", "1.5", "many", "１２", "12345678", " 5"])
def test_a_limit_that_is_no_number_is_refused(said):
    with pytest.raises(NotStarted):
        most_of(Quota.REPORTS, {"KPI_REPORTS_PER_HOUR": said})
