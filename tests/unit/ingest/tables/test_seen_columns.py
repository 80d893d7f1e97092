"""What stands under a blank header, in a heading that is only a year, beside the towns; and years before figures are kept."""

from decimal import Decimal

import pytest

from kpi.model import Severity


def values(reading):
    return [(o.region_code, o.period_end.year, int(o.value)) for o in reading.observations]


def doubts(reading):
    return [(p.row, p.code) for p in reading.problems if p.severity is not Severity.NOTE]


@pytest.mark.parametrize("years", [("2022", "2023"), ("2022年", "2023年度")])
def test_years_under_a_blank_header_are_years(read, years):
    table = f"指标,,数值,单位\n日均填埋量,{years[0]},400,吨\n日均填埋量,{years[1]},390,吨\n"
    reading = read(table)
    assert (values(reading), doubts(reading)) == ([("990100", 2022, 400), ("990100", 2023, 390)], [])


@pytest.mark.parametrize("cells", [("2022", "390"), ("2022", "x"), ("380", "390"), ("2022", "20231")])
def test_what_is_not_all_years_under_a_blank_header_is_none(read, cells):
    reading = read(f"指标,,数值,单位\n日均填埋量,{cells[0]},400,吨\n日均填埋量,{cells[1]},390,吨\n")
    assert doubts(reading) == [(1, "column_missing")]


def test_beside_a_column_of_years_a_blank_one_is_still_no_place_for_numbers(read):
    assert doubts(read("指标,年份,,数值,单位\n日均填埋量,2022,2012,400,吨\n")) == [(2, "row_shape")]


def test_a_blank_corner_over_names_and_years_across(read):
    assert values(read(",2022,2023\n日均填埋量（吨）,400,390\n")) == [("990100", 2022, 400), ("990100", 2023, 390)]


@pytest.mark.parametrize("mark", ["", "年"])
def test_headings_that_are_only_a_year_hold_for_the_rows_below(read, mark):
    table = f"指标,地区,数值（吨）\n2022{mark},,\n日均填埋量,东岸区,4\n2023{mark},,\n日均填埋量,东岸区,5\n"
    assert (values(read(table)), doubts(read(table))) == ([("990101", 2022, 4), ("990101", 2023, 5)], [])


def test_a_row_before_the_first_year_has_none(read):
    reading = read("指标,地区,数值（吨）\n日均填埋量,西岸区,3\n2023,,\n日均填埋量,东岸区,5\n")
    assert (values(reading), doubts(reading)) == ([("990101", 2023, 5)], [(2, "period_missing")])


def test_a_title_that_is_only_a_year_must_be_confirmed(read):
    reading = read("2022,,\n指标,地区,数值（吨）\n日均填埋量,东岸区,4\n")
    assert (values(reading), doubts(reading)) == ([("990101", 2022, 4)], [(None, "period_from_title")])


@pytest.mark.parametrize("header", ["城市,地区", "地区,镇街", "市,地区"])
def test_the_city_beside_its_towns_is_left_out(read, header):
    reading = read(f"{header},指标,年份,数值（吨）\n云溪市,东岸区,日均填埋量,2023,4\n云溪市,西岸区,日均填埋量,2023,5\n")
    assert (values(reading), doubts(reading)) == ([("990101", 2023, 4), ("990102", 2023, 5)], [])


@pytest.mark.parametrize("header", ["城市,地区", "地区,镇街"])
def test_a_column_that_names_another_town_is_a_contradiction(read, header):
    reading = read(f"{header},指标,年份,数值（吨）\n东岸区,西岸区,日均填埋量,2023,4\n东岸区,东岸区,日均填埋量,2023,5\n")
    assert [code for _, code in doubts(reading)] == ["column_twice"]


def test_early_years_are_named_and_the_rest_is_read(read):
    table = "指标,年份,数值,单位\n" + "".join(
        f"日均填埋量,{year},{year - 1900},吨\n" for year in (1949, 1978, 1989, 1990, 2023)
    )
    reading = read(table)
    assert values(reading) == [("990100", 1990, 90), ("990100", 2023, 123)]
    (problem,) = [p for p in reading.problems if p.severity is Severity.WARNING]
    told = (problem.code, problem.values["rows"], problem.values["years"])
    assert told == ("period_too_early", "2–4", "1949, 1978, 1989")
    assert reading.ok


def test_early_years_across_are_named_too(read):
    reading = read("指标,1988年,1989年,2023年\n日均填埋量（吨）,1,2,130\n合计,1,2,130\n")
    assert [value for _, _, value in values(reading)] == [130]
    assert (2, "period_too_early") in doubts(reading)


def test_a_year_before_all_counting_is_a_slip(read):
    reading = read("指标,年份,数值,单位\n日均填埋量,1024,5,吨\n日均填埋量,2023,5,吨\n")
    assert [(p.row, p.code) for p in reading.problems if p.severity is Severity.ERROR] == [(2, "period_impossible")]
    assert [o.value for o in reading.observations] == [Decimal(5)]
