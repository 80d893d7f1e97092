"""Identities worked by hand: which hold, how far printed digits reach, and where they are looked at."""

from dataclasses import asdict, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.model import Identity, Severity, Window
from kpi.quality import check_identities, from_frame, review
from tests.unit.ingest.test_comparing import frame

PROJECT = Path(__file__).resolve().parents[3]
H1 = {"window_start": "2024-01-01", "window_end": "2024-06-30"}
TRAINED = {"measure_id": "volunteers_trained", "region_code": "990100", **H1}
RESIDENTS = {**TRAINED, "breakdown": "audience", "member": "resident", "value": 3000, "printed": "3000人次"}
STAFF = {**TRAINED, "breakdown": "audience", "member": "staff", "value": 2000, "printed": "2000人次"}
SHARE = {"measure_id": "sorted_share", "region_code": "990100", "as_of": "2024-06-30"}
WASTE = {"measure_id": "landfill_daily", "region_code": "990100", "as_of": "2024-06-30"}


@pytest.fixture(scope="module")
def tiny():
    return load_catalog(PROJECT / "tests" / "data" / "tiny_catalog")


@pytest.fixture(scope="module")
def letter():
    return load_catalog(PROJECT / "data" / "catalog")


def stated(catalog, expression, *, tolerance=None, kind="sum", severity=Severity.ERROR):
    """The catalog with this one identity."""
    return replace(catalog, identities=(Identity("X", kind, expression, tolerance, severity, ""),))


def observed(catalog):
    """The catalog's own figures as an observation frame."""
    rows = [asdict(observation) for observation in catalog.observations()]
    return frame(*[{**row, "qualifier": str(row["qualifier"]), "value": float(row["value"])} for row in rows])


def verdicts(catalog, *rows):
    return [finding.holds for finding in check_identities(catalog, frame(*rows))]


def test_a_sum_of_counts_holds_to_the_last_one(tiny):
    assert verdicts(tiny, {**TRAINED, "value": 5000, "printed": "5000人次"}, RESIDENTS, STAFF) == [True]
    assert verdicts(tiny, {**TRAINED, "value": 5001, "printed": "5001人次"}, RESIDENTS, STAFF) == [False]


def test_a_rounded_whole_may_be_half_a_printed_digit_off(tiny):
    """0.51万人次 stands for 5050 to 5150."""
    parts = (RESIDENTS, {**STAFF, "value": 2050, "printed": "2050人次"})
    assert verdicts(tiny, {**TRAINED, "value": 5100, "printed": "0.51万人次"}, *parts) == [True]
    assert verdicts(tiny, {**TRAINED, "value": 5200, "printed": "0.52万人次"}, *parts) == [False]


def test_the_tolerance_of_a_ratio_is_that_of_the_share_not_of_its_parts(tiny):
    """380 ÷ 500 is 76.0 %, and 76.1 % as printed reaches down to 76.05 %; the tonnes have digits of another unit."""
    catalog = stated(tiny, "sorted_share = landfill_daily ÷ 500")
    whole = {**WASTE, "value": 380.0, "printed": "380吨"}
    assert verdicts(catalog, whole, {**SHARE, "value": 0.76, "printed": "76.0%"}) == [True]
    assert verdicts(catalog, whole, {**SHARE, "value": 0.761, "printed": "76.1%"}) == [False]
    assert verdicts(catalog, whole, {**SHARE, "value": 0.76, "printed": "76%"}) == [True]
    assert verdicts(
        stated(tiny, "landfill_daily ÷ 500 = sorted_share"), whole, {**SHARE, "value": 0.761, "printed": "76.1%"}
    ) == [False]


def test_a_stated_tolerance_replaces_the_printed_digit(tiny):
    whole = {**WASTE, "value": 380.0, "printed": "380吨"}
    share = {**SHARE, "value": 0.77, "printed": "77.0%"}
    expression = "sorted_share = landfill_daily ÷ 500"
    assert verdicts(stated(tiny, expression, tolerance=Decimal("0.01")), whole, share) == [True]
    assert verdicts(stated(tiny, expression, tolerance=Decimal("0.009")), whole, share) == [False]


