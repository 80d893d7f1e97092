"""Regions in a report: those below the one reported on side by side, and a region's own figures with share and place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi import analysis
from kpi.analysis import REGIONS, Column, MemberFigures
from kpi.model import Kind, Measure, Window
from kpi.report import MemberColumn, MemberValue, ValueRow
from kpi.services.members import ColumnWording
from kpi.services.reports.context import ContextWording
from kpi.services.views import FigureView, StatusView
from kpi.services.workspace import Workspace

_MOST_COLUMNS = 12
"""Measures of which a report shows the members side by side."""


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


class MemberWording:
    """Words the regions of one report's scope."""

    def __init__(self, context: ContextWording) -> None:
        self._of = context

    def members(self, shared: SharedColumns) -> tuple[MemberColumn, ...]:
        """The regions below side by side, measure by measure, each over its newest period."""
        figures = shared.figures()
        if figures is None:
            return ()
        wording = ColumnWording(self._of.workspace, self._of.view, self._of.words)
        shown = [each for each in figures.measures() if each.measure_id in self._of.scope.measures][:_MOST_COLUMNS]
        views = [view for each in shown if (view := wording.column(figures, each, "")) is not None]
        return tuple(
            MemberColumn(
                measure=view.name,
                unit=self._of.rows.amounts.unit(view.column.measure),
                period=view.periods[view.period],
                whole=self._of.rows.amounts.value(view.column.whole, view.column.measure),
                whole_note=view.whole_note,
                check=view.check_text,
                lacking_note=view.contribution_note,
                lacking_unit=self._of.rows.amounts.unit(view.contribution.measure) if view.contribution else "",
                measure_id=view.column.measure.measure_id,
                members=tuple(
                    MemberValue(
                        name=row.name,
                        value=self._of.rows.amounts.value(row.value, view.column.measure),
                        rank=row.rank,
                        share=self._of.rows.amounts.percent(None if row.share is None else row.share * 100),
                        lacking=self._of.rows.amounts.gap(row.lacking, view.contribution.measure, row.lacking_text)
                        if view.contribution
                        else self._of.rows.amounts.value(None, view.column.measure),
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
        rows = (self._value_of(measure, whole.get(measure.measure_id, []), shared) for measure in self._of.measures())
        return tuple(row for row in rows if row is not None)

    def _value_of(self, measure: Measure, figures: Sequence[FigureView], shared: SharedColumns) -> ValueRow | None:
        """The newest figure; of a ratio without one, or with an older one, what numerator and denominator give."""
        figure = _newest(figures, shared.periods(measure))
        column, place = shared.column(measure), shared.place(self._of.view.region.region_code)
        if measure.kind is Kind.RATIO and column and place is not None and not math.isnan(column.values[place]):
            older = figure is None or figure.end is None or figure.end < column.period.end
            if older:
                return self._place_in(measure, column, place, tuple(self._of.at(column.positions[place])), None)
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
        amounts, rows = self._of.rows.amounts, tuple(self._of.rows.figure(each) for each in figures)
        share = float(column.shares[place]) if column and place is not None else math.nan
        rank = float(column.ranks[place]) if column and place is not None else math.nan
        ranked = len(column.values) - column.missing if column else 0
        value = amounts.value(float(column.values[place]), measure) if column and place is not None else None
        return ValueRow(
            measure=measure.name(self._of.words.lang),
            category=self._of.category(measure),
            unit=amounts.unit(measure),
            period=rows[0].period,
            value=self._of.rows.figure(stated).value if stated else value or amounts.value(None, measure),
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


def _period_of(figure: FigureView) -> Window | None:
    """The period as columns of members know it: a day is a window of one."""
    if figure.end is None:
        return None
    dated = figure.observation_key[-1] is not None
    start = figure.end if dated else figure.start
    return Window(start, figure.end) if start else None
