"""One uploaded file read to the end: what was understood, and every problem, each at its row."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from kpi.catalog import Catalog
from kpi.ingest.containers import open_book
from kpi.ingest.delimited import swallowed_lines
from kpi.ingest.headers import Entry, Layout, Role, find_layout, header_text
from kpi.ingest.names import Names
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows import RowReader, Setting
from kpi.ingest.spelling import shortened
from kpi.ingest.tables import Book, Mark, Sheet
from kpi.ingest.values import is_blank
from kpi.model import Message, Observation, ObservationKey, Problem, Region, Severity

_UNIT_IN_TITLE = re.compile(r"单位\s*[:：]|unit\s*[:：]|[(（]\s*[百千万亿%％‰元人个家]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one table was taken for. Rows as seen in Excel."""

    sheet: str
    header_row: int
    columns: tuple[str, ...]
    """Headers understood."""
    ignored_columns: tuple[str, ...]
    ignored_rows: tuple[str, ...]
    """Texts above the header."""
    rows: int
    """Rows below the header that are not blank."""
    skipped: tuple[int, ...]
    """Of these, rows without a value."""


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one file says. `observations` is what was understood, also when errors refuse the file."""

    file: str
    sha256: str
    encoding_note: Message
    """What the file was taken for: encoding and separator, or sheets."""
    sheets: tuple[SheetReading, ...] = ()
    observations: tuple[Observation, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing refuses the file; warnings may still have to be confirmed."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass
class _Collected:
    sheets: list[SheetReading] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_upload(file: UploadFile, catalog: Catalog, *, today: date) -> Reading:
    """Read `file` against `catalog`. Never raises for what the file holds; `today` is the day of upload in Asia/Shanghai."""
    sha256 = hashlib.sha256(file.content).hexdigest()
    try:
        book = open_book(file.content)
    except Refused as refused:
        problem = _of_file(file, refused, Severity.ERROR, refused.row)
        return Reading(file.name, sha256, Message("reading.nothing"), problems=(problem,))
    collected = _Collected()
    if any(text.strip() for sheet in book.sheets for row in sheet.rows for text in row):
        _read_sheets(file, book, catalog, today, collected)
    else:
        collected.problems.append(_of_file(file, Refused("file_empty", advice("file_empty")), Severity.ERROR))
    collected.problems += duplicates(collected.observations)
    return Reading(
        file.name,
        sha256,
        book.taken_for,
        tuple(collected.sheets),
        tuple(collected.observations),
        tuple(_in_order(book, collected.problems)),
    )


def _in_order(book: Book, problems: Iterable[Problem]) -> list[Problem]:
    """As a person goes through the file: sheet by sheet, row by row, what concerns the whole sheet last."""
    order = {sheet.name: index for index, sheet in enumerate(book.sheets)}
    return sorted(problems, key=lambda problem: (order.get(problem.sheet, -1), problem.row is None, problem.row or 0))


def duplicates(observations: Iterable[Observation]) -> list[Problem]:
    """A problem for every observation whose key an earlier one has, naming both rows."""
    first: dict[ObservationKey, Observation] = {}
    problems = []
    for observation in observations:
        earlier = first.setdefault(observation.key, observation)
        if earlier is not observation:
            problems.append(_duplicate(earlier, observation))
    return problems


def _duplicate(earlier: Observation, later: Observation) -> Problem:
    elsewhere = (earlier.file, earlier.sheet) != (later.file, later.sheet)
    other_file = earlier.file if earlier.file != later.file else ""
    place = " ".join(filter(None, (other_file, earlier.sheet)))
    return Problem(
        Severity.ERROR,
        "duplicate_elsewhere" if elsewhere else "duplicate",
        later.file,
        later.sheet,
        later.row,
        value=later.printed,
        values={"row": earlier.row, "value": earlier.printed, "place": place, "file": other_file},
        suggestion=advice("duplicate"),
    )


def _of_file(file: UploadFile, refused: Refused, severity: Severity, row: int | None = None, sheet: str = "") -> Problem:
    return Problem(severity, refused.code, file.name, sheet, row, values=refused.values, suggestion=refused.suggestion)


def _read_sheets(file: UploadFile, book: Book, catalog: Catalog, today: date, collected: _Collected) -> None:
    names = Names.of(catalog)
    usual = frozenset((figure.measure_id, figure.breakdown) for figure in catalog.figures.values())
    strangers = []
    for sheet in book.sheets:
        try:
            layout = find_layout(sheet)
        except Refused as refused:
            collected.problems.append(_of_file(file, refused, Severity.ERROR, refused.row, sheet.name))
            continue
        if layout:
            setting = Setting(
                names=names,
                plan_region=catalog.plan_region,
                usual_breakdowns=usual,
                today=today,
                file=file.name,
                sheet=sheet.name,
                decimal_comma=book.delimiter == ";",
                region_around=_region_around(catalog, (PurePath(file.name).stem, sheet.name, *layout.above)),
                unit_around=next((text for text in layout.above if _UNIT_IN_TITLE.search(text)), ""),
            )
            _read_sheet(sheet, layout, book.delimiter, RowReader(setting, collected.problems), collected)
        elif any(text.strip() for row in sheet.rows for text in row):
            strangers.append(sheet)
    _report_strangers(file, strangers, collected)


def _report_strangers(file: UploadFile, strangers: Sequence[Sheet], collected: _Collected) -> None:
    """Sheets without a header: an error where no sheet has one, else something to confirm."""
    if not collected.sheets and not collected.problems:
        needed = tuple(header_text(role) for role in (Role.CODE, Role.YEAR, Role.VALUE, Role.UNIT))
        rows = (row for sheet in strangers for row in sheet.rows if any(text.strip() for text in row))
        seen = shortened(" | ".join(next(rows, ())))
        refused = Refused("header_missing", advice("header_missing", columns=needed), seen=seen)
        collected.problems.append(_of_file(file, refused, Severity.ERROR))
        return
    for sheet in strangers:
        refused = Refused("sheet_ignored", sheet=sheet.name)
        collected.problems.append(_of_file(file, refused, Severity.WARNING, sheet=sheet.name))


def _read_sheet(sheet: Sheet, layout: Layout, delimiter: str, reader: RowReader, collected: _Collected) -> None:
    rows, blank = 0, []
    for entry in layout.entries(sheet):
        rows += 1
        if isinstance(entry, Refused):
            reader.refuse(entry, entry.row)
        elif delimiter and swallowed_lines(sheet.rows[entry.row - 1], delimiter, layout.width):
            reader.refuse(Refused("rows_swallowed", advice("rows_swallowed")), entry.row)
        elif _says_nothing(entry):
            blank.append(entry)
        else:
            observation = reader.read(entry)
            collected.observations += [observation] if observation else []
    ignored = tuple(column.header for column in layout.ignored)
    headers = tuple(column.header for column in layout.columns.values())
    skipped = tuple(entry.row for entry in blank)
    collected.sheets.append(SheetReading(sheet.name, layout.header_row, headers, ignored, layout.above, rows, skipped))
    _note(reader, layout, rows, blank)


def _says_nothing(entry: Entry) -> bool:
    cell = entry.cells[Role.VALUE]
    return cell.mark in (None, Mark.MERGED) and is_blank(cell.text)


def _note(reader: RowReader, layout: Layout, rows: int, blank: Sequence[Entry]) -> None:
    """What was passed over, so that nothing is lost without being named."""
    if not rows:
        reader.refuse(Refused("no_rows", advice("no_rows")), layout.header_row)
    if layout.above:
        reader.refuse(Refused("rows_above", texts=layout.above), None, severity=Severity.NOTE)
    if layout.ignored:
        reader.refuse(Refused("columns_ignored", columns=tuple(c.header for c in layout.ignored)), None, severity=Severity.NOTE)
    for entry in blank:
        if entry.text(Role.VALUE):
            reader.refuse(Refused("value_absent"), entry.row, entry.cells[Role.VALUE], Severity.NOTE)
    unfilled = [entry.row for entry in blank if not entry.text(Role.VALUE)]
    if unfilled:
        row = unfilled[0] if len(unfilled) == 1 else None
        reader.refuse(Refused("values_blank", count=len(unfilled), rows=ranges(unfilled)), row, severity=Severity.NOTE)


def ranges(rows: Sequence[int]) -> str:
    """Row numbers in short: 2–5, 8."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in spans)


def _region_around(catalog: Catalog, texts: Iterable[str]) -> str:
    """The name of a region other than the plan's that stands in the file name, the sheet name or a title."""
    together = "\n".join(texts)
    return next((found for region in catalog.regions.values() if (found := _named(region, together, catalog))), "")


def _named(region: Region, text: str, catalog: Catalog) -> str:
    if region.region_code == catalog.plan_region.region_code:
        return ""
    names = [name for name in (region.name_zh, *region.aliases) if len(name) > 1 and not name.isascii()]
    return next((name for name in names if name in text), "")
