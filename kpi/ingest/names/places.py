"""Places that a file name, a sheet name or a title may name besides the plan's own: its regions, any province or prefecture.

A short name such as 佛山 counts only where a word can begin, and if it does not go on as another: 中山路 is a road. What names
a measure, a group or a region of the plan is read as that first.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kpi.catalog import Catalog
from kpi.ingest.spelling import simplified
from kpi.model import Region

_HAN = "一-龥"
_SUFFIX = re.compile(r"特别行政区|自治[区州]|地区|[市省州盟](?![场值籍])")
_GOES_ON = ("场", "值", "籍", "域", "级")
"""What makes a full name the beginning of another word: 新建区 and 新建区域."""
_OTHER = re.compile(
    rf"[东西南北中]?[路街道巷桥]|大道|[籍菜话来]|人(?![社力才员事])|时间|[{_HAN}]{{0,6}}?(?:大学|学院|学校|中学|小学|银行|公司|集团|医院|公园|商会)"
)
"""What makes a short name the beginning of another one."""
_TABLE = re.compile(
    r"各|全[市省]|人[社力才]|技能|培训|就业|统计|数据|报|情况|汇总|填|表|\d|[上下]半年|前[二两三]季|第?[一二三四]季"
)
"""How the title or name of a table goes on behind the place: of a name that is a common word too, only so."""
_OFFICE = re.compile(rf"[{_HAN}]{{0,12}}?[厅局委办院]")
_RELATIVE = re.compile(r"[全本我]|[合总]计")
"""How names begin that anybody may call one's own place by: 全市, 本区."""
_WORD_ENDS = frozenset("年月日度季末底件表于")
"""Characters behind which a name may begin."""
_NO_NAME = "年月日度末季各全本我两几多每该此第"
_UNLISTED = re.compile(
    rf"(?:^|[年月日度末底]|[^{_HAN}])((?![地分])(?:(?![{_NO_NAME}])[{_HAN}]){{2,3}}(?:(?<![上超城夜菜股门集都县区省地街楼房车一二三四五六七八九十])市|省|自治区))(?![场级民属区内外各])"
)
"""A city or province that no list need know."""


_PAPER = re.compile(r"(?:制度|办法|方案|规定|通知|意见|规程|细则)[》”)）]?$")
"""How papers are called by whose rules a table is made."""
_WIDE = re.compile(
    rf"(?:(?<![{_HAN}])|(?<=[年月日度末季底件表于]))"
    r"(?:全国|我国|全省|我省|本省|国内|珠三角|珠江三角洲|粤港澳大湾区|大湾区|全球)(?:九市|各地)?"
)
"""What is more than any city, where it begins a word."""
_NOT_WIDE = re.compile(
    rf"[性统第前排位名居首最占比]|先进|百强|[{_HAN}“”]{{0,10}}?(?:赛|能手|冠军|奖|试点|示范|制度|办法|方案|会议?|排名|位次|名次|标准|部署|要求|规定)"
)
"""How a name goes on that only begins with such a word: 全国技术能手, 全省位次."""
_WIDE_FIGURE = re.compile(
    r"(?<![于比占居在较])(?:全国|我国|全省|我省|珠三角|大湾区)(?:范围|口径|合计|总[数量计]|数据?(?![量字])|统计数)"
)
_MOST_WORDS = 4
"""Words in Latin letters; whatever has more is a sentence, which may mention a place."""
_LATIN_SUFFIX = re.compile(r"(?<=\w{4})(?:shi|sheng|city)$")
_SHORTER = re.compile(r"(?:街道|园区|新区|[镇乡区市县])$")


def of_more_than_ours(text: str) -> str:
    """The words by which a note or a remark says that figures are of more than any city: 全国数据; empty if it does not."""
    plain = simplified(text.strip())
    words = _WIDE.fullmatch(plain) or _WIDE_FIGURE.search(plain)
    return words[0] if words else ""


def is_relative(name: str) -> bool:
    """Whether a name is one that any place may call itself by: 全市, 本区."""
    return bool(_RELATIVE.match(name))


