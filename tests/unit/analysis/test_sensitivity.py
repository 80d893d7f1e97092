"""Which targets change lamp if a threshold moves."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.analysis import sensitivity, thresholds
from kpi.model import Lamp, LampRule, LampScheme, Status
from kpi.progress import DEFAULT_SCHEME, lamp
from tests.unit.progress.factory import flow, in_year, judge_one

BASE = judge_one(in_year(100), [flow(49, "2025-01-01", "2025-06-30")], "2025-06-30")


def judged(lead, name="T"):
    status = Status.ON_PACE if lead >= 0 else Status.FAR_BEHIND if lead <= -10 else Status.BEHIND
    return replace(BASE, target_id=name, lead_pp=float(lead), status=status)


def scheme(*rules):
    return LampScheme("s", tuple(LampRule("s", None, *bounds, lamp, lead_above=above) for *bounds, above, lamp in rules))


YINCHUAN = scheme((None, None, -10.0, Lamp.GREEN), (-30.0, None, None, Lamp.YELLOW), (None, -30.0, None, Lamp.RED))


def moves(lamps, rows, by):
    return {
        (shift.threshold, shift.moved): [(each.assessment.target_id, each.before, each.after) for each in shift.changes]
        for shift in sensitivity(lamps, rows, by)
        if shift.in_order
    }


def test_thresholds_of_statuses_and_of_lines():
    assert thresholds(DEFAULT_SCHEME) == (-10.0, 0.0)
    assert thresholds(YINCHUAN) == (-30.0, -10.0)


def test_what_hangs_by_a_thread_under_the_default_scheme():
    rows = [judged(3, "A"), judged(-2, "B"), judged(-9, "C"), judged(-10, "D"), judged(-14, "E"), judged(-40, "F")]
    assert moves(DEFAULT_SCHEME, rows, 5) == {
        (-10.0, -15.0): [("D", Lamp.RED, Lamp.YELLOW), ("E", Lamp.RED, Lamp.YELLOW)],
        (-10.0, -5.0): [("C", Lamp.YELLOW, Lamp.RED)],
        (0.0, -5.0): [("B", Lamp.YELLOW, Lamp.GREEN)],
        (0.0, 5.0): [("A", Lamp.GREEN, Lamp.YELLOW)],
    }


def test_lines_with_leads():
    rows = [judged(-8, "A"), judged(-12, "B"), judged(-33, "C")]
    assert moves(YINCHUAN, rows, 5) == {
        (-30.0, -35.0): [("C", Lamp.RED, Lamp.YELLOW)],
        (-30.0, -25.0): [],
        (-10.0, -15.0): [("B", Lamp.YELLOW, Lamp.GREEN)],
        (-10.0, -5.0): [("A", Lamp.GREEN, Lamp.YELLOW)],
    }


def test_thresholds_that_would_change_places_are_out_of_order():
    found = {(shift.threshold, shift.moved): shift for shift in sensitivity(DEFAULT_SCHEME, [judged(-2)], 10)}
    assert not found[-10.0, 0.0].in_order
    assert not found[0.0, -10.0].in_order
    assert found[-10.0, -20.0].in_order
    assert found[-10.0, 0.0].changes == ()


def test_rows_without_a_lead_never_change():
    rows = [replace(BASE, status=status, lead_pp=None) for status in Status]
    assert all(shift.changes == () for shift in sensitivity(DEFAULT_SCHEME, rows, 5))
    assert all(
        shift.changes == () for shift in sensitivity(DEFAULT_SCHEME, [replace(BASE, status=Status.MISSED, lead_pp=-9)], 5)
    )


@pytest.mark.parametrize("by", [0, -5, float("nan")])
def test_a_move_must_be_one(by):
    with pytest.raises(ValueError, match=str(by)):
        sensitivity(DEFAULT_SCHEME, [BASE], by)


@given(
    st.lists(st.floats(-60, 60).map(lambda lead: round(lead, 3)), max_size=8),
    st.floats(0.1, 9.9),
    st.sampled_from([DEFAULT_SCHEME, YINCHUAN]),
)
def test_only_what_lies_between_the_old_and_the_new_threshold_changes(leads, by, lamps):
    rows = [judged(lead, str(place)) for place, lead in enumerate(leads)]
    for shift in sensitivity(lamps, rows, by):
        low, high = sorted((shift.threshold, shift.moved))
        for each in shift.changes:
            assert low - 1e-6 <= each.assessment.lead_pp <= high + 1e-6
            assert each.before is lamp(lamps, each.assessment)
            assert each.before is not each.after
