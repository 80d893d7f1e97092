"""Tables as offices draw them, against the tiny plan: what each says is worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from kpi.ingest import ColumnChoice, FileChoices, Knowledge, Quarters, Role, SheetChoices, UploadFile, read_upload
from kpi.ingest.tables.choices import SavedMapping, headers_of, mapping_text, read_mapping
from kpi.model import Alias, NamedThing, Profile, Severity
from tests.unit.ingest.conftest import TODAY
from tests.unit.ingest.workbooks import saved

EAST, WEST, CITY = "990101", "990102", "990100"


def said(reading):
    """Region, last day, first day and value of each observation."""
    return [(o.region_code, o.as_of or o.window_end, o.window_start, o.value) for o in reading.observations]


def worries(reading):
    return [(p.severity, p.row, p.code) for p in reading.problems if p.severity is not Severity.NOTE]


def notes(reading):
    return [p.code for p in reading.problems if p.severity is Severity.NOTE]


def test_years_across_with_units_beside_the_names(read):
    reading = read("指标,单位,2022年,2023年\n分类志愿者培训,万人次,1.2,1.3\n达标小区占比,%,65,70\n")
    assert worries(reading) == []
    assert [(o.measure_id, o.value, o.column, o.row) for o in reading.observations] == [
        ("volunteers_trained", 12_000, "C", 2),
        ("volunteers_trained", 13_000, "D", 2),
        ("sorted_share", Decimal("0.65"), "C", 3),
        ("sorted_share", Decimal("0.7"), "D", 3),
    ]


def test_a_title_names_measure_and_unit_and_a_total_is_checked(read):
    reading = read(
        "各区分类志愿者培训情况（万人次）\n地区,2022年,2023年\n东岸区,0.5,0.6\n西岸区,0.7,0.7\n合计,1.2,1.3\n注：按登记人次\n"
    )
    year = {y: (date(y, 12, 31), date(y, 1, 1)) for y in (2022, 2023)}
    assert said(reading) == [
        (EAST, *year[2022], 5_000),
        (EAST, *year[2023], 6_000),
        (WEST, *year[2022], 7_000),
        (WEST, *year[2023], 7_000),
    ]
    assert worries(reading) == []
    assert notes(reading) == ["totals_checked", "name_from_title", "unit_from_title", "rows_above", "rows_note"]


@pytest.mark.parametrize(
    ("total", "differs"), [("1.3", False), ("1.4", True), ("1.2", True), ("13000人次", True), ("1.30", False)]
)
def test_a_total_that_is_not_the_sum_must_be_looked_at(read, total, differs):
    unit = "" if total.endswith("人次") else "万人次"
    reading = read(
        f"指标,年份,地区,数值,单位\n志愿者培训,2023,东岸区,0.6,万人次\n志愿者培训,2023,西岸区,0.7,万人次\n志愿者培训,2023,合计,{total},{unit}\n"
    )
    differing = differs and total != "13000人次"
    assert worries(reading) == ([(Severity.WARNING, 4, "total_differs")] if differing else [])
    assert [o.region_code for o in reading.observations] == [EAST, WEST]


def test_subtotals_add_up_the_rows_before_or_after_them(read):
    table = "地区,2023年志愿者培训（人次）\n东岸区,5\n小计,{}\n西岸区,7\n小计,{}\n合计,{}\n"
    assert worries(read(table.format(5, 7, 12))) == []
    assert worries(read(table.format(5, 12, 12))) == [(Severity.WARNING, 5, "total_differs")]
    assert worries(read(table.format(5, 7, 24))) == [(Severity.WARNING, 6, "total_differs")]


def test_shares_have_no_total(read):
    reading = read("地区,2023年达标小区占比（%）\n东岸区,60\n合计,60\n")
    assert (worries(reading), notes(reading)) == ([], ["total_not_additive"])


def test_regions_across_with_a_total_column(read):
    reading = read("指标,单位,年份,东岸区,西岸区,合计\n志愿者培训,人次,2023,5,7,12\n志愿者培训,人次,2022,5,7,13\n")
    assert [(o.region_code, o.value) for o in reading.observations] == [(EAST, 5), (WEST, 7)] * 2
    assert worries(reading) == [(Severity.WARNING, 3, "total_differs")]


def test_two_rows_of_header(read):
    text = "志愿者培训,,,,\n单位：人次,,,,\n地区,2022年,,2023年,\n,上半年,全年,上半年,全年\n东岸区,1,3,2,5\n"
    june, december = [date(y, 6, 30) for y in (2022, 2023)], [date(y, 12, 31) for y in (2022, 2023)]
    assert said(read(text)) == [
        (EAST, june[0], date(2022, 1, 1), 1),
        (EAST, december[0], date(2022, 1, 1), 3),
        (EAST, june[1], date(2023, 1, 1), 2),
        (EAST, december[1], date(2023, 1, 1), 5),
    ]


def test_merged_headers_of_a_workbook(read):
    def merge(book, sheet):
        sheet.merge_cells("A1:E1")
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("B2:C2")
        sheet.merge_cells("D2:E2")
        sheet.merge_cells("A5:E5")

    rows = [
        ["2023年志愿者培训（人次）"],
        ["地区", "上半年", None, "全年", None],
        [None, "东岸区", "西岸区", "东岸区", "西岸区"],
    ]
    rows[1][0], rows[2][0] = "时期", None
    table = [["志愿者培训（人次）"], ["时期", "东岸区", None, "西岸区", None], [None, "上半年", "全年", "上半年", "全年"],
             ["2023年", 1, 3, 2, 5], ["数据来源：市城管局2023年年报"]]  # fmt: skip
    reading = read(saved(table, change=merge), name="表.xlsx")
    assert worries(reading) == []
    assert [(o.region_code, o.window_end, o.value) for o in reading.observations] == [
        (EAST, date(2023, 6, 30), 1),
        (EAST, date(2023, 12, 31), 3),
        (WEST, date(2023, 6, 30), 2),
        (WEST, date(2023, 12, 31), 5),
    ]


def test_a_value_merged_over_two_columns_belongs_to_neither(read):
    reading = read(
        saved(
            [["指标", "2022年", "2023年"], ["志愿者培训（人次）", 5, None]], change=lambda _, sheet: sheet.merge_cells("B2:C2")
        ),
        name="表.xlsx",
    )
    assert [(o.window_end.year, o.value) for o in reading.observations] == [(2022, 5)]
    assert worries(reading) == [(Severity.ERROR, 2, "cell_merged")]


def test_headings_say_whose_rows_follow(read):
    reading = read("指标,2022年,2023年\n东岸区,,\n志愿者培训（人次）,1,2\n西岸区,,\n志愿者培训（人次）,3,4\n")
    assert [(o.region_code, o.value) for o in reading.observations] == [(EAST, 1), (EAST, 2), (WEST, 3), (WEST, 4)]


def test_a_heading_with_a_region_among_other_words_makes_rows_say_theirs(read):
    reading = read("指标,2022年\n一、东岸区分类情况,\n志愿者培训（人次）,1\n")
    assert (said(reading), worries(reading)) == ([], [(Severity.ERROR, 3, "region_around")])


def test_repeated_headers_notes_and_blank_rows_are_passed_over_by_name(read):
    reading = read("指标,2022年\n志愿者培训（人次）,1\n\n指标,2022年\n日均填埋量（吨）,5\n注：初步数\n填表人：张三\n")
    assert worries(reading) == []
    assert [(o.row, o.value) for o in reading.observations] == [(2, 1), (5, 5)]
    assert {p.code: p.values["rows"] for p in reading.problems} == {"rows_header": "4", "rows_note": "6–7"}


def test_blank_cells_of_a_wide_table_are_named_and_are_not_zero(read):
    reading = read("指标,2021年,2022年,2023年\n志愿者培训（人次）,—,,…\n日均填埋量（吨）,0,无,7\n")
    assert [(o.column, o.value) for o in reading.observations] == [("B", 0), ("D", 7)]
    (note,) = reading.problems
    assert (note.code, note.values["cells"]) == ("cells_blank", ("B2", "C2", "D2", "C3"))


def test_a_column_of_numbers_that_is_not_understood_must_be_looked_at(read):
    reading = read("指标,东岸区,西安区\n志愿者培训（人次）2023年,1,2\n".replace("2023年", ""), name="2023.csv")
    assert worries(reading)[0][2] == "column_missing"
    reading = read("2023年分类情况,,\n指标,东岸区,西安区\n志愿者培训（人次）,1,2\n")
    assert worries(reading) == [(Severity.WARNING, 2, "column_unread"), (Severity.WARNING, None, "period_from_title")]
    (unread,) = [p for p in reading.problems if p.code == "column_unread"]
    assert (unread.values["spelling"], unread.values["codes"][0]) == ("西安区", WEST)


def test_a_title_of_another_measure_is_not_taken_for_a_known_one(read):
    reading = read("新增分类志愿者培训（人次）\n地区,2022年,2023年\n东岸区,1,2\n")
    assert (said(reading), [p.code for p in reading.problems]) == ([], ["column_missing"])


def test_the_span_of_a_plan_is_not_when_its_figures_are_of(read):
    reading = read("志愿者培训（2021—2025年）完成情况\n地区,志愿者培训（人次）\n东岸区,1\n")
    assert [p.code for p in reading.problems] == ["column_missing"]


def test_a_bare_quarter_is_asked_about_and_may_be_settled(tiny, read):
    text = "指标,2023年第三季度\n志愿者培训（人次）,5\n"
    assert worries(read(text)) == [(Severity.ERROR, 2, "quarter_unclear")]
    for quarters, first in ((Quarters.ALONE, date(2023, 7, 1)), (Quarters.CUMULATIVE, date(2023, 1, 1))):
        choices = FileChoices(every_sheet=SheetChoices(quarters=quarters))
        reading = read_upload(UploadFile("a.csv", text.encode()), tiny, today=TODAY, choices=choices)
        assert said(reading) == [(CITY, date(2023, 9, 30), first, 5)]


def test_a_percentage_without_its_sign_is_asked_about_and_a_unit_may_be_given(tiny, read):
    for number in ("0.7", "70"):
        text = f"指标,2023年\n达标小区占比,{number}\n"
        assert worries(read(text)) == [(Severity.ERROR, 2, "percent_needed")]
    choices = FileChoices(every_sheet=SheetChoices(around={Role.UNIT: "%"}))
    reading = read_upload(UploadFile("a.csv", text.encode()), tiny, today=TODAY, choices=choices)
    assert [o.value for o in reading.observations] == [Decimal("0.7")]


def test_what_a_file_is_taken_for_may_be_overridden(tiny):
    content = "指标,2023年\n志愿者培训（人次）,5\n".encode("gb18030")
    read = lambda **chosen: read_upload(UploadFile("a.csv", content), tiny, today=TODAY, choices=FileChoices(**chosen))  # noqa: E731
    assert [o.value for o in read(encoding="GB18030").observations] == [5]
    assert [p.code for p in read(encoding="UTF-8").problems] == ["undecodable"]
    assert [p.code for p in read(encoding="latin-1").problems] == ["encoding_unknown"]
    assert [p.code for p in read(delimiter=";").problems] == ["header_missing"]
    assert [p.code for p in read(every_sheet=SheetChoices(header_row=9)).problems] == ["header_row_beyond"]


def test_only_chosen_sheets_are_read_and_the_others_named(tiny):
    table = [["指标代码", "年份", "数值"], ["landfill_daily", 2024, 5]]
    other = [["指标代码", "年份", "数值"], ["landfill_daily", 2023, 6]]
    file = UploadFile("表.xlsx", saved(table, sheets=[("二", other)]))
    reading = read_upload(file, tiny, today=TODAY, choices=FileChoices(sheets=("二",)))
    assert [(o.sheet, o.value) for o in reading.observations] == [("二", 6)]
    assert [(p.code, p.values["sheets"]) for p in reading.problems] == [("sheets_left_out", ("填报",))]


UNCLEAR = "甲,乙,丙\n志愿者培训,5,x\n志愿者培训（旧）,6,x\n"


def by_hand(**more):
    columns = {0: ColumnChoice(Role.NAME), 1: ColumnChoice(Role.VALUE, "2023年前三季度"), 2: ColumnChoice(None)}
    return SheetChoices(header_row=1, columns=columns, around={Role.UNIT: "人次", Role.REGION: "东岸"}, **more)


def test_columns_are_mapped_by_hand_and_the_mapping_is_kept_for_the_next_such_file(tiny):
    file = UploadFile("a.csv", UNCLEAR.encode())
    assert [p.code for p in read_upload(file, tiny, today=TODAY).problems] == ["header_missing"]
    reading = read_upload(file, tiny, today=TODAY, choices=FileChoices(by_sheet={"": by_hand()}))
    assert said(reading) == [(EAST, date(2023, 9, 30), date(2023, 1, 1), 5)]
    assert worries(reading) == [(Severity.ERROR, 3, "measure_unknown")]
    saved_one = SavedMapping(headers_of([["甲", "乙", "丙"]]), by_hand())
    assert read_mapping(mapping_text(saved_one)).headers == ("甲", "乙", "丙")
    knowledge = Knowledge.of(
        tiny, (), [Profile(1, "月报", mapping_text(saved_one), "张三", None), Profile(2, "坏", "{}", "张三", None)]
    )
    second = read_upload(UploadFile("b.csv", ("月报,,\n" + UNCLEAR).encode()), knowledge, today=TODAY)
    assert second.sheets[0].profile == "月报"
    assert [(o.region_code, o.value, o.row) for o in second.observations] == [(EAST, 5, 3)]
    without = read_upload(file, knowledge, today=TODAY, choices=FileChoices(profiles=False))
    assert [p.code for p in without.problems] == ["header_missing"]


def test_an_accepted_spelling_is_read_and_never_outranks_a_name(tiny):
    file = UploadFile("a.csv", "指标,地区,2023年\n志愿培训,东边,5人次\n志愿者培训,西岸区,6人次\n".encode())
    plain = read_upload(file, tiny, today=TODAY)
    assert [(p.code, p.values["spelling"], p.values["codes"][:1]) for p in plain.problems] == [
        ("measure_unknown", "志愿培训", ("volunteers_trained",)),
        ("region_unknown", "东边", (EAST,)),
    ]
    aliases = [
        Alias(1, NamedThing.MEASURE, "志愿培训", "volunteers_trained", "张三", None),
        Alias(2, NamedThing.REGION, "东边", EAST, "张三", None),
        Alias(3, NamedThing.REGION, "西岸区", EAST, "张三", None),
    ]
    reading = read_upload(file, Knowledge.of(tiny, aliases), today=TODAY)
    assert [(o.region_code, o.value) for o in reading.observations] == [(EAST, 5), (WEST, 6)]


def test_a_member_is_that_of_the_breakdown_its_measure_has(read):
    reading = read("指标,分组,2023年\n志愿者培训（人次）,居民,5\n其中：志愿者培训（人次）,居民,\n")
    assert [(o.breakdown, o.member, o.value) for o in reading.observations] == [("audience", "resident", 5)]


def test_hidden_rows_are_read_and_mentioned(read):
    table = [["指标代码", "年份", "数值"], ["landfill_daily", 2024, 5], ["landfill_daily", 2023, 6]]

    def hide(_, sheet):
        sheet.row_dimensions[3].hidden = True

    reading = read(saved(table, change=hide), name="表.xlsx")
    assert [o.value for o in reading.observations] == [5, 6]
    assert [(p.code, p.values["rows"]) for p in reading.problems] == [("rows_hidden", "3")]


def test_a_serial_date_must_be_confirmed(read):
    reading = read("指标,45291\n日均填埋量（吨）,5\n")
    assert [o.as_of for o in reading.observations] == [date(2023, 12, 31)]
    assert worries(reading) == [(Severity.WARNING, 2, "serial_date")]


def test_excels_own_separator_line(read):
    reading = read("sep=;\n指标代码;年份;数值\nlandfill_daily;2024;5\n")
    assert [(o.row, o.value) for o in reading.observations] == [(3, 5)]


def test_two_columns_with_one_key_are_named_by_their_cells(read):
    reading = read("指标,2023年,2023年度\n日均填埋量（吨）,5,6\n")
    (problem,) = [p for p in reading.problems if p.severity is Severity.ERROR]
    assert (problem.code, problem.values["cell"], problem.values["letter"], problem.row) == ("duplicate", "B2", "C", 2)


def test_a_second_table_below_the_first_is_of_its_own_measure(read):
    text = "志愿者培训（人次）\n地区,2022年\n东岸区,5\n日均填埋量（吨）\n地区,2022年\n西岸区,7\n"
    reading = read(text)
    assert [(o.measure_id, o.region_code, o.value) for o in reading.observations] == [
        ("volunteers_trained", EAST, 5),
        ("landfill_daily", WEST, 7),
    ]
    assert worries(reading) == []


def test_a_heading_that_is_not_understood_where_rows_rest_on_a_title_must_be_looked_at(read):
    reading = read("志愿者培训（人次）\n地区,2022年\n东岸区,5\n新增志愿者（人次）\n西岸区,7\n")
    assert worries(reading) == []
    reading = read("志愿者培训（人次）\n地区,2022年\n东岸区,5\n二、其他情况\n西岸区,7\n")
    assert worries(reading) == [(Severity.WARNING, 4, "heading_unclear")]
    reading = read("指标,2022年\n东岸区,\n志愿者培训（人次）,5\n市本级,\n志愿者培训（人次）,7\n")
    assert (Severity.WARNING, 4, "heading_unclear") in worries(reading)


def test_hidden_columns_are_mentioned(read):
    def hide(_, sheet):
        sheet.column_dimensions["C"].hidden = True

    reading = read(saved([["指标代码", "年份", "数值"], ["landfill_daily", 2024, 5]], change=hide), name="表.xlsx")
    assert [(p.code, p.values["columns"]) for p in reading.problems] == [("columns_hidden", ("C",))]


@pytest.mark.parametrize(
    ("title", "header", "expected"),
    [
        ("2024年1—11月志愿者培训（人次）", "本年累计", (date(2024, 1, 1), date(2024, 11, 30))),
        ("2024年11月志愿者培训（人次）", "本年累计", (date(2024, 1, 1), date(2024, 11, 30))),
        ("2024年11月志愿者培训（人次）", "本月", (date(2024, 11, 1), date(2024, 11, 30))),
        ("2024年1—11月志愿者培训（人次）", "本月", "period_no_month"),
        ("2024年志愿者培训（人次）", "本月", "period_no_month"),
        ("2024年志愿者培训（人次）", "第三季度", "quarter_unclear"),
        ("2024年第三季度志愿者培训（人次）", "当季", (date(2024, 7, 1), date(2024, 9, 30))),
    ],
)
def test_this_month_and_so_far_are_of_the_titles_month(read, title, header, expected):
    reading = read(f"{title}\n地区,{header}\n东岸区,5\n")
    windows = [(o.window_start, o.window_end) for o in reading.observations]
    if isinstance(expected, str):
        assert (windows, [code for severity, _, code in worries(reading) if severity is Severity.ERROR]) == ([], [expected])
    else:
        assert windows == [expected]
        assert worries(reading) == [(Severity.WARNING, None, "period_from_title")]
