"""What columns are called, and what a table says about one value: one cell per role, in the place a person sees in Excel."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.ingest.spelling import folded
from kpi.ingest.tables.grid import Mark, letter
from kpi.model import Message


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
