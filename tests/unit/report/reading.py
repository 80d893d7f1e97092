"""Opens finished files the way their readers do."""

import io
import zipfile

import docx
import openpyxl
from docx.oxml.ns import qn

PER_MILLIMETRE = 1440 / 25.4


def open_docx(content):
    return docx.Document(io.BytesIO(content))


def open_xlsx(content, *, formulas=False):
    """A workbook with the values that viewers show who do not calculate, or with the formulas themselves."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=not formulas)


def cells_under(sheet, heading, head=3):
    """The cells below a heading of a list."""
    column = next(cell.column for cell in sheet[head] if cell.value == heading)
    return [sheet.cell(line, column) for line in range(head + 1, sheet.max_row + 1)]


def parts(content):
    """The files inside an office document, by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def paragraphs(document, style=None):
    """Texts of the paragraphs outside tables, lines of a title joined."""
    return [each.text.replace("\n", "") for each in document.paragraphs if style in (None, each.style.name)]


def tables(document):
    """Every table as rows of cell texts; lines within a cell joined by /."""
    return [
        [["/".join(paragraph.text for paragraph in cell.paragraphs) for cell in row.cells] for row in table.rows]
        for table in document.tables
    ]


def table_under(document, caption):
    """The table whose caption ends like that."""
    captions = paragraphs(document, "Caption")
    place = [text for text in captions if text.endswith(caption)]
    assert len(place) == 1, captions
    return tables(document)[captions.index(place[0])]


def section_properties(document):
    """w:sectPr of every section, in order."""
    return [section._sectPr for section in document.sections]


def millimetres(element, attribute):
    return int(element.get(qn(f"w:{attribute}"))) / PER_MILLIMETRE


def sheet_rows(sheet, head=3):
    """Rows below the heads of a list, as dictionaries by heading."""
    headings = [cell.value for cell in sheet[head]]
    return [dict(zip(headings, (cell.value for cell in line), strict=True)) for line in sheet.iter_rows(min_row=head + 1)]
