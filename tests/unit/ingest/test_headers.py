"""Headers are found by name in both languages, wherever the first rows hold them."""

import pytest

from kpi.ingest.headers import _ALIASES, Role, find_layout, known_columns
from kpi.ingest.refusals import Refused
from kpi.ingest.tables import Sheet, letter

PLAIN = ["指标代码", "年份", "数值"]


def layout(*rows):
    return find_layout(Sheet("", rows))


@pytest.mark.parametrize(
    ("role", "alias"), [(role, alias) for role, aliases in _ALIASES.items() for alias in aliases.split(";")]
)
def test_every_alias_is_understood_however_it_is_dressed(role, alias):
    header = [*PLAIN, alias] if role not in (Role.CODE, Role.YEAR, Role.VALUE) else [*PLAIN, "备注"]
    if role in (Role.CODE, Role.YEAR, Role.VALUE):
        header[(Role.CODE, Role.YEAR, Role.VALUE).index(role)] = alias
    dressed = [f"\u3000{name.upper()} ：" for name in header]
    assert layout(dressed).columns[role].header.strip(" ：") == alias.upper().strip()


def test_a_header_may_follow_blank_rows_and_a_title():
    found = layout([], ["", ""], ["2024年填报表"], PLAIN, ["x", "2024", "5"])
    assert (found.header_row, found.above) == (4, ("2024年填报表",))
    assert [entry.row for entry in found.entries(Sheet("", [[], [], [], PLAIN, [], ["x", "2024", "5"]]))] == [6]


def test_no_header_is_no_layout():
    assert layout(["a", "b"], ["1", "2"]) is None
    assert layout() is None
    assert known_columns(["年份", "year", "年度"]) == 1


@pytest.mark.parametrize(
    ("header", "code", "about"),
    [
        (["年份", "数值", "单位"], "column_missing", ["template.code"]),
        (["指标代码", "数值"], "column_missing", ["template.year"]),
        (["指标代码", "单位"], "column_missing", ["template.year", "template.value"]),
        (["指标代码", "年份", "2023年", "2024年"], "column_missing", ["template.value"]),
    ],
)
def test_missing_columns_are_all_named(header, code, about):
    with pytest.raises(Refused) as refused:
        layout(header)
    assert (refused.value.code, [message.key for message in refused.value.values["columns"]]) == (code, about)


def test_two_columns_of_one_meaning_are_refused():
    with pytest.raises(Refused) as refused:
        layout([*PLAIN, "实绩"])
    assert (refused.value.code, refused.value.values["columns"]) == ("column_twice", ("数值", "实绩"))


def test_a_unit_in_the_header_is_not_passed_over():
    with pytest.raises(Refused) as refused:
        layout(["指标代码", "年份", "数值（万人）"])
    assert refused.value.code == "header_unit"


def test_code_and_name_may_stand_side_by_side():
    assert set(layout([*PLAIN, "指标名称", "地区代码", "地区"]).columns) == {
        Role.CODE,
        Role.YEAR,
        Role.VALUE,
        Role.NAME,
        Role.REGION_CODE,
        Role.REGION,
    }


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
def test_letters_of_columns(column, letters):
    assert letter(column) == letters
