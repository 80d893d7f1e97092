"""Text that is a formula, markup or not even text stands as that text in every field of every format."""

import csv
import io
import re

import pytest
from docx.oxml.ns import qn

from kpi.report import FORMATS, render_csv, render_docx, render_xlsx
from kpi.report.printable import printable
from tests.unit.report.reading import open_docx, open_xlsx, paragraphs, parts, tables
from tests.unit.report.sample import small, with_text

FORMULAS = [
    "=1+1", "=cmd|'/c calc'!A0", "+1+1", "-1+1", "@SUM(A1:A9)", "＝1+1", "＋1", "－1+1", "＠SUM",
    "\t=1+1", "\r=1+1", "\n=1+1", " =1+1", '=HYPERLINK("x";"y")', "{=1+1}",
]  # fmt: skip
MARKUP = [
    "]]><w:p/>", "<script>alert(1)</script>", "&amp; & <b>", "&#x0;", "{0} {plan} {count}", "%s %(a)s",
    "_x000D_ _x0041_", '"引号",逗号', "PAGE \\* MERGEFORMAT", "mailto:a@b.c", "internal:Sheet1!A1",
]  # fmt: skip
BROKEN = ["控\x00制\x08字\x1f符", "半\ud800个", "非\ufffe字\uffff符", "两\r\n行", "倒\u202e序", "😀𠮷"]
EVERYTHING = [*FORMULAS, *MARKUP, *BROKEN]
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def hostile(text, **changes):
    return with_text(small(**changes), text)


@pytest.mark.parametrize("text", EVERYTHING, ids=ascii)
def test_docx_shows_it_as_it_is(text):
    document = open_docx(render_docx(hostile(text)))
    shown = printable(text)
    assert paragraphs(document, "Title")[0].replace(" ", "") == f"{shown}进展与差距情况报告（{shown}）".replace(" ", "")
    cells = [cell for table in tables(document) for line in table for cell in line]
    assert cells.count(shown) >= 20
    assert f"{shown}{shown}" in paragraphs(document, "Body Text")[0]
    assert [code.text.strip() for code in document.element.body.iter(qn("w:instrText"))] == []


@pytest.mark.parametrize("text", EVERYTHING, ids=ascii)
def test_xlsx_never_computes_or_links_it(text):
    content = render_xlsx(hostile(text))
    for name, data in parts(content).items():
        assert not (name.startswith("xl/worksheets/sheet") and re.search(rb"<f[ >]|<hyperlink", data))
    assert not [name for name in parts(content) if "externalLinks" in name or "worksheets/_rels" in name]
    texts = [cell.value for sheet in open_xlsx(content) for line in sheet.iter_rows() for cell in line if cell.data_type == "s"]
    assert [value for value in texts if value == printable(text)] != []


@pytest.mark.parametrize("text", EVERYTHING, ids=ascii)
def test_xlsx_numbers_stay_numbers(text):
    sheet = open_xlsx(render_xlsx(hostile(text)))["目标明细"]
    gaps = next(column for column in sheet.iter_cols() if column[2].value == "差距（目标减现值）")[3:]
    assert [cell.value for cell in gaps if cell.data_type == "n" and cell.value is not None] == [4.2, 3.264, -17.25, -4]


@pytest.mark.parametrize("text", EVERYTHING, ids=ascii)
def test_csv_disarms_it_and_leaves_numbers_alone(text):
    rows = list(csv.DictReader(io.StringIO(render_csv(hostile(text)).decode("utf-8-sig"), newline="")))
    assert [each["差距（目标减现值）"] for each in rows if re.fullmatch(r"-?[\d.]+", each["差距（目标减现值）"])] == [
        "4.2", "3.264", "-17.25", "-4",
    ]  # fmt: skip
    for cell in (cell for each in rows for cell in each.values()):
        assert not cell.lstrip().startswith(FORMULA_STARTS) or re.fullmatch(r"-[\d.]+", cell)
    assert {each["指标"].removeprefix("'") for each in rows} == {printable(text)}


@pytest.mark.parametrize("text", FORMULAS, ids=ascii)
def test_csv_marks_formulas_with_an_apostrophe(text):
    rows = list(csv.DictReader(io.StringIO(render_csv(hostile(text)).decode("utf-8-sig"), newline="")))
    expected = f"'{printable(text)}" if not text.startswith("{") else text
    assert {each["指标"] for each in rows} == {expected}


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_made_up_figures_with_hostile_text_still_open(name, lang):
    assert len(FORMATS[name](hostile("]]>\x00=<&", demo=True, lang=lang))) > 500
