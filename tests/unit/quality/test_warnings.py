"""What must be looked at before uploaded figures are loaded."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.model import PERIOD_TYPES, Identity, Kind, Observation, Qualifier, Severity, Window
from kpi.quality import outliers, parts_against_whole, upload_warnings
from tests.unit.ingest.test_comparing import frame

PROJECT = Path(__file__).resolve().parents[3]
FLOW, STOCK = "volunteers_trained", "landfill_daily"
WHOLE_2023 = {
    "measure_id": FLOW,
    "region_code": "990100",
    "window_start": "2023-01-01",
    "window_end": "2023-12-31",
    "value": 10500.0,
    "printed": "1.05万人次",
}
STOCK_2023 = {"measure_id": STOCK, "region_code": "990100", "as_of": "2023-12-31", "value": 400.0, "printed": "400吨"}


@pytest.fixture(scope="module")
def tiny():
    return load_catalog(PROJECT / "tests" / "data" / "tiny_catalog")


def row(measure_id, start, end, value, printed, number=2, **other):
    """An uploaded row: of a window, or of a date where `start` is None."""
    given = {"region_code": "990100", "breakdown": "", "member": "", "file": "a.csv", "row": number} | other
    window = (start, end, None) if start else (None, None, end)
    dates = dict(zip(("window_start", "window_end", "as_of"), window, strict=True))
    return Observation(measure_id=measure_id, value=Decimal(value), printed=printed, **dates, **given)


def year(value, printed, number=2, **other):
    return row(FLOW, date(2024, 1, 1), date(2024, 12, 31), value, printed, number, **other)


def stock(value, printed="", **other):
    return row(STOCK, None, date(2024, 12, 31), value, printed, **other)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("105000000", "outlier_high"),
        ("1050000", "outlier_high"),
        ("105000", "outlier_high"),
        ("1050", "outlier_low"),
        ("53000", "outlier_high"),
        ("52400", None),
        ("105", "outlier_low"),
        ("1", "outlier_low"),
        ("13200", None),
        ("50000", None),
        ("2200", None),
        ("0", None),
    ],
)
def test_ten_a_hundred_or_ten_thousand_times_off(tiny, value, code):
    found = outliers(tiny, [year(value, value)], frame(WHOLE_2023))
    assert [(p.code, p.severity, p.file, p.row, p.value) for p in found] == (
        [(code, Severity.WARNING, "a.csv", 2, value)] if code else []
    )


def test_a_flow_is_compared_by_the_day(tiny):
    """10,500 in 365 days is 29 a day; 1,200 on one day is 42 times that, 1,500 is 52 times."""
    day = date(2024, 3, 1)
    assert outliers(tiny, [row(FLOW, day, day, "1200", "")], frame(WHOLE_2023)) == ()
    assert len(outliers(tiny, [row(FLOW, day, day, "1500", "")], frame(WHOLE_2023))) == 1


def test_the_nearest_figure_in_time_is_the_measure(tiny):
    long_ago = {**STOCK_2023, "as_of": "2010-12-31", "value": 2.0}
    assert outliers(tiny, [stock("380")], frame(long_ago, STOCK_2023)) == ()
    assert [p.values["times"] for p in outliers(tiny, [stock("380")], frame(long_ago))] == [190]


def test_a_ratio_over_a_window_is_not_divided_by_its_days(tiny):
    before = {"measure_id": "sorted_share", "region_code": "990100", "as_of": "2023-12-31", "value": 0.7}
    share = row("sorted_share", date(2024, 1, 1), date(2024, 12, 31), "0.72", "72%")
    assert outliers(tiny, [share], frame(before)) == ()
    assert [p.code for p in outliers(tiny, [replace(share, value=Decimal("0.0072"))], frame(before))] == ["outlier_low"]


def test_nothing_to_compare_with_is_no_warning(tiny):
    unknown_start = {**WHOLE_2023, "window_start": None}
    other_part = {**WHOLE_2023, "breakdown": "audience", "member": "staff"}
    other_region = {**WHOLE_2023, "region_code": "990101"}
    untargeted = replace(tiny, targets={})
    assert outliers(untargeted, [year("1", "1")], frame(unknown_start, other_part, other_region)) == ()
    assert outliers(tiny, [year("1", "1", region_code="990101")], frame()) == ()
    ranks = replace(tiny, measures={**tiny.measures, STOCK: replace(tiny.measures[STOCK], kind=Kind.RANK)})
    assert outliers(ranks, [stock("1")], frame(STOCK_2023)) == ()


@pytest.mark.parametrize(
    ("new", "code"),
    [
        (("2024-01-01", "2024-12-31", "12000"), None),
        (("2024-01-01", "2024-12-31", "120000000"), "outlier_high"),
        (("2024-01-01", "2024-12-31", "120"), "outlier_low"),
        (("2024-01-01", "2024-03-31", "3000"), None),
        (("2022-01-01", "2025-12-31", "48000"), None),
    ],
)
def test_where_there_is_no_history_the_target_stands_in_for_it(tiny, new, code):
    """12,000 a year are aimed at."""
    start, end, value = new
    uploaded = row(FLOW, date.fromisoformat(start), date.fromisoformat(end), value, value)
    assert [p.code for p in outliers(tiny, [uploaded], frame())] == ([code] if code else [])


def test_an_outlier_says_what_it_is_held_against(tiny):
    def said(problems):
        return [texts("zh")(f"problem.{p.code}", **p.values) for p in problems]

    assert said(outliers(tiny, [stock("40000")], frame(STOCK_2023))) == [
        "40000吨，约为此前400吨（2023年12月31日）的100倍，可能单位错了或多写了一位"
    ]
    assert said(outliers(tiny, [stock("3")], frame())) == ["3吨，约为目标300吨的100分之一，可能单位错了或少写了一位"]


@pytest.mark.parametrize(("value", "codes"), [("290", []), ("29000", ["outlier_high"]), ("3", ["outlier_low"])])
def test_a_stock_without_history_is_held_against_its_target(tiny, value, codes):
    assert [p.code for p in outliers(tiny, [stock(value)], frame())] == codes


@pytest.mark.parametrize(("period_type", "times"), [("cumulative_window", 200), ("unspecified", None), ("ambiguous", None)])
def test_the_target_of_a_window_counts_by_its_days(tiny, period_type, times):
    """18,260 in the 1,826 days of 2021–2025 are 10 a day; 731,999 in the 366 of 2024 are 2,000."""
    window = Window(date(2021, 1, 1), date(2025, 12, 31))
    target = replace(tiny.targets["G2"], period_type=PERIOD_TYPES[period_type], window=window, value=Fraction(18260))
    found = outliers(replace(tiny, targets={"G2": target}), [year("731999", "")], frame())
    assert [p.values["times"] for p in found] == ([times] if times else [])


def quarters(*values):
    edges = [
        (date(2024, 1, 1), date(2024, 3, 31)),
        (date(2024, 4, 1), date(2024, 6, 30)),
        (date(2024, 7, 1), date(2024, 12, 31)),
    ]
    return [
        row(FLOW, *edge, value, f"{value}人次", number)
        for number, (edge, value) in enumerate(zip(edges, values, strict=True), 3)
    ]


def test_a_whole_and_its_parts_must_agree(tiny):
    """3,000 + 3,200 + 7,000 are 13,200."""
    parts = quarters("3000", "3200", "7000")
    assert parts_against_whole(tiny, [year("13200", "13200人次"), *parts], frame()) == ()
    assert parts_against_whole(tiny, [year("13200", "1.32万人次"), *parts], frame()) == ()
    (problem,) = parts_against_whole(tiny, [year("13300", "1.33万人次"), *parts], frame())
    assert (problem.severity, problem.row, problem.code) == (Severity.WARNING, 2, "parts_differ")
    assert texts("zh")("problem.parts_differ", **problem.values) == "2024年的值为1.33万人次，而其中各段相加为1.32万人次"


def test_a_new_part_is_held_against_what_is_there_and_what_it_replaces_is_not(tiny):
    there = {**WHOLE_2023, "window_start": "2024-01-01", "window_end": "2024-12-31", "value": 13200.0, "printed": "1.32万人次"}
    first, second, third = quarters("3000", "3200", "9000")
    (problem,) = parts_against_whole(tiny, [first, second, third], frame(there))
    assert problem.row == 3
    old_third = {**there, "window_start": "2024-07-01", "value": 9000.0, "printed": ""}
    assert parts_against_whole(tiny, quarters("3000", "3200", "7000"), frame(there, old_third)) == ()
    assert parts_against_whole(tiny, [stock("5")], frame(there, old_third)) == ()


def test_a_contradiction_that_was_there_before_is_not_reported_again(tiny):
    half = {**WHOLE_2023, "window_end": "2023-06-30", "value": 9000.0}
    rest = {**WHOLE_2023, "window_start": "2023-07-01", "value": 9000.0}
    assert parts_against_whole(tiny, [year("13200", "")], frame(WHOLE_2023, half, rest)) == ()


def audience(member, value, number):
    return year(value, f"{value}人次", number, breakdown="audience", member=member)


def broken_identities(catalog, new, current):
    return tuple(problem for problem in upload_warnings(catalog, new, current) if problem.code == "identity_broken")


def test_a_broken_identity_has_the_severity_of_the_catalog(tiny):
    rows = [year("5001", "5001人次"), audience("resident", "3000", 3), audience("staff", "2000", 4)]
    (problem,) = broken_identities(tiny, rows, frame())
    assert (problem.severity, problem.code, problem.row) == (Severity.ERROR, "identity_broken", 2)
    said = texts("zh")("problem.identity_broken", **problem.values)
    assert said == "勾稽关系J1不成立（2024年）：0.5001万人次应等于0.5万人次；涉及分类志愿者培训"
    for severity in (Severity.WARNING, Severity.NOTE):
        softer = replace(tiny, identities=(replace(tiny.identities[0], severity=severity),))
        assert [p.severity for p in broken_identities(softer, rows, frame())] == [severity]
    rows[0] = year("5000", "5000人次")
    assert broken_identities(tiny, rows, frame()) == ()


def test_an_identity_is_judged_as_it_would_be_after_the_upload(tiny):
    there = {**WHOLE_2023, "window_start": "2024-01-01", "window_end": "2024-12-31", "printed": ""}
    parts = [{**there, "breakdown": "audience", "member": m, "value": v} for m, v in (("resident", 3000.0), ("staff", 2000.0))]
    known = frame({**there, "value": 9999.0}, *parts)
    assert broken_identities(tiny, [year("5000", "5000人次")], known) == ()
    assert broken_identities(tiny, [stock("5")], known) == ()
    assert [p.row for p in broken_identities(tiny, [audience("staff", "2500", 7)], known)] == [7]


def test_sides_without_a_unit_of_their_own_are_plain_numbers(tiny):
    ratio = Identity("X", "ratio", "landfill_daily ÷ landfill_daily = 2", None, Severity.WARNING, "")
    (problem,) = broken_identities(replace(tiny, identities=(ratio,)), [stock("5")], frame())
    assert (problem.values["left"], problem.values["right"]) == (1.0, 2.0)


def test_all_warnings_come_together_in_the_order_of_rows(tiny):
    rows = [
        audience("staff", "2000", 2),
        audience("resident", "3000", 3),
        year("5001", "5001人次", 4),
        replace(stock("40000", "40000吨", row=5), qualifier=Qualifier.APPROX),
        *[replace(part, row=part.row + 3) for part in quarters("1000", "1000", "1000")],
    ]
    found = upload_warnings(tiny, rows, frame(STOCK_2023))
    assert [(p.row, p.code) for p in found] == [(4, "parts_differ"), (4, "identity_broken"), (5, "outlier_high")]
    for lang in ("zh", "en"):
        for problem in found:
            assert texts(lang)(f"problem.{problem.code}", **problem.values)
            assert texts(lang).message(problem.suggestion)
