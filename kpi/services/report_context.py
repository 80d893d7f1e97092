"""What a report tells besides its targets: years, members, a region's own figures, definitions, remarks, paths."""

import math
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd

from kpi import analysis, progress
from kpi.analysis import REGIONS, Column, MemberFigures, slots_of
from kpi.catalog import part_reference
from kpi.model import Kind, Measure, PeriodType, Window
from kpi.report import (
    CommentRow,
    DefinitionRow,
    MemberColumn,
    MemberValue,
    PathPoint,
    PathRow,
    SchemeRow,
    ValueRow,
    YearlyRow,
)
from kpi.services.figures import in_language
from kpi.services.lamp_views import scheme_lines, scheme_view
from kpi.services.members import ColumnWording
from kpi.services.report_rows import RowWording
from kpi.services.report_scope import Scope
from kpi.services.views import FigureView, Standing, StatusView
from kpi.services.workspace import Workspace

_YEAR_END = (12, 31)
_MOST_COLUMNS = 12
"""Measures of which a report shows the members side by side."""

_TOWN_TYPES = frozenset({"镇", "乡", "街道", "园区"})
"""Types of regions of the level that is called 镇街 in one word."""

_MOST_NAMED = 3
"""Measures that a remark on many names."""


@dataclass
class SharedColumns:
    """Members of one region by measure and period, worked out once for many reports of the same view."""

    workspace: Workspace
    view: StatusView
    """Of the region whose members they are."""
    _figures: MemberFigures | None = None
    _columns: dict[tuple[str, Window | None], Column | None] = field(default_factory=dict)

    def figures(self) -> MemberFigures | None:
        """The members' figures; None where the region has no regions below it."""
        if self._figures is None:
            catalog, frame = self.workspace.catalog, self.workspace.observations(self.view.known_at)
            dimension = analysis.dimensions(catalog, frame, self.view.region.region_code).get(REGIONS)
            self._figures = MemberFigures(catalog, frame, self.view.as_of, dimension) if dimension else None
        return self._figures

    def periods(self, measure: Measure) -> tuple[Window, ...]:
        """Periods for which members have values, newest first."""
        found = self.figures()
        return tuple(window for window, _ in found.periods(measure)) if found else ()

    def place(self, region_code: str) -> int | None:
        """Where a region stands in the columns; None if it is no member."""
        found = self.figures()
        members = found.dimension.members if found else ()
        return members.index(region_code) if region_code in members else None

    def column(self, measure: Measure, period: Window | None = None) -> Column | None:
        """A measure over the members; None where none has a value."""
        key = (measure.measure_id, period)
        if key not in self._columns:
            found = self.figures()
            self._columns[key] = found.column(measure, period) if found else None
        return self._columns[key]


