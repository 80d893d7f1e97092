"""Headers are found by name in both languages, wherever the first rows hold them; every table shape is told from them."""

import pytest

from kpi.ingest.names.directories import Names
from kpi.ingest.refusals import Refused
from kpi.ingest.sheets.passages import Passages, cells_of
from kpi.ingest.tables.choices import ColumnChoice, SheetChoices
from kpi.ingest.tables.grid import _ALIASES, Role, Sheet, known_columns, letter
from kpi.ingest.tables.headings import Headings
from kpi.ingest.tables.layouts import Entries, complete, find_layout

PLAIN = ["指标代码", "年份", "数值"]


@pytest.fixture
def headings(tiny):
    return Headings(Names.of(tiny), tiny.units.values())


@pytest.fixture
def layout(headings):
    def found(*rows, name="", around=None, choices=None):
        chosen = choices or SheetChoices()
        laid = find_layout(Sheet(name, rows), headings, chosen)
        return laid if laid and complete(laid, cells_of(around or {}), chosen) else None

    return found


@pytest.mark.parametrize(
    ("role", "alias"), [(role, alias) for role, aliases in _ALIASES.items() for alias in aliases.split(";")]
)
def test_every_alias_is_understood_however_it_is_dressed(layout, role, alias):
    header = [*PLAIN, alias] if role not in (Role.CODE, Role.YEAR, Role.VALUE) else [*PLAIN, "备注"]
    if role in (Role.CODE, Role.YEAR, Role.VALUE):
        header[(Role.CODE, Role.YEAR, Role.VALUE).index(role)] = alias
    dressed = [f"\u3000{name.upper()} ：" for name in header]
    assert layout(dressed).columns[role].header.strip(" ：") == alias.upper().strip()


def test_a_header_may_follow_blank_rows_and_a_title(layout):
    rows = [[], ["", ""], ["2024年填报表"], PLAIN, ["landfill_daily", "2024", "5"]]
    found = layout(*rows)
    assert (found.first_row, found.header_row, found.wide) == (4, 4, False)
    (entry,) = Entries(Sheet("", rows), found).of(4, {})
    assert (entry.row, entry.value.text, entry.text(Role.CODE)) == (5, "5", "landfill_daily")


def test_no_header_is_no_layout(layout):
    assert layout(["a", "b"], ["1", "2"]) is None
    assert layout() is None
    assert known_columns(["年份", "year", "年度"]) == 1


@pytest.mark.parametrize(
    ("header", "code", "about"),
    [
        (["年份", "数值", "单位"], "column_missing", ["template.code"]),
        (["指标代码", "数值"], "column_missing", ["template.year"]),
        (["指标代码", "单位"], "column_missing", ["template.year", "template.value"]),
        (["地区", "2023年", "2024年"], "column_missing", ["template.code"]),
    ],
)
def test_missing_columns_are_all_named(layout, header, code, about):
    with pytest.raises(Refused) as refused:
        layout(header)
    assert (refused.value.code, [message.key for message in refused.value.values["columns"]]) == (code, about)


def test_two_columns_of_one_meaning_are_refused(layout):
    with pytest.raises(Refused) as refused:
        layout([*PLAIN, "实绩"])
    assert (refused.value.code, refused.value.values["columns"]) == ("column_twice", ("数值", "实绩"))
    with pytest.raises(Refused) as refused:
        layout([*PLAIN, "年度"])
    assert (refused.value.code, refused.value.values["columns"]) == ("column_twice", ("年份", "年度"))


def test_a_unit_in_the_header_is_of_every_value_below_it(layout):
    (value,) = layout(["指标代码", "年份", "数值（万人次）"]).values
    assert value.said == {Role.UNIT: "万人次"}


def test_code_and_name_may_stand_side_by_side(layout):
    assert set(layout([*PLAIN, "指标名称", "地区代码", "地区"]).columns) == {
        Role.CODE,
        Role.YEAR,
        Role.VALUE,
        Role.NAME,
        Role.REGION_CODE,
        Role.REGION,
    }


def across(layout):
    return [(value.column.letter, dict(value.said), value.period, value.total) for value in layout.values]


def test_years_across(layout):
    found = layout(["指标", "单位", "2022年", "2023年度", "同比增长%"])
    assert across(found) == [("C", {}, "2022年", False), ("D", {}, "2023年度", False)]
    assert [column.header for column in found.ignored] == ["同比增长%"]


