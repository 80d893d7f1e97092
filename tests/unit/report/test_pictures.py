"""Marks on paper: one run for a whole report, the same pixels for the same marks, and words for who cannot see them."""

import io
import struct

import pytest
import typst
from docx.oxml.ns import qn
from pptx import Presentation

from kpi.report import pictures, render_docx, render_pdf, render_pptx, render_xlsx
from kpi.report.document import Strip, Table, document_of, marks_in
from kpi.report.document.composer import Composer
from kpi.report.fonts import machine_fonts
from kpi.report.pictures import Mark
from kpi.views import Register, TableColumn
from tests.unit.report.reading import open_docx, open_xlsx, parts
from tests.unit.report.reading_pdf import alternative_texts, open_pdf
from tests.unit.report.sample import SHARE, WAITING, small
from tests.unit.report.test_xlsx_sheets import drawn

SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' width='{0}' height='24'><rect width='{0}' height='24'/>{1}</svg>"


def square(width, text=""):
    return Mark(SQUARE.format(width, f"<text>{text}</text>"), "alt", width, 24)


def size_of(png):
    return struct.unpack(">II", png[16:24])


@pytest.fixture
def bare_machine(tmp_path):
    """Fonts of a folder without any: those that come with typst, none of them Chinese."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(tmp_path)])


def test_all_are_drawn_at_once_each_in_its_size(monkeypatch):
    runs, compiled = [], typst.compile
    monkeypatch.setattr(typst, "compile", lambda *given, **named: runs.append(1) or compiled(*given, **named))
    found = pictures.pictures([square(48), square(96), square(48)])
    # 150 pixels to the inch where a screen has 96: 48 are 75, 96 are 150, 24 are 37.5.
    assert {mark.width: size_of(png) for mark, png in found.items()} == {48: (75, 38), 96: (150, 38)}
    assert runs == [1]


def test_a_mark_that_was_drawn_is_not_drawn_again(monkeypatch):
    asked, compiled = [], typst.compile

    def counted(*given, sys_inputs, **named):
        asked.append(sys_inputs["marks"].count("<svg"))
        return compiled(*given, sys_inputs=sys_inputs, **named)

    monkeypatch.setattr(typst, "compile", counted)
    first = pictures.pictures([square(201), square(202)])
    then = pictures.pictures([square(203), square(202)])
    assert asked == [2, 1]
    assert then[square(202)] == first[square(202)]


def test_the_same_marks_give_the_same_pixels():
    fonts = machine_fonts()
    assert pictures.pictures([square(50, "甲")], fonts) == pictures.pictures([square(50, "甲")], fonts)
    assert pictures.pictures([]) == {}


def test_chinese_without_a_font_for_it_is_no_picture(bare_machine):
    assert pictures.pictures([square(48, "甲")], bare_machine) == {}
    assert len(pictures.pictures([square(48, "A")], bare_machine)) == 1


@pytest.fixture(scope="module")
def report():
    return small()


@pytest.fixture(scope="module")
def blocks(report):
    return document_of(report)


def test_the_summary_begins_with_every_target_by_status(blocks):
    heading, strip = blocks[3:5]
    assert heading.text == "领导摘要"
    assert isinstance(strip, Strip)
    assert strip.mark.width == 588  # 156 mm at 96 pixels to the inch are 589.6


def test_what_the_summary_tells_has_its_rail_beside_it(report, blocks):
    (table,) = [block for block in blocks if isinstance(block, Table) and block.marks]
    assert (table.key, table.marks_beside) == ("document.caption_foremost", True)
    assert [mark.alt for mark in table.marks] == [pictures.mark_of(report, row, 228).alt for row in (WAITING, SHARE)]


def test_word_has_them_in_the_last_cell_with_words_instead(report, blocks):
    document = open_docx(render_docx(report))
    found = document.element.body.findall(f".//{qn('pic:pic')}")
    told = [each.getparent().getparent().getparent().find(qn("wp:docPr")).get("descr") for each in found]
    assert told == [mark.alt for mark in marks_in(blocks)]
    line = found[1].getparent()
    while line.tag != qn("w:tr"):
        line = line.getparent()
    cells = line.findall(qn("w:tc"))
    assert [len(cell.findall(f".//{qn('pic:pic')}")) for cell in cells] == [0, 0, 1]
    assert len(cells[-1].findall(qn("w:p"))) == 1


def test_below_the_texts_a_mark_stands_beside_the_name_of_its_row(report):
    write = Composer(report.texts)
    register = Register([TableColumn("measure", str), TableColumn("target", str), TableColumn("current", str)])
    write.table(
        "report.caption_detail", register, dict.fromkeys(("measure", "target", "current"), 52.0), ["甲"], lambda _: square(48)
    )
    assert [(table.marks_beside, [mark.width for mark in table.marks]) for table in write.blocks] == [(False, [48])]


def test_lines_of_a_mark_grow_with_it():
    """In lines of an exact height a picture is cut off."""
    style = next(each.element for each in open_docx(render_docx(small())).styles if each.name == "Table Mark")
    assert style.find(f"{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:lineRule")) == "auto"


def test_word_without_a_chinese_font_has_the_texts_alone(monkeypatch, bare_machine, report):
    monkeypatch.setattr(pictures, "machine_fonts", lambda: bare_machine)
    body = open_docx(render_docx(report)).element.body
    assert body.findall(f".//{qn('pic:pic')}") == []
    assert body.findall(f".//{qn('w:vMerge')}") == []


@pytest.mark.slow
def test_pdf_says_in_words_what_they_show(report, blocks):
    told = alternative_texts(open_pdf(render_pdf(report)))
    assert {mark.alt for mark in marks_in(blocks)} <= set(told)


@pytest.mark.slow
def test_slides_of_a_target_begin_with_its_rail():
    report = small()
    slides = Presentation(io.BytesIO(render_pptx(report))).slides
    told = [shape._element.nvPicPr.cNvPr.get("descr") for slide in slides for shape in slide.shapes if shape.shape_type == 13]
    assert told[0] == pictures.counts_mark(report, 782).alt
    assert told[1:]
    assert set(told[1:]) <= {pictures.mark_of(report, row, 720).alt for row in report.counted}


@pytest.mark.slow
def test_the_workbook_has_one_on_each_target_that_lists_have(report):
    content = render_xlsx(report)
    assert drawn(content, "pic") == [pictures.mark_of(report, row, 260).alt for row in report.listed]
    sheet = open_xlsx(content)["指标明细"]
    assert sheet["D3"].value == "图示（出表时）"
    listed = [line for line, row in enumerate(report.rows, start=4) if row.listed]
    assert min(sheet.row_dimensions[line].height for line in listed) >= 31 * 0.75
    assert sum(name.startswith("xl/media/") for name in parts(content)) <= len(listed) < len(report.rows)


@pytest.mark.slow
def test_the_workbook_without_a_chinese_font_says_it_in_words(monkeypatch, bare_machine):
    monkeypatch.setattr(pictures, "machine_fonts", lambda: bare_machine)
    sheet = open_xlsx(render_xlsx(small()))["指标明细"]
    assert sheet["D4"].value == pictures.mark_of(small(), small().rows[0], 260).alt
