"""A plan's catalog as the rest of the product sees it: validated, immutable, every id resolvable."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kpi import model


@dataclass(frozen=True)
class Catalog:
    """Everything the files of one plan say. Mappings keep the order of the files."""

    plan_id: str
    measures: Mapping[str, model.Measure]
    targets: Mapping[str, model.Target]
    """All of them, duplicates too."""
    figures: Mapping[str, model.Figure]
    """All of them, those that are not loaded too."""
    units: Mapping[str, model.Unit]
    regions: Mapping[str, model.Region]
    members: Mapping[tuple[str, str], model.Member]
    """By breakdown and member; joined ones (`award_level×award_type`, `national×gold`) are there too."""
    breakdown_names: Mapping[str, model.Bilingual]
    """The name of a breakdown, where the plan gives one."""
    identities: tuple[model.Identity, ...]
    sources: Mapping[str, model.Source]
    breaks: tuple[model.Break, ...]
    lamp_rules: tuple[model.LampRule, ...]
    questions: tuple[model.Question, ...]
    warnings: tuple[model.Problem, ...]
    sha256: str
    """Of the bytes of all files that were read, in the order of their names."""
    names: model.Bilingual = model.UNSAID
    """The plan's name in Chinese and English, where the plan gives one."""
    least_coverage: float | None = None
    """The least share of its targets due that must have a figure before a report is issued, where the plan says one."""
    form: model.OfficialForm = model.BLANK_FORM
    """To whom the plan's reports go and who signs them, where the plan says it."""
    is_default: bool = False
    """Whether the plan wants to be shown where nobody chose one."""
    approval: bool = False
    """Whether figures and changes of the plan wait for another person's approval, and are public once published."""
    judgements: tuple[model.Judgement, ...] = ()
    """What persons said of targets, the oldest day first; no file says it."""

    @property
    def plan_region(self) -> model.Region:
        """The plan's own region: the one without parent."""
        return next(region for region in self.regions.values() if not region.parent_code)

    @property
    def primary_targets(self) -> tuple[model.Target, ...]:
        """The targets that are judged."""
        return tuple(target for target in self.targets.values() if target.load is model.Load.PRIMARY)

    @property
    def primary_figures(self) -> tuple[model.Figure, ...]:
        """The figures that are loaded."""
        return tuple(figure for figure in self.figures.values() if figure.load is model.Load.PRIMARY)

    @cached_property
    def vintages(self) -> Mapping[str, tuple[model.Figure, ...]]:
        """By the figure that counts: what was published before in its place, the first first, and at last the figure itself."""
        earlier: dict[str, list[model.Figure]] = {}
        for figure in self.figures.values():
            if figure.vintage_of in self.figures:
                earlier.setdefault(figure.vintage_of, []).append(figure)
        in_order = {each: sorted(those, key=lambda figure: figure.in_order) for each, those in earlier.items()}
        return {each: (*those, self.figures[each]) for each, those in in_order.items()}

    @cached_property
    def revised_bases(self) -> tuple[model.Break, ...]:
        """Days from which levels stand on a base that was revised (a census) while those before were not restated.

        A figure says so: it is revised and takes the place of none. Such a level is judged as ever, for its definition is the
        same; but no line, change or pace runs from what came before it.
        """
        levels = [figure for figure in self.primary_figures if not figure.breakdown]
        revised = [each for each in levels if each.state == "revised" and each.figure_id not in self.vintages]
        return tuple(
            model.Break(each.measure_id, each.as_of, each.note)
            for each in revised
            if each.as_of and any(_before(figure, each, each.as_of) for figure in levels)
        )

    @property
    def ratios_of_years(self) -> frozenset[str]:
        """Ratios whose targets are all of years or windows: a figure of theirs for a year is of the year's days."""
        own = [target for target in self.primary_targets if self.measures[target.measure_id].kind is model.Kind.RATIO]
        of_a_day = {target.measure_id for target in own if not target.period_type.of_days}
        return frozenset(target.measure_id for target in own) - of_a_day

    def observations(self) -> list[model.Observation]:
        """The figures that are loaded, as observations."""
        return [_observation(figure) for figure in self.primary_figures]

    def children(self, code: str) -> tuple[model.Region, ...]:
        """The regions directly below a region."""
        return tuple(region for region in self.regions.values() if region.parent_code == code)

    def region_chain(self, code: str) -> tuple[model.Region, ...]:
        """A region and all above it, up to the plan's own. KeyError if there is no such region."""
        region = self.regions[code]
        return (region, *self.region_chain(region.parent_code)) if region.parent_code else (region,)

    def plan_name(self, lang: str) -> str:
        """The plan's name in `lang`, else that of its region."""
        return self.names.in_(lang) or self.plan_region.name(lang)

    def member_name(self, breakdown: str, member: str, lang: str) -> str:
        """A member's name in `lang`, else its code."""
        return self.member_names(breakdown, member).in_(lang)

    def member_names(self, breakdown: str, member: str) -> model.Bilingual:
        """A member's name in every language there is, else its code."""
        listed = self.members.get((breakdown, member))
        return listed.names if listed else model.Bilingual(member)

    def breakdown_name(self, breakdown: str, lang: str) -> str:
        """A breakdown's name in `lang`, else its code; joined ones have both names."""
        names = [self.breakdown_names.get(part, model.Bilingual(part)).in_(lang) for part in breakdown.split("×")]
        return " × ".join(names)


def _observation(figure: model.Figure) -> model.Observation:
    return model.Observation(
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


def _before(figure: model.Figure, later: model.Figure, day: date) -> bool:
    """Whether a figure is of the same measure and region as a later one, and of a day before `day`."""
    same = (figure.measure_id, figure.region_code) == (later.measure_id, later.region_code)
    return same and figure.as_of is not None and figure.as_of < day
