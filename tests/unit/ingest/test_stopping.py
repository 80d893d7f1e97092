"""A file with so many errors that it is refused whatever follows is read no further, and says so before all else."""

import io

import openpyxl
import pytest

from kpi.i18n import texts
from kpi.ingest import Readers, Remark, UploadFile, error_workbook, problems, read_upload
from kpi.ingest.problems import MOST_PROBLEMS, listed
from kpi.model import Severity
from tests.counting import calls
from tests.unit.ingest.conftest import TODAY
from tests.unit.ingest.workbooks import bytes_of

HEADER = "指标代码,年份,数值,单位,说不清的"
BAD, GOOD, TOTAL = "nobody_knows,2024,5,吨,", "landfill_daily,2024,5,吨,目标", "合计,2024,9,吨,"


def table(*rows):
    return "\n".join([HEADER, *rows]).encode()


def book(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in (HEADER, *rows):
            sheet.append([cell or None for cell in row.split(",")])
    return bytes_of(made)


@pytest.fixture
def three(monkeypatch):
    """Three errors are as many as anybody reads."""
    monkeypatch.setattr(problems, "MOST_PROBLEMS", 3)


def read(tiny, content, name="a.csv"):
    return read_upload(UploadFile(name, content), tiny, today=TODAY)


def said(reading, lang="zh"):
    first, words = reading.problems[0], texts(lang)
    return words(f"problem.{first.code}", **first.values)


def test_it_says_up_to_where_it_was_read_and_nothing_of_what_follows(tiny, three):
    reading = read(tiny, table(BAD, BAD, BAD, GOOD, TOTAL, "=,,,,", "甲、乙"))
    assert [(each.code, each.row) for each in reading.problems] == [
        ("reading_stopped", None),
        ("measure_unknown", 2),
        ("measure_unknown", 3),
        ("measure_unknown", 4),
    ]
    assert said(reading) == "错误已满3处，文件只读到第4行为止，其后的内容没有检查"
    assert "only up to row 4, and nothing after it was checked" in said(reading, "en")
    assert (reading.ok, reading.observations) == (False, ())


def test_blank_rows_and_the_end_are_nothing_left_unread(tiny, three):
    assert [each.code for each in read(tiny, table(BAD, BAD, BAD, ",,,,", ",,,,")).problems][:1] == ["measure_unknown"]


def test_warnings_stop_nobody(tiny, three):
    titled = [f"landfill_daily,{year},5,吨,目标" for year in range(1981, 1989)]
    reading = read(tiny, table(*titled, BAD))
    assert [each.row for each in reading.problems if each.severity is Severity.ERROR] == [10]


def test_of_a_workbook_it_names_the_sheet_also_where_one_ends(tiny, three):
    inside = read(tiny, book(甲=[BAD, GOOD], 乙=[BAD, BAD, BAD, BAD], 丙=[BAD]), "a.xlsx")
    assert said(inside) == "错误已满3处，文件只读到工作表“乙”第3行为止，其后的内容没有检查"
    at_the_end = read(tiny, book(甲=[BAD, BAD, BAD], 乙=[GOOD]), "a.xlsx")
    assert "工作表“甲”第4行" in said(at_the_end)
    assert [sheet.sheet for sheet in at_the_end.sheets] == ["甲"]
    whole = read(tiny, book(甲=[BAD, BAD, BAD]), "a.xlsx")
    assert "reading_stopped" not in [each.code for each in whole.problems]


def test_the_workbook_that_goes_back_says_it_too(tiny, three):
    reading = read(tiny, table(BAD, BAD, BAD, GOOD))
    words = texts("zh")
    remarks = [Remark(each, "错误", words(f"problem.{each.code}", **each.values), "") for each in reading.problems]
    sheets = openpyxl.load_workbook(io.BytesIO(error_workbook(reading, remarks, words))).worksheets
    assert "错误：错误已满3处，文件只读到第4行为止，其后的内容没有检查" in [cell.value for cell in sheets[-1]["A"]]
    assert [cell.value for cell in sheets[0]["F"]][4] is None


@pytest.mark.slow
def test_it_is_said_first_however_few_problems_are_listed(tiny):
    whole = read(tiny, table(*[BAD] * (MOST_PROBLEMS + 10)))
    assert len(whole.problems) == MOST_PROBLEMS + 1
    assert listed("a.csv", whole.problems) is whole.problems
    few = listed("a.csv", whole.problems, 7)
    assert [each.code for each in few] == ["reading_stopped", *["measure_unknown"] * 7, "problems_more"]
    assert few[-1].values == {"most": 7, "count": MOST_PROBLEMS - 7, "errors": MOST_PROBLEMS - 7}


@pytest.mark.slow
def test_a_child_says_the_same(tiny):
    file = UploadFile("a.csv", table(*[BAD] * (MOST_PROBLEMS + 10)))
    (reading,) = Readers(tiny, (), (), TODAY).read([file], lambda _: None)
    assert reading.problems == read(tiny, file.content).problems
    assert f"第{MOST_PROBLEMS + 1}行" in said(reading)


def cost(tiny, rows):
    with calls() as made:
        read(tiny, table(*[BAD] * rows))
    return made()


def test_what_follows_costs_no_more_than_being_split_into_cells(tiny, three):
    read(tiny, table(BAD))  # what is remembered for good is known now
    assert (cost(tiny, 1_100) - cost(tiny, 100)) / 1_000 < 12
