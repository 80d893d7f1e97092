"""Which row is the header and which column is what. Columns are found by name, never by place.

A layout turns a sheet into entries: one cell per role, with the row and column a person sees in Excel. Other table shapes
(years or regions across) are further layouts that make the same entries.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kpi.ingest.delimited import HEAD_ROWS
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import folded, shortened
from kpi.ingest.tables import Mark, Sheet, letter
from kpi.model import Message


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    NAME = "name"
    YEAR = "year"
    START = "start"
    END = "end"
    REGION_CODE = "region_code"
    REGION = "region"
    BREAKDOWN = "breakdown"
    MEMBER = "member"
    VALUE = "value"
    UNIT = "unit"
    NOTE = "note"
    LAST_YEAR = "last_year"


_ALIASES: Mapping[Role, str] = {
    Role.CODE: "指标代码;指标编码;指标编号;代码;measure_id;measure code;measure;code;indicator code;indicator_id",
    Role.NAME: "指标名称;指标;名称;measure name;indicator;indicator name;name",
    Role.YEAR: "年份;年度;统计年份;统计年度;year",
    Role.START: "起始日期;开始日期;起始;开始;start;start date;from;window_start",
    Role.END: "截止日期;截至日期;结束日期;终止日期;截止;截至;数据截至;日期;end;end date;to;as of;as-of date;window_end;date",
    Role.REGION_CODE: "地区代码;区划代码;行政区划代码;region_code;region code",
    Role.REGION: "地区;地区名称;区域;镇街;镇街（园区）;镇（街）;region;region name;area",
    Role.BREAKDOWN: "分组;breakdown;group",
    Role.MEMBER: "分组成员;member",
    Role.VALUE: "数值;实绩;填报值;实际值;值;value;actual;actual value",
    Role.UNIT: "单位;计量单位;unit;units",
    Role.NOTE: "备注;说明;note;notes;remark;remarks",
    Role.LAST_YEAR: "上年值;上年数;last year;last year's value",
}
OPTIONAL_AT_END = frozenset({Role.NOTE, Role.LAST_YEAR})
"""Excel leaves out trailing empty cells when it writes text; a row may do without these."""


def _spelling(header: str) -> str:
    return re.sub(r"[_\-:*'’]", "", folded(header))


ROLES = {_spelling(alias): role for role, aliases in _ALIASES.items() for alias in aliases.split(";")}


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a person sees it."""

    index: int
    header: str
    role: Role | None = None
    """None if it is not understood."""

    @property
    def letter(self) -> str:
        """The letter over it in Excel."""
        return letter(self.index)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell in its place."""

    text: str
    mark: Mark | None
    column: Column

    @property
    def blank(self) -> bool:
        """Whether nothing is in it, not even something unreadable."""
        return not self.text and self.mark is None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said about one value: its cells by role. `row` as seen in Excel."""

    row: int
    cells: Mapping[Role, Cell]

    def text(self, role: Role) -> str:
        """The text of a cell, empty where there is none."""
        cell = self.cells.get(role)
        return cell.text if cell else ""

    def given(self, role: Role) -> bool:
        """Whether something stands in the column of a role."""
        cell = self.cells.get(role)
        return cell is not None and not cell.blank

    def first(self, *roles: Role) -> Cell | None:
        """The cell of the first of the roles that the table has a column for, one that is filled before an empty one."""
        cells = [self.cells[role] for role in roles if role in self.cells]
        return next((cell for cell in cells if not cell.blank), cells[0] if cells else None)


@dataclass(frozen=True, slots=True)
class Layout:
    """A long table: one value in each row under one header row."""

    header_row: int
    """As seen in Excel."""
    width: int
    """Number of cells in the header row, also of those that are empty at its end."""
    columns: Mapping[Role, Column]
    ignored: tuple[Column, ...]
    above: tuple[str, ...]
    """Texts of the rows above the header."""

    def entries(self, sheet: Sheet) -> Iterator[Entry | Refused]:
        """Every row below the header that is not blank; a row that does not fit the header is refused."""
        for index in range(self.header_row, len(sheet.rows)):
            row = sheet.rows[index]
            if any(text.strip() for text in row):
                yield self._misfit(index, row) or self._entry(sheet, index, row)

    def _misfit(self, index: int, row: Sequence[str]) -> Refused | None:
        """A cell too many is an unquoted separator inside a value, and all behind it stands in the wrong column."""
        headed = {column.index for column in (*self.columns.values(), *self.ignored)}
        beyond = len(row) > self.width or any(text.strip() for i, text in enumerate(row) if i not in headed)
        cut_off = any(column.index >= len(row) for role, column in self.columns.items() if role not in OPTIONAL_AT_END)
        if beyond or cut_off:
            return Refused("row_shape", advice("row_shape"), row=index + 1, cells=len(row), columns=self.width)
        return None

    def _entry(self, sheet: Sheet, index: int, row: Sequence[str]) -> Entry:
        cells = {
            role: Cell(row[column.index].strip() if column.index < len(row) else "", sheet.mark(index, column.index), column)
            for role, column in self.columns.items()
        }
        return Entry(index + 1, cells)


def header_text(role: Role) -> Message:
    """How our own form heads the column of a role."""
    return Message(f"template.{role}")


def known_columns(row: Sequence[str]) -> int:
    """How many different roles the cells of a row name; what makes a row a header."""
    return len({ROLES[spelling] for cell in row if len(cell) < 40 and (spelling := _spelling(cell)) in ROLES})


def find_layout(sheet: Sheet) -> Layout | None:
    """The layout of a sheet; None if no row names two columns. Refused if columns are missing or named twice."""
    scores = [known_columns(row) for row in sheet.rows[:HEAD_ROWS]]
    if max(scores, default=0) < 2:
        return None
    index = scores.index(max(scores))
    columns, ignored = _columns(sheet.rows[index], index + 1)
    above = tuple(shortened(text) for row in sheet.rows[:index] for text in row if text.strip())
    _require(columns, ignored, index + 1)
    return Layout(index + 1, len(sheet.rows[index]), columns, ignored, above)


def _columns(header: Sequence[str], row: int) -> tuple[dict[Role, Column], tuple[Column, ...]]:
    columns: dict[Role, Column] = {}
    ignored = []
    for index, text in enumerate(header):
        role = ROLES.get(_spelling(text)) if len(text) < 40 else None
        column = Column(index, shortened(text, 40), role)
        if role in columns:
            raise Refused("column_twice", advice("column_twice"), row=row, columns=(columns[role].header, column.header))
        if role:
            columns[role] = column
        elif text.strip():
            ignored.append(column)
    return columns, tuple(ignored)


def _require(columns: Mapping[Role, Column], ignored: Sequence[Column], row: int) -> None:
    missing = []
    if not {Role.CODE, Role.NAME} & columns.keys():
        missing.append(Role.CODE)
    if not {Role.YEAR, Role.END} & columns.keys():
        missing.append(Role.YEAR)
    if Role.VALUE not in columns:
        missing.append(Role.VALUE)
        for column in ignored:
            before, bracket, _ = folded(column.header).partition("(")
            if bracket and ROLES.get(_spelling(before)) is Role.VALUE:
                raise Refused("header_unit", advice("header_unit"), row=row, header=column.header)
    if missing:
        raise Refused("column_missing", advice("column_missing"), row=row, columns=tuple(header_text(role) for role in missing))
