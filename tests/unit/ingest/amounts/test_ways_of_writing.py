"""Numbers and names as offices write them: footnote marks, digits apart, Chinese numerals, traditional characters."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpi.catalog.printed import last_printed_digit
from kpi.ingest.amounts.values import in_digits, read_number, spelt_plainly
from kpi.ingest.periods.labels import read_label
from kpi.ingest.refusals import Refused
from kpi.ingest.spelling import footnote, simplified
from kpi.model import Qualifier, Severity

MARKS = [
    "①",
    " ②",
    "[1]",
    "［12］",
    "〔3〕",
    "【1】",
    "[注1]",
    "[1,2]",
    "注1",
    "注②",
    "（注3）",
    "（注）",
    "（①）",
    "*",
    "**",
    "※",
    "⑴",
    "†",
]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [("137.6", "137.6", ""), ("1,376", "1376", ""), ("13万人", "13", "万人"), ("25.8%", "25.8", "%")],
)
def test_the_mark_of_a_footnote_takes_no_digit_with_it(text, number, unit, mark):
    written = read_number(text + mark)
    assert (written.number, written.unit) == (Decimal(number), unit)


@pytest.mark.parametrize(("text", "number"), [("137.6¹", "137.6"), ("137.6²⁾", "137.6"), ("137万人³", "137")])
def test_a_raised_digit_behind_a_fraction_or_a_unit_is_a_mark(text, number):
    assert read_number(text).number == Decimal(number)


@pytest.mark.parametrize(
    "text", ["137.6(1)", "137.61)", "137.6 1", "137.6[2024]", "137.6 1)", "①", "[1]", "*", "137.6#", "①137.6"]
)
def test_what_may_be_more_than_a_mark_is_refused(text):
    with pytest.raises(Refused):
        read_number(text)


@pytest.mark.parametrize("text", ["10²", "1,376²", "5m²"])
def test_a_power_is_left_to_be_refused_as_a_unit_nobody_knows(text):
    assert footnote(text) == (text, "")
    assert "²" in read_number(text).unit


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u2009", "\u202f", "\u2006", "\u3000"])
def test_digits_in_groups_of_three_are_one_number(space):
    assert read_number(f"137{space}600").number == 137600
    assert read_number(f"约1{space}376{space}000.5人").number == Decimal("1376000.5")
    assert read_number("1 3 7 . 6").number == Decimal("137.6")
    assert last_printed_digit(Decimal(137000), f"137{space}000") == 1


@pytest.mark.parametrize(
    "text",
    [
        "137  600",
        "137\n600",
        "13 76",
        "137 60",
        "0 376",
        "1 3 7",
        "1 3 7.6",
        "1, 376",
        "137. 6",
        "2024 137.6",
        "12 345 67",
        "1,376 000",
    ],
)
def test_other_digits_apart_may_be_two_numbers(text):
    with pytest.raises(Refused):
        read_number(text)


@given(st.integers(0, 10**12), st.sampled_from([" ", "\u2009"]))
def test_any_number_in_groups_reads_back(number, space):
    assert read_number(f"{number:,}".replace(",", space)).number == number


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("一百二十", "120"),
        ("两百零五人", "205人"),
        ("一百三十七点六万", "137.6万"),
        ("一万二千", "1.2万"),
        ("三亿五千万", "3.5亿"),
        ("一千〇五十", "1050"),
        ("十五", "15"),
        ("壹佰贰拾", "120"),
        ("百分之二十五点八", "25.8%"),
        ("二", "2"),
        ("零", "0"),
    ],
)
def test_a_numeral_written_in_full_is_a_number(text, digits):
    assert in_digits(text) == digits


@pytest.mark.parametrize(
    "text",
    [
        "一百二",
        "三万五",
        "三四百",
        "一千五十",
        "几十",
        "十几万",
        "二〇二四",
        "一二三",
        "一",
        "〇",
        "两",
        "3千5百",
        "廿五",
        "近一百二十",
        "百分之几",
    ],
)
def test_a_numeral_that_may_mean_two_things_is_refused(text):
    with pytest.raises(Refused):
        read_number(text)


def test_a_numeral_has_qualifier_unit_and_one_scale(read):
    written = read_number("约一百二十余万人次".replace("约", ""))
    assert (written.number, written.unit, written.qualifier) == (120, "万人次", Qualifier.GT)
    table = "指标代码,年份,数值,单位\nvolunteers_trained,{},{},{}\n"
    assert [o.value for o in read(table.format(2024, "一万二千", "人次")).observations] == [12_000]
    assert [o.value for o in read(table.format(2024, "一万二千", "万人次")).observations] == [12_000]
    assert [o.value for o in read(table.format(2024, "一百二十", "人次")).observations] == [120]


@given(st.integers(2, 9), st.integers(1, 9), st.integers(1, 9), st.sampled_from(["", "万", "亿"]))
def test_numbers_in_full_read_back(hundreds, tens, ones, scale):
    """Three digits, with and without a gap, in each scale."""
    names = "零一二三四五六七八九"
    for text, number in (
        (f"{names[hundreds]}百{names[tens]}十{names[ones]}", 100 * hundreds + 10 * tens + ones),
        (f"{names[hundreds]}百零{names[ones]}", 100 * hundreds + ones),
        (f"{names[hundreds]}千零{names[tens]}十", 1000 * hundreds + 10 * tens),
        (f"{names[hundreds]}百{names[tens]}十", 100 * hundreds + 10 * tens),
    ):
        written = read_number(text + scale)
        assert (written.number, written.unit) == (number, scale)


def test_what_is_long_is_no_number():
    assert spelt_plainly("1 " * 50_000) == ("1 " * 50_000).strip()


def test_headers_years_and_names_may_have_marks(read):
    reading = read("指标,2023年①,2024年[1]\n日均填埋量①（吨）,380*,37 0\n")
    assert [(o.as_of.year, o.value, o.printed) for o in reading.observations] == [(2023, 380, "380*吨")]
    assert [(p.severity, p.row, p.code) for p in reading.problems] == [
        (Severity.NOTE, 2, "value_marked"),
        (Severity.ERROR, 2, "value_unreadable"),
    ]
    assert read_label("2023年①").year == 2023


def test_traditional_characters_are_read_and_kept_as_they_are(read):
    table = (
        "雲溪市志願者培訓統計表（單位：萬人次）,,,\n指標名稱,年份,地區,數值\n分類志願者培訓,2023年,東岸區,1.2\n"
        "分類志願者培訓,2024年,西岸區,約3萬\n註：初步統計,,,\n資料來源：市城管局,,,\n"
    )
    reading = read(table)
    assert [(o.region_code, o.value, o.printed) for o in reading.observations] == [
        ("990101", 12_000, "1.2萬人次"),
        ("990102", 30_000, "約3萬"),
    ]
    assert {p.severity for p in reading.problems} == {Severity.NOTE}
    assert simplified("abc") == "abc"


@pytest.mark.parametrize("title", ["2024年目標任務分解表", "計劃表", "預計數"])
def test_a_plan_in_traditional_characters_is_still_a_plan(read, title):
    reading = read(f"{title},\n指標,2024年\n日均填埋量（噸）,5\n")
    assert "plan_words" in {p.code for p in reading.problems if p.severity is Severity.WARNING}


def test_another_city_in_traditional_characters_is_still_another(read):
    reading = read("指標,2024年\n日均填埋量（噸）,5\n", name="廣州市.csv")
    assert "region_around" in {p.code for p in reading.problems if p.severity is Severity.ERROR}
