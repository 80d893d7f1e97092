"""Measures, regions and breakdown members found by code, name or alias. A near miss is offered, never taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from kpi.catalog import Catalog
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import bare, folded
from kpi.model import Measure, Member, Region

Named = TypeVar("Named", Measure, Region, Member)
WHOLE = frozenset({"", "合计", "总计", "全部", "总数", "total", "all"})
"""Ways of writing that a figure is of the whole and no part of it."""
NEAR = 60.0
"""Least likeness, 0 to 100, at which a name is worth offering."""


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

    def find(self, text: str) -> list[Named]:
        """Everything `text` may mean: none, one, or several."""
        return self.exact.get(folded(text)) or (self.loose.get(bare(text), []) if bare(text) else [])

    def nearest(self, text: str) -> Named | None:
        """What is spelt most like `text`, if anything is."""
        found = process.extractOne(bare(text), self.loose.keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
        return self.loose[found[0]][0] if found else None


@dataclass(frozen=True)
class Names:
    """The directories of one catalog."""

    measures: Directory[Measure]
    regions: Directory[Region]
    members: Directory[Member]
    groups: dict[str, Directory[Member]]
    """By breakdown, in each way of writing it: its members."""

    @classmethod
    def of(cls, catalog: Catalog) -> "Names":
        """The names in use in `catalog`."""
        members = [(m, (m.member, m.name_zh, m.name_en)) for m in catalog.members.values()]
        return cls(
            Directory.of((m, (m.measure_id, m.name_zh, m.name_en, *m.aliases)) for m in catalog.measures.values()),
            Directory.of((r, (r.region_code, r.name_zh, r.name_en, *r.aliases)) for r in catalog.regions.values()),
            Directory.of(members),
            _groups(catalog, members),
        )

    def measure(self, text: str) -> Measure:
        """The measure called `text`. Refused if there is none or more than one, with the nearest name."""
        found = self.measures.find(text)
        if len(found) > 1:
            raise Refused("measure_ambiguous", advice("measure_ambiguous"), measures=tuple(m.measure_id for m in found))
        if not found:
            near = self.measures.nearest(text)
            likely = advice("nearest_measure", measure=near, code=near.measure_id) if near else advice("measure")
            raise Refused("measure_unknown", likely)
        return found[0]

    def region(self, text: str) -> Region:
        """The region called `text`. Refused if there is none or more than one, with the nearest name."""
        found = self.regions.find(text)
        if len(found) > 1:
            raise Refused("region_ambiguous", advice("region_ambiguous"), regions=tuple(r.region_code for r in found))
        if not found:
            near = self.regions.nearest(text)
            raise Refused("region_unknown", advice("nearest_region", region=near.name_zh) if near else advice("region"))
        return found[0]

    def member(self, text: str) -> tuple[str, str]:
        """Breakdown and member: `level=national`, `level=国家级` or 国家级; 合计 and blank are the whole. Refused as above."""
        if folded(text) in WHOLE:
            return "", ""
        group, equals, name = folded(text).partition("=")
        directory = self.groups.get(group) if equals else self.members
        found = directory.find(name if equals else text) if directory else []
        if not found and equals and folded(name) in WHOLE and directory:
            return "", ""
        if len(found) != 1:
            near = (directory or self.members).nearest(name or text)
            spelt = f"{near.breakdown}={near.member}" if near else ""
            likely = advice("nearest_member", member=spelt, name=near.name_zh) if near else advice("member")
            raise Refused("breakdown_ambiguous" if found else "breakdown_unknown", likely)
        return found[0].breakdown, found[0].member


def _groups(catalog: Catalog, members: Sequence[tuple[Member, tuple[str, ...]]]) -> dict[str, Directory[Member]]:
    groups = {}
    for group in {member.breakdown for member, _ in members}:
        directory = Directory.of([(member, spellings) for member, spellings in members if member.breakdown == group])
        for name in (group, catalog.breakdown_name(group, "zh"), catalog.breakdown_name(group, "en")):
            groups[folded(name)] = directory
    return groups
