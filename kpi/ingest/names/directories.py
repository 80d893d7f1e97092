"""Measures, regions and breakdown members found by code, name or alias. A near miss is offered, never taken; what somebody
accepted before is an alias.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, takewhile
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from kpi.catalog import Catalog
from kpi.i18n import LANGUAGES
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import REMEMBERED, bare, folded, footnote
from kpi.model import Alias, Measure, Member, NamedThing, Region

Named = TypeVar("Named", Measure, Region, Member)
WHOLE = frozenset({"", "合计", "总计", "全部", "总数", "total", "all"})
"""Ways of writing that a figure is of the whole and no part of it."""
NEAR = 60.0
"""Least likeness, 0 to 100, at which a name is worth offering."""
NEAR_SHORT = 50.0
"""The same for names of up to three characters, of which one is then another."""
MOST_OFFERS = 3


@dataclass(frozen=True)
class Directory(Generic[Named]):
    """Things by every way of writing them: exactly, and without punctuation."""

    exact: dict[str, list[Named]]
    loose: dict[str, list[Named]]

    @classmethod
    def of(cls, things: Iterable[tuple[Named, Iterable[str]]]) -> "Directory[Named]":
        """A directory of things with their spellings."""
        exact: dict[str, list[Named]] = {}
        loose: dict[str, list[Named]] = {}
        for thing, spellings in things:
            for spelling in filter(None, spellings):
                for table, key in ((exact, folded(spelling)), (loose, bare(spelling))):
                    if thing not in table.setdefault(key, []):
                        table[key].append(thing)
        return cls(exact, loose)

    def with_aliases(self, things: Iterable[tuple[Named, Iterable[str]]]) -> "Directory[Named]":
        """The same with further spellings, each only where nothing else is spelt so."""
        more = Directory.of(things)
        return Directory({**more.exact, **self.exact}, {**more.loose, **self.loose})

    def find(self, text: str) -> list[Named]:
        """Everything `text` may mean: none, one, or several. The mark of a footnote behind a name is no part of it."""
        return self._remembered(text)

    @cached_property
    def _remembered(self) -> Callable[[str], list[Named]]:
        return lru_cache(maxsize=REMEMBERED)(self._find)

    def _find(self, text: str) -> list[Named]:
        things = self.exact.get(folded(text)) or (self.loose.get(bare(text), []) if bare(text) else [])
        if things:
            return things
        plain, mark = footnote(text)
        return self._find(plain) if mark else []

    def offers(self, text: str) -> list[Named]:
        """What `text` may be a spelling of, likeliest first: names spelt like it, and names of which one begins the other."""
        plain: str = bare(text)
        likely: list[Named] = []
        for name in [*self._index.like(plain), *self._index.begun(plain)]:
            likely += [thing for thing in self.loose[name] if thing not in likely]
        return likely[:MOST_OFFERS]

    @cached_property
    def _index(self) -> "_Index":
        return _Index.of(self.loose)


@dataclass(frozen=True, slots=True)
class _Index:
    """Names ordered for finding beginnings: what one unknown name costs does not grow with how many names there are."""

    names: list[str]
    places: dict[str, int]
    """In which order the names came."""
    ordered: list[str]
    longest: int
    by_length: dict[tuple[int, float], list[str]]
    """Names that may be like one of so many letters."""

    @classmethod
    def of(cls, names: Iterable[str]) -> "_Index":
        kept = list(names)
        return cls(kept, {name: place for place, name in enumerate(kept)}, sorted(kept), max(map(len, kept), default=0), {})

    def like(self, plain: str) -> list[str]:
        """The names spelt most like `plain`, likeliest first."""
        cutoff = NEAR if len(plain) > 3 else NEAR_SHORT
        names = self._as_long(plain, cutoff)
        return [str(match[0]) for match in process.extract(plain, names, scorer=fuzz.ratio, score_cutoff=cutoff, limit=9)]

    def _as_long(self, plain: str, cutoff: float) -> list[str]:
        """The names whose length alone does not rule out a likeness of `cutoff`: most of them never need to be compared."""
        length, ratio = len(plain), 200 / cutoff - 1
        if length > ratio * self.longest:
            return []
        if (length, cutoff) not in self.by_length:
            likely = [name for name in self.names if max(length, len(name)) <= ratio * min(length, len(name))]
            self.by_length[length, cutoff] = likely
        return self.by_length[length, cutoff]

    def begun(self, plain: str) -> list[str]:
        """Names of which one begins `plain` or the other way round, shortest first; one letter begins too many."""
        if len(plain) < 2:
            return []
        shorter = [plain[:end] for end in range(2, min(len(plain), self.longest + 1)) if plain[:end] in self.places]
        first = bisect_left(self.ordered, plain)
        longer = list(takewhile(lambda name: name.startswith(plain), islice(self.ordered, first, None)))
        return sorted([*shorter, *longer], key=lambda name: (len(name), self.places[name]))


@dataclass(frozen=True)
class Names:
    """The directories of one catalog."""

    measures: Directory[Measure]
    regions: Directory[Region]
    members: Directory[Member]
    groups: dict[str, Directory[Member]]
    """By breakdown, in each way of writing it: its members."""

    @classmethod
    def of(cls, catalog: Catalog, aliases: Iterable[Alias] = ()) -> "Names":
        """The names in use in `catalog`, and spellings that were accepted. A name of the catalog outranks an alias."""
        accepted: dict[tuple[NamedThing, str], list[str]] = {}
        for alias in aliases:
            accepted.setdefault((alias.thing, alias.code), []).append(alias.spelling)
        measures = [(m, (m.measure_id, m.name_zh, m.name_en, *m.aliases)) for m in catalog.measures.values()]
        regions = [(r, (r.region_code, r.name_zh, r.name_en, *r.aliases)) for r in catalog.regions.values()]
        members = [(m, (m.member, m.name_zh, m.name_en)) for m in catalog.members.values()]
        return cls(
            Directory.of(measures).with_aliases((m, accepted.get((NamedThing.MEASURE, m.measure_id), ())) for m, _ in measures),
            Directory.of(regions).with_aliases((r, accepted.get((NamedThing.REGION, r.region_code), ())) for r, _ in regions),
            Directory.of(members),
            _groups(catalog, members),
        )

    def measure(self, text: str, *, offering: bool = True) -> Measure:
        """The measure called `text`. Refused if there is none or more than one, with the nearest name if that is wanted."""
        meant = self.measures.find(text)
        if len(meant) > 1:
            raise Refused("measure_ambiguous", advice("measure_ambiguous"), measures=tuple(m.measure_id for m in meant))
        if not meant:
            near = self.measures.offers(text) if offering else []
            likely = advice("nearest_measure", measure=near[0], code=near[0].measure_id) if near else advice("measure")
            raise Refused.saying("measure_unknown", likely, offered(NamedThing.MEASURE, text, [m.measure_id for m in near]))
        return meant[0]

    def region(self, text: str, *, offering: bool = True) -> Region:
        """The region called `text`. Refused if there is none or more than one, with the nearest name if that is wanted."""
        meant = self.regions.find(text)
        if len(meant) > 1:
            raise Refused("region_ambiguous", advice("region_ambiguous"), regions=tuple(r.region_code for r in meant))
        if not meant:
            near = self.regions.offers(text) if offering else []
            likely = advice("nearest_region", region=near[0].name_zh) if near else advice("region")
            raise Refused.saying("region_unknown", likely, offered(NamedThing.REGION, text, [r.region_code for r in near]))
        return meant[0]

    def offers(self, text: str) -> dict[str, object]:
        """What a header that is not understood may be a spelling of; empty if it is like nothing."""
        if regions := self.regions.offers(text):
            return offered(NamedThing.REGION, text, [r.region_code for r in regions])
        measures = self.measures.offers(text)
        return offered(NamedThing.MEASURE, text, [m.measure_id for m in measures]) if measures else {}

    def member(self, text: str, usual: Collection[str] = ()) -> tuple[str, str]:
        """Breakdown and member: `level=national`, `level=国家级` or 国家级; 合计 and blank are the whole. Refused as above.

        Of several breakdowns with such a member the one that is `usual` for the measure is meant, if only one is.
        """
        if folded(text) in WHOLE:
            return "", ""
        group, equals, name = folded(text).partition("=")
        directory = self.groups.get(group) if equals else self.members
        meant = directory.find(name if equals else text) if directory else []
        if len(meant) > 1 and len(likely := [member for member in meant if member.breakdown in usual]) == 1:
            meant = likely
        if not meant and equals and folded(name) in WHOLE and directory:
            return "", ""
        if len(meant) != 1:
            near = next(iter((directory or self.members).offers(name or text)), None)
            spelt = f"{near.breakdown}={near.member}" if near else ""
            suggestion = advice("nearest_member", member=spelt, name=near.name_zh) if near else advice("member")
            raise Refused("breakdown_ambiguous" if meant else "breakdown_unknown", suggestion)
        return meant[0].breakdown, meant[0].member


def offered(thing: NamedThing, spelling: str, codes: Sequence[str]) -> dict[str, object]:
    """What a problem carries so that somebody may accept a spelling: what it may stand for, likeliest first."""
    return {"thing": str(thing), "spelling": spelling.strip(), "codes": tuple(codes)}


def _groups(catalog: Catalog, members: Sequence[tuple[Member, tuple[str, ...]]]) -> dict[str, Directory[Member]]:
    groups = {}
    for group in {member.breakdown for member, _ in members}:
        directory = Directory.of([(member, spellings) for member, spellings in members if member.breakdown == group])
        for name in (group, *(catalog.breakdown_name(group, lang) for lang in LANGUAGES)):
            groups[folded(name)] = directory
    return groups
