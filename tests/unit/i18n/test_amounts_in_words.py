"""What a number may say in a sentence: its qualifier in words, a gap never as 0, a need never too small."""

from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.i18n import roughly, texts
from kpi.model import Gap, Pace, Qualifier, Quantity, Rounding
from tests.unit.progress.factory import flow_measure, rank_measure, ratio_measure, stock_measure

ZH, EN = texts("zh"), texts("en")
TRAINED = flow_measure()
SCHOOLS = stock_measure(display_unit="家")
SHARE, RANK = ratio_measure(decimals=2), rank_measure()


@pytest.mark.parametrize(
    ("value", "measure", "qualifier", "words"),
    [
        (168_000, TRAINED, Qualifier.GT, "16.8万余人次"),
        (1100, SCHOOLS, Qualifier.GT, "1100余家"),
        (16, SCHOOLS, Qualifier.GT, "超16家"),
        (0.98, SHARE, Qualifier.GT, "超98%"),
        (0.2, SHARE, Qualifier.GT, "超20%"),
        (1_376_000, TRAINED, Qualifier.GE, "137.6万人次以上"),
        (90, SCHOOLS, Qualifier.LE, "90家以内"),
        (90, SCHOOLS, Qualifier.LT, "不足90家"),
        (90, SCHOOLS, Qualifier.APPROX, "约90家"),
        (90, SCHOOLS, Qualifier.EQ, "90家"),
        (16, RANK, Qualifier.LE, "第16位以内"),
        (16, RANK, Qualifier.GT, "第16位以后"),
    ],
)
def test_a_qualifier_in_a_sentence_is_a_word(value, measure, qualifier, words):
    assert ZH.word(Quantity(value, measure, qualifier)) == words


