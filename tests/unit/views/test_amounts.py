"""Texts and numbers of values: the same value, the number unrounded in the unit of the text."""

from decimal import Decimal

import pytest

from kpi.charts.marks.message import brief
from kpi.i18n import texts
from kpi.model import Bilingual, Direction, Kind, Measure, Qualifier, Unit
from kpi.report.document.columns import evened
from kpi.views import Amount, Amounts
from tests.unit.progress.factory import flow_measure

PERSON_TIME = Unit("person_time", "人次", "person-times", ("人次",), integer=True)


def measure(**changes):
    values = {
        "measure_id": "m", "name_zh": "培训", "name_en": "Training", "category": Bilingual("培训"),
        "kind": Kind.FLOW, "unit": PERSON_TIME,
        "display_unit": "万人次", "display_scale": Decimal(10000), "direction": Direction.HIGHER, "decimals": 2,
    }  # fmt: skip
    return Measure(**values | changes)


TRAINING = measure()
GDP = measure(
    unit=Unit("yuan", "元", "yuan", ("元",), integer=False), display_unit="亿元", display_scale=Decimal(10) ** 8, decimals=0
)
GRAIN = measure(
    kind=Kind.STOCK, unit=Unit("tonne", "吨", "tonnes", ("吨",), integer=False),
    display_unit="亿吨", display_scale=Decimal(10) ** 8, decimals=2,
)  # fmt: skip
TRADE = measure(
    unit=Unit("yuan", "元", "yuan", ("元",), integer=False), display_unit="万亿元", display_scale=Decimal(10) ** 12, decimals=2
)
SHARE = measure(kind=Kind.RATIO, display_unit="%", display_scale=Decimal("0.01"))
RANK = measure(kind=Kind.RANK, display_unit="位", display_scale=Decimal(1), decimals=0)
MILESTONE = measure(kind=Kind.MILESTONE, display_unit="是否", display_scale=Decimal(1), decimals=0)
ZH, EN = Amounts(texts("zh")), Amounts(texts("en"))


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (ZH.value(98700.0, TRAINING), Amount("9.87万人次", 9.87, 2)),
        (ZH.value(1376000.0, TRAINING), Amount("137.6万人次", 137.6, 1)),
        (ZH.value(123456.0, TRAINING), Amount("12.35万人次", 12.3456, 2)),
        (ZH.value(130000.0, TRAINING, Qualifier.APPROX), Amount("约13万人次", 13.0, 0, "约")),
        (ZH.value(0.98, SHARE, Qualifier.GE), Amount("≥98%", 98.0, 0, "≥")),
        (ZH.value(3.0, RANK), Amount("第3位", 3.0, 0)),
        (ZH.value(0.0, MILESTONE), Amount("尚未完成")),
        (EN.value(98700.0, TRAINING), Amount("98,700 person-times", 98700.0, 0)),
        (EN.value(130000.0, TRAINING, Qualifier.APPROX), Amount("about 130,000 person-times", 130000.0, 0, "about")),
        (ZH.value(140_187_900_000_000.0, GDP), Amount("1401879亿元", 1401879.0, 0)),
        (EN.value(140_187_900_000_000.0, GDP), Amount("140.1879 trillion yuan", 140187.9, 1)),
        (EN.value(3_613_000_000_000.0, GDP, Qualifier.GE), Amount("≥3.613 trillion yuan", 3613.0, 0, "≥")),
        (EN.value(43_800_000_000.0, GDP), Amount("43.8 billion yuan", 43.8, 1)),
        (EN.gap(350_000_000.0, GDP), Amount("400 million yuan", 0.35, 1)),  # 3.5亿元 in whole 亿元
        (EN.gap(-350_000_000.0, GRAIN), Amount("−350 million tonnes", -0.35, 2)),
        (EN.value(706_000_000.0, GRAIN), Amount("706 million tonnes", 0.706, 3)),
        (EN.gap(50_000.0, GRAIN), Amount("100,000 tonnes", 0.00005, 4)),  # 0.0005亿吨 to its first digit
        (EN.value(43_850_000_000_000.0, TRADE), Amount("43.85 trillion yuan", 43.85, 2)),
        (EN.value(0.258, SHARE), Amount("25.8%", 25.8, 1)),
        (ZH.gap(0.042, SHARE), Amount("4.2个百分点", 4.2, 1)),
        (ZH.gap(-172500.0, TRAINING, text="无"), Amount("无", -17.25, 2)),
        (EN.gap(-172500.0, TRAINING, text="none"), Amount("none", -172500.0, 0)),
        (ZH.percent(49.58904109589041), Amount("49.6%", 49.58904109589041, 1)),
        (ZH.percent(12.0), Amount("12%", 12.0, 0)),
        (ZH.points(-12.98, text="低于序时进度13个百分点"), Amount("低于序时进度13个百分点", -12.98, 0)),
        (ZH.plain(2.444, "2.4倍"), Amount("2.4倍", 2.444, 1)),
        (ZH.plain(None, "已到期"), Amount("已到期")),
    ],
)
def test_text_number_digits_and_mark(amount, expected):
    assert amount == expected


