"""Titles above a table and rows in it that are no data: headings, notes, sources. Each is named, and may say something of its
rows.

Nothing is taken from half a word. A measure is taken from a title only if nothing but places, periods and words such as
统计表 stands beside its name: 新增技能人才总量 is not 技能人才总量.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice, zip_longest

from kpi.ingest.amounts.values import UNIT_SEPARATORS
from kpi.ingest.names.directories import Names
from kpi.ingest.periods import is_day, periods_in, read_label, untitled
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import bare, folded, halved, simplified
from kpi.ingest.tables.grid import Cell, Role, Sheet, SheetColumn
from kpi.ingest.tables.headings import Headings
from kpi.ingest.tables.layouts import Layout

MOST_UNDRESSED = 300
"""Ways of taking words off a title that are tried; an honest one has a few dozen."""
LONGEST_TITLE = 300
"""Characters in which a measure is looked for; whatever is longer is a paragraph."""
_UNIT = re.compile(r"(?:计量|数据)?(?:单位|unit)s?\s*[:：]\s*([^)）;；。\s]+(?:\s*[、,，]\s*[^)）;；。\s]+)*)", re.IGNORECASE)
_REPORTER = re.compile(r"(?:填报|报送|编制|制表|责任|牵头|填表|上报|主管)单位\s*[:：]?\s*[^\s,，;；]*")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_DRESS = (
    r"附件\d*|附表\d*|表[\d一二三四五六七八九十]+(?:[\-—.]\d+)*|各|分|按|全|镇街|乡镇|区县|区|县|市|镇|街道|园区|地区|区域|月度|季度|年度|年报|季报|月报|"
    r"主要|基本|有关|相关|指标|工作|发展|完成|进展|实绩|数据|统计|汇总|填报|上报|报送|明细|一览|调查|情况|报表|台账|总表|简表|表格|表|数值|的|及|和|与|:|："
)

_PLACES = r"\((?:镇|街道|街|乡|园区|区|县|市|、|和)+\)"
_WORDS = [(re.compile(f"(?:{word})"), re.compile(f"(?:{word})$")) for word in (*_DRESS.split("|"), _PLACES)]
"""Each word of a title at its beginning and at its end."""


def around(texts: Sequence[str], headings: Headings, names: Names, own_region: Iterable[str]) -> dict[Role, Cell]:
    """What the texts above a table (or its sheet's name) say of measure, unit and period; only what all of them agree on.

    Refused if they name two units.
    """
    told: dict[Role, set[str]] = {Role.UNIT: set(), Role.NAME: set(), Role.PERIOD: set()}
    for text in texts:
        told[Role.UNIT] |= units_in(text, headings)
        told[Role.PERIOD] |= set(periods_in(text))
        told[Role.NAME] |= _measure_in(text, headings, names, own_region)
    if len(told[Role.UNIT]) > 1:
        first, second, *_ = sorted(told[Role.UNIT])
        raise Refused("said_twice", advice("said_twice"), first=first, second=second, column="")
    return {role: _cell(said.pop()) for role, said in told.items() if len(said) == 1}


def cells_of(said: Mapping[Role, str]) -> dict[Role, Cell]:
    """The same from what a person has typed."""
    return {role: _cell(text) for role, text in said.items() if text.strip()}


def _cell(text: str) -> Cell:
    return Cell(text, None, SheetColumn(-1, ""))


def units_in(text: str, headings: Headings) -> set[str]:
    """The units a title names: 单位：万人, or （万人） at its end; 填报单位 and the like name an office."""
    plain = simplified(text)  # of the same length, so that what is named can be taken as it is written
    offices = _REPORTER.sub(lambda office: " " * len(office[0]), plain)
    named = {text[unit.start(1) : unit.end(1)].strip() for unit in _UNIT.finditer(offices)}
    if named or offices != plain:
        return named
    inside = [bracket[1].strip() for bracket in _BRACKETS.finditer(text)]
    return {inside[-1]} if inside and all(headings.is_unit(part) for part in UNIT_SEPARATORS.split(inside[-1])) else set()


def _measure_in(text: str, headings: Headings, names: Names, own_region: Iterable[str]) -> set[str]:
    if len(text) > LONGEST_TITLE:
        return set()
    rest = untitled(text)
    unit = _UNIT.search(rest)
    rest = rest[: unit.start()] + rest[unit.end() :] if unit else rest
    rest = _BRACKETS.sub(lambda bracket: "" if not bracket[1] or headings.is_unit(bracket[1]) else bracket[0], rest)
    spoken = folded(rest)
    candidates = [spoken]
    for region in sorted(own_region, key=len, reverse=True):
        if spoken.startswith(folded(region)):
            candidates.append(spoken.removeprefix(folded(region)))
            break
    for candidate in islice(_undressed(candidates), MOST_UNDRESSED):
        measures = names.measures.find(candidate) if len(bare(candidate)) > 2 else []
        if len(measures) == 1:
            return {measures[0].name_zh}
    return set()


def _undressed(texts: Iterable[str]) -> Iterator[str]:
    """Each text, then with one word of a title after another taken from its ends, longest first."""
    waiting = deque(dict.fromkeys(texts))
    seen = set(waiting)
    while waiting:
        text = waiting.popleft()
        yield text
        shorter = {text[dress.end() :] for word in _WORDS if (dress := word[0].match(text))}
        shorter |= {text[: dress.start()] for word in _WORDS if (dress := word[1].search(text))}
        waiting += sorted(shorter - seen - {""}, key=len, reverse=True)
        seen |= shorter


_NOTE = re.compile(
    r"(注|备注|附注|说明|填表说明|指标解释|数据来源|资料来源|来源|填表人?|填报人?|制表人?|审核人?|复核人?|负责人|单位负责人|"
    r"统计负责人|经办人|"
    r"(?:统计|审批|批准|签发|报送|分管|主管)(?:人|领导|负责人)|制表|填表|审核|复核|手机|"
    r"联系人|联系电话|电话|填表日期|填报日期|报出日期|制表日期|(?:报送|上报)(?:日期|时间)|填报时间|日期|打印时间|盖章|公章|签字|签名|第\d+页|"
    r"notes?|sources?|prepared by|date)\s*[\d①-⑩一二三四]*\s*[:：.、].*|"
    r"[（(]?(盖章|公章|签字)[）)]?|第?\s*\d+\s*[页/]\s*(共?\s*\d+\s*页?)?",
    re.IGNORECASE | re.DOTALL,
)
_OFFICE = re.compile(
    r"(?:填报|报送|编制|制表|填表|上报)单位(?:[(]?盖?公?章[)]?)?[:：]?.*|[一-龥]+(?:局|厅|委员会|办公室|办事处|政府|中心|统计站|服务站)",
    re.DOTALL,
)
"""Who signs a table."""
_RULE = re.compile(r"[-—–=_~*·.+|:]{3,}|——+|…+")
"""What draws a line through a row."""
_STARS = "*※"
"""What begins a note that is not called one."""


class Passage(StrEnum):
    """What a row is, if it holds no data."""

    HEADER = "header"
    NOTE = "note"
    HEADING = "heading"


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that was passed over. `row` as seen in Excel."""

    row: int
    passage: Passage
    text: str
    signed: bool = False
    """Whether it says who made the table."""

    @property
    def unsaid(self) -> bool:
        """Whether the row does not say itself what it is, as 注 and 来源 do, and may be data that was typed badly."""
        return (self.passage is Passage.HEADING and not self.signed) or (
            self.passage is Passage.NOTE and self.text[0] in _STARS
        )


class Passages:
    """Tells the rows of one table that hold no data."""

    def __init__(self, sheet: Sheet, layout: Layout) -> None:
        self._sheet = sheet
        self._width = layout.width
        header = sheet.rows[layout.first_row - 1 : layout.header_row]
        self._headers = [[folded(text) for text in row] for row in header]
        self._values = {value.column.index for value in layout.values}
        self._columns = self._values | {column.index for column in layout.stubs.values()}

    def at(self, index: int) -> Passed | None:
        """What the row at `index`, from 0, is, if it holds no data."""
        own = self._sheet.own_texts(index)
        if not own:
            return None
        if any(_repeats(self._sheet.rows[index], header) for header in self._headers):
            return Passed(index + 1, Passage.HEADER, own[0])
        if is_note(own):
            return Passed(index + 1, Passage.NOTE, " ".join(own))
        lone = len(own) == 1
        if is_signature(own) or (lone and is_day(own[0]) and self._in_values(index)):
            offices = [text for text in own if _OFFICE.fullmatch(halved(text))]
            return Passed(index + 1, Passage.HEADING if offices else Passage.NOTE, " ".join(offices or own), signed=True)
        if lone and not self._in_values(index):
            return Passed(index + 1, Passage.NOTE if own[0][0] in _STARS else Passage.HEADING, own[0])
        return None

    def _in_values(self, index: int) -> bool:
        """Whether anything stands in a column of values, be it another cell's text, unless one cell spans the whole row."""
        row = self._sheet.rows[index]
        filled = {place for place, text in enumerate(row) if text.strip()}
        return bool(filled & self._values) and not self._columns <= filled | set(range(len(row), self._width))


def _repeats(row: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row says what a row of the header says, as at the top of a printed page."""
    return all(folded(text) == said for text, said in zip_longest(row, header, fillvalue=""))


def is_note(texts: Sequence[str]) -> bool:
    """Whether the texts of a row say themselves that they are notes: 注, 来源, 填表人."""
    if len(texts) == 1:
        return bool(_NOTE.match(halved(texts[0])))
    return all(_NOTE.fullmatch(halved(text)) for text in texts)


def is_signature(texts: Sequence[str]) -> bool:
    """Whether a row says who made a table and when, in several cells, and nothing else; or is a line drawn through it."""
    plain = [halved(text) for text in texts]
    if len(plain) > 1 and all(_RULE.fullmatch(text) for text in plain):
        return True
    signed = False
    for text in plain:
        if _NOTE.fullmatch(text) or _OFFICE.fullmatch(text):
            signed = True
        elif not is_day(text):
            return False
    return signed


def says(text: str, headings: Headings) -> Mapping[Role, Cell]:
    """What a heading says of the rows below it: nothing, unless it is exactly a region, a period or a unit."""
    if units := units_in(text, headings):
        return {Role.UNIT: _cell(units.pop())}
    if headings.thing(text) is Role.REGION:
        return {Role.REGION: _cell(text)}
    return {Role.PERIOD: _cell(text)} if read_label(text) else {}


def period_of_headings(sheet: Sheet, layout: Layout, headings: Headings) -> dict[Role, Cell]:
    """The first period that a heading inside the table says for the rows below it; those above it must say their own."""
    passages = Passages(sheet, layout)
    for index in range(layout.header_row, len(sheet.rows)):
        passage = passages.at(index) if len(sheet.own_texts(index)) == 1 else None
        if passage and passage.passage is Passage.HEADING and (period := says(passage.text, headings).get(Role.PERIOD)):
            return {Role.PERIOD: period}
    return {}
