"""What titles above a table say for all of it: its unit, its measure, its year. Nothing is taken from half a word.

A measure is taken only if nothing but places, periods and words such as 统计表 stands beside its name: 新增技能人才总量 is not
技能人才总量.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpi.ingest.headers import Cell, Column, Role
from kpi.ingest.headings import Headings
from kpi.ingest.labels import read_label
from kpi.ingest.names import Names
from kpi.ingest.spelling import bare, folded, halved

UNIT_SEPARATORS = re.compile(r"[、,;/]|和|或")
_UNIT = re.compile(r"(?:计量|数据)?(?:单位|unit)s?\s*[:：]\s*([^)）;；。\s]+(?:\s*[、,，]\s*[^)）;；。\s]+)*)", re.IGNORECASE)
_REPORTER = re.compile(r"(?:填报|报送|编制|制表|责任|牵头)单位")
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_PERIOD = re.compile(
    r"(?<![\d—–~\-至])\d{4}\s*年(?:度)?"
    r"(?:第?[一二三四1-4]季度|[上下]半年|前[二两三]季度|\d{1,2}\s*月?\s*[—–~～\-至]\s*\d{1,2}\s*月份?|\d{1,2}\s*月(?:\s*\d{1,2}\s*日|份|末|底)?)?(?:累计|末|底)?"
)
_YEARS = re.compile(r"\d{4}\s*年?\s*[—–~～\-至]\s*\d{4}\s*年?")
_DRESS = (
    r"附件\d*|附表\d*|表[\d一二三四五六七八九十]+(?:[\-—.]\d+)*|各|分|按|全|镇街|乡镇|区县|区|县|市|镇|街道|园区|地区|区域|月度|季度|年度|年报|季报|月报|"
    r"主要|基本|有关|相关|指标|工作|发展|完成|进展|实绩|数据|统计|汇总|填报|上报|报送|明细|一览|调查|情况|报表|台账|总表|简表|表格|表|数值|的|及|和|与|:|："
)

_PLACES = r"\((?:镇|街道|街|乡|园区|区|县|市|、|和)+\)"
_WORDS = [(re.compile(f"(?:{word})"), re.compile(f"(?:{word})$")) for word in (*_DRESS.split("|"), _PLACES)]
"""Each word of a title at its beginning and at its end."""


def around(texts: Sequence[str], headings: Headings, names: Names, own_region: Iterable[str]) -> dict[Role, Cell]:
    """What the texts above a table (or its sheet's name) say of measure, unit and period; only what all of them agree on."""
    found: dict[Role, set[str]] = {Role.UNIT: set(), Role.NAME: set(), Role.PERIOD: set()}
    for text in texts:
        found[Role.UNIT] |= units_in(text, headings)
        found[Role.PERIOD] |= set(periods_in(text))
        found[Role.NAME] |= _measure_in(text, headings, names, own_region)
    return {role: _cell(said.pop()) for role, said in found.items() if len(said) == 1}


def cells_of(said: Mapping[Role, str]) -> dict[Role, Cell]:
    """The same from what a person has typed."""
    return {role: _cell(text) for role, text in said.items() if text.strip()}


def _cell(text: str) -> Cell:
    return Cell(text, None, Column(-1, ""))


def units_in(text: str, headings: Headings) -> set[str]:
    """The unit a title names: 单位：万人, or （万人） at its end."""
    if named := _UNIT.search(text):
        return set() if _REPORTER.search(text) else {named[1].strip()}
    inside = [found[1].strip() for found in _BRACKETS.finditer(text)]
    return {inside[-1]} if inside and all(headings.is_unit(part) for part in UNIT_SEPARATORS.split(inside[-1])) else set()


def periods_in(text: str) -> list[str]:
    """The periods a title names; a span of years is what a plan is for, not when its figures are of."""
    plain = _YEARS.sub(" ", halved(text))
    return list(dict.fromkeys("".join(found[0].split()) for found in _PERIOD.finditer(plain) if read_label(found[0])))


def _measure_in(text: str, headings: Headings, names: Names, own_region: Iterable[str]) -> set[str]:
    rest = _PERIOD.sub("", _YEARS.sub("", halved(text)))
    unit = _UNIT.search(rest)
    rest = rest[: unit.start()] + rest[unit.end() :] if unit else rest
    rest = _BRACKETS.sub(lambda found: "" if not found[1] or headings.is_unit(found[1]) else found[0], rest)
    spoken = folded(rest)
    candidates = [spoken]
    for region in sorted(own_region, key=len, reverse=True):
        if spoken.startswith(folded(region)):
            candidates.append(spoken.removeprefix(folded(region)))
            break
    for candidate in _undressed(candidates):
        found = names.measures.find(candidate) if len(bare(candidate)) > 2 else []
        if len(found) == 1:
            return {found[0].name_zh}
    return set()


def _undressed(texts: Iterable[str]) -> Iterator[str]:
    """Each text, then with one word of a title after another taken from its ends, longest first."""
    waiting = list(dict.fromkeys(texts))
    seen = set(waiting)
    while waiting:
        text = waiting.pop(0)
        yield text
        shorter = {text[found.end() :] for word in _WORDS if (found := word[0].match(text))}
        shorter |= {text[: found.start()] for word in _WORDS if (found := word[1].search(text))}
        waiting += sorted(shorter - seen - {""}, key=len, reverse=True)
        seen |= shorter
