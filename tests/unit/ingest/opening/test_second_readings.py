"""A text that cannot be read as it stands is offered in another reading only where exactly one lets every row fit."""

import pytest

from kpi.model import Severity

HEADER = "指标代码,年份,地区,数值,单位,备注\n"
GOOD = ["landfill_daily,2024,东岸区,1,吨,甲", "landfill_daily,2023,东岸区,2,吨,乙", "landfill_daily,2022,东岸区,3,吨,丙"]
TRUTH = [("990101", 2024, 1), ("990101", 2023, 2), ("990101", 2022, 3)]


def values(reading):
    return [(o.region_code, o.period_end.year, int(o.value)) for o in reading.observations]


def doubts(reading):
    return [(p.row, p.severity, p.code) for p in reading.problems if p.severity is not Severity.NOTE]


def table(*rows):
    return HEADER + "".join(f"{row}\n" for row in rows)


@pytest.mark.parametrize("place", [place for place in range(len(GOOD[1])) if place == 0 or GOOD[1][place - 1] == ","])
def test_one_stray_quote_before_a_cell_is_offered_at_its_row(read, place):
    reading = read(table(GOOD[0], GOOD[1][:place] + '"' + GOOD[1][place:], GOOD[2]))
    assert (values(reading), doubts(reading)) == (TRUTH, [(3, Severity.WARNING, "quote_mended")])
    assert reading.ok


def test_among_quoted_rows_the_stray_one_is_found(read):
    rows = ['"landfill_daily","2024","东岸区","1","吨","甲,丁"', '"landfill_daily","2023","东岸区","2,"吨","乙"', GOOD[2]]
    reading = read(table(*rows))
    assert (values(reading), doubts(reading)) == (TRUTH, [(3, Severity.WARNING, "quote_mended")])


def test_a_lost_quote_around_a_number_with_a_comma(read):
    reading = read(table(GOOD[0], 'landfill_daily,2023,东岸区,"1,376,吨,乙', GOOD[2]))
    assert values(reading) == [TRUTH[0], ("990101", 2023, 1376), TRUTH[2]]
    assert doubts(reading) == [(3, Severity.WARNING, "quote_mended")]


def test_several_stray_quotes_are_named_each(read):
    reading = read(table('"' + GOOD[0], GOOD[1], GOOD[2], 'landfill_daily,2021,东岸区,"4,吨,丁'))
    assert values(reading) == [*TRUTH, ("990101", 2021, 4)]
    assert doubts(reading) == [(row, Severity.WARNING, "quote_mended") for row in (2, 5)]


@pytest.mark.parametrize(
    "row",
    [
        'landfill_daily,2023,东岸区,"2,"吨,乙,丙,丁',
        'landfill_daily,2023,"东岸区,2,吨',
        'landfill_daily,"2023,没有这个区,2,吨,乙',
    ],
)
def test_where_no_reading_fits_the_file_stays_refused(read, row):
    reading = read(table(GOOD[0], row, GOOD[2]))
    assert doubts(reading) == [(3, Severity.ERROR, "broken_quotes")]


def test_a_file_with_many_stray_quotes_stays_refused(read):
    reading = read(table(*(f'landfill_daily,{year},东岸区,"{year},吨,甲' for year in range(2000, 2010))))
    assert doubts(reading) == [(2, Severity.ERROR, "broken_quotes")]


def test_two_stray_quotes_that_hide_rows_stay_refused(read):
    """Either a note of two lines, or two strays: both fit."""
    reading = read(table('landfill_daily,2024,东岸区,1,吨,"甲', 'landfill_daily,2023,东岸区,2,吨,乙"', GOOD[2]))
    assert [(row, code) for row, _, code in doubts(reading)] == [(2, "rows_swallowed")]


@pytest.mark.parametrize("separator", ["，", "；", "、", "|", "｜", " ", "   ", "\u3000"])
def test_an_unusual_separator_is_offered(read, separator):
    reading = read(table(*GOOD).replace(",", separator))
    assert (values(reading), doubts(reading)) == (TRUTH, [(None, Severity.WARNING, "separator_unusual")])


@pytest.mark.parametrize("separator", ["，", "|", " "])
def test_an_unusual_separator_may_never_lose_a_row(read, separator):
    """One row has a cell less, which between spaces nobody sees."""
    short = ["landfill_daily,2023,东岸区,2,吨"] if separator != " " else ["landfill_daily,2023,,2,吨,乙"]
    reading = read(table(GOOD[0], "landfill_daily,2023,2,吨,乙", GOOD[2]).replace(",", separator))
    assert (values(reading), [code for _, _, code in doubts(reading)]) == ([], ["header_missing"])
    again = read(table(GOOD[0], *short, GOOD[2]).replace(",", separator))
    assert len(values(again)) == (0 if separator == " " else 3)


def test_commas_of_both_widths_in_one_file(read):
    reading = read(table(*GOOD).replace(",", "，").replace("，吨，", ",吨,"))
    assert (values(reading), doubts(reading)) == (TRUTH, [(None, Severity.WARNING, "separator_unusual")])