@pytest.mark.parametrize("make", [ZH.value, ZH.gap])
def test_no_value_is_an_empty_amount(make):
    assert make(None, TRAINING) == Amount()


def test_no_percentage_is_an_empty_amount():
    assert ZH.percent(None) == ZH.points(None) == Amount()


@pytest.mark.parametrize(
    ("amounts", "of", "unit"),
    [
        (ZH, TRAINING, "万人次"),
        (EN, TRAINING, "person-times"),
        (ZH, SHARE, "%"),
        (EN, SHARE, "%"),
        (ZH, RANK, "位"),
        (EN, RANK, "place"),
        (ZH, MILESTONE, ""),
    ],
)
def test_unit_of_the_numbers(amounts, of, unit):
    assert amounts.unit(of) == unit


def test_a_sentence_says_in_words_what_a_table_marks():
    trained = flow_measure()
    more = ZH.value(168_000, trained, Qualifier.GT)
    assert (more.text, more.told) == (">16.8万人次", "16.8万余人次")
    assert ZH.value(168_000, trained).told == "16.8万人次"
    assert EN.value(168_000, trained, Qualifier.GE).told.startswith("at least 168,000")


def test_a_tiny_gap_has_digits_to_show_it_by():
    """30 people are 0.003万: a cell of two decimals would show 0."""
    gap = ZH.gap(30, flow_measure())
    assert (gap.text, gap.number, gap.decimals) == ("0.003万人次", pytest.approx(0.003), 3)


def test_a_number_of_which_nothing_is_said():
    assert ZH.gap(-5, flow_measure(), text="").text == ""


def test_a_bare_number_stands_beside_its_own_scale():
    """亿 are billions in English, 万亿 trillions; 万 is written out. A form still asks in the unit that files are in."""
    english = texts("en")
    assert [english.scale(each).unit for each in (TRAINING, GDP, TRADE)] == ["person-times", "billion yuan", "trillion yuan"]
    assert [EN.unit(each) for each in (GRAIN, SHARE)] == ["billion tonnes", "%"]
    assert [english.display_unit(each) for each in (TRAINING, GDP)] == ["10,000 person-times", "100,000,000 yuan"]
    assert english.display_unit(TRADE) == "trillion yuan"


@pytest.mark.parametrize(
    ("value", "measured", "expected"),
    [
        (4_600_000_000.0, GRAIN, "4.6bn"),
        (706_000_000.0, GRAIN, "706 million tonnes"),
        (43_850_000_000_000.0, TRADE, "43.85tn"),
        (140_187_900_000_000.0, GDP, "140.1879 trillion yuan"),
        (1_500, TRAINING, "1,500"),
        (15_000, TRAINING, "15k"),
        (999_000, TRAINING, "999k"),
        (1_000_000, TRAINING, "1m"),
        (1_250_000, TRAINING, "1.25m"),
        (5_171_382, TRAINING, "5,171,382"),
    ],
)
def test_a_mark_without_room_for_the_unit_keeps_the_scale(value, measured, expected):
    assert brief(EN.value(value, measured), EN.unit(measured), texts("en")) == expected


def test_what_is_only_about_a_number_gets_no_digits_that_numbers_beside_it_have():
    """约13万 is known no closer beside 137.65万; 98.2万 is as exact."""
    column = [ZH.value(130000.0, TRAINING, Qualifier.APPROX), ZH.value(982000.0, TRAINING), ZH.value(1376500.0, TRAINING)]
    assert [amount.even_with(2) for amount in column] == [0, 2, 2]
    assert evened(texts("zh"), column) == ("约13万人次", "98.20万人次", "137.65万人次")
