"""Workbooks made for tests: by openpyxl as Excel would save them, or cell by cell in XML."""

import io
import re
import zipfile

import openpyxl

HEADER = ["指标代码", "年份", "截止日期", "地区", "数值", "单位", "备注"]


def saved(rows, formats=(), change=None, sheets=()):
    """A workbook of one sheet 填报 (and more); `formats` maps cells to number formats, `change` does the rest."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "填报"
    for row in rows:
        sheet.append(row)
    for cell, code in dict(formats).items():
        sheet[cell].number_format = code
    for name, more in sheets:
        other = book.create_sheet(name)
        for row in more:
            other.append(row)
    if change:
        change(book, sheet)
    return bytes_of(book)


def bytes_of(book):
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content, edits=(), extra=()):
    """The same zip with the text of some entries replaced (end of the name → pattern, replacement) and entries added."""
    source, buffer = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            for part, pattern, replacement in edits:
                if name.endswith(part):
                    data, times = re.subn(pattern, replacement, data, flags=re.DOTALL)
                    assert times, f"{pattern!r} does not occur in {name}"
            target.writestr(name, data)
        for name, data in extra:
            target.writestr(name, data)
    return buffer.getvalue()


def with_cells(xml):
    """A workbook whose only sheet holds these rows, as XML."""
    return repacked(saved([["x"]]), [("sheet1.xml", rb"<sheetData>.*</sheetData>", b"<sheetData>" + xml + b"</sheetData>")])
