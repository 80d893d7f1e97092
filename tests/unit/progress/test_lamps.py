"""Schemes map status and lead to a lamp; no status depends on one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Lamp, LampClock, LampRule, LampScheme, Status
from kpi.progress import DEFAULT_SCHEME, deciding_rule, lamp, month_share, scheme, scheme_lead, schemes

from .factory import at, by_date, figure, flow, in_window, in_year, judge_one, plan

DEFAULTS = {
    Status.MET: Lamp.BLUE,
    Status.ON_PACE: Lamp.GREEN,
    Status.BEHIND: Lamp.YELLOW,
    Status.FAR_BEHIND: Lamp.RED,
    Status.MISSED: Lamp.RED,
}
HALF_YEAR = judge_one(in_year(100), [flow(49.8, "2025-01-01", "2025-06-30")], "2025-06-30")
"""49.8 % at 49.59 % by days and 50.00 % by months."""


def judged(status, lead):
    return replace(HALF_YEAR, status=status, lead_pp=lead)


@pytest.mark.parametrize("status", Status)
def test_default_scheme(status):
    assert lamp(DEFAULT_SCHEME, judged(status, None)) is DEFAULTS.get(status, Lamp.GREY)


STRICT = (
    LampRule("strict", Status.MET, None, None, Lamp.GREEN),
    LampRule("strict", None, 5.0, None, Lamp.GREEN),
    LampRule("strict", None, -5.0, 5.0, Lamp.YELLOW),
    LampRule("strict", Status.BEHIND, None, -5.0, Lamp.RED),
)


@pytest.mark.parametrize(
    ("status", "lead", "expected"),
    [
        (Status.MET, None, Lamp.GREEN),
        (Status.MET, -50, Lamp.GREEN),  # the first rule that fits
        (Status.ON_PACE, 5, Lamp.GREEN),  # the least lead is inclusive
        (Status.ON_PACE, 4.99, Lamp.YELLOW),
        (Status.BEHIND, -5, Lamp.YELLOW),
        (Status.BEHIND, -5.01, Lamp.RED),
        (Status.FAR_BEHIND, -20, Lamp.GREY),  # no rule
        (Status.ON_PACE, None, Lamp.GREY),  # a rule with a lead fits no row without one
        (Status.BEHIND, 44.99999999999999 - 50, Lamp.YELLOW),  # −5 but for the binary fractions
    ],
)
def test_rules_in_their_order(status, lead, expected):
    assert lamp(scheme(plan(lamp_rules=STRICT), "strict"), judged(status, lead)) is expected


def test_more_than_a_bound_leaves_the_bound_out():
    rules = (
        LampRule("s", None, None, None, Lamp.GREEN, lead_above=-10.0),
        LampRule("s", None, -30.0, None, Lamp.YELLOW),
        LampRule("s", None, None, -30.0, Lamp.RED),
    )
    found = [lamp(LampScheme("s", rules), judged(Status.BEHIND, lead)) for lead in (-9.99, -10.0, -30.0, -30.01)]
    assert found == [Lamp.GREEN, Lamp.YELLOW, Lamp.YELLOW, Lamp.RED]


def test_schemes_of_a_catalog():
    catalog = plan(lamp_rules=STRICT)
    assert schemes(catalog) == ("default", "strict")
    assert scheme(catalog, "default") == DEFAULT_SCHEME
    own = (LampRule("default", None, None, None, Lamp.YELLOW),)
    assert scheme(plan(lamp_rules=own), "default").rules == own


def test_unknown_scheme_says_which_there_are():
    with pytest.raises(NotFound) as caught:
        scheme(plan(lamp_rules=STRICT), "traffic")
    assert texts("zh").message(caught.value.message) == "没有名为“traffic”的亮灯方案，可用的有：default、strict。"


MONTHLY = LampScheme(
    "m",
    (
        LampRule("m", None, 0.0, None, Lamp.GREEN, clock=LampClock.MONTHS),
        LampRule("m", None, None, 0.0, Lamp.YELLOW),
    ),
)


def test_june_is_half_of_a_year_by_months():
    """49.8 − 49.589 is ahead by days; 49.8 − 50.00 is behind by months. The status does not change."""
    assert HALF_YEAR.status is Status.ON_PACE
    assert month_share(HALF_YEAR) == pytest.approx(0.5)
    assert scheme_lead(MONTHLY, HALF_YEAR) == pytest.approx(-0.2)
    assert lamp(MONTHLY, HALF_YEAR) is Lamp.YELLOW
    assert deciding_rule(MONTHLY, HALF_YEAR) is MONTHLY.rules[1]
    assert lamp(DEFAULT_SCHEME, HALF_YEAR) is Lamp.GREEN


def test_months_of_a_target_by_date_count_from_the_baseline():
    """From 30 June 2023 to 31 December 2025 are 30 months, to 31 December 2024 18."""
    goal = by_date(200, baseline_figure_id="F")
    points = [at(100, "2023-06-30"), at(150, "2024-12-31")]
    found = judge_one(goal, points, "2024-12-31", figures=[figure("F", "stock", 100, "2023-06-30")])
    assert month_share(found) == pytest.approx(18 / 30)
    assert scheme_lead(MONTHLY, found) == pytest.approx(50 - 60)


def test_a_window_in_the_middle_of_a_month():
    """1 July 2023 to 31 December 2025 are 30 months; by 15 November 2023 four and a half are gone."""
    goal = in_window(300, "2023-07-01", "2025-12-31")
    found = judge_one(goal, [flow(30, "2023-07-01", "2023-11-15")], "2023-12-31")
    assert month_share(found) == pytest.approx(4.5 / 30)


def test_a_sum_to_be_kept_below_leads_by_using_less():
    found = judge_one(in_year(100, "<="), [flow(40, "2025-01-01", "2025-06-30")], "2025-06-30")
    assert scheme_lead(MONTHLY, found) == pytest.approx(10)


def test_without_a_lead_there_is_none_by_months_either():
    found = judge_one(in_year(100), [], "2025-06-30")
    assert (found.status, scheme_lead(MONTHLY, found), month_share(found)) == (Status.NO_DATA, None, None)


@given(st.dates(date(2025, 1, 1), date(2025, 12, 31)))
def test_months_and_days_never_differ_by_more_than_a_few_days(day):
    found = judge_one(in_year(100), [flow(1, "2025-01-01", day.isoformat())], day.isoformat())
    gone = month_share(found)
    assert 0 < gone <= 1
    assert abs(gone - found.time_pct / 100) < 3 / 365
