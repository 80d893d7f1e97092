"""A number, its own unit and the unit beside it, held against the measure: one scale, once."""

from decimal import Decimal

import pytest

from kpi.ingest.amounts.quantities import base_value, milestone, out_of_range
from kpi.ingest.amounts.values import read_number
from kpi.ingest.refusals import Refused
from tests.unit.ingest.measures import MILESTONE, MONEY, RANK, RENT, SHARE, STUDIOS, TALENT, TRAINING, WEIGHT


@pytest.mark.parametrize(
    ("value", "unit", "measure", "base"),
    [
        ("137.6", "万人", TALENT, "1376000"),
        ("137.6万", "万人", TALENT, "1376000"),
        ("137.6万", "", TALENT, "1376000"),
        ("137.6万", "人", TALENT, "1376000"),
        ("137.6万人", "", TALENT, "1376000"),
        ("137.6万人", "万人", TALENT, "1376000"),
        ("1,376,000", "人", TALENT, "1376000"),
        ("1376000名", "", TALENT, "1376000"),
        ("1.376", "百万人", TALENT, "1376000"),
        ("9.87", "万人次", TRAINING, "98700"),
        ("0.00987亿", "人次", TRAINING, "987000"),
        ("40", "", STUDIOS, "40"),
        ("40", "个", STUDIOS, "40"),
        ("40家", "家", STUDIOS, "40"),
        ("0.1万", "家", STUDIOS, "1000"),
        ("1210", "万元", MONEY, "12100000"),
        ("¥1210万", "", MONEY, "12100000"),
        ("1.5", "亿元", MONEY, "150000000"),
        ("2000", "元/月", RENT, "2000"),
        ("25.8", "%", SHARE, "0.258"),
        ("25.8%", "%", SHARE, "0.258"),
        ("25.8%", "", SHARE, "0.258"),
        ("25.8%", "比率", SHARE, "0.258"),
        ("0.258", "fraction", SHARE, "0.258"),
        ("258", "‰", SHARE, "0.258"),
        ("33.3333333333333", "%", SHARE, "0.33333333"),
        ("3", "", RANK, "3"),
        ("3", "位", RANK, "3"),
        ("3名", "", RANK, "3"),
        ("12.5", "千克", WEIGHT, "12.5"),
        ("12.5公斤", "", WEIGHT, "12.5"),
    ],
)
def test_base_units(value, unit, measure, base):
    assert base_value(read_number(value), unit, measure) == Decimal(base)


@pytest.mark.parametrize(
    ("value", "unit", "measure", "code"),
    [
        ("137.6", "", TALENT, "unit_needed"),
        ("1376000", "", TALENT, "unit_needed"),
        ("25.8", "", SHARE, "percent_needed"),
        ("0.258", "", SHARE, "percent_needed"),
        ("0.258", "比率", SHARE, "percent_needed"),
        ("25.8", "比率", SHARE, "percent_needed"),
        ("137.6万", "亿人", TALENT, "scales_differ"),
        ("1376000人", "万人", TALENT, "scales_differ"),
        ("25.8%", "‰", SHARE, "scales_differ"),
        ("137.6", "万人次", TALENT, "unit_mismatch"),
        ("137.6万人次", "万人", TALENT, "unit_mismatch"),
        ("40", "所", STUDIOS, "unit_mismatch"),
        ("40", "%", STUDIOS, "unit_mismatch"),
        ("40%", "", STUDIOS, "unit_mismatch"),
        ("10²", "", STUDIOS, "unit_mismatch"),
        ("1½", "", STUDIOS, "unit_mismatch"),
        ("25.8", "万", SHARE, "unit_mismatch"),
        ("4.2个百分点", "", SHARE, "unit_mismatch"),
        ("12.5", "克", WEIGHT, "unit_mismatch"),
        ("100000000000000", "亿元", MONEY, "value_too_large"),
    ],
)
def test_what_is_not_certain_is_refused(value, unit, measure, code):
    with pytest.raises(Refused) as refused:
        base_value(read_number(value), unit, measure)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("value", "measure", "code"),
    [
        ("1.0001", SHARE, "share_above_one"),
        ("-0.01", SHARE, "share_negative"),
        ("-1", STUDIOS, "count_negative"),
        ("2.5", STUDIOS, "count_decimals"),
        ("1376543.1", TALENT, "count_decimals"),
        ("0", RANK, "rank_impossible"),
        ("1.5", RANK, "rank_impossible"),
        ("1", SHARE, None),
        ("0", STUDIOS, None),
        ("0.5", MONEY, None),
        ("-0.5", MONEY, None),
    ],
)
def test_what_a_value_can_be(value, measure, code):
    assert out_of_range(Decimal(value), measure) == code


def test_a_milestone_is_done_or_not():
    assert [milestone(text) for text in ("是", "已完成", "1", "Yes")] == [1, 1, 1, 1]
    assert [milestone(text) for text in ("否", "尚未完成", "0")] == [0, 0, 0]
    assert MILESTONE.display_scale == 1
    with pytest.raises(Refused) as refused:
        milestone("2021")
    assert refused.value.code == "milestone_unreadable"