@pytest.mark.parametrize(
    ("expression", "value", "holds"),
    [
        ("landfill_daily <= 400", 400, True),
        ("landfill_daily <= 400", 401, False),
        ("landfill_daily >= 400", 400, True),
        ("landfill_daily >= 400", 399, False),
        ("landfill_daily <= target:G3 + 120", 420, True),
        ("landfill_daily <= target:G3 + 120", 421, False),
        ("landfill_daily × 2 = 800", 400, True),
        ("landfill_daily - 100 >= 300 ÷ 1", 399, False),
    ],
)
def test_bounds_and_arithmetic(tiny, expression, value, holds):
    catalog = stated(tiny, expression, tolerance=Decimal(0))
    assert verdicts(catalog, {**WASTE, "value": value, "printed": f"{value}吨"}) == [holds]


@pytest.mark.parametrize(
    ("qualifier", "value", "holds"),
    [
        ("gt", 0.85, True),
        ("ge", 0.86, True),
        ("gt", 0.88, False),
        ("lt", 0.88, True),
        ("le", 0.86, False),
        ("approx", 0.87, True),
        ("approx", 0.86, False),
        ("eq", 0.85, False),
    ],
)
def test_a_qualified_figure_is_an_interval(tiny, qualifier, value, holds):
    """435 ÷ 500 is exactly 87 %."""
    catalog = stated(tiny, "sorted_share = landfill_daily ÷ 500")
    share = {**SHARE, "value": value, "qualifier": qualifier, "printed": f"{value * 100:.1f}%"}
    assert verdicts(catalog, {**WASTE, "value": 435.0, "printed": "435吨"}, share) == [holds]


@pytest.mark.parametrize(("qualifier", "holds"), [("ge", True), ("le", False), ("eq", False)])
def test_taking_away_an_interval_turns_it_round(tiny, qualifier, holds):
    """1000 less at least 400 is at most 600, so it may be 500; less at most 400 it is 600 or more."""
    catalog = stated(tiny, "1000 - landfill_daily = 500")
    assert verdicts(catalog, {**WASTE, "value": 400.0, "qualifier": qualifier, "printed": "400吨"}) == [holds]


def test_a_figure_of_the_catalog_is_held_only_against_its_own_region(tiny):
    catalog = stated(tiny, "landfill_daily <= figure:W3")
    elsewhere = {**WASTE, "region_code": "990101", "value": 500.0, "printed": "500吨"}
    assert verdicts(catalog, elsewhere) == []
    assert verdicts(catalog, elsewhere, {**WASTE, "value": 400.0, "printed": "400吨"}) == [True]


def test_dividing_by_an_open_interval_decides_nothing_and_by_zero_nothing_is_found(tiny):
    catalog = stated(tiny, "sorted_share = 1 ÷ landfill_daily")
    share = {**SHARE, "value": 0.5, "printed": "50%"}
    assert verdicts(catalog, share, {**WASTE, "value": 8.0, "qualifier": "le"}) == [True]
    assert verdicts(catalog, share, {**WASTE, "value": 0.0}) == []


def test_only_figures_of_one_region_and_period_are_held_together(tiny):
    whole = {**TRAINED, "value": 5000, "printed": "5000人次"}
    other_region = {**RESIDENTS, "value": 9, "region_code": "990101"}
    other_period = {**STAFF, "value": 9, "window_end": "2024-12-31"}
    (finding,) = check_identities(tiny, frame(whole, RESIDENTS, STAFF, other_region, other_period))
    assert (finding.region_code, finding.period) == ("990100", Window(date(2024, 1, 1), date(2024, 6, 30)))
    assert (finding.left, finding.right, finding.tolerance) == (5000, 5000, 0)
    assert check_identities(tiny, frame(whole, RESIDENTS, other_period)) == ()


