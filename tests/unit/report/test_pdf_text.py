"""What the PDF says: every sentence and number of the model, hostile text as that text, and the same as the Word report."""

import re
from dataclasses import fields, is_dataclass, replace

import pytest
from docx.oxml.ns import qn

from kpi.model import Status
from kpi.report import Category, ScopeKind, render_docx, render_first_page, render_pdf
from kpi.report.document import (
    Annex,
    CopyTo,
    Group,
    Paragraph,
    Picture,
    SectionHeading,
    Signature,
    Table,
    Title,
    document_of,
)
from kpi.views import Amount, CommentRow, ValueRow
from tests.unit.report.reading import open_docx
from tests.unit.report.reading_pdf import open_pdf, page_texts, places, squeezed, whole_text
from tests.unit.report.sample import PROJECT_2025, SHARE, SHARE_2023, gap_row, large, small, with_text

TYPST = [
    '#import "x": *', "$a^2$", "*b* _c_", "\\u{41}", "`raw` ```x```", "@ref", "// not a comment", "/* nor this */",
    "= no heading", "#sys.inputs", "#{1+1}", "<label>", "[content]", "~ --- ... '\"", "#panic()", "- item",
    "/ term: x", "{number} {total}",
    "file:///etc/x", "\\", "#", "=1+1", "]]><w:p/>", "控\x00制", "😀𠮷",
]  # fmt: skip
LONG = ["a" * 400, "字" * 800]


@pytest.mark.slow
@pytest.mark.parametrize("text", TYPST, ids=ascii)
def test_markup_of_typst_is_shown_as_it_is(text):
    content = render_pdf(with_text(small(), text))
    reader, shown = open_pdf(content), squeezed(text.replace("\x00", ""))
    assert whole_text(content).count(shown) >= 20
    assert shown in squeezed(reader.metadata.title)


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:1])
def test_long_text_is_all_there_and_stays_within_the_page(text):
    """Words that no line can hold are broken, and nothing is added to them."""
    named = replace(SHARE, measure_name=text, status_text=text)
    reader = open_pdf(render_pdf(small(categories=(Category("类", (named,)),), missing=())))
    assert "".join(page_texts(reader)).count(text[0]) >= len(text)
    for page in reader.pages:
        for x, y in places(page, text[0]):
            assert 20 < x < float(page.mediabox.width) - 20
            assert 20 < y < float(page.mediabox.height) - 20


@pytest.mark.slow
def test_a_name_without_blanks_is_broken_in_its_cell():
    wide = replace(SHARE, measure_name="W" * 120)
    reader = open_pdf(render_pdf(small(categories=(Category("类", (wide,)),), missing=())))
    lines = [line for page in reader.pages for line in page.extract_text().splitlines() if "WWW" in line]
    assert max(len(run) for line in lines for run in re.findall("W+", line)) <= 30
    assert "W" * 120 in "".join(page_texts(reader))


def amounts_of(record):
    """Every amount a record holds, all the way down."""
    if isinstance(record, Amount):
        yield record
    elif is_dataclass(record):
        for field in fields(record):
            yield from amounts_of(getattr(record, field.name))
    elif isinstance(record, tuple):
        for each in record:
            yield from amounts_of(each)


def stands_in(amount, text):
    """As it is written, or with more digits, as its column has them."""
    if amount.number is None:
        return squeezed(amount.text) in text
    more = (re.sub(r"\d+(\.\d+)?", f"{abs(amount.number):.{digits}f}", amount.text, count=1) for digits in range(4))
    return any(squeezed(shown) in text for shown in (amount.text, *more))


@pytest.mark.slow
@pytest.mark.parametrize("report", [small(), large(30)], ids=["small", "large"])
def test_every_number_of_the_tables_is_there(report):
    text = whole_text(render_pdf(report))
    for row in report.rows:
        if row.status is Status.NOT_STARTED and not row.counted:
            continue
        for amount in (row.goal, row.baseline, row.current, row.gap, row.progress, row.time):
            assert stands_in(amount, text)
    for figure in report.shown_figures:
        assert stands_in(figure.amount, text)
        assert squeezed(f"“{figure.printed}”") in text


