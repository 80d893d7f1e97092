"""Text that is a formula, markup or not even text stands as that text in every field of every format."""

import csv
import io
import json
import re
import zipfile
from dataclasses import replace

import pytest
from docx.oxml.ns import qn

from kpi.report import EXTENSIONS, FORMATS, MEDIA_TYPES, render_csv, render_datapackage, render_json, render_xlsx
from kpi.report.printable import printable
from tests.unit.report.everything import READERS, texts_in, xml_parts
from tests.unit.report.reading import open_xlsx
from tests.unit.report.sample import PROJECT_2025, TOWN_VALUE, full, town, with_text

COMPUTED = {
    "command": "=cmd|' /C calc'!A0",
    "minus": "-1+1",
    "at": "@SUM(A1)",
    "tab": "\t+1+1",
    "wide": "＝1+1",
}
"""What a spreadsheet computes."""
MARKUP = {
    "markup": "<script>alert(1)</script> &amp; &#x0; {0} {plan} %s _x000D_ _x0041_ PAGE \\* MERGEFORMAT mailto:a@b.c",
    "typst": '#import "x": *; $x^2$; *b* _i_ `c` @ref <label> // comment \\u{41} [x] #{1+1} ~ -- ... = T /* x',
    "xml": "]]>甲\x00乙\ud800丙\ufffe丁<w:p/>",
    "unseen": '左\u202e右\u200b零\u2066宽\u200d"引号",逗号；两\r\n行',
}
"""What a format could take for its own, and what nobody sees."""
HOSTILE = COMPUTED | MARKUP
DRAWN = pytest.mark.slow
"""For formats whose every page is laid out: they take from half a second up."""
FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


def squeezed(text):
    """Without blanks and line ends, which pages and cells put where they have room."""
    return re.sub(r"\s", "", text)


def hostile(text):
    return with_text(full(demo=True), text)


def test_every_format_has_a_reader_a_media_type_and_an_extension():
    """The picture of a page is of the summary alone."""
    assert set(READERS) == set(FORMATS) == set(MEDIA_TYPES) - {"png"}
    assert set(EXTENSIONS) <= set(FORMATS)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("name", [pytest.param(name, marks=DRAWN if name in {"pdf", "pptx"} else ()) for name in FORMATS])
def test_it_stands_there_as_it_is(name, text):
    content = FORMATS[name](hostile(text))
    assert squeezed(printable(text)) in squeezed("".join(texts_in(name, content)))
    assert safe(name, content) == []


def safe(name, content):
    """What a file could run, compute from text, or open on its own."""
    return CHECKS.get(name, lambda _: [])(content)


def in_docx(content):
    parts = xml_parts(content)
    fields = [code.text.split()[0] for root in parts.values() for code in root.iter(qn("w:instrText"))]
    simple = [each.get(qn("w:instr")).split()[0] for root in parts.values() for each in root.iter(qn("w:fldSimple"))]
    return [code for code in (*fields, *simple) if code not in {"PAGE", "NUMPAGES", "REF", "PAGEREF"}] + outside(parts)


def in_xlsx(content):
    parts = xml_parts(content)
    formulas = [each.text or "" for root in parts.values() for each in root.iter() if str(each.tag).endswith("}f")]
    made_of_text = [each for each in formulas if re.search(r"cmd\||1\+1|SUM\(A1\)|alert\(", each)]
    return made_of_text + [name for name in parts if "externalLinks" in name] + outside(parts)


def in_pptx(content):
    return outside(xml_parts(content))


def outside(parts):
    """Relationships that lead out of an office document, and parts that hold programs."""
    targets = [each.get("Target") for root in parts.values() for each in root.iter() if each.get("TargetMode") == "External"]
    return targets + [name for name in parts if re.search(r"vba|activeX|oleObject", name)]


def in_pdf(content):
    """Outside compressed streams, in which any letters may follow each other by chance."""
    content = re.sub(rb"stream\r?\n.*?endstream", b"", content, flags=re.DOTALL)
    return re.findall(rb"/(?:JavaScript|JS|Launch|URI|SubmitForm|EmbeddedFile)\b", content)


