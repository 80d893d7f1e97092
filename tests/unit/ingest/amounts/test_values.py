"""Numbers as people write them: read exactly, with their qualifier, or refused."""

from decimal import Decimal

import pytest

from kpi.ingest.amounts.values import is_blank, read_number, read_rank, read_unit, split_scale
from kpi.ingest.refusals import Refused
from kpi.model import Qualifier

PERSONS = frozenset({"人", "人次"})


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("0", "0", ""),
        ("205", "205", ""),
        ("1,376,000", "1376000", ""),
        ("1，376，000", "1376000", ""),
        ("１３７６", "1376", ""),
        ("１３７．６", "137.6", ""),
        ("137.6万", "137.6", "万"),
        ("137.6 万人", "137.6", "万人"),
        ("137.6万人次", "137.6", "万人次"),
        ("25.8%", "25.8", "%"),
        ("２５．８％", "25.8", "%"),
        ("3.4‰", "3.4", "‰"),
        ("1.2亿元", "1.2", "亿元"),
        ("2百万人", "2", "百万人"),
        ("3 million", "3", "million"),
        ("-5", "-5", ""),
        ("−5.5%", "-5.5", "%"),
        ("+7", "7", ""),
        (".5%", "0.5", "%"),
        ("¥1,210", "1210", "元"),
        ("￥1210万元", "1210", "万元"),
        ("12,345.678", "12345.678", ""),
        ("  42\u3000", "42", ""),
        ("4\u200b2", "42", ""),
    ],
)
def test_a_number_is_read_exactly(text, number, unit):
    written = read_number(text)
    assert (written.number, written.unit, written.qualifier) == (Decimal(number), unit, Qualifier.EQ)


@pytest.mark.parametrize(
    ("text", "number", "unit", "qualifier"),
    [
        ("约13万人", "13", "万人", Qualifier.APPROX),
        ("大约13万", "13", "万", Qualifier.APPROX),
        ("13万左右", "13", "万", Qualifier.APPROX),
        ("≈13", "13", "", Qualifier.APPROX),
        ("超1100家", "1100", "家", Qualifier.GT),
        ("超过85%", "85", "%", Qualifier.GT),
        ("16.8万余人次", "16.8", "万人次", Qualifier.GT),
        ("16.8余万人次", "16.8", "万人次", Qualifier.GT),
        ("200多个", "200", "个", Qualifier.GT),
        ("400余", "400", "", Qualifier.GT),
        ("＞7", "7", "", Qualifier.GT),
        ("98%以上", "98", "%", Qualifier.GE),
        ("100家以上", "100", "家", Qualifier.GE),
        ("达46.72%", "46.72", "%", Qualifier.GE),
        ("不少于5个", "5", "个", Qualifier.GE),
        ("≥5", "5", "", Qualifier.GE),
        (">=5", "5", "", Qualifier.GE),
        ("300吨以内", "300", "吨", Qualifier.LE),
        ("300以下", "300", "", Qualifier.LE),
        ("不超过85万元", "85", "万元", Qualifier.LE),
        ("最高50万元", "50", "万元", Qualifier.LE),
        ("不足10%", "10", "%", Qualifier.LT),
        ("<10", "10", "", Qualifier.LT),
        ("about 13", "13", "", Qualifier.APPROX),
        ("over 1,100", "1100", "", Qualifier.GT),
        ("at least 5", "5", "", Qualifier.GE),
        ("超过100余", "100", "", Qualifier.GT),
    ],
)
def test_a_qualifier_with_one_meaning_is_kept(text, number, unit, qualifier):
    written = read_number(text)
    assert (written.number, written.unit, written.qualifier) == (Decimal(number), unit, qualifier)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,37,600", "value_separators"),
        ("137,6", "value_separators"),
        ("0,123", "value_separators"),
        ("1,3760,000", "value_separators"),
        ("1,376,", "value_separators"),
        ("1.376E+06", "value_exponent"),
        ("1e5", "value_exponent"),
        ("近14万", "value_unclear"),
        ("突破100", "value_unclear"),
        ("几十万", "value_unclear"),
        ("数千人", "value_unclear"),
        ("100+", "value_unclear"),
        ("约100以上", "value_unclear"),
        ("不足100余", "value_unclear"),
        ("½", "value_unreadable"),
        ("1.376.000", "value_unreadable"),
        ("137.", "value_unreadable"),
        ("13 76 000", "value_unreadable"),
        ("10-12万", "value_unreadable"),
        ("(约123)", "value_unreadable"),
        ("=1+1", "value_unreadable"),
        ("'137.6", "value_unreadable"),
        ("2024-06-30", "value_unreadable"),
        ("十一二", "value_unreadable"),
        ("12人34", "value_unreadable"),
        ("--5", "value_unreadable"),
        ("abc", "value_unreadable"),
    ],
)
def test_a_number_that_is_not_certain_is_refused(text, code):
    with pytest.raises(Refused) as refused:
        read_number(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "place", "qualifier"),
    [
        ("3", 3, Qualifier.EQ),
        ("第3位", 3, Qualifier.EQ),
        ("第 16 名", 16, Qualifier.EQ),
        ("第一", 1, Qualifier.EQ),
        ("第二位", 2, Qualifier.EQ),
        ("前十名", 10, Qualifier.LE),
        ("前3名", 3, Qualifier.LE),
        ("前３位", 3, Qualifier.LE),
    ],
)
def test_a_place_in_a_ranking(text, place, qualifier):
    written = read_rank(text)
    assert (written.number, written.qualifier) == (place, qualifier)


