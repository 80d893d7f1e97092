"""What a number may say in a sentence: its qualifier in words, a gap never as 0, a need never too small."""

from decimal import Decimal
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.i18n import texts
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
