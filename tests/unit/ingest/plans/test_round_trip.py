"""A plan that is written as a workbook and read back is the plan it was, cell by cell and byte by byte."""

import io
import string

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.catalog import FORMATS, Row, Table, fingerprint_of, read_folder
from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.ingest import empty_workbook, plan_workbook
from kpi.ingest.plans import columns
from kpi.ingest.plans.reading import read_plan_workbook
from kpi.ingest.serving.working import parse
from tests.databases import LETTER, PROJECT, TINY
from tests.profiles import examples

NATIONAL = PROJECT / "data" / "examples" / "national"
FOLDERS = [LETTER, NATIONAL / "14th", NATIONAL / "15th", TINY]


def read(content):
    return read_plan_workbook(content, "规划.xlsx", parse)


def said(tables):
    return {name: (table.columns, [dict(row.cells) for row in table.rows]) for name, table in tables.items()}


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_plans_that_ship_come_back_as_they_were(folder, lang):
    files = read_folder(folder)
    back = read(plan_workbook(files.tables, texts(lang))).tables
    assert said(back.tables) == said(files.tables)
    assert (back.sha256, back.problems) == (files.sha256, ())


CELLS = st.one_of(
    st.sampled_from(
        ["", "1/3", "0.30", "000000", "2025-12-31", "=1+1", "30%", "例：甲", "〔乙〕", "〔例：〕", "yes", ">=", "TRUE", "a\nb"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=12),
    st.text(string.ascii_letters + "\r\n\t;,_x0", max_size=12),
).map(str.strip)
OWN = st.sampled_from(["published_on", "备注", "〔x〕", "Note in Chinese", "目标值", "名称"])


@st.composite
def tables(draw):
    """Some files of a plan, with columns of their own among those the product reads."""
    made = {}
    for form in FORMATS:
        if not form.must_exist and not draw(st.booleans()):
            continue
        own = draw(st.lists(OWN, unique=True, max_size=2))
        names = draw(st.permutations([*form.required, *own]))
        rows = draw(st.lists(st.lists(CELLS, min_size=len(names), max_size=len(names)), max_size=2))
        filled = [row for row in rows if any(row)]
        made[form.name] = Table(
            tuple(names),
            tuple(Row(form.name, number, dict(zip(names, row, strict=True))) for number, row in enumerate(filled, 2)),
        )
    return made


def kept(plan):
    """Without what is rewritten on purpose: numbers in per cent, days and words in another way of writing, true and false."""
    return {
        name: (
            table.columns,
            [{c: text for c, text in row.cells.items() if not rewritten(name.removesuffix(".csv"), c)} for row in table.rows],
        )
        for name, table in plan.items()
    }


def rewritten(sheet, column):
    return column in columns.NUMBERS | columns.DAYS | columns.YEARS or bool(columns.choices(sheet, column))


@pytest.mark.slow
@settings(max_examples=examples(60))
@given(tables(), st.sampled_from(["zh", "en"]))
def test_any_text_survives(plan, lang):
    back = read(plan_workbook(plan, texts(lang))).tables
    assert kept(back.tables) == kept(plan)
    again = read(plan_workbook(back.tables, texts("zh"))).tables
    assert again.sha256 == back.sha256 == fingerprint_of(back.tables)


def test_the_empty_workbook_holds_nothing_but_examples():
    for lang in ("zh", "en"):
        empty = read(empty_workbook(texts(lang)))
        assert {name: len(table.rows) for name, table in empty.tables.tables.items()} == {form.name: 0 for form in FORMATS}
        assert [each.code for each in empty.tables.problems] == ["plan_examples_skipped"]


def test_the_same_plan_gives_the_same_bytes():
    tables = read_folder(TINY).tables
    assert plan_workbook(tables, texts("zh")) == plan_workbook(tables, texts("zh"))


def test_a_cell_that_excel_cannot_hold_is_not_cut_short():
    table = Table(
        ("question_id", "subject", "text_zh", "text_en"),
        (Row("questions.csv", 2, {"question_id": "Q", "text_zh": "长" * 32768}),),
    )
    with pytest.raises(KpiError, match="plan_cell_too_long"):
        plan_workbook({"questions.csv": table}, texts("zh"))


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def test_lists_are_offered_where_something_is_chosen():
    book = opened(empty_workbook(texts("zh")))
    names = "填写说明 规划 地区 单位 依据文件 指标 目标 数据 分组 勾稽关系 口径变更 亮灯规则 待核问题 选项"
    assert book.sheetnames == names.split()
    heads = {cell.value: cell.column_letter for cell in book["目标"][1]}
    rules = {str(each.sqref).split(":")[0]: each for each in book["目标"].data_validations.dataValidation}
    chosen = {
        head: rules[f"{heads[head]}2"].formula1
        for head in ("指标代码", "地区代码", "依据文件代码", "基期数据", "要求", "考核方式")
    }
    assert chosen["指标代码"] == "'指标'!$A$2:$A$501"
    assert chosen["基期数据"] == "'数据'!$A$2:$A$501"
    assert listed(book, chosen["要求"]) == ["不低于", "不高于", "等于", "介于"]
    assert listed(book, chosen["考核方式"])[:3] == ["到期达到", "每年达到", "某一年达到"]
    assert (book["目标"].freeze_panes, book["目标"]["A2"].value, book["目标"]["A3"].number_format) == (
        "B2",
        "例：P14_03",
        "General",
    )
    assert [book["目标"].column_dimensions[letter].width >= 10 for letter in "ABC"] == [True] * 3


def listed(book, formula):
    sheet, _, area = formula.partition("!")
    return [cell.value for (cell,) in book[sheet.strip("'")][area.replace("$", "")]]
