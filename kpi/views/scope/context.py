"""What a report's scope holds: its measures and figures, what they mean, what was remarked with them, its lamps."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from kpi import progress
from kpi.catalog import part_reference
from kpi.i18n import texts
from kpi.model import Measure
from kpi.views.amounts import Amounts
from kpi.views.analyses.lamps import scheme_lines, scheme_view
from kpi.views.figures import FigureView
from kpi.views.goals import some_of
from kpi.views.questions import OpenQuestions
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_TOWN_TYPES = frozenset({"镇", "乡", "街道", "园区"})
"""Types of regions of the level that is called 镇街 in one word."""

_MOST_NAMED = 3
"""Measures that a remark on many names."""


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """What a measure is: 口径."""

    measure: str
    category: str
    unit: str
    definition: str
    formula: str
    """Numerator ÷ denominator by name; empty for what is no ratio."""
    owner: str
    source: str
    doubts: tuple[str, ...] = ()
    measure_id: str = ""


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A remark that a unit sent along with figures."""

    measure: str
    """The measures it was made on; of many, some and how many more."""
    period: str
    """Empty where the figures are of several."""
    text: str
    user: str
    source: str
    batch_id: int
    """The loading it came with."""


@dataclass(frozen=True, slots=True)
class SchemeRow:
    """The lamp scheme in force: its name, its clock and its lines in their order."""

    name: str
    clock: str
    rules: tuple[str, ...]


class ContextWording:
    """Words what a report of one scope tells besides its targets."""

    def __init__(self, known: Known, view: StatusView, measures: Collection[str]) -> None:
        self.known = known
        self.catalog = known.catalog
        self.view = view
        self.words = texts(view.query.lang)
        self.amounts = Amounts(self.words)
        self.questions = OpenQuestions(known.catalog, self.words)
        self.frame = known.frame
        self._measures = measures
        self._figures = known.figures(self.words)
        ends = self.frame["as_of"].fillna(self.frame["window_end"])
        wanted = (self.frame["region_code"] == self.view.region.region_code) & (ends <= pd.Timestamp(self.view.as_of))
        self._own = np.flatnonzero(wanted & self.frame["measure_id"].isin(measures))
        self._worded: dict[int, FigureView] = {}
        self._dated: dict[str, tuple[progress.DatedPoint, ...]] = {}

    def category(self, measure: Measure) -> str:
        """A measure's category in the language asked for."""
        return measure.category.in_(self.words.lang)

    def measures(self) -> Iterator[Measure]:
        """The measures of the scope in the order of the plan."""
        return (measure for measure in self.catalog.measures.values() if measure.measure_id in self._measures)

    def figures(self) -> tuple[FigureView, ...]:
        """Every figure that counts in the scope by the date asked for, in the order of the catalog."""
        order = {measure_id: place for place, measure_id in enumerate(self.catalog.measures)}
        return tuple(
            sorted(
                self.at(self._own.tolist()),
                key=lambda figure: (order[figure.measure_id], figure.end or self.view.as_of, figure.breakdown, figure.member),
            )
        )

    def at(self, positions: Sequence[int]) -> list[FigureView]:
        """The figures at places of the frame; those worded before are not worded again."""
        new = [place for place in positions if place not in self._worded]
        if new:
            self._worded.update(zip(new, self._figures.views(self.frame, new), strict=True))
        return [self._worded[place] for place in positions]

    def points(self, measure: Measure) -> tuple[progress.DatedPoint, ...]:
        """Dated values of a measure; their figures are places in the whole frame."""
        region, measure_id = self.view.region.region_code, measure.measure_id
        if measure_id not in self._dated:
            self._dated[measure_id] = progress.dated_points(
                self.catalog, self.frame, self.view.as_of, measure_id=measure_id, region_code=region
            )
        return self._dated[measure_id]

    def points_of(self, standing: Standing) -> tuple[progress.DatedPoint, ...]:
        """What is drawn of a target: the dated values of its measure, or how a change came along."""
        if not standing.assessment.period_type.of_change:
            return self.points(standing.measure)
        return progress.change_points(self.catalog, self.frame, self.view.as_of, standing.target.target_id)

    def definitions(self, shown: Collection[str]) -> tuple[DefinitionRow, ...]:
        """What the measures are that have a target, or are `shown` with a value, in the scope."""
        spoken_of = {*shown, *(standing.measure.measure_id for standing in self.view.standings)}
        return tuple(self._definition(measure) for measure in self.measures() if measure.measure_id in spoken_of)

    def _definition(self, measure: Measure) -> DefinitionRow:
        words = self.words
        own = measure.doubt.in_(words.lang)
        return DefinitionRow(
            measure=measure.name(words.lang),
            category=self.category(measure),
            unit=self.amounts.unit(measure),
            definition=measure.definition.in_(words.lang),
            formula=self._formula(measure),
            owner=measure.owner,
            source=measure.source,
            doubts=(*([own] if own else []), *self.questions.about(measure.measure_id)),
            measure_id=measure.measure_id,
        )

    def _formula(self, measure: Measure) -> str:
        if not (measure.numerator_id and measure.denominator_id):
            return ""
        above, below = (self._part_name(reference) for reference in (measure.numerator_id, measure.denominator_id))
        return self.words("report.formula", numerator=above, denominator=below)

    def _part_name(self, reference: str) -> str:
        measure_id, breakdown, member = part_reference(reference)
        name = self.catalog.measures[measure_id].name(self.words.lang)
        label = self._figures.label(breakdown, member)
        return self.words("report.with_label", name=name, label=label) if label else name

    def comments(self, figures: Sequence[FigureView]) -> tuple[CommentRow, ...]:
        """What was remarked with figures that count, the newest last; the same remark of one file once."""
        remarked = sorted(
            (figure for figure in figures if figure.file and figure.note), key=lambda figure: (figure.batch_id, figure.row)
        )
        groups: dict[tuple[int, str], list[FigureView]] = {}
        for figure in remarked:
            groups.setdefault((figure.batch_id, figure.note), []).append(figure)
        return tuple(self._comment(group) for group in groups.values())

    def _comment(self, figures: Sequence[FigureView]) -> CommentRow:
        first, names = figures[0], list(dict.fromkeys(figure.measure_name for figure in figures))
        named = some_of(self.words, names, _MOST_NAMED)
        periods = list(dict.fromkeys(figure.period for figure in figures))
        return CommentRow(named, periods[0] if len(periods) == 1 else "", first.note, first.user, first.source, first.batch_id)

    def scheme(self) -> SchemeRow:
        """The lamp scheme in force, line by line."""
        words, lamps = self.words, progress.scheme(self.catalog, self.view.query.lamps)
        rules = tuple(
            words(
                "report.lamp_rule" if line.note else "report.lamp_rule_plain",
                number=line.number,
                condition=line.condition,
                lamp=line.lamp_text,
                note=line.note.rstrip("。."),
            )
            for line in scheme_lines(words, lamps)
        )
        return SchemeRow(scheme_view(words, lamps).name, words(f"analysis.clock_{lamps.clock}"), rules)

    def members_name(self) -> str:
        """What the regions below are called: by their type if there is one, 镇街 if all are of that level."""
        words, own = self.words, self.view.region.region_code
        below = [region for region in self.catalog.regions.values() if region.parent_code == own]
        types = {region.type.in_(words.lang): region.type.zh for region in below}
        if len(types) <= 1:
            return next(iter(types), "")
        return words("report.towns" if _TOWN_TYPES.issuperset(types.values()) else "report.regions_below")
