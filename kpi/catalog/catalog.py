"""A plan's catalog as the rest of the product sees it: validated, immutable, every id resolvable."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.model import (
    UNSAID,
    Bilingual,
    Break,
    Figure,
    Identity,
    Kind,
    LampRule,
    Load,
    Measure,
    Member,
    Observation,
    Problem,
    Question,
    Region,
    Source,
    Target,
    Unit,
)


@dataclass(frozen=True)
class Catalog:
    """Everything the files of one plan say. Mappings keep the order of the files."""

    plan_id: str
    measures: Mapping[str, Measure]
    targets: Mapping[str, Target]
    """All of them, duplicates too."""
    figures: Mapping[str, Figure]
    """All of them, those that are not loaded too."""
    units: Mapping[str, Unit]
    regions: Mapping[str, Region]
    members: Mapping[tuple[str, str], Member]
    """By breakdown and member; joined ones (`award_level×award_type`, `national×gold`) are there too."""
    breakdown_names: Mapping[str, Bilingual]
    """The name of a breakdown, where the plan gives one."""
    identities: tuple[Identity, ...]
    sources: Mapping[str, Source]
    breaks: tuple[Break, ...]
    lamp_rules: tuple[LampRule, ...]
    questions: tuple[Question, ...]
    warnings: tuple[Problem, ...]
    sha256: str
    """Of the bytes of all files that were read, in the order of their names."""
    names: Bilingual = UNSAID
    """The plan's name in Chinese and English, where the plan gives one."""
    least_coverage: float | None = None
    """The least share of its targets due that must have a figure before a report is issued, where the plan says one."""
    is_default: bool = False
    """Whether the plan wants to be shown where nobody chose one."""

    @property
    def plan_region(self) -> Region:
        """The plan's own region: the one without parent."""
        return next(region for region in self.regions.values() if not region.parent_code)

    @property
    def primary_targets(self) -> tuple[Target, ...]:
        """The targets that are judged."""
        return tuple(target for target in self.targets.values() if target.load is Load.PRIMARY)

    @property
    def primary_figures(self) -> tuple[Figure, ...]:
        """The figures that are loaded."""
        return tuple(figure for figure in self.figures.values() if figure.load is Load.PRIMARY)

    @property
    def ratios_of_years(self) -> frozenset[str]:
        """Ratios whose targets are all of years or windows: a figure of theirs for a year is of the year's days."""
        own = [target for target in self.primary_targets if self.measures[target.measure_id].kind is Kind.RATIO]
        of_a_day = {target.measure_id for target in own if not target.period_type.of_days}
        return frozenset(target.measure_id for target in own) - of_a_day

    def observations(self) -> list[Observation]:
        """The figures that are loaded, as observations."""
        return [_observation(figure) for figure in self.primary_figures]

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions directly below a region."""
        return tuple(region for region in self.regions.values() if region.parent_code == code)

    def region_chain(self, code: str) -> tuple[Region, ...]:
        """A region and all above it, up to the plan's own. KeyError if there is no such region."""
        region = self.regions[code]
        return (region, *self.region_chain(region.parent_code)) if region.parent_code else (region,)

    def plan_name(self, lang: str) -> str:
        """The plan's name in `lang`, else that of its region."""
        return self.names.in_(lang) or self.plan_region.name(lang)

    def member_name(self, breakdown: str, member: str, lang: str) -> str:
        """A member's name in `lang`, else its code."""
        return self.member_names(breakdown, member).in_(lang)

    def member_names(self, breakdown: str, member: str) -> Bilingual:
        """A member's name in every language there is, else its code."""
        listed = self.members.get((breakdown, member))
        return listed.names if listed else Bilingual(member)

    def breakdown_name(self, breakdown: str, lang: str) -> str:
        """A breakdown's name in `lang`, else its code; joined ones have both names."""
        names = [self.breakdown_names.get(part, Bilingual(part)).in_(lang) for part in breakdown.split("×")]
        return " × ".join(names)


def _observation(figure: Figure) -> Observation:
    return Observation(
        measure_id=figure.measure_id,
        region_code=figure.region_code,
        breakdown=figure.breakdown,
        member=figure.member,
        window_start=figure.window_start,
        window_end=figure.window_end,
        as_of=figure.as_of,
        value=figure.value,
        qualifier=figure.qualifier,
        certainty=figure.certainty,
        printed=figure.printed,
        figure_id=figure.figure_id,
        source_id=figure.source_id,
        section=figure.section,
        note=figure.note.zh,
    )