class ContextWording:
    """Words what a report of one scope tells besides its targets."""

    def __init__(self, workspace: Workspace, scope: Scope, rows: RowWording) -> None:
        self._workspace = workspace
        self._catalog = workspace.catalog
        self._scope = scope
        self._view = scope.view
        self._rows = rows
        self._words = rows.words
        self._frame = workspace.observations(scope.view.known_at)
        ends = self._frame["as_of"].fillna(self._frame["window_end"])
        wanted = (self._frame["region_code"] == self._view.region.region_code) & (ends <= pd.Timestamp(self._view.as_of))
        self._own = np.flatnonzero(wanted & self._frame["measure_id"].isin(scope.measures))
        self._worded: dict[int, FigureView] = {}
        self._dated: dict[str, tuple[progress.DatedPoint, ...]] = {}

    def _category(self, measure: Measure) -> str:
        return in_language(measure.category, measure.notes, "category", self._words.lang)

    def _measures(self) -> Iterator[Measure]:
        """The measures of the scope in the order of the plan."""
        return (each for each in self._catalog.measures.values() if each.measure_id in self._scope.measures)

    def figures(self) -> tuple[FigureView, ...]:
        """Every figure that counts in the scope by the date asked for, in the order of the catalog."""
        order = {measure_id: place for place, measure_id in enumerate(self._catalog.measures)}
        return tuple(
            sorted(
                self._at(self._own.tolist()),
                key=lambda each: (order[each.measure_id], each.end or self._view.as_of, each.breakdown, each.member),
            )
        )

    def _at(self, positions: Sequence[int]) -> list[FigureView]:
        """The figures at places of the frame; those worded before are not worded again."""
        new = [place for place in positions if place not in self._worded]
        if new:
            self._worded.update(zip(new, self._rows.figures.views(self._frame, new), strict=True))
        return [self._worded[place] for place in positions]

    def yearly(self, figures: Sequence[FigureView]) -> tuple[YearlyRow, ...]:
        """Of each measure one value a year: what the verdict of that year rests on, else what is reported for it."""
        whole: dict[str, list[FigureView]] = {}
        for each in figures:
            if not each.breakdown and each.end:
                whole.setdefault(each.measure_id, []).append(each)
        judged: dict[str, dict[int, Standing]] = {}
        for standing in self._view.standings:
            if standing.assessment.year is not None and standing.assessment.current_value is not None:
                judged.setdefault(standing.measure.measure_id, {})[standing.assessment.year] = standing
        return tuple(
            row
            for measure in self._measures()
            for row in self._years_of(measure, whole.get(measure.measure_id, []), judged.get(measure.measure_id, {}))
        )

    def _years_of(self, measure: Measure, figures: list[FigureView], judged: dict[int, Standing]) -> Iterator[YearlyRow]:
        found = self._reported(measure, figures) | {
            year: self._of_standing(measure, standing) for year, standing in judged.items()
        }
        yield from (found[year] for year in sorted(found))

    def _of_standing(self, measure: Measure, standing: Standing) -> YearlyRow:
        """The value a verdict of one year rests on: a stated one, or a sum of windows that do not overlap."""
        assessment, year = standing.assessment, standing.assessment.year or 0
        return YearlyRow(
            measure=measure.name(self._words.lang),
            category=self._category(measure),
            unit=self._rows.amounts.unit(measure),
            year=year,
            value=self._rows.amounts.value(assessment.current_value, measure, assessment.current_qualifier),
            period=self._words("report.year_to", year=year) if assessment.complete else self._days_of(standing.figures),
            whole_year=assessment.complete,
            headline=measure.headline,
            figures=tuple(self._rows.figure(each) for each in standing.figures),
            measure_id=measure.measure_id,
        )

    def _days_of(self, figures: Sequence[FigureView]) -> str:
        """The days that figures cover, windows that follow one another as one: 2025年1—6月, 2025年1—3月和7—9月."""
        windows = sorted({(each.start, each.end) for each in figures if each.start and each.end})
        runs: list[Window] = []
        for start, end in windows:
            if runs and start <= runs[-1].end + timedelta(days=1):
                runs[-1] = Window(runs[-1].start, max(end, runs[-1].end))
            else:
                runs.append(Window(start, end))
        return self._words.listing([self._words.window(each) for each in runs])

    def _reported(self, measure: Measure, figures: list[FigureView]) -> dict[int, YearlyRow]:
        """By year, the newest day's value, or of windows the one that starts with the year and is the longest."""
        best: dict[int, FigureView] = {}
        for each in figures:
            if each.end is None or not _of_one_year(each):
                continue
            known = best.get(each.end.year)
            if known is None or (each.end > (known.end or each.end)):
                best[each.end.year] = each
        rows = {year: self._of_figure(measure, each) for year, each in best.items()}
        for year, day, row in self._computed(measure):
            stated = best.get(year)
            if stated is None or stated.end is None or stated.end < day:
                rows[year] = row
        return rows

    def _of_figure(self, measure: Measure, each: FigureView) -> YearlyRow:
        row = self._rows.figure(each)
        end = each.end or self._view.as_of
        return YearlyRow(
            measure=row.measure,
            category=self._category(measure),
            unit=row.unit,
            year=end.year,
            value=row.value,
            period=row.period,
            whole_year=(end.month, end.day) == _YEAR_END,
            headline=measure.headline,
            figures=(row,),
            measure_id=measure.measure_id,
        )

    def _computed(self, measure: Measure) -> Iterator[tuple[int, date, YearlyRow]]:
        """Of a ratio, the newest value of each year, with its day, that is worked out from two figures of one day."""
        if measure.kind is not Kind.RATIO or slots_of(measure) is None:
            return
        newest = {point.day.year: point for point in self._points(measure) if not point.stated}
        for year, point in newest.items():
            yield (
                year,
                point.day,
                YearlyRow(
                    measure=measure.name(self._words.lang),
                    category=self._category(measure),
                    unit=self._rows.amounts.unit(measure),
                    year=year,
                    value=self._rows.amounts.value(point.value, measure),
                    period=self._words.day(point.day),
                    whole_year=(point.day.month, point.day.day) == _YEAR_END,
                    headline=measure.headline,
                    figures=tuple(self._rows.figure(each) for each in self._at(point.figures)),
                    measure_id=measure.measure_id,
                ),
            )

    def _points(self, measure: Measure) -> tuple[progress.DatedPoint, ...]:
        """Dated values of a measure; their figures are places in the whole frame."""
        region, measure_id = self._view.region.region_code, measure.measure_id
        if measure_id not in self._dated:
            self._dated[measure_id] = progress.dated_points(
                self._catalog, self._frame, self._view.as_of, measure_id=measure_id, region_code=region
            )
        return self._dated[measure_id]

    def paths(self) -> tuple[PathRow, ...]:
        """Dated targets with a baseline: what was reported, and the line from the baseline to the target."""
        return tuple(
            self._path(each)
            for each in self._view.counted
            if each.assessment.period_type is PeriodType.BY_DATE and each.assessment.baseline_value is not None
        )

    def _path(self, standing: Standing) -> PathRow:
        assessment, measure, words = standing.assessment, standing.measure, self._words
        start, end = assessment.baseline_date, assessment.period.end if assessment.period else None
        reported = [point for point in self._points(measure) if start is None or point.day >= start]
        days = sorted({point.day for point in reported} | {day for day in (start, end) if day})
        return PathRow(
            measure=standing.name,
            unit=self._rows.amounts.unit(measure),
            points=tuple(
                PathPoint(
                    point.day,
                    words.day(point.day),
                    self._rows.amounts.value(point.value, measure),
                    words.listing([each.source for each in self._at(point.figures)]),
                )
                for point in reported
            ),
            expected=tuple(
                PathPoint(day, words.day(day), self._rows.amounts.value(_on_the_way(standing, day), measure)) for day in days
            ),
            status_text=standing.status_text,
            headline=measure.headline,
            target_id=standing.target.target_id,
        )

    def definitions(self, shown: Collection[str]) -> tuple[DefinitionRow, ...]:
        """What the measures are that have a target, or are `shown` with a value, in the scope."""
        spoken_of = {*shown, *(each.measure.measure_id for each in self._view.standings)}
        return tuple(self._definition(each) for each in self._measures() if each.measure_id in spoken_of)

    def _definition(self, measure: Measure) -> DefinitionRow:
        words, notes = self._words, measure.notes
        own = in_language(notes.get("doubt", ""), notes, "doubt", words.lang)
        return DefinitionRow(
            measure=measure.name(words.lang),
            category=self._category(measure),
            unit=self._rows.amounts.unit(measure),
            definition=in_language(measure.definition, notes, "definition", words.lang),
            formula=self._formula(measure),
            owner=measure.owner,
            source=measure.source,
            doubts=(*([own] if own else []), *self._rows.questions(measure)),
            measure_id=measure.measure_id,
        )

    def _formula(self, measure: Measure) -> str:
        if not (measure.numerator_id and measure.denominator_id):
            return ""
        above, below = (self._part_name(each) for each in (measure.numerator_id, measure.denominator_id))
        return self._words("report.formula", numerator=above, denominator=below)

    def _part_name(self, reference: str) -> str:
        measure_id, breakdown, member = part_reference(reference)
        name = self._catalog.measures[measure_id].name(self._words.lang)
        label = self._rows.figures.label(breakdown, member)
        return self._words("report.with_label", name=name, label=label) if label else name

    def comments(self, figures: Sequence[FigureView]) -> tuple[CommentRow, ...]:
        """What was remarked with figures that count, the newest last; the same remark of one file once."""
        remarked = sorted((each for each in figures if each.file and each.note), key=lambda each: (each.batch_id, each.row))
        groups: dict[tuple[int, str], list[FigureView]] = {}
        for each in remarked:
            groups.setdefault((each.batch_id, each.note), []).append(each)
        return tuple(self._comment(each) for each in groups.values())

    def _comment(self, figures: Sequence[FigureView]) -> CommentRow:
        first, names = figures[0], list(dict.fromkeys(each.measure_name for each in figures))
        named = self._words.listing(names[:_MOST_NAMED])
        if len(names) > _MOST_NAMED:
            named = self._words("analysis.names_and_more", names=named, number=len(names) - _MOST_NAMED)
        periods = list(dict.fromkeys(each.period for each in figures))
        return CommentRow(named, periods[0] if len(periods) == 1 else "", first.note, first.user, first.source)

    def scheme(self) -> SchemeRow:
        """The lamp scheme in force, line by line."""
        words, lamps = self._words, progress.scheme(self._catalog, self._view.query.lamps)
        rules = tuple(
            words(
                "report.lamp_rule" if each.note else "report.lamp_rule_plain",
                number=each.number,
                condition=each.condition,
                lamp=each.lamp_text,
                note=each.note.rstrip("。."),
            )
            for each in scheme_lines(words, lamps)
        )
        return SchemeRow(scheme_view(words, lamps).name, words(f"analysis.clock_{lamps.clock}"), rules)

    def members_name(self) -> str:
        """What the regions below are called: by their type if there is one, 镇街 if all are of that level."""
        words, own = self._words, self._view.region.region_code
        below = [each for each in self._catalog.regions.values() if each.parent_code == own]
        types = {in_language(each.type, each.notes, "type", words.lang): each.type for each in below}
        if len(types) <= 1:
            return next(iter(types), "")
        return words("report.towns" if _TOWN_TYPES.issuperset(types.values()) else "report.regions_below")

    def members(self, shared: SharedColumns) -> tuple[MemberColumn, ...]:
        """The regions below side by side, measure by measure, each over its newest period."""
        figures = shared.figures()
        if figures is None:
            return ()
        wording = ColumnWording(self._workspace, self._view, self._words)
        shown = [each for each in figures.measures() if each.measure_id in self._scope.measures][:_MOST_COLUMNS]
        views = [view for each in shown if (view := wording.column(figures, each, "")) is not None]
        return tuple(
            MemberColumn(
                measure=view.name,
                unit=self._rows.amounts.unit(view.column.measure),
                period=view.periods[view.period],
                whole=self._rows.amounts.value(view.column.whole, view.column.measure),
                whole_note=view.whole_note,
                check=view.check_text,
                lacking_note=view.contribution_note,
                lacking_unit=self._rows.amounts.unit(view.contribution.measure) if view.contribution else "",
                measure_id=view.column.measure.measure_id,
                members=tuple(
                    MemberValue(
                        name=row.name,
                        value=self._rows.amounts.value(row.value, view.column.measure),
                        rank=row.rank,
                        share=self._rows.amounts.percent(None if row.share is None else row.share * 100),
                        lacking=self._rows.amounts.gap(row.lacking, view.contribution.measure, row.lacking_text)
                        if view.contribution
                        else self._rows.amounts.value(None, view.column.measure),
                        counted=row.counted,
                        status_text=row.standing.status_text if row.standing else "",
                        source=row.source,
                        code=row.code,
                    )
                    for row in view.rows
                ),
            )
            for view in views
        )

    def values(self, figures: Sequence[FigureView], shared: SharedColumns) -> tuple[ValueRow, ...]:
        """Of a region below another: the newest figure of each measure, its share of the whole and its place."""
        whole: dict[str, list[FigureView]] = {}
        for each in figures:
            if not each.breakdown and each.end:
                whole.setdefault(each.measure_id, []).append(each)
        rows = (self._value_of(measure, whole.get(measure.measure_id, []), shared) for measure in self._measures())
        return tuple(row for row in rows if row is not None)

    def _value_of(self, measure: Measure, figures: Sequence[FigureView], shared: SharedColumns) -> ValueRow | None:
        """The newest figure; of a ratio without one, or with an older one, what numerator and denominator give."""
        figure = _newest(figures, shared.periods(measure))
        column, place = shared.column(measure), shared.place(self._view.region.region_code)
        worked_out = measure.kind is Kind.RATIO and column is not None and place is not None
        if worked_out and column and place is not None and not math.isnan(column.values[place]):
            if figure is None or figure.end is None or figure.end < column.period.end:
                return self._place_in(measure, column, place, tuple(self._at(column.positions[place])), None)
        if figure is None:
            return None
        period = _period_of(figure)
        return self._place_in(measure, shared.column(measure, period) if period else None, place, (figure,), figure)

    def _place_in(
        self,
        measure: Measure,
        column: Column | None,
        place: int | None,
        figures: tuple[FigureView, ...],
        stated: FigureView | None,
    ) -> ValueRow:
        """A region's value with its share and place among those with a value of the same period; alone it has no place."""
        amounts, rows = self._rows.amounts, tuple(self._rows.figure(each) for each in figures)
        share = float(column.shares[place]) if column and place is not None else math.nan
        rank = float(column.ranks[place]) if column and place is not None else math.nan
        ranked = len(column.values) - column.missing if column else 0
        value = amounts.value(float(column.values[place]), measure) if column and place is not None else None
        return ValueRow(
            measure=measure.name(self._words.lang),
            category=self._category(measure),
            unit=amounts.unit(measure),
            period=rows[0].period,
            value=self._rows.figure(stated).value if stated else value or amounts.value(None, measure),
            share=amounts.percent(None if math.isnan(share) else share * 100),
            whole=amounts.value(column.whole if column else None, measure),
            rank=int(rank) if not math.isnan(rank) and ranked > 1 else None,
            ranked=ranked,
            figures=rows,
            measure_id=measure.measure_id,
        )


