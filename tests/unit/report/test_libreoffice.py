"""LibreOffice opens every format without complaint, and each printed page carries what it must. Skipped without it."""

import re
from dataclasses import replace
from datetime import date

import pypdf
import pytest

from kpi.i18n import texts
from kpi.report import FORMATS, Genre, render
from kpi.views import DueFigure, Letter
from tests import office as program
from tests.unit.report.sample import large, small

pytestmark = program.MARKS


UTF_8_WITH_COMMAS = "--infilter=Text - txt - csv (StarCalc):44,34,76,1"
"""Without a person to ask, LibreOffice reads every CSV as Windows-1252."""


@pytest.fixture(scope="module")
def printed(office, tmp_path_factory):
    """Pages of each file as LibreOffice prints it, by name."""
    folder = tmp_path_factory.mktemp("printed")
    reports = {"small": small(demo=True), "large": large(), "english": small(lang="en")}
    files, tables = [], []
    for name, report in reports.items():
        for kind in ("docx", "xlsx", "pptx", "csv"):
            path = folder / f"{name}_{kind}.{kind}"
            path.write_bytes(FORMATS[kind](report))
            (tables if kind == "csv" else files).append(path)
    printed = office.convert(files, "pdf", folder)
    printed |= office.convert(tables, "pdf", folder, UTF_8_WITH_COMMAS)
    return {name: pypdf.PdfReader(path).pages for name, path in printed.items()}


def text_of(page):
    return re.sub(r"\s", "", page.extract_text())


def without_number(page):
    """A sheet that lies across has its number in its head, turned, which is read first."""
    return re.sub(r"^—\d+—", "", text_of(page))


def test_every_page_of_the_document_has_its_number_and_the_mark(printed):
    for number, page in enumerate(printed["small_docx"], start=1):
        assert f"—{number}—" in text_of(page)
        assert without_number(page).startswith("演示数据")


def test_no_page_of_the_document_is_empty(printed):
    for name in ("small_docx", "large_docx", "english_docx"):
        lengths = [len(text_of(page)) for page in printed[name]]
        assert min(lengths) > 40, (name, lengths)


def test_who_signs_a_letter_stands_on_a_page_with_its_text(office, tmp_path):
    """However many figures it lists; in each language."""
    files = {}
    for lang in ("zh", "en"):
        for count in (1, 2, 3, 4, 5, 6, 12, 40):
            figures = tuple(DueFigure(f"指标{number}", "2025年", "万人次", date(2025, 12, 31)) for number in range(count))
            letters = (Letter("某局", date(2026, 3, 1), figures, "填报表"),)
            path = tmp_path / f"{lang}{count}.docx"
            path.write_bytes(render(replace(small(lang=lang), genre=Genre.REMINDER, letters=letters), "docx"))
            files[path] = texts(lang)
    printed = office.convert(list(files), "pdf", tmp_path)
    for path, words in files.items():
        first = text_of(pypdf.PdfReader(printed[path.stem]).pages[0])
        for key in ("kind.reminder_closing", "document.signed_blank", "kind.reminder_contact"):
            assert re.sub(r"\s", "", words(key)) in first, path.stem


def test_no_page_has_who_gets_a_copy_alone(office, tmp_path):
    """The end of a text, of a list with who signs, or of a table goes to the last page with it, however long each is."""
    files = []
    for count in range(1, 31):
        for genre in (Genre.TASKS, Genre.BRIEFING):
            files.append(tmp_path / f"{genre}{count}.docx")
            files[-1].write_bytes(render(replace(large(count), genre=genre), "docx"))
    printed = office.convert(files, "pdf", tmp_path)
    lasts = {path.stem: text_of(pypdf.PdfReader(printed[path.stem]).pages[-1]) for path in files}
    alone = re.compile(r"抄送：（抄送机关）。|—\d+—|（署名）（成文日期）")
    assert all("抄送：" in text for text in lasts.values())
    assert [name for name, text in lasts.items() if not alone.sub("", text)] == []


def test_annex_1_lies_across_and_the_rest_stands(printed):
    pages = printed["small_docx"]
    turned = [page.mediabox.width > page.mediabox.height for page in pages]
    first, last = turned.index(True), len(turned) - 1 - turned[::-1].index(True)
    assert all(turned[first : last + 1])
    assert without_number(pages[first]).removeprefix("演示数据").startswith("附件1")
    assert text_of(pages[last + 1]).removeprefix("演示数据").startswith("附件2")


def test_28_characters_to_a_line(printed):
    """Of a paragraph of Chinese characters alone, in whatever font stands in for 仿宋."""
    lines = [line.strip() for page in printed["large_docx"] for line in page.extract_text().splitlines()]
    assert max(len(line) for line in lines if re.fullmatch(r"[\u4e00-\u9fff，。；、]+", line)) <= 28


def test_the_head_of_a_long_table_is_on_each_of_its_pages(printed):
    across = [text_of(page) for page in printed["large_docx"] if page.mediabox.width > page.mediabox.height]
    assert len(across) > 2
    assert all("序号指标目标基期值现值差距" in text for text in across)


def test_every_page_of_the_workbook_has_its_number_and_the_mark(printed):
    pages = printed["small_xlsx"]
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页，共{len(pages)}页" in text_of(page)
        assert "演示数据" in text_of(page)
        assert page.mediabox.width > page.mediabox.height


def test_the_workbook_calculates_nothing_wrong(printed):
    for name in ("small_xlsx", "large_xlsx", "english_xlsx"):
        assert not any(re.search(r"#(REF|NAME|VALUE|DIV/0|N/A)|Err:", text_of(page)) for page in printed[name])


def test_the_csv_opens_without_garbling(printed):
    assert "技能人才占就业人员比例" in "".join(text_of(page) for page in printed["small_csv"])


def test_every_slide_is_a_page_with_its_number_and_the_mark(printed):
    pages = printed["small_pptx"]
    assert 6 <= len(pages) <= 10
    for number, page in enumerate(pages, start=1):
        assert text_of(page).count("演示数据") >= 1
        assert str(number) in text_of(page)
        assert page.mediabox.width * 9 == pytest.approx(page.mediabox.height * 16, rel=0.01)