def test_regions_across_with_their_total(layout):
    found = layout(["指标名称", "东岸区", "西岸区", "合计"], around={Role.PERIOD: "2023年"})
    assert across(found) == [
        ("B", {Role.REGION: "东岸区"}, "", False),
        ("C", {Role.REGION: "西岸区"}, "", False),
        ("D", {}, "", True),
    ]


def test_measures_across_with_units_and_years(layout):
    found = layout(["地区", "2023年分类志愿者培训（万人次）", "生活垃圾日均填埋量（吨）2023年"])
    assert across(found)[0] == ("B", {Role.NAME: "分类志愿者培训", Role.UNIT: "万人次"}, "2023年", False)
    assert [column.header for column in found.ignored] == ["生活垃圾日均填埋量（吨）2023年"]


def test_two_rows_of_header_in_a_text_file_carry_the_group_on(layout):
    found = layout(
        ["地区", "2022年", "", "2023年", ""], ["", "上半年", "全年", "上半年", "全年"], around={Role.NAME: "分类志愿者培训"}
    )
    assert (found.first_row, found.header_row) == (1, 2)
    assert [value.period for value in found.values] == ["2022年上半年", "2022年全年", "2023年上半年", "2023年全年"]


def test_a_group_is_not_carried_on_in_a_workbook_where_it_is_not_merged(layout):
    rows = (["地区", "2022年", ""], ["", "上半年", "全年"])
    assert [value.period for value in layout(*rows, name="表", around={Role.NAME: "x"}).values] == ["2022年上半年", "全年"]


def test_a_column_without_a_name_is_known_by_what_is_in_it(layout):
    found = layout(["", "2023年"], ["分类志愿者培训", "5"], ["生活垃圾日均填埋量", "6"])
    assert found.stubs[Role.NAME].index == 0
    found = layout(["单位名称", "2023年"], ["东岸区", "5"], ["西岸区", "6"], around={Role.NAME: "分类志愿者培训"})
    assert found.stubs[Role.REGION].index == 0


def test_beside_a_column_of_values_no_other_is_read(layout):
    found = layout(["指标", "年份", "数值", "2022年"])
    assert across(found) == [("C", {}, "", False)]
    assert [column.header for column in found.ignored] == ["2022年"]


def test_a_row_of_names_and_numbers_is_no_header(layout):
    found = layout(["分类志愿者培训", "2022", "5.5"], ["指标", "2022年", "2023年"])
    assert found.header_row == 2


def test_columns_chosen_by_hand_come_before_what_is_found(layout):
    chosen = {0: ColumnChoice(Role.NAME), 1: ColumnChoice(None), 2: ColumnChoice(Role.VALUE, "2023年前三季度")}
    found = layout(["x"], ["甲", "乙", "Q3"], choices=SheetChoices(header_row=2, columns=chosen))
    assert across(found) == [("C", {}, "2023年前三季度", False)]
    assert found.stubs == {Role.NAME: found.stubs[Role.NAME]}
    with pytest.raises(Refused) as refused:
        layout(
            ["x"], ["甲", "乙", "Q3"], choices=SheetChoices(header_row=2, columns={**chosen, 2: ColumnChoice(Role.VALUE, "？")})
        )
    assert refused.value.code == "meaning_unreadable"
    with pytest.raises(Refused) as refused:
        layout(["x"], choices=SheetChoices(header_row=9))
    assert refused.value.code == "header_row_beyond"


@pytest.mark.parametrize(
    ("row", "passage"),
    [
        (["注：本表不含园区", "", ""], "note"),
        (["数据来源：市城管局2023年年报", "", ""], "note"),
        (["填表人：张三", "审核人：李四", "日期：2024年1月5日"], "note"),
        (["指标", "2022年", "2023年"], "header"),
        (["一、收运", "", ""], "heading"),
        (["分类志愿者培训", "5", ""], None),
        (["", "", "5"], None),
    ],
)
def test_rows_that_are_no_data(layout, row, passage):
    rows = [["指标", "2022年", "2023年"], row]
    found = Passages(Sheet("", rows), layout(*rows[:1])).at(1)
    assert (str(found.passage) if found else None) == passage


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")])
def test_letters_of_columns(column, letters):
    assert letter(column) == letters