@pytest.mark.slow
def test_the_sentences_of_the_report():
    text = whole_text(render_pdf(small()))
    assert "7项目标中，已达标1项、达到序时1项、严重滞后1项、仅有基期1项、无数据1项、不评价2项。" in text
    assert "9.87万人次的起始时间未载明" in text
    assert "高于序时进度9.6个百分点。" in without_page_ends(text)
    assert "核定完成期限" in text
    assert "“项目制”培训9.87万人次自何时起算？" in text


def test_a_town_has_values_share_and_place():
    value = ValueRow(
        "技能人才总量", "人才总量", "万人", "2025年6月30日", Amount("5.27万人", 5.27, 2), Amount("3.2%", 3.17, 1),
        Amount("166.19万人", 166.19, 2), rank=15, ranked=32, figures=(PROJECT_2025,),
    )  # fmt: skip
    town = small(
        kind=ScopeKind.REGION, scope="东城街道", categories=(), missing=(), headline="", earlier="", overdue=(), values=(value,)
    )
    text = whole_text(render_pdf(town))
    for told in ("东城街道", "5.27万人", "3.2%", "166.19万人", "第15位（共32个）"):
        assert told in text
    assert "指标明细表" not in text


def blocks_of_docx(content):
    """Texts of paragraphs and of cells in their order, without empty ones."""
    for element in open_docx(content).element.body:
        if element.tag == qn("w:p"):
            yield "".join(element.itertext(qn("w:t")))
        elif element.tag == qn("w:tbl"):
            for cell in element.iter(qn("w:tc")):
                yield "".join(cell.itertext(qn("w:t")))


def blocks_of_document(report):
    """The same of what the PDF lays out."""
    for block in document_of(report):
        match block:
            case Title():
                yield "".join(block.lines)
            case Annex():
                yield block.label
                yield "".join(block.lines)
            case SectionHeading() | Paragraph():
                yield block.text
            case Picture():
                yield block.caption
            case Signature():
                yield from block.lines
            case CopyTo():
                yield block.label + block.names
            case Table():
                yield block.caption
                yield from (head.text for head in block.heads)
                for row in block.rows:
                    yield from [row.text] if isinstance(row, Group) else ["".join(cell) for cell in row.values()]


COMMENT = CommentRow("技能人才占就业人员比例", "2025年6月30日", "比上年放缓，因统计口径收紧。", "王芳", PROJECT_2025.source, 3)
REPORTS = {
    "small": small(),
    "english": small(lang="en", demo=True),
    "large": large(40),
    "empty": small(categories=(), missing=(), figures=(), questions=(), overdue=(), headline=""),
    "comments": small(comments=(COMMENT,)),
    "one row": small(
        categories=(Category("人才总量", (SHARE,)),), missing=(gap_row(SHARE, share=Amount("1"), remaining=Amount("2")),)
    ),
    "town": small(
        kind=ScopeKind.REGION,
        categories=(),
        missing=(),
        scope="某镇",
        values=(ValueRow("指标", "类", "人", "2025年", Amount("1人", 1.0), figures=(SHARE_2023,)),),
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_it_is_the_same_document_as_in_word(name):
    report = REPORTS[name]
    word = [text for text in blocks_of_docx(render_docx(report)) if text]
    outline = [text for text in blocks_of_document(report) if text]
    assert outline == word
    assert len(outline) > 6


@pytest.mark.slow
@pytest.mark.parametrize("name", REPORTS)
def test_every_paragraph_and_cell_is_in_the_file(name):
    report = REPORTS[name]
    text = whole_text(render_pdf(report))
    headless = re.sub(r"(演示数据|Demonstrationdata)?", "", text)
    missing = [
        block
        for block in blocks_of_document(report)
        if squeezed(block) not in headless and squeezed(block) not in without_page_ends(headless)
    ]
    assert missing == []


def without_page_ends(text):
    """A paragraph may go on over the page."""
    return re.sub(r"—\d+—", "", text)


def test_the_preview_shows_hostile_text_too():
    assert render_first_page(with_text(small(), "#panic() $ [")).startswith(b"\x89PNG")