def test_every_region_and_period_is_looked_at(tiny):
    rows = []
    for region, whole in (("990100", 5000), ("990101", 6000)):
        for end in ("2024-06-30", "2024-12-31"):
            place = {"region_code": region, "window_end": end}
            rows += [{**TRAINED, **place, "value": whole}, {**RESIDENTS, **place}, {**STAFF, **place}]
    found = [(finding.region_code, finding.period.end.month, finding.holds) for finding in check_identities(tiny, frame(*rows))]
    assert found == [("990100", 6, True), ("990100", 12, True), ("990101", 6, False), ("990101", 12, False)]


def test_a_catalogued_figure_means_what_now_stands_at_its_key(tiny):
    catalog = stated(tiny, "figure:W3 = 420")
    w3 = {"measure_id": "landfill_daily", "region_code": "990100", "as_of": "2022-12-31", "printed": "430吨"}
    assert verdicts(catalog) == [True]
    assert verdicts(catalog, {**w3, "value": 430.0}) == [False]


def test_context_is_never_evaluated(tiny):
    assert verdicts(stated(tiny, "landfill_daily <= 1", kind="context"), {**WASTE, "value": 5.0}) == []


def test_the_letters_own_identities_all_hold(letter):
    findings = {finding.identity.identity_id: finding for finding in check_identities(letter, observed(letter))}
    assert [name for name, finding in findings.items() if not finding.holds] == []
    share = findings["I01"]
    assert share.left == 0.3414
    assert share.right == pytest.approx(46.97 / 137.6)
    sums = {name: (findings[name].left, findings[name].right) for name in ("I03", "I04", "I07", "I08")}
    assert sums == {"I03": (205, 205), "I04": (468, 468), "I07": (27, 27), "I08": (12, 12)}
    evaluated = {identity.identity_id for identity in letter.identities if identity.kind != "context"}
    assert evaluated - findings.keys() == {"I06", "I31"}, "these two ratios are not stated in the letter"


def test_the_letters_identities_notice_a_wrong_figure(letter):
    rows = observed(letter)
    national = (rows["measure_id"] == "platform_carriers") & (rows["member"] == "national")
    rows.loc[national, "value"] = 6.0
    assert [f.identity.identity_id for f in check_identities(letter, rows) if not f.holds] == ["I03"]


def test_beside_the_tolerance_stands_what_rounding_allows(tiny):
    """1.02万 against 0.51万 and 0.52万: 100 apart, half a digit is 50. As rounded numbers they may be 250 less to 50 more."""
    whole = {**TRAINED, "value": 10200, "printed": "1.02万人次"}
    parts = {**RESIDENTS, "value": 5100, "printed": "0.51万人次"}, {**STAFF, "value": 5200, "printed": "0.52万人次"}
    (finding,) = check_identities(tiny, frame(whole, *parts))
    assert (finding.difference, finding.tolerance, finding.holds) == (-100, 50, False)
    assert (finding.low, finding.high, finding.explained) == (-250, 50, True)
    (finding,) = check_identities(tiny, frame({**whole, "value": 9900, "printed": "0.99万人次"}, *parts))
    assert (finding.low, finding.high, finding.explained) == (-550, -250, False)


def test_of_one_regions_figures_no_identity_is_held_at_another(tiny):
    """A district's figure of 2022 is 420 in the plan; a newer file said 400, which is not at hand."""
    figures = {**tiny.figures, "W3": replace(tiny.figures["W3"], region_code="990101")}
    catalog = stated(replace(tiny, figures=figures), "figure:W3 = 420")
    newer = {**WASTE, "region_code": "990101", "as_of": "2022-12-31", "value": 400, "printed": "400吨"}
    city = {**WASTE, "value": 900, "printed": "900吨"}
    as_of = date(2024, 12, 31)
    assert [each.holds for each in review(catalog, from_frame(frame(newer, city)), "990100", as_of).identities] == [False]
    assert review(catalog, from_frame(frame(city)), "990100", as_of, reported={}).identities == ()
    (own,) = review(catalog, from_frame(frame(newer)), "990101", as_of, reported={}).identities
    assert not own.holds
