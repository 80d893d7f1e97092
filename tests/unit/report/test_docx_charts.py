"""Native charts in the Word report: parts with their own workbooks, drawn in line, as wide as the text, with words instead."""

import re
from dataclasses import replace
from datetime import date

import pytest
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from kpi.report import render_docx
from kpi.report.plots import path_plots
from kpi.report.word.drawings import _height
from kpi.views import Amount, PathPoint
from tests.unit.report.reading import open_docx, open_xlsx, paragraphs, parts
from tests.unit.report.sample import MOMENT, SHARE_PATH, full, with_text

PER_MILLIMETRE = 36000


NEWER = PathPoint(date(2024, 12, 31), "2024年12月31日", Amount("27.5%", 27.5, 1))
DRAWN = replace(SHARE_PATH, points=(*SHARE_PATH.points, NEWER))


@pytest.fixture(scope="module")
def report():
    return full(paths=(DRAWN, SHARE_PATH, replace(DRAWN, measure="高技能人才占比")))


@pytest.fixture(scope="module")
def content(report):
    return render_docx(report)


@pytest.fixture(scope="module")
def document(content):
    return open_docx(content)


def drawings(document):
    return [each for each in document.element.body.iter(qn("wp:inline")) if each.find(f".//{qn('c:chart')}") is not None]


def test_the_headline_measures_are_drawn_and_numbered(document):
    assert paragraphs(document, "Figure Caption") == ["图1 技能人才占就业人员比例（%）", "图2 高技能人才占比（%）"]
    assert "重点指标各期数值与序时应达值见图1、图2。" in paragraphs(document, "Body Text")


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
    assert [int(size.get("cx")) for size in sizes] == [156 * PER_MILLIMETRE] * 2
    assert all(38 * PER_MILLIMETRE <= int(size.get("cy")) <= 195 * PER_MILLIMETRE for size in sizes)


def test_they_have_words_for_who_cannot_see_them(document, report):
    plots = [plot for plot in path_plots(report) if "27.5%" in plot.summary]
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
    sheet = open_xlsx(parts(content)["word/embeddings/chart1.xlsx"]).active
    held = [[cell.value for cell in line] for line in sheet.iter_rows()]
    assert [[str(line[0].date()) if line[0] else None, *line[1:]] for line in held] == [
        [None, "实绩", "序时应达值"],
        ["2023-06-30", 25.8, 25.8],
        ["2024-12-31", 27.5, None],
        ["2025-12-31", None, 30],
    ]


def test_a_measure_with_one_figure_is_no_chart():
    document = open_docx(render_docx(full()))
    assert [path.measure for path in full().paths] == [SHARE_PATH.measure]
    assert paragraphs(document, "Figure Caption") == []
    assert not any("图1" in text for text in paragraphs(document))


@pytest.mark.slow
def test_charts_change_no_byte_between_two_renderings(content, report):
    assert render_docx(report) == content
    assert render_docx(replace(report, moment=MOMENT.replace(minute=7))) != content


@pytest.mark.parametrize("text", ["]]><c:x/>", "=1+1", "&amp; <b>", "控\x00制", "很长的名称" * 60], ids=ascii)
def test_hostile_names_stay_text(text):
    document = open_docx(render_docx(with_text(full(paths=(DRAWN,)), text)))
    for drawing in drawings(document):
        chart = document.part.related_parts[drawing.find(f".//{qn('c:chart')}").get(qn("r:id"))]
        assert b"<c:x/>" not in chart.blob
        sheet = open_xlsx(next(iter(chart.rels.values())).target_part.blob).active
        assert {cell.data_type for line in sheet.iter_rows() for cell in line} <= {"s", "n"}


def test_a_chart_is_higher_where_its_legend_takes_more_lines():
    """52 millimetres for two lines; each further one has a name in the legend, which is at the cost of none of the rest."""
    two, three = (path_plots(full(paths=(path,)))[0] for path in (DRAWN, replace(DRAWN, breaks=(date(2024, 1, 1),))))
    assert [len(two.series), len(three.series)] == [2, 3]
    assert [_height(two), _height(three)] == [52, 58]
