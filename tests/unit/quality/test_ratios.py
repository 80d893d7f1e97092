"""A stated ratio against its own parts: numbers worked by hand, in the file, in the store, or some of each."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpi.catalog import exactly, load_catalog
from kpi.i18n import texts
from kpi.model import Observation, Qualifier, Severity
from kpi.quality import ratios_against_parts, upload_warnings
from tests.unit.ingest.test_comparing import frame

PROJECT = Path(__file__).resolve().parents[3]
SHARE, SKILLED, EMPLOYED = "skilled_share_of_employed", "skilled_talent_total", "employed_total"
RATE, PASSED, APPLIED = "rural_artisan_pass_rate", "rural_artisan_passed", "rural_artisan_applications"
END = date(2024, 12, 31)


@pytest.fixture(scope="module")
def plan():
    return load_catalog(PROJECT / "data" / "catalog")


def row(measure_id, value, printed, number=2, start=None, end=END, **other):
    window = (start, end, None) if start else (None, None, end)
    dates = dict(zip(("window_start", "window_end", "as_of"), window, strict=True))
    given = {"region_code": "441900", "breakdown": "", "member": "", "file": "a.csv", "row": number} | other
    return Observation(measure_id=measure_id, value=Decimal(value), printed=printed, **dates, **given)


def stored(observation):
    dates = {name: getattr(observation, name) for name in ("window_start", "window_end", "as_of")}
    texts_of = {name: getattr(observation, name) for name in ("measure_id", "region_code", "breakdown", "member", "printed")}
    return {**texts_of, **{k: v.isoformat() for k, v in dates.items() if v}, "value": float(observation.value)}


SHARE_258 = row(SHARE, "0.258", "25.8%", 2)
SKILLED_1376 = row(SKILLED, "1376000", "137.6万人", 3)
EMPLOYED_500 = row(EMPLOYED, "5000000", "500万人", 4)


@pytest.mark.parametrize("there", [(), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2)])
def test_a_share_that_its_parts_contradict_is_a_warning_wherever_they_stand(plan, there):
    """137.6 ÷ 500 = 27.52%, not 25.8%. The row is the first that is new: of the share, its numerator, its denominator."""
    rows = (SHARE_258, SKILLED_1376, EMPLOYED_500)
    new = [each for place, each in enumerate(rows) if place not in there]
    current = frame(*(stored(rows[place]) for place in there))
    (problem,) = ratios_against_parts(plan, new, current)
    assert (problem.severity, problem.code, problem.row) == (Severity.WARNING, "ratio_differs", new[0].row)
    assert texts("zh")("problem.ratio_differs", **problem.values) == (
        "“技能人才占就业人员比例”（2024年12月31日）所报为25.8%，而137.6万人÷500万人=27.52%"
    )
    assert problem in upload_warnings(plan, new, current)


def test_what_was_there_before_or_is_not_all_there_is_no_warning(plan):
    rows = (SHARE_258, SKILLED_1376, EMPLOYED_500)
    assert ratios_against_parts(plan, [row("expert_pool", "12", "12人")], frame(*map(stored, rows))) == ()
    assert ratios_against_parts(plan, rows[:2], frame()) == ()
    other_day = row(EMPLOYED, "5000000", "500万人", 4, end=date(2024, 6, 30))
    other_town = row(EMPLOYED, "5000000", "500万人", 4, region_code="441900003")
    for stranger in (other_day, other_town, row(EMPLOYED, "0", "0人", 4)):
        assert ratios_against_parts(plan, [*rows[:2], stranger], frame()) == ()


@pytest.mark.parametrize(
    ("share", "printed", "fits"),
    [
        ("0.2752", "27.52%", True),
        ("0.275", "27.5%", True),
        ("0.28", "28%", True),
        ("0.2753", "27.53%", True),  # 137.65 ÷ 499.95 = 27.533%
        ("0.2754", "27.54%", False),
        ("0.276", "27.6%", False),
        ("0.27", "27%", False),
    ],
)
def test_printed_digits_are_allowed_for_and_no_more(plan, share, printed, fits):
    """137.6 stands for 137.55 to 137.65, and 500.0 for 499.95 to 500.05."""
    parts = [SKILLED_1376, row(EMPLOYED, "5000000", "500.0万人", 4)]
    assert (ratios_against_parts(plan, [row(SHARE, share, printed), *parts], frame()) == ()) is fits


@pytest.mark.parametrize(("qualifier", "fits"), [(Qualifier.GT, True), (Qualifier.GE, True), (Qualifier.LT, False)])
def test_a_qualifier_is_an_interval(plan, qualifier, fits):
    share = row(SHARE, "0.258", "25.8%", qualifier=qualifier)
    assert (ratios_against_parts(plan, [share, SKILLED_1376, EMPLOYED_500], frame()) == ()) is fits


@pytest.mark.parametrize(("value", "fits"), [("0.8365", True), ("0.9", False)])
def test_a_rate_of_flows_over_their_window_or_dated_at_its_end(plan, value, fits):
    """174 ÷ 208 = 83.65%."""
    first = date(2024, 1, 1)
    parts = [row(PASSED, "174", "174人", 3, first), row(APPLIED, "208", "208份", 4, first)]
    for stated in (row(RATE, value, f"{value}", start=first), row(RATE, value, f"{value}")):
        assert (ratios_against_parts(plan, [stated, *parts], frame()) == ()) is fits


def test_a_dated_rate_may_be_of_any_window_that_ends_on_its_day(plan):
    """July alone 10 ÷ 20 = 50%, January to July 30 ÷ 40 = 75%."""
    end, year, july = date(2024, 7, 31), date(2024, 1, 1), date(2024, 7, 1)
    parts = [
        row(PASSED, "10", "10人", 3, july, end),
        row(APPLIED, "20", "20份", 4, july, end),
        row(PASSED, "30", "30人", 5, year, end),
        row(APPLIED, "40", "40份", 6, year, end),
    ]
    found = {
        share: len(ratios_against_parts(plan, [row(RATE, share, "", end=end), *parts], frame()))
        for share in ("0.5", "0.75", "0.6")
    }
    assert found == {"0.5": 0, "0.75": 0, "0.6": 1}


def test_what_an_identity_says_is_not_said_twice(plan):
    """I01 holds 34.14% against 46.97 ÷ 137.6 = 34.135%; 30% breaks it."""
    parts = [row("highly_skilled_talent_total", "469700", "46.97万人", 3), SKILLED_1376]
    found = upload_warnings(plan, [row("highly_skilled_share", "0.3", "30%"), *parts], frame())
    assert [p.code for p in found if p.code in ("identity_broken", "ratio_differs")] == ["identity_broken"]


@pytest.mark.parametrize(
    ("value", "shown"), [("310", "0.031万张"), ("300", "0.03万张"), ("1", "0.0001万张"), ("4800000", "480万张")]
)
def test_a_value_is_shown_to_its_last_digit(plan, value, shown):
    assert texts("zh").amount(exactly(Decimal(value), plan.measures["training_vouchers"])) == shown
