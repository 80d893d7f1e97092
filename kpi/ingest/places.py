"""Places that a file name, a sheet name or a title may name besides the plan's own: its regions, any province or prefecture.

A short name such as 佛山 counts only where a word can begin, and if it does not go on as another: 中山路 is a road. What names
a measure, a group or a region of the plan is read as that first.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kpi.catalog import Catalog
from kpi.ingest.spelling import simplified
from kpi.model import Region

_HAN = "一-龥"
_SUFFIX = re.compile(r"特别行政区|自治[区州]|地区|[市省州盟](?![场值籍])")
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


@cache
def places_of_china() -> tuple[Place, ...]:
    """All provinces and prefecture-level units."""
    with Path(__file__).with_name("places.csv").open(encoding="utf-8", newline="") as file:
        return tuple(Place(row["code"], row["name"], row["short"], row["word"] == "yes") for row in csv.DictReader(file))


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

    @classmethod
    def of(cls, catalog: Catalog) -> "Places":
        """The places of China and of a catalog."""
        plan = catalog.plan_region
        own = frozenset(_long(plan))
        inside = frozenset(name for region in catalog.regions.values() if region is not plan for name in _long(region))
        above, elsewhere = set[str](), dict[str, Place]()
        for place in places_of_china():
            names = {place.name, place.short}
            if plan.region_code.isdigit() and plan.region_code != place.code and _holds(place.code, plan.region_code):
                above |= names
            elif not names & own:
                elsewhere |= {name: place for name in names if name not in elsewhere}
        elsewhere = {name: place for name, place in elsewhere.items() if name not in above | own}
        spoken = {name for measure in catalog.measures.values() for name in (measure.name_zh, *measure.aliases)}
        spoken |= {member.name_zh for member in catalog.members.values()}
        names = {*own, *above, *elsewhere, *inside, *spoken}
        known: dict[str, tuple[str, ...]] = {}
        for name in sorted((name for name in names if len(name) > 1), key=lambda name: (-len(name), name)):
            known[name[0]] = (*known.get(name[0], ()), name)
        return cls(own, inside, frozenset(above), elsewhere, known)

    def _at(self, text: str, place: int) -> str:
        """The longest name that begins at a place of a text; empty if none does."""
        return next((name for name in self.known.get(text[place : place + 1], ()) if text.startswith(name, place)), "")

    def other_than_ours(self, texts: Iterable[str]) -> str:
        """The name of a region other than the plan's that stands in one of the texts; empty if there is none."""
        texts = [simplified(text) for text in texts]
        if named := next((name for text in texts for name in self._elsewhere(text)), ""):
            return named
        alone = not any(name in text for text in texts for name in self.own if not is_relative(name))
        return next((name for text in texts for name in self._above(text)), "") if alone else ""

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
            elif name == place.name and not text.startswith(("场", "值", "籍"), end):
                yield name
            elif suffix := _SUFFIX.match(text, end):
                yield name + suffix[0]
            elif fresh and _as_place(place, text[end:], known=bool(self._at(text, end))):
                yield name
        yield from (found[1] for found in _UNLISTED.finditer("".join(rest)))

    def _above(self, text: str) -> Iterator[str]:
        """The full name of what the plan's region lies in, where it begins a text and is no office there."""
        for start, end, fresh in self._found(text):
            name = text[start:end]
            full = name in self.above and _SUFFIX.search(name)
            if full and fresh and not _OFFICE.match(text, end):
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
                if name in self.elsewhere and name not in self.inside and not fresh and name == self.elsewhere[name].short:
                    end = start + 1
                else:
                    last = end
            position = end


def _as_place(place: Place, behind: str, *, known: bool) -> bool:
    """Whether a short name at the beginning of a word is the place, by what stands behind it."""
    ends = known or not re.match(f"[{_HAN}\\d]", behind)
    return ends or bool(_TABLE.match(behind)) or not (place.word or _OTHER.match(behind))


def _holds(code: str, other: str) -> bool:
    """Whether the place with one code lies in the other's: 440000 holds 441900."""
    return other.startswith(code.removesuffix("00").removesuffix("00")) if code.endswith("00") else False


def _long(region: Region) -> list[str]:
    return [simplified(name) for name in (region.name_zh, *region.aliases) if len(name) > 1 and not name.isascii()]
