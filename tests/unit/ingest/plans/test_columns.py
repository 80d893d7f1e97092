"""Sheets, headings and words mean one thing each, in every language at once."""

import pytest

from kpi.catalog import FORMATS
from kpi.i18n import LANGUAGES, texts
from kpi.ingest.plans import columns
from kpi.ingest.plans.examples import EXAMPLES

CHOOSING = [
    (sheet, column) for sheet in columns.ORDER for column in columns.own_columns(sheet) if columns.choices(sheet, column)
]


def test_there_is_a_sheet_for_every_file():
    assert {f"{sheet}.csv" for sheet in columns.ORDER} == {form.name for form in FORMATS}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_title_means_its_sheet_and_excel_takes_it(lang):
    titles = {sheet: columns.title(sheet, texts(lang)) for sheet in (*columns.ORDER, columns.GUIDE, columns.CHOICES)}
    assert {sheet: columns.sheet_of(title) for sheet, title in titles.items()} == {sheet: sheet for sheet in titles}
    assert [title for title in titles.values() if len(title) > 31 or set(title) & set("[]:*?/\\'")] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sheet", columns.ORDER)
def test_a_heading_means_its_column(lang, sheet):
    own = columns.own_columns(sheet)
    assert [columns.column_of(sheet, columns.heading(sheet, column, texts(lang))) for column in own] == list(own)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_word_means_its_code(lang):
    for sheet, column in CHOOSING:
        codes = columns.choices(sheet, column)
        words = [columns.word(sheet, column, code, texts(lang)) for code in codes]
        assert [columns.code_of(sheet, column, word) for word in words] == list(codes)


def test_a_code_means_itself_and_nothing_else_is_guessed():
    assert columns.code_of("targets", "comparator", ">=") == ">="
    assert columns.code_of("targets", "comparator", "大约") == "大约"
    assert columns.code_of("targets", "printed", "不低于") == "不低于"


@pytest.mark.parametrize("name", ["备注", "〔x〕", "Note in Chinese", "note", "published_on"])
def test_a_column_of_the_plans_own_is_written_so_that_it_means_itself(name):
    """`note` is a column of targets, so a column that a file calls 备注 must not be taken for it."""
    assert columns.column_of("targets", columns.heading("targets", name, texts("zh"))) == name


def test_titles_and_headings_are_understood_however_they_are_typed():
    assert [columns.sheet_of(name) for name in ("指标", "Measures", "measures.csv", " MEASURES ", "指标2")] == [
        "measures"
    ] * 4 + [""]
    assert columns.column_of("targets", "目标 值") == "value"
    assert columns.column_of("targets", "Target Value") == "value"
    assert columns.column_of("targets", "TARGET_ID") == "target_id"


def test_every_example_fills_what_no_row_may_leave_empty():
    missing = [f"{sheet}.{column}" for sheet in columns.ORDER for column in columns.own_columns(sheet)]
    assert [
        each for each in missing if each in columns.FILLED and not EXAMPLES[each.split(".")[0]].get(each.split(".")[1])
    ] == []
    assert {sheet: set(cells) - set(columns.own_columns(sheet)) for sheet, cells in EXAMPLES.items()} == {
        sheet: set() for sheet in columns.ORDER
    }


def test_what_a_column_chooses_from():
    assert columns.listed("targets", "measure_id") == "measures"
    assert columns.listed("breaks", "measure_id") == "measures"
    assert columns.listed("measures", "measure_id") == ""
    assert columns.listed("regions", "parent_code") == "regions"
    assert columns.listed("measures", "unit") == "units"
