"""Long tables row by row: what is understood, and each error, warning and note that an upload can have."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kpi.i18n import texts
from kpi.model import PERIOD_TYPES, Certainty, Message, Qualifier, Severity

HEADER = "指标代码,年份,地区,分组,数值,单位,备注\n"
Q1 = (date(2024, 1, 1), date(2024, 3, 31))


def test_a_row_becomes_an_observation_with_its_origin(read):
    reading = read(HEADER + "分类志愿者培训,2024年度,东岸区,audience=resident,约1.2万余,万人次,含补报\n".replace("余", ""))
    (observation,) = reading.observations
    assert observation.measure_id == "volunteers_trained"
    assert observation.region_code == "990101"
    assert (observation.breakdown, observation.member) == ("audience", "resident")
    assert (observation.window_start, observation.window_end, observation.as_of) == (date(2024, 1, 1), date(2024, 12, 31), None)
    assert (observation.value, observation.qualifier) == (Decimal(12000), Qualifier.APPROX)
    assert (observation.certainty, observation.printed, observation.note) == (Certainty.STATED, "约1.2万", "含补报")
    assert (observation.file, observation.sheet, observation.row) == ("填报.csv", "", 2)
    assert reading.ok
    assert reading.problems == ()


def test_every_way_of_naming_a_measure_region_and_group(read):
    reading = read(
        HEADER
        + "sorted_share,2024,,,70%,,\n"
        + "生活垃圾分类达标小区占比,2023,990101,,70%,,\n"
        + "达标小区占比,2022,东岸,,70%,,\n"
        + "Share of housing estates that pass waste sorting,2021,east bank,,70%,,\n"
        + "“志愿者培训”,2021,西岸区,居民,70,人次,\n"
        + "志愿者培训,2022,西岸区,audience=物业及环卫人员,70,人次,\n"
        + "志愿者培训,2023,西岸区,合计,70,人次,\n"
        + "志愿者培训,2024,全市,ＡＵＤＩＥＮＣＥ＝staff,70,人次,\n"
    )
    assert [p.code for p in reading.problems if p.severity is not Severity.WARNING] == []
    assert [(o.measure_id, o.region_code, o.member) for o in reading.observations] == [
        ("sorted_share", "990100", ""),
        ("sorted_share", "990101", ""),
        ("sorted_share", "990101", ""),
        ("sorted_share", "990101", ""),
        ("volunteers_trained", "990102", "resident"),
        ("volunteers_trained", "990102", "staff"),
        ("volunteers_trained", "990102", ""),
        ("volunteers_trained", "990100", "staff"),
    ]


def test_breakdown_and_member_in_two_columns(read):
    reading = read("measure_id,year,breakdown,member,value,unit\nvolunteers_trained,2024,audience,staff,5,人次\n")
    assert [(o.breakdown, o.member) for o in reading.observations] == [("audience", "staff")]


@pytest.mark.parametrize(
    ("row", "column", "code"),
    [
        ("landfil_daily,2024,,,5,吨,", "指标代码", "measure_unknown"),
        (",2024,,,5,吨,", "指标代码", "measure_missing"),
        ("landfill_daily,2024,北岸区,,5,吨,", "地区", "region_unknown"),
        ("landfill_daily,2024,,level=x,5,吨,", "分组", "breakdown_unknown"),
        ("landfill_daily,20255,,,5,吨,", "年份", "year_unreadable"),
        ("landfill_daily,,,,5,吨,", "年份", "period_missing"),
        ("landfill_daily,2026,,,5,吨,", "年份", "period_future"),
        ("landfill_daily,1889,,,5,吨,", "年份", "period_impossible"),
        ("landfill_daily,2024,,,五六,吨,", "数值", "value_unreadable"),
        ('landfill_daily,2024,,,"1,37,600",吨,', "数值", "value_separators"),
        ("landfill_daily,2024,,,#N/A,吨,", "数值", "cell_error"),
        ("landfill_daily,2024,,,#####,吨,", "数值", "cell_error"),
        ("landfill_daily,2024,,,5,人次,", "单位", "unit_mismatch"),
        ("landfill_daily,2024,,,5人次,吨,", "数值", "unit_mismatch"),
        ("landfill_daily,2024,,,5,#REF!,", "单位", "cell_error"),
        ("volunteers_trained,2024,,,1.2,,", "数值", "unit_needed"),
        ("volunteers_trained,2024,,,1.2,#REF!,", "单位", "cell_error"),
        ("volunteers_trained,2024,,,12000人次,万人次,", "数值", "scales_differ"),
        ("volunteers_trained,2024,,,-3,人次,", "数值", "count_negative"),
        ("volunteers_trained,2024,,,1.5,人次,", "数值", "count_decimals"),
        ("sorted_share,2024,,,0.7,,", "数值", "percent_needed"),
        ("sorted_share,2024,,,70,,", "数值", "percent_needed"),
        ("sorted_share,2024,,,170%,,", "数值", "share_above_one"),
    ],
)
def test_an_error_names_row_column_value_and_refuses_the_file(read, row, column, code):
    reading = read(HEADER + "landfill_daily,2020,,,5,吨,\n" + row + "\n")
    (problem,) = reading.problems
    assert (problem.severity, problem.row, problem.column, problem.code) == (Severity.ERROR, 3, column, code)
    place = HEADER.strip().split(",").index(column)
    assert problem.values["letter"] == "ABCDEFG"[place]
    if '"' not in row:
        assert problem.value == row.split(",")[place]
    assert not reading.ok
    assert [o.row for o in reading.observations] == [2]


def test_errors_come_all_at_once_also_from_one_row(codes):
    found = codes(HEADER + "x,2024,,,5,吨,\nlandfill_daily,24,北岸区,zzz,五六,人,\n")
    assert found == [
        (2, "指标代码", "measure_unknown"),
        (3, "地区", "region_unknown"),
        (3, "分组", "breakdown_unknown"),
        (3, "年份", "year_unreadable"),
        (3, "数值", "value_unreadable"),
    ]


def test_dates_that_do_not_exist_or_do_not_fit(codes):
    header = "指标代码,年份,起始日期,截止日期,数值,单位\n"
    assert codes(header + "landfill_daily,,,2023-02-30,5,吨\n") == [(2, "截止日期", "date_impossible")]
    assert codes(header + "volunteers_trained,,,2024-06-30,5,人次\n") == [(2, "截止日期", "flow_needs_start")]
    assert codes(header + "volunteers_trained,,2024-07-01,2024-06-30,5,人次\n") == [(2, "截止日期", "period_reversed")]
    assert codes(header + "volunteers_trained,2023,2024-01-01,2024-06-30,5,人次\n") == [(2, "截止日期", "year_disagrees")]
    assert codes(header + "volunteers_trained,,2025-12-01,2026-01-16,5,人次\n") == [(2, "截止日期", "period_future")]
    assert codes(header + "volunteers_trained,,2025-12-01,2026-01-15,5,人次\n") == []


def test_a_ratio_may_be_stated_for_a_window(read):
    (observation,) = read("指标代码,起始日期,截止日期,数值\nsorted_share,2024-01-01,2024-03-31,70%\n").observations
    assert (observation.window_start, observation.window_end, observation.as_of) == (*Q1, None)


def test_the_start_of_a_stock_is_noted_and_not_used(read):
    reading = read("指标代码,起始日期,截止日期,数值\nlandfill_daily,2024-01-01,2024-03-31,70\n")
    assert [(o.window_start, o.as_of) for o in reading.observations] == [(None, Q1[1])]
    assert [(p.severity, p.code) for p in reading.problems] == [(Severity.NOTE, "start_unused")]


def test_a_suggestion_offers_the_nearest_name(read):
    problems = read(HEADER + "landfil_daily,2024,北岸区,resident人,5,吨,\n").problems
    said = [texts("zh").message(problem.suggestion) for problem in problems]
    assert said == [
        "是否为“生活垃圾日均填埋量”（landfill_daily）？",
        "是否为“东岸区”？",
        "是否为audience=resident（居民）？",
    ]


def test_code_and_name_of_two_measures_contradict_each_other(codes):
    table = "指标代码,指标名称,年份,数值,单位\nlandfill_daily,{},2024,5,吨\n"
    assert codes(table.format("生活垃圾日均填埋量")) == []
    assert codes(table.format("分类志愿者培训")) == [(2, "指标名称", "measure_conflict")]
    assert codes(table.format("不明")) == [(2, "指标名称", "measure_unknown")]


def test_a_cell_under_no_header_is_refused(codes):
    assert codes("指标代码,年份,,数值\nlandfill_daily,2024,,5\nlandfill_daily,2023,序,6\n") == [(3, "", "row_shape")]


def test_a_thousands_separator_without_quotes_never_cuts_a_value_short(read):
    header = "指标代码,年份,数值,备注\n"
    assert [p.code for p in read(header + "landfill_daily,2024,1,376,\n").problems] == ["row_shape"]
    assert [p.code for p in read(header + "landfill_daily,2024,1,376\n").problems] == ["value_torn"]
    assert read(header + "landfill_daily,2024,1,376\n").problems[0].severity is Severity.WARNING


def test_two_rows_with_one_key_are_both_named(read):
    reading = read(HEADER + "landfill_daily,2024,,,5,吨,\nlandfill_daily,2023,,,6,吨,\n日均填埋量,2024,云溪市,,7,吨,\n")
    (problem,) = reading.problems
    assert (problem.severity, problem.row, problem.code, problem.values["row"]) == (Severity.ERROR, 4, "duplicate", 2)
    assert [o.row for o in reading.observations] == [2, 3, 4]


def test_blank_values_are_skipped_with_one_note_and_dashes_each_with_theirs(read):
    rows = ["landfill_daily,2024,,,5,吨,", *["landfill_daily,2023,,,,吨,"] * 3, "landfill_daily,2022,,,—,吨,", "x,,,,,,"]
    reading = read(HEADER + "\n".join(rows) + "\n")
    notes = [(p.severity, p.row, p.code, p.values.get("rows")) for p in reading.problems]
    assert notes == [(Severity.NOTE, 6, "value_absent", None), (Severity.NOTE, None, "values_blank", "3–5, 7")]
    assert reading.sheets[0].rows == 6
    assert reading.ok


def test_one_blank_value_is_noted_at_its_row(codes):
    assert codes(HEADER + "landfill_daily,2024,,,5,吨,\nlandfill_daily,2023,,,,吨,\n") == [(3, "", "values_blank")]


def test_a_bare_share_below_one_beside_percent_must_be_confirmed(read):
    reading = read(HEADER + "sorted_share,2024,,,0.7,%,\n")
    assert [(p.severity, p.code) for p in reading.problems] == [(Severity.WARNING, "share_tiny")]
    assert [o.value for o in reading.observations] == [Decimal("0.007")]
    assert read(HEADER + "sorted_share,2024,,,0.7%,%,\n").problems == ()


def test_a_negative_amount_must_be_confirmed(read):
    reading = read(HEADER + "landfill_daily,2024,,,-5,吨,\n")
    assert [(p.severity, p.code) for p in reading.problems] == [(Severity.WARNING, "value_negative")]


def test_a_group_the_measure_never_had_must_be_confirmed(read):
    reading = read(HEADER + "landfill_daily,2024,,居民,5,吨,\n")
    assert [(p.severity, p.code) for p in reading.problems] == [(Severity.WARNING, "breakdown_unusual")]


def test_a_region_that_does_not_report_must_be_confirmed(read, tiny):
    sleeping = replace(tiny.regions["990102"], active=False)
    catalog = replace(tiny, regions={**tiny.regions, "990102": sleeping})
    reading = read(HEADER + "landfill_daily,2024,西岸区,,5,吨,\n", catalog=catalog)
    assert [(p.severity, p.code) for p in reading.problems] == [(Severity.WARNING, "region_inactive")]


def test_an_empty_region_after_another_must_be_confirmed(read):
    reading = read(HEADER + "landfill_daily,2024,,,5,吨,\nlandfill_daily,2024,东岸区,,5,吨,\nlandfill_daily,2023,,,5,吨,\n")
    assert [(p.severity, p.row, p.code) for p in reading.problems] == [(Severity.WARNING, 4, "region_assumed")]


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("东岸区2024.csv", "指标代码,年份,数值\nlandfill_daily,2024,5\n"),
        ("表.csv", "东岸区填报表,,\n指标代码,年份,数值\nlandfill_daily,2024,5\n"),
    ],
)
def test_a_table_about_another_region_needs_its_column(read, name, table):
    assert [(p.column, p.code) for p in read(table, name=name).problems if p.severity is Severity.ERROR] == [
        ("", "region_around")
    ]
    with_region = (
        table.replace("指标代码,", "指标代码,地区,")
        .replace("landfill_daily,", "landfill_daily,东岸区,")
        .replace("表,,", "表,,,")
    )
    assert [p.code for p in read(with_region, name=name).problems if p.severity is Severity.ERROR] == []


def test_a_title_gives_the_unit_of_rows_that_have_none_and_refuses_another(read):
    table = "填埋量表（单位：万吨）,,,\n,,,\n指标代码,年份,数值,单位\nlandfill_daily,2024,5,\nlandfill_daily,2023,5,吨\n"
    reading = read(table)
    assert [(o.row, o.value) for o in reading.observations] == [(4, 50_000)]
    assert [(p.severity, p.code) for p in reading.problems] == [
        (Severity.ERROR, "unit_contradicts"),
        (Severity.NOTE, "unit_from_title"),
        (Severity.NOTE, "rows_above"),
    ]


def test_a_title_whose_unit_fits_no_row_without_one_refuses_it(codes):
    table = "填埋量表（单位：万人）,,,\n指标代码,年份,数值,单位\nlandfill_daily,2024,5,\n"
    assert codes(table)[0] == (3, "单位", "unit_mismatch")


def test_other_columns_are_noted_but_for_last_year(read):
    reading = read("指标代码,年份,数值,上年值,审核人,科室\nlandfill_daily,2024,5,4,甲,乙\n")
    (note,) = reading.problems
    assert (note.severity, note.code, note.values["columns"]) == (Severity.NOTE, "columns_ignored", ("审核人", "科室"))


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ("landfill_daily,2024,5,吨,备注,", False),
        ("landfill_daily,2024,5,吨,备注,,,", False),
        ("landfill_daily,2024,5,吨,备注", True),
        ("landfill_daily,2024,5,吨", True),
        ("landfill_daily,2024,5", False),
        ("landfill_daily,2024,1,376,吨,", False),
        ("landfill_daily,2024", False),
    ],
)
def test_a_row_that_does_not_fit_its_header_is_refused_never_shifted(read, row, fits):
    reading = read("指标代码,年份,数值,单位,备注\n" + row + "\n")
    assert [(p.row, p.code) for p in reading.problems] == ([] if fits else [(2, "row_shape")])
    assert [o.value for o in reading.observations] == ([Decimal(5)] if fits else [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_problem_can_be_worded(read, lang):
    table = HEADER + (
        "landfil_daily,2024,北岸区,zz,5,吨,\nlandfill_daily,24,,,近5,吨,\nvolunteers_trained,2024,,,1.5,,\nsorted_share,2024,,,0.7,,\n"
        "volunteers_trained,2024,,,1.5,人,\nsorted_share,2027,,,1%,,\nlandfill_daily,1980,,,1,,\nlandfill_daily,2020,,,—,,\n"
    )
    words = texts(lang)
    problems = read(table).problems
    assert len(problems) == 11
    for problem in problems:
        assert "{" not in words(f"problem.{problem.code}", **problem.values)
        assert problem.suggestion is None or isinstance(words.message(problem.suggestion), str)


def test_what_the_file_was_taken_for_is_said(read):
    reading = read("指标代码;年份;数值\nlandfill_daily;2024;5\n".encode("gb18030"))
    assert texts("zh").message(reading.encoding_note) == "GB18030编码、分号分隔的文本"
    assert isinstance(reading.encoding_note, Message)
    sheet = reading.sheets[0]
    assert (sheet.header_row, sheet.columns, sheet.rows) == (1, ("指标代码", "年份", "数值"), 1)


def test_a_year_of_a_ratio_is_its_days_where_all_its_targets_are_of_years_or_windows(read, tiny):
    def window_of(*types):
        goals = {
            name: replace(tiny.targets["G1"], target_id=name, measure_id="sorted_share", period_type=PERIOD_TYPES[name])
            for name in types
        }
        catalog = replace(tiny, targets=goals)
        (observation,) = read("指标代码,年份,数值,单位\nsorted_share,2024,62,%\n", catalog=catalog).observations
        return observation.window_start, observation.window_end, observation.as_of

    days, last = (date(2024, 1, 1), date(2024, 12, 31), None), (None, None, date(2024, 12, 31))
    assert window_of("each_year") == window_of("single_year", "cumulative_window") == days
    assert window_of() == window_of("by_date") == window_of("each_year", "by_date") == window_of("unspecified") == last
