"""亮灯方案 in words: rules in order, lamps side by side, what hangs by a thread; statuses never move."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpi import services
from kpi.errors import KpiError, NotFound
from kpi.model import Lamp
from kpi.services import Query
from tests.profiles import examples
from tests.unit.services.conftest import ZHANG, load, row, statuses, table

SCHEMES = ("default", "months", "yinchuan_2025", "yinchuan_2025_yellow")


def lamps(workspace, scheme="default", shift=5, **query):
    return services.lamps_view(workspace, ZHANG, Query(lamps=scheme, **query), shift=shift)


def of(view, target_id):
    (found,) = [each for each in view.rows if each.standing.target.target_id == target_id]
    return found


def half_year(workspace, value):
    """T24 asks for 4万 a year; 49.59 % of the year has gone by the end of June 2024, 182 of 366 days = 49.73."""
    load(workspace, table(row("skill_certificates", value, "万人次", start="2024-01-01", end="2024-06-30")))


def test_the_schemes_that_there_are(letter):
    view = lamps(letter)
    assert tuple(each.scheme for each in view.schemes) == SCHEMES
    assert [each.name for each in view.schemes][:2] == ["按判定结果亮灯", "按月序时亮灯"]
    assert services.lamp_schemes(letter, ZHANG, "en")[0].name == "By verdict"


def test_the_letters_one_target_with_a_pace(letter):
    """12 − 24.98 = −12.98: red by verdict, yellow in 银川, where red begins beyond 30 points."""
    view = lamps(letter)
    assert [each.standing.target.target_id for each in view.rows] == ["T33"]
    assert of(view, "T33").lead_text == "−12.98个百分点"
    assert of(view, "T33").lamps == (Lamp.RED, Lamp.RED, Lamp.YELLOW, Lamp.YELLOW)
    assert view.counts == ((Lamp.RED, 1), (Lamp.GREY, 30))
    assert lamps(letter, "yinchuan_2025").counts == ((Lamp.YELLOW, 1), (Lamp.GREY, 30))


def test_the_clock_of_months(letter):
    """The end of 2022 is 12 of 48 months, 25 % even: 12 − 25 = −13."""
    view = lamps(letter, "months")
    assert of(view, "T33").lead_text == "−13个百分点"
    assert view.clock == "序时按月计算，6月底为50.00%"
    assert of(view, "T33").standing.assessment.lead_pp == pytest.approx(12 - 36500 / 1461)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("value", "status", "colours"),
    [
        # of 4万: 50 % is a hair ahead of 182/366 = 49.73 % and just on 6/12
        ("2", "on_pace", (Lamp.GREEN, Lamp.GREEN, Lamp.GREEN, Lamp.GREEN)),
        # 49.75 %: ahead by days, 0.25 behind by months
        ("1.99", "on_pace", (Lamp.GREEN, Lamp.YELLOW, Lamp.GREEN, Lamp.GREEN)),
        # 42.5 %: 7.23 behind, which 银川 leaves open
        ("1.7", "behind", (Lamp.YELLOW, Lamp.YELLOW, Lamp.GREEN, Lamp.YELLOW)),
        # 25 %: 24.73 behind
        ("1", "far_behind", (Lamp.RED, Lamp.RED, Lamp.YELLOW, Lamp.YELLOW)),
        # 12.5 %: 37.23 behind
        ("0.5", "far_behind", (Lamp.RED, Lamp.RED, Lamp.RED, Lamp.RED)),
        # all of it
        ("4", "met", (Lamp.BLUE, Lamp.BLUE, Lamp.GREEN, Lamp.GREEN)),
    ],
)
def test_every_scheme_on_the_same_target(letter, value, status, colours):
    half_year(letter, value)
    found = of(lamps(letter), "T24")
    assert (str(found.standing.status), found.lamps) == (status, colours)


@pytest.mark.slow
def test_what_hangs_by_a_thread(letter):
    """1.7 of 4万 is 7.23 points behind: yellow turns green if the line of 0 moves to −10, red if −10 moves to −5."""
    half_year(letter, "1.7")
    told = {(each.shift.threshold, each.shift.moved): each.text for each in lamps(letter).shifts}
    assert list(told) == [(-10, -15), (-10, -5), (0, -5), (0, 5)]
    name = of(lamps(letter), "T24").standing.name
    assert told[-10, -5] == f"界线−10移至−5个百分点：1项变灯，{name}由黄灯变红灯。"
    assert told[0, -5] == "界线0移至−5个百分点：没有目标变灯。"
    wider = {(each.shift.threshold, each.shift.moved): each.text for each in lamps(letter, shift=8).shifts}
    assert wider[0, -8] == f"界线0移至−8个百分点：1项变灯，{name}由黄灯变绿灯。"


def test_thresholds_that_would_change_places_are_said_to(letter):
    told = {(each.shift.threshold, each.shift.moved): each.text for each in lamps(letter, shift=12).shifts}
    assert told[0, -12] == "界线0移至−12个百分点：与另一条界线次序颠倒，不作比较。"
    assert "次序颠倒" not in told[0, 12]


def test_the_rules_are_shown_in_their_order(letter):
    rules = lamps(letter, "yinchuan_2025").rules
    assert [each.number for each in rules] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert (rules[0].condition, rules[0].lamp_text) == ("判定为已达标", "绿灯")
    assert rules[4].condition == "任何判定，且与序时之差不低于−30个百分点"
    assert (rules[7].condition, rules[7].note) == ("其余情形", "没有判定的目标显示为灰灯。")
    assert "本方案取绿灯" in rules[3].note
    assert of(lamps(letter, "yinchuan_2025"), "T33").rule_number == 5


@pytest.mark.parametrize("shift", [0, 0.99, 20.01, -5, float("nan"), float("inf")])
def test_a_shift_beyond_reason(letter, shift):
    with pytest.raises(KpiError) as refused:
        lamps(letter, shift=shift)
    assert (refused.value.message.key, refused.value.message.values) == ("error.bad_shift", {"least": 1, "most": 20})


def test_a_scheme_there_is_none_of(letter):
    with pytest.raises(NotFound):
        lamps(letter, "rainbow")


def test_a_plan_without_schemes_has_the_default_one(tiny):
    view = lamps(tiny)
    assert [(each.scheme, each.name) for each in view.schemes] == [("default", "按判定结果亮灯")]
    assert [each.lamp for each in view.rules] == [Lamp.BLUE, Lamp.GREEN, Lamp.YELLOW, Lamp.RED, Lamp.RED, Lamp.GREY]


@pytest.mark.slow
@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SCHEMES), st.dates(date(2022, 1, 1), date(2027, 12, 31)))
def test_a_scheme_never_changes_a_status(letter, scheme, as_of):
    plain = services.status(letter, ZHANG, Query(as_of=as_of))
    lit = lamps(letter, scheme, as_of=as_of)
    assert statuses(lit.status) == statuses(plain)
    assert lit.status.headline == plain.headline
    assert sum(count for _, count in lit.counts) == len(plain.counted)