@dataclass(frozen=True, slots=True)
class Place:
    """A province or prefecture-level unit, with the code of GB/T 2260."""

    code: str
    name: str
    short: str
    word: bool
    """Whether its short name is a common word as well."""
    pinyin: str = ""
    """Its short name as file names spell it; empty where that is too short to tell, or another word."""
    county: bool = False
    """Whether it lies below a prefecture: its name then counts only where a word begins. `short` may be empty."""

    @property
    def names(self) -> set[str]:
        """What it is called."""
        return {self.name, self.short} - {""}


@cache
def places_of_china() -> tuple[Place, ...]:
    """All provinces and prefecture-level units."""
    return tuple(Place(row["code"], row["name"], row["short"], row["word"] == "yes", row["pinyin"]) for row in _rows("places"))


@cache
def counties_of_china() -> tuple[Place, ...]:
    """Counties, districts and county-level cities whose names are no common words; few have a short name."""
    return tuple(Place(row["code"], row["name"], row["short"], True, row["pinyin"], county=True) for row in _rows("counties"))


def _rows(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Places:
    """What texts around a table may name, seen from one plan."""

    own: frozenset[str]
    """Names of the plan's own region."""
    inside: frozenset[str]
    """Names of every other region of the plan."""
    above: frozenset[str]
    """Names of what the plan's region lies in."""
    elsewhere: dict[str, Place]
    """Other places, by full and by short name."""
    known: Mapping[str, tuple[str, ...]]
    """Every name of the catalog or of a place by its first character, the longest first."""
    latin: Mapping[str, str] = field(default_factory=dict)
    """Other places by their names in Latin letters."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Places":
        """The places of China and of a catalog."""
        plan = catalog.plan_region
        own = frozenset(_long(plan))
        inside = frozenset(name for region in catalog.regions.values() if region is not plan for name in _long(region))
        above, elsewhere = set[str](), dict[str, Place]()
        for place in places_of_china():
            names = place.names
            if plan.region_code.isdigit() and plan.region_code != place.code and _holds(place.code, plan.region_code):
                above |= names
            elif not names & own:
                elsewhere |= {name: place for name in names if name not in elsewhere}
        latin = _latin(plan, [*elsewhere.values()])
        spelt = {short for name in own | inside for short in (name, _SHORTER.sub("", name))}
        for place in counties_of_china():
            if not {place.name, place.name[:-1]} & spelt and not _holds(plan.region_code, place.code):
                elsewhere |= {name: place for name in place.names if name not in elsewhere}
        elsewhere = {name: place for name, place in elsewhere.items() if name not in above | own}
        spoken = {name for measure in catalog.measures.values() for name in (measure.name_zh, *measure.aliases)}
        spoken |= {member.name_zh for member in catalog.members.values()}
        names = {*own, *above, *elsewhere, *inside, *spoken}
        known: dict[str, tuple[str, ...]] = {}
        for name in sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)):
            known[name[0]] = (*known.get(name[0], ()), name)
        return cls(own, inside, frozenset(above), elsewhere, known, latin | _latin(plan, counties_of_china()))

    def _at(self, text: str, place: int) -> str:
        """The longest name that begins at a place of a text; empty if none does."""
        return next((name for name in self.known.get(text[place : place + 1], ()) if text.startswith(name, place)), "")

    def other_than_ours(self, texts: Iterable[str]) -> str:
        """The name of a region other than the plan's that stands in one of the texts; empty if there is none."""
        texts = [simplified(text) for text in texts]
        if named := next((name for text in texts for name in (*self._elsewhere(text), *self._spelt(text))), ""):
            return named
        return next((name for text in texts for name in self._above(text)), "") if self._alone(texts) else ""

    def wider_than_ours(self, texts: Iterable[str]) -> str:
        """What texts that never name the plan's own region are about, if it is more than that: 全国; empty if it is not."""
        texts = [simplified(text) for text in texts]
        return next((word for text in texts if (word := self._wide(text))), "") if self._alone(texts) else ""

    def _alone(self, texts: Iterable[str]) -> bool:
        """Whether no text names the plan's own region."""
        return not any(name in text for text in texts for name in self.own if not is_relative(name))

    def _wide(self, text: str) -> str:
        rest = list(text)
        for start, end, _ in self._found(text):
            if text[start:end] not in self.above | self.elsewhere.keys() | self.own:
                rest[start:end] = "·" * (end - start)
        plain = "".join(rest)
        if word := next((word for word in _WIDE.finditer(plain) if not _NOT_WIDE.match(plain, word.end())), None):
            return word[0]
        for start, end, fresh in self._found(text):
            name = text[start:end]
            if fresh and name in self.above and not _SUFFIX.search(name) and not _NOT_WIDE.match(text, end):
                behind = text[end : end + 1]
                if not re.match(f"[{_HAN}]", behind) or _TABLE.match(text, end):
                    return name
        return ""

    def _spelt(self, text: str) -> Iterator[str]:
        """Places that a name in Latin letters is about, which is no sentence."""
        words = re.findall("[a-z]+", text.lower())
        if len(words) <= _MOST_WORDS:
            yield from (self.latin[short] for word in words if (short := _LATIN_SUFFIX.sub("", word)) in self.latin)

    def _elsewhere(self, text: str) -> Iterator[str]:
        """Names of other places: of the plan's regions and listed ones, then of any that is called a city."""
        rest = list(text)
        for start, end, fresh in self._found(text):
            name = text[start:end]
            place = None if name in self.inside else self.elsewhere.get(name)
            if name in self.inside:
                yield name
            if place is None:
                rest[start:end] = "·" * (end - start)
            elif name == place.name and (fresh or not place.county) and not text.startswith(_GOES_ON, end):
                yield name
            elif (fresh or not place.county) and (suffix := _SUFFIX.match(text, end)):
                yield name + suffix[0]
            elif fresh and _as_place(place, text[end:], known=bool(self._at(text, end))):
                yield name
        yield from (unlisted[1] for unlisted in _UNLISTED.finditer("".join(rest)))

    def _above(self, text: str) -> Iterator[str]:
        """The full name of what the plan's region lies in, where it begins a text and is no office there."""
        for start, end, fresh in self._found(text):
            name = text[start:end]
            full = name in self.above and _SUFFIX.search(name)
            if full and fresh and not _OFFICE.match(text, end) and not _PAPER.search(text):
                yield name

    def _found(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """Every name that is known, from left to right, and whether a word begins there.

        A short name inside a word hides no name that begins in it.
        """
        position, last = 0, 0
        while position < len(text):
            name = self._at(text, position)
            start, end = position, position + max(len(name), 1)
            if name:
                before = text[start - 1 : start]
                fresh = start in (0, last) or before in _WORD_ENDS or not re.match(f"[{_HAN}]", before)
                yield start, end, fresh
                place = None if fresh or name in self.inside else self.elsewhere.get(name)
                if place and (place.county or name == place.short):
                    end = start + 1
                else:
                    last = end
            position = end


def _as_place(place: Place, behind: str, *, known: bool) -> bool:
    """Whether a short name at the beginning of a word is the place, by what stands behind it."""
    ends = known or not re.match(f"[{_HAN}\\d]", behind)
    return ends or bool(_TABLE.match(behind)) or not (place.word or _OTHER.match(behind))


def _latin(plan: Region, places: Iterable[Place]) -> dict[str, str]:
    """Places by their names in Latin letters, without the plan's own."""
    own = "".join(plan.name_en.casefold().split())
    return {place.pinyin: place.short for place in reversed([*places]) if place.pinyin and place.pinyin != own}


def _holds(code: str, other: str) -> bool:
    """Whether the place with one code lies in the other's: 440000 holds 441900."""
    return other.startswith(code.removesuffix("00").removesuffix("00")) if code.endswith("00") else False


def _long(region: Region) -> list[str]:
    return [simplified(name) for name in (region.name_zh, *region.aliases) if len(name) > 1 and not name.isascii()]
