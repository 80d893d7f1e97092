"""Opens finished files the way their readers do."""

import io
import zipfile

import docx
import openpyxl
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

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
    """Texts of the paragraphs outside tables and in their rows without lines, lines of a title joined."""
    body = document.element.body
    shown = (each for each in body.iter(qn("w:p")) if all(map(has_no_lines, each.iterancestors(qn("w:tr")))))
    inside = (each for each in shown if not any(True for _ in each.iterancestors(qn("w:txbxContent"))))
    told = (Paragraph(each, document._body) for each in inside)
    return [each.text.replace("\n", "") for each in told if style in (None, each.style.name)]


def has_no_lines(row):
    """Whether a row of a table is only where notes or who signs stand with it."""
    return row.find(f"{qn('w:tc')}/{qn('w:tcPr')}/{qn('w:tcBorders')}") is not None


def tables(document):
    """Every table as rows of cell texts, but for those without lines; lines within a cell joined by /."""
    return [
        [
            ["/".join(paragraph.text for paragraph in cell.paragraphs) for cell in row.cells]
            for row in table.rows
            if not has_no_lines(row._tr)
        ]
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
