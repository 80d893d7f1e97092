"""The Word report measured in the file: GB/T 9704-2012, real styles, tables that keep their heads, bytes that do not change."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from kpi.report import Category, render_docx
from kpi.report.document import CopyTo, Group, Paragraph, Signature, Style, Table
from kpi.report.document.typography import CHINESE
from kpi.report.word.drawings import WordDrawings
from kpi.report.word.layout import lay_out
from kpi.report.word.package import new_document
from kpi.report.word.pages import Pages
from kpi.report.word.tables import add_table
from kpi.views import Head
from tests.unit.report.reading import (
    PER_MILLIMETRE,
    has_no_lines,
    millimetres,
    open_docx,
    paragraphs,
    parts,
    section_properties,
)
from tests.unit.report.sample import MOMENT, VOUCHERS, changed, full, large, small

FANGSONG, KAITI, HEITI, SONGTI, TITLE = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
POINT = 25.4 / 72

WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"


@pytest.fixture(scope="module")
def content():
    return render_docx(small())


@pytest.fixture(scope="module")
def document(content):
    return open_docx(content)


def style_element(document, name):
    return next(style.element for style in document.styles if style.name == name)


def attribute(element, path, name):
    """`w:name` of the element at a path such as rPr/rFonts; None if there is none."""
    found = element.find("/".join(qn(f"w:{step}") for step in path.split("/")))
    return None if found is None else found.get(qn(f"w:{name}"))


def test_sections_of_a4_the_second_across(document):
    sizes = [(round(section.page_width.mm), round(section.page_height.mm)) for section in document.sections]
    assert sizes == [(210, 297), (297, 210), (210, 297), (210, 297)]
    assert document.sections[1].orientation == WD_ORIENT.LANDSCAPE


@pytest.mark.parametrize(
    ("section", "top", "right", "bottom", "left"),
    [(0, 37, 26, 35, 28), (1, 28, 37, 26, 35), (2, 37, 26, 35, 28), (3, 37, 26, 35, 28)],
)
def test_margins(document, section, top, right, bottom, left):
    """Upright as the standard asks; across, the head of the table at the binding edge."""
    edges = section_properties(document)[section].find(qn("w:pgMar"))
    found = [millimetres(edges, side) for side in ("top", "right", "bottom", "left")]
    assert found == pytest.approx([top, right, bottom, left], abs=0.1)


def test_the_type_area_is_156_by_225(document):
    first = document.sections[0]
    assert first.page_width.mm - first.left_margin.mm - first.right_margin.mm == pytest.approx(156, abs=0.1)
    assert first.page_height.mm - first.top_margin.mm - first.bottom_margin.mm == pytest.approx(225, abs=0.1)


def test_every_section_declares_the_grid(document):
    for properties in section_properties(document):
        grid = properties.find(qn("w:docGrid"))
        assert {name: grid.get(qn(f"w:{name}")) for name in ("type", "linePitch", "charSpace")} == {
            "type": "linesAndChars",
            "linePitch": "579",
            "charSpace": "-848",
        }


def test_22_lines_of_28_characters_and_not_one_more_fit(document):
    normal = style_element(document, "Normal")
    line = int(attribute(normal, "pPr/spacing", "line")) / PER_MILLIMETRE
    assert attribute(normal, "pPr/spacing", "lineRule") == "exact"
    character = (
        int(attribute(normal, "rPr/sz", "val")) / 2 * POINT + int(attribute(normal, "rPr/spacing", "val")) / PER_MILLIMETRE
    )
    assert (int(225.05 // line), int(156.05 // character)) == (22, 28)


@pytest.mark.parametrize(
    ("style", "font", "half_points"),
    [
        ("Normal", FANGSONG, "32"),
        ("Title", TITLE, "44"),
        ("Subtitle", KAITI, "32"),
        ("Heading 1", HEITI, "32"),
        ("Heading 2", KAITI, "32"),
        ("Annex Label", HEITI, "32"),
        ("Footer", SONGTI, "28"),
    ],
)
def test_fonts_by_name_in_the_styles(document, style, font, half_points):
    element = style_element(document, style)
    assert {attribute(element, "rPr/rFonts", name) for name in ("eastAsia", "ascii", "hAnsi")} == {font}
    assert attribute(element, "rPr/sz", "val") == half_points
    assert attribute(element, "rPr/b", "val") is None
    assert element.find(qn("w:rPr")).find(qn("w:b")) is None


@pytest.mark.parametrize("style", ["Body Text", "Heading 1", "Heading 2"])
def test_first_lines_are_indented_by_two_characters(document, style):
    assert attribute(style_element(document, style), "pPr/ind", "firstLineChars") == "200"


def test_every_font_has_a_stand_in(content):
    fonts = parts(content)["word/fontTable.xml"].decode()
    found = dict(re.findall(r'w:name="([^"]+)"><w:altName w:val="([^"]+)"', fonts))
    assert found == {TITLE: "宋体", FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", SONGTI: "SimSun"}


def test_nothing_is_embedded_but_the_data_of_charts_and_marks(content):
    drawn = re.compile(r"word/media/\w+\.png")
    others = [name for name in parts(content) if not name.endswith((".xml", ".rels")) and not drawn.fullmatch(name)]
    assert sorted(others) == []


def test_page_numbers_right_on_odd_and_left_on_even_pages(content, document):
    assert b"<w:evenAndOddHeaders/>" in parts(content)["word/settings.xml"]
    section = document.sections[0]
    assert section.footer_distance.mm == pytest.approx(28, abs=0.1)
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert attribute(paragraph, "pPr/jc", "val") == side
        assert attribute(paragraph, "pPr/ind", f"{side}Chars") == "100"
        assert [code.text.strip() for code in paragraph.iter(qn("w:instrText"))] == ["PAGE"]
        assert "".join(text.text for text in paragraph.iter(qn("w:t"))) == "— 1 —"


def test_sections_of_one_orientation_share_headers_and_footers(document):
    """Annex 1 lies across; what follows is upright again."""
    first, across, *later = document.sections
    shared = [(each.header.part, each.footer.part, each.even_page_header.part) for each in (first, *later)]
    assert shared == [shared[0]] * 3
    assert across.header.part not in shared[0]
    assert across.footer.paragraphs[0].text == ""


@pytest.mark.parametrize(("header", "side", "down"), [("header", "right", "bottom"), ("even_page_header", "left", "top")])
def test_the_number_of_a_sheet_that_lies_across_stands_where_it_would_if_it_were_upright(document, header, side, down):
    """Turned, at the left edge; what is the right of an upright sheet is then the foot. 7 mm from the type area."""
    element = getattr(document.sections[1], header).part.element
    assert [each.get("vert") for each in element.iter(f"{{{WPS}}}bodyPr")] == ["vert"]
    assert [each.text for each in element.iter(qn("wp:align"))] == ["right", down]
    inside = next(element.iter(qn("w:txbxContent")))
    assert attribute(inside, "p/pPr/jc", "val") == side
    assert "".join(text.text for text in inside.iter(qn("w:t"))) == "— 1 —"
    assert int(next(element.iter(qn("wp:extent"))).get("cx")) == 7 * 36000


def test_every_table_repeats_its_head_and_splits_no_row(document):
    for table in document.tables:
        first, *others = table._tbl.tr_lst
        assert first.trPr.find(qn("w:tblHeader")) is not None
        assert [row for row in others if row.trPr.find(qn("w:tblHeader")) is not None] == []
        assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))


def test_tables_are_as_wide_as_the_text(document):
    widths = []
    for table in document.tables:
        columns = [millimetres(column, "w") for column in table._tbl.tblGrid.gridCol_lst]
        assert sum(columns) == pytest.approx(millimetres(table._tbl.tblPr.find(qn("w:tblW")), "w"), abs=0.2)
        widths.append(sum(columns))
    assert widths == pytest.approx([156] * 2 + [225] * 2 + [156] * 3, abs=0.2)


def test_annexes_start_on_a_new_page(document):
    body = document.element.body
    breaks = [place for place, child in enumerate(body) if child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None]
    following = [body[place + 1] for place in breaks]
    assert ["".join(text.text for text in child.iter(qn("w:t"))) for child in following] == ["附件1", "附件2", "附件3"]


def test_headings_and_captions_keep_with_what_follows(document):
    for style in ("Heading 1", "Heading 2", "Caption", "Annex Label", "Title"):
        assert style_element(document, style).find(qn("w:pPr")).find(qn("w:keepNext")) is not None


def test_text_is_formatted_by_styles_alone(content, document):
    text = parts(content)["word/document.xml"].decode()
    assert re.findall(r"<w:(rPr|rFonts|sz|color|b|jc w:val=\"(?:left|both|right))\b", text) == []
    used = set(re.findall(r'<w:(?:pStyle|tblStyle) w:val="([^"]+)"', text))
    assert used <= {style.style_id for style in document.styles}


def test_no_red_and_no_seal(content):
    """The only pictures are marks: each stands in the text and says in words what it shows."""
    for name in ("word/document.xml", "word/styles.xml", "word/header1.xml", "word/footer1.xml"):
        text = parts(content)[name].decode()
        assert re.findall(r"<w:(?:color|pict|hyperlink)\b", text) == []
        told = re.findall(r'<wp:docPr\b[^>]*descr="([^"]+)"(?:(?!</w:drawing>).)*?<pic:pic\b', text, re.DOTALL)
        assert len(told) == text.count("<pic:pic ")
        assert name == "word/document.xml" or not told


@pytest.mark.parametrize(("demo", "mark"), [(True, "演示数据"), (False, "")])
def test_made_up_figures_are_marked_on_every_page(demo, mark):
    first = open_docx(render_docx(small(demo=demo))).sections[0]
    headers = [first.header, first.even_page_header]
    assert ["".join(paragraph.text for paragraph in header.paragraphs) for header in headers] == [mark, mark]
    assert not first.different_first_page_header_footer


def test_the_same_report_gives_the_same_bytes(content):
    assert render_docx(small()) == content
    assert render_docx(small(moment=MOMENT.replace(minute=6))) != content


def test_properties_of_the_file(document):
    properties = document.core_properties
    assert properties.title == small().title
    assert (properties.author, properties.last_modified_by) == ("", "")
    assert properties.created == properties.modified == datetime(2025, 7, 18, 1, 5, 30, tzinfo=UTC)


def test_a_very_long_name_does_not_break_the_file():
    document = open_docx(render_docx(replace(small(), plan_name="很长的规划名称" * 60)))
    assert paragraphs(document, "Title") == ["很长的规划名称" * 60 + "进展与差距情况报告"]
    assert len(document.core_properties.title) == 255


def test_english_has_a_grid_of_lines_and_latin_fonts():
    document = open_docx(render_docx(small(lang="en")))
    grid = section_properties(document)[0].find(qn("w:docGrid"))
    assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == (None, "579")
    normal = style_element(document, "Normal")
    assert (attribute(normal, "rPr/rFonts", "ascii"), attribute(normal, "rPr/sz", "val")) == ("Times New Roman", "24")


def keeps_with_next(element):
    return [paragraph.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") is not None for paragraph in element.iter(qn("w:p"))]


def test_no_page_has_a_single_row_of_a_long_table():
    """The head stays with two rows, and the last but one with the last; between them a table may be divided."""
    document = open_docx(render_docx(large(24)))
    long = [table for table in document.tables if len(table.rows) > 12]
    assert long
    for table in long:
        kept = [all(keeps_with_next(row._tr)) for row in table.rows]
        assert kept[:2] == [True, True]
        assert kept[-2:] == [True, False]
        assert not all(kept[:-1])


@pytest.mark.parametrize("groups", [0, 1])
def test_two_rows_stay_with_the_name_of_the_group_they_are_in(groups):
    """Else the head, the name and a single row could end a page."""
    rows = tuple({"name": str(number)} for number in range(12))
    body = OxmlElement("w:body")
    table = Table("key", "表1", (Head("name", "名称", 156),), (*([Group("甲类")] * groups), *rows))
    add_table(body, table, WordDrawings(Document(), "zh", {}))
    kept = [all(keeps_with_next(row)) for row in body.iter(qn("w:tr"))]
    assert kept == [True] * (groups + 2) + [False] * 9 + [True, False]


def test_a_group_of_few_rows_stays_on_one_page_with_its_name():
    """No head says on the next page whose rows go on. Of a longer group the name stays with two rows, and its last two stay."""
    small_, longer = (
        [Group(name), *({"name": str(number)} for number in range(count))] for name, count in (("甲", 4), ("乙", 8))
    )
    rows = (*longer, *small_, *longer)
    body = OxmlElement("w:body")
    add_table(body, Table("key", "表1", (Head("name", "名称", 156),), rows), WordDrawings(Document(), "zh", {}))
    _, *kept = [all(keeps_with_next(row)) for row in body.iter(qn("w:tr"))]
    long_kept = [True, True, False, False, False, False, False, True, False]
    assert kept == [*long_kept, True, True, True, True, False, *long_kept]


def test_notes_and_who_signs_stand_in_a_last_row_of_the_table_before_them():
    """LibreOffice binds a table that goes over the page to no paragraph: a page would have them alone."""
    rows = tuple({"name": str(number)} for number in range(30))
    table = Table("key", "表1", (Head("name", "名称", 156),), rows, kept=True)
    blocks = (table, Paragraph("注：甲。", Style.NOTE), Signature(("某局", "2026年1月1日"), 8), CopyTo("抄送：", "乙局。"))
    document = new_document(CHINESE)
    lay_out(blocks, Pages(document, CHINESE, ""), WordDrawings(document, "zh", {}))
    [made] = document.tables
    *ruled, signed, room = made._tbl.iter(qn("w:tr"))
    assert [has_no_lines(row) for row in (*ruled, signed, room)] == [False] * 31 + [True, True]
    assert [text for text in paragraphs(document) if text] == ["表1", "注：甲。", "某局", "2026年1月1日"]
    assert [all(keeps_with_next(row)) for row in (*ruled[-2:], signed, room)] == [True, True, True, False]


def test_the_last_item_of_a_list_does_not_go_on_alone():
    rows = tuple(changed(VOUCHERS, target_id=f"T{number}", measure_id=f"m{number}", sentence="已达标。") for number in range(4))
    document = open_docx(render_docx(small(categories=(Category("培训", rows),), missing=())))
    items = [each for each in document.paragraphs if each.style.name == "List Item"]
    last = next(place for place, item in enumerate(items) if item.text.startswith("4."))
    assert [keeps_with_next(item._p) for item in items[last - 3 : last + 1]] == [[False], [False], [True], [False]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_word_of_a_heading_is_broken(lang):
    for table in open_docx(render_docx(full(lang=lang))).tables:
        columns = [millimetres(column, "w") for column in table._tbl.tblGrid.gridCol_lst]
        for cell, width in zip(table.rows[0].cells, columns, strict=True):
            longest = max(map(len, re.findall(r"[!-~]+", cell.text)), default=0)
            assert longest * 0.53 * 9 * POINT + 1.5 <= width, (cell.text, width)


def test_the_title_of_an_annex_stands_on_the_third_line(document):
    spacing = style_element(document, "Annex Label").find(qn("w:pPr")).find(qn("w:spacing"))
    assert int(spacing.get(qn("w:after"))) == 579
