"""Tables in the PDF: what those are told who have them read out, and which rows stay on one page."""

import re
from dataclasses import replace

import pytest

from kpi.i18n import texts
from kpi.report import Genre
from kpi.report.document import Group, Paragraph, Style, Table, document_of
from kpi.report.document.composer import Composer
from kpi.report.document.form import closing, copy_to
from kpi.report.pdf import _Document, render_pdf
from kpi.report.pdf.data import _kept_together
from kpi.views import Head
from tests.unit.report.reading_pdf import open_pdf, page_texts, squeezed, told_tables
from tests.unit.report.sample import full, large, small, town

HEADS = (Head("name", "名称", 100), Head("value", "数值", 56))


def set_in_pdf(blocks):
    return open_pdf(_Document(small(), blocks, None).compiled("pdf"))


def listed(rows, lines, *, notes=0, signed=False, copied=False):
    """So many lines of text and of small type, then a table of these rows, then who signs and who gets a copy, as asked."""
    write, report = Composer(texts("zh")), small()
    for _ in range(lines):
        write.paragraph("正文。")
    write.blocks += [Paragraph("注。", Style.NOTE) for _ in range(notes)]
    write.blocks.append(Table("key", "表1", HEADS, tuple(rows)))
    if signed:
        closing(write, report)
    if copied:
        copy_to(write, report)
    return tuple(write.blocks)


def row(number):
    return {"name": f"指标{number}号", "value": "1"}


@pytest.mark.parametrize(
    "report",
    [
        large(30),
        full(),
        town(),
        replace(full(), genre=Genre.TASKS),
        replace(full(), genre=Genre.BRIEFING),
        replace(large(30), genre=Genre.TASKS),
    ],
)
def test_every_cell_that_is_read_out_has_words_and_every_row_as_many_columns_as_its_head(report):
    """A column of no width that held rows together was announced as an empty cell in each of them."""
    made = told_tables(open_pdf(render_pdf(report)))
    heads = [block.heads for block in document_of(report) if isinstance(block, Table)]
    assert len(made) == len(heads) > 0
    for table, columns in zip(made, heads, strict=True):
        assert all(has_words for line in table for *_, has_words in line)
        assert [(kind, across) for kind, across, _ in table[0]] == [("TH", 1)] * len(columns)
        assert {sum(across for _, across, _ in line) for line in table} <= {len(columns), len(columns) - 1}


def test_room_for_what_follows_a_table_is_no_row_of_it():
    """Of three rows, whose end is bound to who signs and who gets a copy."""
    [table] = told_tables(set_in_pdf(listed(map(row, range(3)), 3, signed=True, copied=True)))
    assert [[kind for kind, *_ in line] for line in table] == [["TH"] * 2, *([["TD"] * 2] * 3)]


G, R, T = {"group": "类"}, {"tall": False}, {"tall": True}


@pytest.mark.parametrize(
    ("rows", "bound", "lead", "tail"),
    [
        ([R, R, R], False, 0, 0),
        ([R, R, R, R], False, 2, 2),
        ([G, R, R, R], False, 3, 2),
        ([R, R, G, R, R], False, 2, 3),  # the name of a group goes with its rows, else it could stand alone
        ([R, R, R, G, R], False, 2, 3),  # a row and the name of its group are no more on a page than the row
        ([R, R, R, G, R], True, 2, 3),
        ([R, R, R, T], True, 2, 0),
        ([T, R, R, R], False, 0, 2),
        ([R, T, R], True, 0, 1),
        ([R, R], True, 2, 2),  # all of it is its end: then the head must not stay behind
        ([G, R], True, 2, 2),
        ([], False, 0, 0),
        ([G], False, 0, 0),
    ],
)
def test_which_rows_stay_together(rows, bound, lead, tail):
    assert _kept_together(rows, bound=bound) == {"lead": lead, "tail": tail}


NAMES = re.compile("名称|第[甲乙]类|指标[0-9]+号")


@pytest.mark.slow
@pytest.mark.parametrize("bound", [False, True])
@pytest.mark.parametrize("notes", [0, 2, 3])
@pytest.mark.parametrize("lines", range(15, 20))
def test_no_page_has_a_single_row_or_the_name_of_a_group_alone(lines, notes, bound):
    """Wherever the page ends: the first two rows, and the last two, with the names of their groups, are on one page."""
    rows = [Group("第甲类"), *map(row, range(6)), Group("第乙类"), *map(row, range(6, 8))]
    pages = page_texts(set_in_pdf(listed(rows, lines, notes=notes, signed=bound)))
    found = [NAMES.findall(text) for text in pages]
    counts = [sum("指标" in name for name in names) for names in found if names]
    assert sum(counts) == 8
    assert min(counts) >= 2
    assert not any(names[-1].endswith("类") for names in found if names)
    assert not any("署名" in text and not NAMES.search(text) for text in pages)


@pytest.mark.parametrize("words", ["截至2025年12月31日为13.66万人次，占33.33%，共149名", "已完成100家的33.33%"])
def test_no_line_ends_between_a_number_and_what_it_counts(words):
    """In columns of every width."""
    for width in range(22, 40):
        heads = (Head("name", "名称", 156 - width), Head("value", "数值", width))
        page = set_in_pdf([Table("key", "表1", heads, ({"name": "甲", "value": words},))]).pages[0]
        told = page.extract_text().partition("甲")[2]
        assert words in squeezed(told)
        assert not re.search(r"\d\s+[年月日%万家名]", told), width


def test_no_line_begins_with_a_colon():
    """What counts is one piece, and behind a piece a line may end: not before the marks that belong to it."""
    words = "其中约束性8项：已达标1项、未完成1项；待核定4项"
    for width in range(14, 50):
        heads = (Head("name", "名称", 156 - width), Head("value", "数值", width))
        page = set_in_pdf([Table("key", "表1", heads, ({"name": "甲", "value": words},))]).pages[0]
        told = page.extract_text().partition("甲")[2]
        assert words in squeezed(told)
        assert not re.search(r"\n\s*[：；]", told), width


def test_the_name_of_a_file_is_broken_like_any_text():
    """As one piece, 2025年.csv left the line before it stretched: here 演示数据2025 is on the first of two lines."""
    heads = (Head("name", "名称", 156 - 24), Head("value", "数值", 24))
    page = set_in_pdf([Table("key", "表1", heads, ({"name": "甲", "value": "演示数据2025年.csv"},))]).pages[0]
    assert page.extract_text().partition("甲")[2].split()[0] == "演示数据2025"
