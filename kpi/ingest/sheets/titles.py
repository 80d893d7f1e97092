"""What titles above a table say for all of it: its unit, its measure, its year. Nothing is taken from half a word.

A measure is taken only if nothing but places, periods and words such as 统计表 stands beside its name: 新增技能人才总量 is not
技能人才总量.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from kpi.ingest.amounts.values import UNIT_SEPARATORS
from kpi.ingest.names.directories import Names
from kpi.ingest.periods import periods_in, untitled
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import bare, folded, simplified
from kpi.ingest.tables.headers import Cell, Role, SheetColumn
from kpi.ingest.tables.headings import Headings

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