@pytest.mark.parametrize("lang", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("measure", [TRAINED, SCHOOLS, SHARE, RANK], ids=["flow", "stock", "ratio", "rank"])
@pytest.mark.parametrize("qualifier", list(Qualifier))
def test_no_sign_stands_in_a_sentence(lang, measure, qualifier):
    assert not set(lang.word(Quantity(0.5, measure, qualifier))) & set("<>≤≥")


@pytest.mark.parametrize(
    ("value", "measure", "words"),
    [
        (30, TRAINED, "0.003万人次"),  # 30 ÷ 10 000, where 0.01 is the last decimal
        (3, TRAINED, "0.0003万人次"),
        (0, TRAINED, "0万人次"),
        (50, TRAINED, "0.01万人次"),  # half a unit of the last decimal rounds up, and is no 0
        (0.00003, SHARE, "0.003个百分点"),
        (0.2, SCHOOLS, "0.2家"),
        (1e-14, TRAINED, "0万人次"),  # what binary fractions add is nothing
    ],
)
def test_a_gap_is_not_shown_as_nothing(value, measure, words):
    assert ZH.word(Gap(value, measure)) == words


def test_a_need_in_whole_units_is_rounded_up_and_an_allowance_down():
    """88 in three years are 29.33 a year; 29 a year would make 87."""
    needed, allowed, average = (
        ZH.word(Pace(88 / 3, SCHOOLS, rounding)) for rounding in (Rounding.UP, Rounding.DOWN, Rounding.NEAREST)
    )
    assert (needed, allowed, average) == ("30家", "29家", "29家")
    assert ZH.word(Pace(30.000000000000004, SCHOOLS, Rounding.UP)) == "30家"
    assert ZH.word(Pace(29 / 6, SCHOOLS, Rounding.UP)) == "4.8家"
    assert EN.word(Pace(28_704.3, TRAINED, Rounding.UP)).startswith("28,705 ")


@given(missing=st.integers(1, 10**6), years=st.integers(1, 60))
def test_what_is_needed_is_enough(missing, years):
    shown = ZH.pace_number(missing / years, SCHOOLS, Rounding.UP)
    if missing / years > 10:
        assert shown == ceil(Decimal(missing) / years)
        assert shown * years >= missing


@pytest.mark.parametrize(
    ("value", "shown"),
    [(99.97, "99.97%"), (99.996, "99.996%"), (100, "100%"), (100.04, "100.04%"), (99.94, "99.9%"), (53.25, "53.3%")],
)
def test_all_of_the_way_is_all_of_it(value, shown):
    assert ZH.percent_of_way(value) == shown


@pytest.mark.parametrize(
    ("value", "measure", "zh", "en"),
    [
        (31, TRAINED, "0.003万人次", "31 person-times"),
        (3, TRAINED, "0.0003万人次", "3 person-times"),
        (0.3, SCHOOLS, "0.3家", None),
        (0.00003, SHARE, "0.003%", "0.003%"),
        (0, TRAINED, "0万人次", "0 person-times"),
        (-31, TRAINED, "−0.003万人次", "−31 person-times"),
    ],
)
def test_a_value_is_shown_as_nothing_only_where_it_is(value, measure, zh, en):
    assert ZH.quantity(value, measure) == ZH.word(Quantity(value, measure)) == zh
    assert en is None or EN.quantity(value, measure) == en


@pytest.mark.parametrize(
    ("points", "words"), [(-0.04, "−0.04个百分点"), (0.004, "0.004个百分点"), (0, "0个百分点"), (1e-14, "0个百分点")]
)
def test_a_lead_is_shown_as_nothing_only_where_it_is(points, words):
    assert ZH.points(points) == words


@pytest.mark.parametrize(("percent", "words"), [(0.04, "0.04%"), (99.97, "99.97%"), (0, "0%"), (100, "100%"), (55.34, "55.3%")])
def test_a_percentage_of_the_way_is_nothing_or_all_only_where_it_is(percent, words):
    assert ZH.percent_of_way(percent) == words


@pytest.mark.parametrize(
    ("value", "target", "measure", "told"),
    [
        (13_800, 14_000, TRAINED, ("1.38万人次", "1.4万人次", "0.02万人次")),  # two decimals do
        (11_997, 12_000, TRAINED, ("1.1997万人次", "1.2万人次", "0.0003万人次")),  # 1.2 short of 1.2 would follow from nothing
        (12_345, 20_000, TRAINED, ("1.23万人次", "2万人次", "0.77万人次")),
        (12_350, 20_000, TRAINED, ("1.235万人次", "2万人次", "0.765万人次")),  # 1.24 and 0.77 would make 2.01
        (0.3477, 0.35, SHARE, ("34.77%", "35%", "0.23个百分点")),
        (12, 100, SCHOOLS, ("12家", "100家", "88家")),
    ],
)
def test_a_gap_follows_from_the_values_beside_it(value, target, measure, told):
    words = ZH.telling_apart(measure, (value, target))
    assert (words.quantity(value, measure), words.quantity(target, measure), words.gap(target - value, measure)) == told


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_gaps_follow_from_values_whatever_they_are(value, target):
    for lang in (ZH, EN):
        words = lang.telling_apart(TRAINED, (value, target))
        shown = words.gap_number(target, TRAINED) - words.gap_number(value, TRAINED)
        assert abs(shown) == words.gap_number(abs(target - value), TRAINED)
        assert (shown == 0) == (value == target)


def test_only_the_measure_spoken_of_gets_more_decimals():
    words = ZH.telling_apart(TRAINED, (11_997, 12_000))
    other = flow_measure(measure_id="other")
    assert words.quantity(11_997, other) == ZH.quantity(11_997, other) == "1.2万人次"


@pytest.mark.parametrize(
    ("items", "listed"),
    [
        (["Trained", "Certified"], "Trained and Certified"),
        (["Trained, all types", "Certified"], "Trained, all types; and Certified"),
        (["Trained (2023, target 5)", "Certified (2024, target 6)"], "Trained (2023, target 5) and Certified (2024, target 6)"),
        (["A", "Trained, all types", "B"], "A; Trained, all types; and B"),
        (["Trained, all types"], "Trained, all types"),
        (["2 met (Trained, all types (2025))", "1 missed"], "2 met (Trained, all types (2025)) and 1 missed"),
    ],
)
def test_names_with_commas_are_set_apart_by_semicolons(items, listed):
    assert EN.listing(items) == listed


@pytest.mark.parametrize(
    ("value", "rounding", "told"),
    [
        (5_333_333, Rounding.NEAREST, 5_330_000),
        (89_453.2, Rounding.UP, 89_500),
        (4_726.01, Rounding.DOWN, 4_720),
        (12, Rounding.UP, 12),
        (0.34567, Rounding.NEAREST, 0.346),
        (0, Rounding.UP, 0),
        (999_600, Rounding.NEAREST, 1_000_000),
    ],
)
def test_an_estimate_has_three_digits(value, rounding, told):
    assert roughly(value, 3, rounding) == told


@given(st.floats(1e-6, 1e12), st.integers(1, 6))
def test_a_rough_need_is_never_too_small_nor_a_tenth_too_large(value, digits):
    told = roughly(value, digits, Rounding.UP)
    assert value * (1 - 1e-9) <= told <= value * (1 + 10.0 ** (1 - digits)) * (1 + 1e-9)