def in_csv(content):
    cells = texts_in("csv", content)
    return [cell for cell in cells if cell.lstrip().startswith(FORMULA_STARTS) and not re.fullmatch(r"-[\d.]+", cell)]


def in_datapackage(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tables = [archive.read(name) for name in archive.namelist() if name.endswith(".csv")]
    return [cell for table in tables for cell in in_csv(table) if cell != "="]


CHECKS = {
    "docx": in_docx,
    "xlsx": in_xlsx,
    "pptx": in_pptx,
    "pdf": in_pdf,
    "csv": in_csv,
    "datapackage": in_datapackage,
}


@pytest.mark.parametrize("text", COMPUTED.values(), ids=COMPUTED)
def test_csv_marks_formulas_with_an_apostrophe(text):
    rows = list(csv.DictReader(io.StringIO(render_csv(hostile(text)).decode("utf-8-sig"), newline="")))
    assert {each["指标"] for each in rows} == {f"'{printable(text)}"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_negative_numbers_stay_numbers(text):
    report = hostile(text)
    rows = list(csv.DictReader(io.StringIO(render_csv(report).decode("utf-8-sig"), newline="")))
    numbers = [each["差距（目标减现值）"] for each in rows if re.fullmatch(r"-?[\d.]+", each["差距（目标减现值）"])]
    assert numbers == ["4.2", "3.264", "-17.25", "-4"]
    gaps = [each["gap"] for each in json.loads(render_json(report))["targets"] if each["gap"] is not None]
    assert gaps == [4.2, 3.264, -17.25, -4]
    with zipfile.ZipFile(io.BytesIO(render_datapackage(report))) as archive:
        table = archive.read("targets.csv").decode("utf-8-sig")
    assert [each["gap"] for each in csv.DictReader(io.StringIO(table, newline="")) if each["gap"]] == [
        "4.2",
        "3.264",
        "-17.25",
        "-4",
    ]


@pytest.mark.parametrize("text", [COMPUTED["minus"], MARKUP["xml"]], ids=["minus", "xml"])
def test_negative_numbers_are_numbers_in_a_workbook(text):
    cells = [cell for sheet in open_xlsx(render_xlsx(hostile(text))) for line in sheet.iter_rows() for cell in line]
    numbers = [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None]
    assert -60 in numbers
    assert -0.5 in numbers


LONG = {"one word": "甲" * 5000, "clauses": "技能人才，" * 1000}


@pytest.mark.slow
@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
@pytest.mark.parametrize("name", FORMATS)
def test_a_name_of_5000_characters_still_makes_a_file(name, text):
    report = full(plan_name=text, scope=text, demo=True)
    content = FORMATS[name](report)
    assert squeezed(text)[:20] in squeezed("".join(texts_in(name, content))) or name == "csv"


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_a_measure_a_unit_and_a_file_of_5000_characters_still_make_a_file(name):
    text = "技能人才，" * 1000
    figure = replace(PROJECT_2025, measure_name=text, file=text, source=text, note=text)
    value = replace(TOWN_VALUE, measure=text, unit=text, figures=(figure,))
    content = FORMATS[name](town(values=(value,), figures=(figure,)))
    assert "技能人才，技能人才" in squeezed("".join(texts_in(name, content)))


@pytest.mark.slow
@pytest.mark.parametrize("name", FORMATS)
def test_500_characters_in_every_field_still_make_a_file(name):
    content = FORMATS[name](with_text(town(demo=True, lang="en"), "技能人才，" * 100))
    assert "技能人才，技能人才" in squeezed("".join(texts_in(name, content)))


@pytest.mark.parametrize("name", FORMATS)
def test_made_up_figures_are_marked(name):
    words = {"json": '"demo": true', "datapackage": "true"}
    content = FORMATS[name](town(demo=True))
    assert words.get(name, "演示数据") in (content.decode() if name == "json" else "".join(texts_in(name, content)))
