"""All text of a finished file, whatever its format: one reader each, the way other programs read it."""

import csv
import io
import json
import zipfile

import openpyxl
import pptx
import pypdf
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def texts_in(name, content):
    """Every piece of text of a file in the format of that name."""
    return READERS[name](content)


def xml_parts(content):
    """The XML parts of an office document, parsed; a part that is not well-formed raises."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return {name: etree.fromstring(archive.read(name)) for name in names}


def of_docx(content):
    found = []
    for root in xml_parts(content).values():
        found += ["".join(text.text or "" for text in paragraph.iter(f"{W}t")) for paragraph in root.iter(f"{W}p")]
        found += of_drawing(root)
    return found


def of_xlsx(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line]
    found = [cell.value for cell in cells if isinstance(cell.value, str)]
    found += [cell.comment.text for cell in cells if cell.comment]
    return found + [text for root in xml_parts(content).values() for text in of_drawing(root)]


def of_pptx(content):
    found = [text for root in xml_parts(content).values() for text in of_drawing(root)]
    assert pptx.Presentation(io.BytesIO(content)).slides
    return found


def of_drawing(root):
    """Paragraphs of shapes, titles and tables, and the cached names of a chart."""
    found = ["".join(text.text or "" for text in paragraph.iter(f"{A}t")) for paragraph in root.iter(f"{A}p")]
    return found + [each.text or "" for each in root.iter(f"{C}v")]


def of_pdf(content):
    reader = pypdf.PdfReader(io.BytesIO(content))
    return [reader.metadata.title, *(page.extract_text() for page in reader.pages)]


def of_csv(content):
    return [cell for line in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in line]


def of_json(content):
    return list(strings(json.loads(content.decode("utf-8"))))


def of_datapackage(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    found = of_json(files.pop("datapackage.json"))
    for each in files.values():
        found += of_csv(each)
    return found


def strings(value):
    """Every text inside a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from strings(each)


READERS = {
    "docx": of_docx,
    "xlsx": of_xlsx,
    "pdf": of_pdf,
    "pptx": of_pptx,
    "csv": of_csv,
    "json": of_json,
    "datapackage": of_datapackage,
}
