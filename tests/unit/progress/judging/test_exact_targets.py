"""`=`: what goes past an exact target is an excess and no success; its lead is minus the excess as a share of the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.i18n import texts
from kpi.model import Lamp, LampClock, LampRule, LampScheme, Status
from kpi.progress import DEFAULT_SCHEME, Past, lamp, past, scheme_lead
from tests.unit.progress.factory import at, by_date, flow, in_window, in_year, judge_one, ratio_measure, stock_measure

FROM_50 = [at(50, "2022-12-31")]
EXACT = by_date(100, "=", deadline="2026-12-31")


def exact(value, as_of="2025-06-30"):
    return judge_one(EXACT, [*FROM_50, at(value, as_of)], as_of)


def test_overshooting_is_no_success():
    """From 50 to exactly 100, and now 130: 30 too many of a way of 50 is −60, though 160 % of the way are behind it."""
    found = exact(130)
    assert (found.status, found.lead_pp, found.distance_pct) == (Status.FAR_BEHIND, pytest.approx(-60), pytest.approx(160))
    assert (found.overshot, found.remarks) == (True, ())
    assert lamp(DEFAULT_SCHEME, found) is Lamp.RED


def test_a_little_too_much_is_behind():
    assert (exact(104).status, exact(104).lead_pp) == (Status.BEHIND, pytest.approx(-8))


def test_on_the_way_nothing_changes():
    """80 is 60 % of the way at 912 ÷ 1461 = 62.4 % of the time."""
    found = exact(80)
    assert (found.status, found.lead_pp, found.overshot) == (Status.BEHIND, pytest.approx(60 - 912 / 1461 * 100), False)


def test_past_a_target_on_the_way_down():
    """From 100 down to exactly 50, and now 30: 20 of 50."""
    found = judge_one(by_date(50, "=", deadline="2026-12-31"), [at(100, "2022-12-31"), at(30, "2025-06-30")], "2025-06-30")
    assert (found.status, found.lead_pp, found.overshot) == (Status.FAR_BEHIND, pytest.approx(-40), True)


@pytest.mark.parametrize(("value", "status"), [(105, Status.BEHIND), (112, Status.FAR_BEHIND), (100, Status.ON_PACE)])
def test_a_sum_against_its_target(value, status):
    found = judge_one(in_year(100, "="), [flow(value, "2025-01-01", "2025-06-30")], "2025-06-30")
    assert found.status is status
    assert found.lead_pp == pytest.approx(100 - value if value > 100 else 100 - 181 / 365 * 100)
    windowed = judge_one(
        in_window(100, "2025-01-01", "2026-12-31", "="), [flow(value, "2025-01-01", "2025-06-30")], "2025-06-30"
    )
    assert windowed.status is status


def test_half_a_printed_digit_is_no_excess():
    """33.3 % as printed stands for up to 33.35 %; 33.34 % is within it and 33.36 % is not."""
    goal = by_date("0.333", "=", "ratio", printed="33.3%")
    share = ratio_measure(numerator_id="", denominator_id="")
    within, beyond = (
        judge_one(goal, [at(0.3, "2022-12-31", "ratio"), at(value, "2025-06-30", "ratio")], "2025-06-30", measures=[share])
        for value in (0.3334, 0.3336)
    )
    assert (within.overshot, within.status) == (False, Status.ON_PACE)
    assert (beyond.overshot, beyond.status) == (True, Status.BEHIND)


def test_too_much_is_too_much_by_any_clock():
    months = LampScheme("m", (LampRule("m", None, 0.0, None, Lamp.GREEN, clock=LampClock.MONTHS),))
    assert [scheme_lead(scheme, exact(130)) for scheme in (DEFAULT_SCHEME, months)] == [pytest.approx(-60)] * 2
    assert lamp(months, exact(130)) is Lamp.GREY


def test_when_over_it_is_missed_and_says_by_how_much():
    found = exact(130, "2026-12-31")
    assert found.status is Status.MISSED
    assert texts("zh").message(found.reason) == "2026年12月31日为130人，目标为100人，超出30人"


@given(value=st.floats(1, 1000), start=st.floats(1, 1000), goal=st.floats(1, 1000))
def test_never_on_pace_past_the_target(value, start, goal):
    found = judge_one(
        by_date(goal, "=", deadline="2026-12-31", measure_id="stock"),
        [at(start, "2022-12-31"), at(value, "2025-06-30")],
        "2025-06-30",
        measures=[stock_measure()],
    )
    side = past(found.comparator, value, goal, start)
    assert found.overshot is (side is not None)
    if side is not None:
        assert found.status in {Status.BEHIND, Status.FAR_BEHIND}
        assert (value > goal) is (side is Past.ABOVE)