@pytest.mark.parametrize("text", ["第三四位", "前几", "前一", "前约3名", "第第3位", "第"])
def test_a_place_that_is_not_certain_is_refused(text):
    with pytest.raises(Refused):
        read_rank(text)


def test_one_comma_may_be_a_decimal_comma_where_semicolons_separate():
    assert read_number("1,234").number == 1234
    with pytest.raises(Refused) as refused:
        read_number("1,234", decimal_comma=True)
    assert refused.value.code == "value_separators"
    assert read_number("1,234,000", decimal_comma=True).number == 1_234_000
    assert read_number("1,234.5", decimal_comma=True).number == Decimal("1234.5")


@pytest.mark.parametrize("text", ["", " ", "　", "-", "—", "——", "－", "…", "/", "无", "暂无", "N/A", "n/a"])
def test_these_say_that_there_is_no_figure(text):
    assert is_blank(text)


@pytest.mark.parametrize("text", ["0", "０", "0%", "无锡", "nil", "#N/A", "-1"])
def test_these_do_not(text):
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("text", "scale", "word"),
    [
        ("人", None, "人"),
        ("万人", "10000", "人"),
        ("（万人）", "10000", "人"),
        ("单位：万人", "10000", "人"),
        ("亿人次", "100000000", "人次"),
        ("万", "10000", ""),
        ("千人", "1000", "人"),
        ("％", "0.01", ""),
        ("百分比", "0.01", ""),
        ("‰", "0.001", ""),
        ("million 人", "1000000", "人"),
    ],
)
def test_a_unit_is_a_scale_and_a_word(text, scale, word):
    unit = read_unit(text, PERSONS)
    assert (unit.scale, unit.word) == (Decimal(scale) if scale else None, word)


@pytest.mark.parametrize("text", ["家", "万家", "人民币", "人万", "万万人"])
def test_a_unit_of_another_kind_is_none(text):
    assert read_unit(text, PERSONS) is None


def test_a_unit_that_only_begins_like_a_scale_is_itself():
    assert read_unit("千克", frozenset({"千克"})) == read_unit("千克", frozenset({"千克", "公斤"}))
    assert read_unit("千克", frozenset({"千克"})).scale is None
    assert split_scale("万元") == (Decimal(10000), "元")