def _newest(figures: Sequence[FigureView], periods: Sequence[Window]) -> FigureView | None:
    """The figure that ends last; of several the one over the period that most regions report, else the longest."""
    if not figures:
        return None
    last = max(each.end for each in figures if each.end)
    latest = [each for each in figures if each.end == last]
    common = next((each for period in periods for each in latest if _period_of(each) == period), None)
    return common or min(latest, key=lambda each: each.start or last)


def _of_one_year(figure: FigureView) -> bool:
    """Whether it is of a day, or of a window that starts with the year it ends in."""
    dated = figure.observation_key[-1] is not None
    return dated or (figure.start is not None and figure.end is not None and figure.start == date(figure.end.year, 1, 1))


def _period_of(figure: FigureView) -> Window | None:
    """The period as columns of members know it: a day is a window of one."""
    if figure.end is None:
        return None
    dated = figure.observation_key[-1] is not None
    start = figure.end if dated else figure.start
    return Window(start, figure.end) if start else None


def _on_the_way(standing: Standing, day: date) -> float:
    """Where the line from the baseline to the target stands on a day; a level to be kept is the target throughout."""
    assessment = standing.assessment
    start, end = assessment.baseline_date, assessment.period.end if assessment.period else None
    baseline = assessment.baseline_value or 0.0
    if assessment.holding or start is None or end is None or end <= start:
        return assessment.target_value
    share = min(max((day - start).days / (end - start).days, 0.0), 1.0)
    return baseline + (assessment.target_value - baseline) * share
