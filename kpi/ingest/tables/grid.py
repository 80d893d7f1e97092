"""A file as tables of text cells, counted as Excel shows them; what columns are called; and what a table says about one
value: one cell per role, in the place a person sees.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.ingest.spelling import folded, halved
from kpi.model import Message

HEAD_ROWS = 30
"""Rows of a table in which its header is looked for."""


class Mark(StrEnum):
    """Why the text of a cell is not to be taken at its word; the values are the child process's words."""

    ERROR = "error"
    FORMULA = "formula"
    BOOLEAN = "boolean"
    FORMAT = "format"
    MERGED = "merged"
    """Another cell's text, seen here because the two are merged."""
    DISPUTED = "disputed"
    """Two readers make different things of it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table: `rows[0]` is row 1 as seen in Excel; a record of a text file that spans lines is one row."""

    name: str
    """Empty for a text file."""
    rows: Sequence[Sequence[str]]
    marks: dict[tuple[int, int], Mark] = field(default_factory=dict)
    """(row, column) from 0."""
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """Top, left, bottom and right of ranges that are one cell, from 0; their text stands in each of their cells."""
    hidden_rows: tuple[int, ...] = ()
    """Rows that hold something and are not shown, from 0; columns likewise."""
    hidden_columns: tuple[int, ...] = ()
    beyond: int = 0
    """Rows below that are not kept here, of a table that is only shown."""

    @property
    def filled(self) -> bool:
        """Whether anything stands in it."""
        return self.beyond > 0 or any(text.strip() for row in self.rows for text in row)

    def own_texts(self, row: int) -> list[str]:
        """The texts of a row, each merged cell once and blank ones not at all."""
        if not self.marks:
            return [text for text in map(str.strip, self.rows[row]) if text]
        cells = enumerate(self.rows[row])
        return [text.strip() for place, text in cells if text.strip() and self.mark(row, place) is not Mark.MERGED]

    def mark(self, row: int, column: int) -> Mark | None:
        """The mark of a cell, counted from 0."""
        return self.marks.get((row, column)) if self.marks else None


@dataclass(frozen=True, slots=True)
class Book:
    """All tables of a file and what it was taken for."""

    sheets: tuple[Sheet, ...]
    taken_for: Message
    encoding: str = ""
    """Of a text file, as shown to people; empty for a workbook. So is `delimiter`."""
    delimiter: str = ""
    hidden: tuple[str, ...] = ()
    """Names of sheets that hold something and are not shown; they are not read."""


def letter(column: int) -> str:
    """The letter over a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Role(StrEnum):
    """What a column holds."""

    CODE = "code"
    NAME = "name"
    YEAR = "year"
    PERIOD = "period"
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
    PROBLEM = "problem"
    """What we wrote beside a faulty row when we sent the table back."""


_ALIASES: Mapping[Role, str] = {
    Role.CODE: "指标代码;指标编码;指标编号;代码;measure_id;measure code;measure;code;indicator code;indicator_id",
    Role.NAME: "指标名称;指标;名称;measure name;indicator;indicator name;name",
    Role.YEAR: "年份;年度;统计年份;统计年度;year",
    Role.PERIOD: "期间;时期;报告期;统计期;统计时期;所属期;统计时间;时间;季度;月份;period;quarter;month",
    Role.START: "起始日期;开始日期;起始;开始;start;start date;from;window_start",
    Role.END: "截止日期;截至日期;结束日期;终止日期;截止;截至;数据截至;日期;end;end date;to;as of;as-of date;window_end;date",
    Role.REGION_CODE: "地区代码;区划代码;行政区划代码;region_code;region code",
    Role.REGION: "地区;地区名称;区域;镇街;镇街（园区）;镇（街）;region;region name;area",
    Role.BREAKDOWN: "分组;breakdown;group",
    Role.MEMBER: "分组成员;member",
    Role.VALUE: "数值;实绩;填报值;实际值;值;完成;完成数;完成值;实际;实际数;实际完成;实际完成数;实绩数;本年;本年数;"
    "value;actual;actual value",
    Role.UNIT: "单位;计量单位;unit;units",
    Role.NOTE: "备注;说明;note;notes;remark;remarks",
    Role.LAST_YEAR: "上年值;上年数;last year;last year's value",
    Role.PROBLEM: "问题;problem;problems",
}
PROBLEM_SHEETS = frozenset({"问题清单", "Problems"})
"""How we call the sheet of problems that are of no row, in a table we send back; readers pass over it."""
LONGEST_HEADER = 40
"""Characters; whatever is longer is a sentence."""
OPTIONAL_AT_END = frozenset({Role.NOTE, Role.LAST_YEAR, Role.PROBLEM})
"""Excel leaves out trailing empty cells when it writes text; a row may do without these."""


def _spelling(header: str) -> str:
    return re.sub(r"[_\-:*'’]", "", folded(header))


ROLES = {_spelling(alias): role for role, aliases in _ALIASES.items() for alias in aliases.split(";")}


@dataclass(frozen=True, slots=True)
class SheetColumn:
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
    column: SheetColumn

    @property
    def blank(self) -> bool:
        """Whether nothing is in it, not even something unreadable."""
        return not self.text and self.mark is None


@dataclass(frozen=True, slots=True)
class Above:
    """What titles and headings say for every row below them that does not say it itself."""

    said: Mapping[Role, Cell] = field(default_factory=dict)
    region: str = ""
    """Another region that a file, sheet, title or heading names among other words: rows below it must say theirs."""
    wider: str = ""
    """What they name that holds more than any city: 全国."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said about one value: its cells by role. `row` as seen in Excel."""

    row: int
    cells: Mapping[Role, Cell]
    labels: tuple[Cell, ...] = ()
    """What the header over the value says of its period."""
    above: Above = field(default_factory=Above)
    total: bool = False
    """Whether it is a sum of others: to be checked against them, not loaded."""

    @property
    def value(self) -> Cell:
        """The cell of the value."""
        return self.cells[Role.VALUE]

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


def known_columns(row: Sequence[str]) -> int:
    """How many different roles the cells of a row name."""
    return len({role for cell in row if (role := role_of(cell))})


def role_of(text: str) -> Role | None:
    """The role a header names, if it does nothing but that."""
    return ROLES.get(_spelling(text)) if len(text) < LONGEST_HEADER else None


def header_text(role: Role) -> Message:
    """How our own form heads the column of a role."""
    return Message(f"template.{role}")


_INSTRUCTIONS = {
    folded("填报说明"): folded("填报说明（本页供查阅，不必填写）"),
    folded("Instructions"): folded("How to fill in this form (for reference; nothing is to be typed here)"),
}
"""Name and first text of our own sheet in each language; whoever reads a file does not know in which it was made."""
_NUMBER = re.compile(r"[-+]?[\d.,]+[%‰]?")


def is_form_instructions(sheet_name: str, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a sheet is the instructions we gave out with the form, which say nothing and may be passed over in silence.

    Not if a table or a number stands in it by now: what somebody has typed must never be lost without a word.
    """
    title = _INSTRUCTIONS.get(folded(sheet_name))
    first = next((text for row in rows for text in row if text.strip()), "")
    if title is None or folded(first) != title:
        return False
    return not any(known_columns(row) > 1 or any(_NUMBER.fullmatch(halved(text)) for text in row) for row in rows)
