"""A workbook as rows of text, every cell as its reader sees it, with a mark where the text alone would mislead."""

import io
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import python_calamine

from .archive import Archive, Elements, Handler, Unreadable
from .formats import BUILTIN, as_number, plain
from .merging import Spreading
from .raised import SharedStrings
from .scan import CellScan, Scanned


@dataclass(frozen=True)
class Package:
    """What the small files of an .xlsx say of its sheets."""

    entries: dict[str, str]
    """Name of each sheet that is shown and holds cells → its entry in the archive, in the order of the tabs."""
    hidden: list[str]
    """Names of sheets that are not shown and hold something."""
    formats: list[str]
    from_1904: bool
    uncalculated: bool
    """The writer asks whoever opens it to calculate everything first, so it has calculated nothing itself."""
    raised: dict[int, str]
    """Shared strings that are shown otherwise than their characters say, by number."""


def read_workbook(content: bytes) -> object:
    """All that is shown of a workbook, counted from 0.

    `{"sheets": [{"name", "rows": [[text]], "marks": [[row, column, mark]], "merged": [[top, left, bottom, right]],
    "hidden_rows": [row], "hidden_columns": [column]}], "hidden": [name of a sheet that is not shown]}`
    """
    return read_book(content, CellScan)


def read_book(content: bytes, cells: type[CellScan]) -> object:
    """The same with cells judged by `cells`."""
    archive = Archive(content)
    package = _package(archive)
    scanned = {name: _scanned(archive, entry, package, cells) for name, entry in package.entries.items()}
    try:
        workbook = python_calamine.load_workbook(io.BytesIO(content))
        spreading = Spreading()
        sheets = [_sheet(workbook.get_sheet_by_name(name), read, spreading) for name, read in scanned.items()]
    except python_calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    except (python_calamine.CalamineError, python_calamine.WorksheetNotFound, OSError, ValueError) as error:
        raise Unreadable("archive_damaged") from error
    return {"sheets": sheets, "hidden": package.hidden}


def _scanned(archive: Archive, entry: str, package: Package, cells: type[CellScan]) -> Scanned:
    scan = cells(package.formats, from_1904=package.from_1904, uncalculated=package.uncalculated, raised=package.raised)
    archive.parse(entry, scan)
    return scan.scanned


def _sheet(sheet: python_calamine.CalamineSheet, scanned: Scanned, spreading: Spreading) -> dict[str, object]:
    rows = [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), (text, _) in scanned.cells.items():
        while len(rows) <= row:
            rows.append([])
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = text
    unseen = hidden(rows, scanned.hidden_rows, scanned.hidden_columns)
    marks = {place: mark for place, (_, mark) in scanned.cells.items() if mark}
    merged = spreading.spread(rows, marks, ((*first, *last) for first, last in sheet.merged_cell_ranges or []))
    return {
        "name": sheet.name,
        "rows": rows,
        "marks": [[row, column, mark] for (row, column), mark in marks.items()],
        "merged": merged,
        **unseen,
    }


def hidden(rows: Sequence[Sequence[str]], rows_hidden: Iterable[int], columns_hidden: Iterable[int]) -> dict[str, list[int]]:
    """Of the rows and columns that are not shown, those that hold something of their own."""
    columns_hidden = set(columns_hidden)
    filled = {column for row in rows if columns_hidden for column, text in enumerate(row) if text}
    return {
        "hidden_rows": sorted(row for row in rows_hidden if row < len(rows) and any(rows[row])),
        "hidden_columns": sorted(filled & columns_hidden),
    }


def _text(cell: object) -> str:
    if isinstance(cell, float):
        number = as_number(repr(cell))
        return "" if number is None else plain(number)
    return str(cell)


def _package(archive: Archive) -> Package:
    if "xl/workbook.xml" not in archive.names:
        raise Unreadable("not_a_workbook")
    book, relations = Elements(), Elements()
    archive.parse("xl/workbook.xml", book)
    archive.parse("xl/_rels/workbook.xml.rels", relations)
    related = {a.get("Id", ""): a for tag, a in relations.elements if tag == "Relationship"}
    entries = {key: _entry(a.get("Target", "")) for key, a in related.items() if a.get("Type", "").endswith("/worksheet")}
    every = [a for tag, a in book.elements if tag == "sheet" and "name" in a]
    sheets = [a for a in every if a.get("state", "visible") == "visible"]
    hidden = [a["name"] for a in every if a not in sheets and a.get("id") in entries and _holds(archive, entries[a["id"]])]
    calculation = next((a for tag, a in book.elements if tag == "calcPr"), {})
    properties = next((a for tag, a in book.elements if tag == "workbookPr"), {})
    return Package(
        {a["name"]: entries[a["id"]] for a in sheets if a.get("id") in entries},
        hidden,
        _formats(archive),
        properties.get("date1904") in ("1", "true"),
        calculation.get("fullCalcOnLoad") in ("1", "true"),
        _raised(archive, next((a for a in related.values() if a.get("Type", "").endswith("/sharedStrings")), {})),
    )


def _raised(archive: Archive, relation: Mapping[str, str]) -> dict[int, str]:
    """Strings with raised or lowered digits in them, of the table of strings that the book names."""
    entry = _entry(relation.get("Target", ""))
    if entry not in archive.names or b"vertAlign" not in archive.read(entry):
        return {}
    strings = SharedStrings()
    archive.parse(entry, strings)
    return strings.shown


def _holds(archive: Archive, entry: str) -> bool:
    """Whether a sheet has a value in any of its cells."""
    cells = Elements()
    archive.parse(entry, cells)
    return any(tag in ("v", "t") for tag, _ in cells.elements)


def _entry(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")


def _formats(archive: Archive) -> list[str]:
    """The number format of each cell style, in order."""
    if "xl/styles.xml" not in archive.names:
        return []
    styles = _Styles()
    archive.parse("xl/styles.xml", styles)
    return [styles.codes.get(number) or BUILTIN.get(number, "General") for number in styles.numbers]


class _Styles(Handler):
    """Keeps the formats and, of the cell styles proper, which format each has."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.numbers: list[int] = []
        self._in_cells = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take `numFmt`, and `xf` inside `cellXfs` only."""
        if tag == "cellXfs":
            self._in_cells = True
        elif tag == "numFmt" and attributes.get("numFmtId", "").isdigit():
            self.codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
        elif tag == "xf" and self._in_cells:
            number = attributes.get("numFmtId", "0")
            self.numbers.append(int(number) if number.isdigit() else 0)

    def end(self, tag: str) -> None:
        """Leave the cell styles."""
        if tag == "cellXfs":
            self._in_cells = False
