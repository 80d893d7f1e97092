"""Native charts in the Word report: parts with their own workbooks, drawn in line, as wide as the text, with words instead."""

import re
from dataclasses import replace

import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from kpi.report import Category, render_docx
from kpi.report.plots import path_plots, progress_plot, status_plot
from tests.unit.report.reading import open_docx, open_xlsx, paragraphs, parts
from tests.unit.report.sample import MOMENT, PROJECT, full, large, small, with_text

PER_MILLIMETRE = 36000


@pytest.fixture(scope="module")
def report():
    return full()


@pytest.fixture(scope="module")
def content(report):
    return render_docx(report)


@pytest.fixture(scope="module")
def document(content):
    return open_docx(content)


def drawings(document):
    return [each for each in document.element.body.iter(qn("wp:inline")) if each.find(f".//{qn('c:chart')}") is not None]


def test_status_progress_and_paths_are_drawn_and_numbered(document):
    assert paragraphs(document, "Figure Caption") == [
        "图1 各类目标评价情况（项）",
        "图2 完成进度与序时进度（%）",
        "图3 技能人才占就业人员比例（%）",
    ]
    body = paragraphs(document, "Body Text")
    assert "各类目标评价情况见表1和图1。" in body
    assert "完成进度与序时进度的对照见图2。" in body
    assert "重点指标各期数值与序时应达值见图3。" in body


def test_each_stands_above_its_caption_and_stays_with_it(document):
    for drawing in drawings(document):
        paragraph = drawing.getparent().getparent().getparent()
        assert paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) == "Figure"
        assert paragraph.getnext().find(f"{qn('w:pPr')}/{qn('w:pStyle')}").get(qn("w:val")) == "FigureCaption"
    style = next(each.element for each in document.styles if each.name == "Figure")
    assert style.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None


def test_their_lines_grow_with_them(document):
    """In lines of an exact height a drawing is cut off."""
    style = next(each.element for each in document.styles if each.name == "Figure")
    assert style.find(f"{qn('w:pPr')}/{qn('w:spacing')}").get(qn("w:lineRule")) == "auto"


def test_they_are_as_wide_as_the_text_and_fit_a_page(document):
    sizes = [drawing.find(qn("wp:extent")) for drawing in drawings(document)]
    assert [int(size.get("cx")) for size in sizes] == [156 * PER_MILLIMETRE] * 3
    assert all(38 * PER_MILLIMETRE <= int(size.get("cy")) <= 195 * PER_MILLIMETRE for size in sizes)


@pytest.mark.slow
def test_a_chart_of_a_hundred_targets_still_fits_a_page():
    document = open_docx(render_docx(large(100)))
    assert max(int(drawing.find(qn("wp:extent")).get("cy")) for drawing in drawings(document)) == 195 * PER_MILLIMETRE


def test_they_have_words_for_who_cannot_see_them(document, report):
    plots = [status_plot(report), progress_plot(report), *path_plots(report)]
    found = [drawing.find(qn("wp:docPr")) for drawing in drawings(document)]
    assert [each.get("descr") for each in found] == [plot.summary for plot in plots]
    every = [each.get("id") for each in document.element.body.iter(qn("wp:docPr"))]
    assert len(set(every)) == len(every) > len(found)


def test_each_is_a_part_with_its_workbook(document):
    for drawing in drawings(document):
        chart = document.part.related_parts[drawing.find(f".//{qn('c:chart')}").get(qn("r:id"))]
        assert (chart.content_type, chart.partname[:17]) == (CONTENT_TYPE.DML_CHART, "/word/charts/char")
        named = re.findall(rb'externalData [^>]*r:id="(\w+)"', chart.blob)
        assert [chart.rels[name.decode()].reltype for name in named] == [RELATIONSHIP_TYPE.PACKAGE]
        assert chart.rels[named[0].decode()].target_part.content_type == CONTENT_TYPE.SML_SHEET


def test_the_workbook_holds_the_numbers_of_the_report(content):
    sheet = open_xlsx(parts(content)["word/embeddings/chart2.xlsx"]).active
    assert [[cell.value for cell in line] for line in sheet.iter_rows()] == [
        [None, "完成进度", "序时进度"],
        ["“项目制”技能培训（2025年）", 59.2, 49.589041],
        ["技能培训券发放（2025年）", 103.45, 49.589041],
        ["证书办结时间", 20, 80],
    ]


def test_where_nothing_can_be_drawn_nothing_is():
    judged = replace(PROJECT, progress=type(PROJECT.progress)(), time=type(PROJECT.time)())
    document = open_docx(render_docx(small(categories=(Category("培训", (judged,)),))))
    assert paragraphs(document, "Figure Caption") == [], "one category and no pace: neither of two bars"
    assert not any("图1" in text for text in paragraphs(document))


@pytest.mark.slow
def test_charts_change_no_byte_between_two_renderings(content, report):
    assert render_docx(report) == content
    assert render_docx(replace(report, moment=MOMENT.replace(minute=7))) != content


@pytest.mark.parametrize("text", ["]]><c:x/>", "=1+1", "&amp; <b>", "控\x00制", "很长的名称" * 60], ids=ascii)
def test_hostile_names_stay_text(text):
    document = open_docx(render_docx(with_text(full(), text)))
    for drawing in drawings(document):
        chart = document.part.related_parts[drawing.find(f".//{qn('c:chart')}").get(qn("r:id"))]
        assert b"<c:x/>" not in chart.blob
        sheet = open_xlsx(next(iter(chart.rels.values())).target_part.blob).active
        assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}
