"""Regions in a report: those below the one reported on side by side, and a region's own figures with share and place."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from kpi import analysis
from kpi.analysis import REGIONS, MemberFigures, MemberValues
from kpi.model import Direction, Kind, Measure, Qualifier, Window
from kpi.views.amounts import NOTHING, Amount
from kpi.views.analyses.members import MOST_COLUMNS, MemberColumn, MemberWording
from kpi.views.figures import FigureView
from kpi.views.scope.context import ContextWording
from kpi.views.status import Known, StatusView


@dataclass(frozen=True, slots=True)
class ValueRow:
    """The newest figure of a measure of a region below the plan's own: value, share of the whole and place. No verdict."""

    measure: str
    category: str
    unit: str
    period: str
    value: Amount
    share: Amount = NOTHING
    """Of the whole, 0–100; empty for what is not counted or where the whole is not known."""
    whole: Amount = NOTHING
    """The whole's value over the same period."""
    rank: int | None = None
    ranked: int = 0
    """How many have a value over the same period."""
    by_merit: bool = True
    """Whether a place says better or worse; else it goes by size alone."""
    figures: tuple[FigureView, ...] = ()
    measure_id: str = ""
    window: Window | None = None
    """The period as columns of members know it; None where nobody knows when it begins."""


@dataclass
class SharedColumns:
    """Members of one region by measure and period, worked out once for many reports of the same view."""

    known: Known
    view: StatusView
    """Of the region whose members they are."""
    members: MemberFigures | None = None
    """Their figures, if they are there already."""
    _columns: dict[tuple[str, Window | None], MemberValues | None] = field(default_factory=dict)

    def figures(self) -> MemberFigures | None:
        """The members' figures; None where the region has no regions below it."""
        if self.members is None:
            catalog, frame = self.known.catalog, self.known.frame
            dimension = analysis.dimensions(catalog, frame, self.view.region.region_code).get(REGIONS)
            self.members = MemberFigures(catalog, frame, self.view.as_of, dimension) if dimension else None
        return self.members

    def periods(self, measure: Measure) -> tuple[Window, ...]:
        """Periods for which members have values, newest first."""
        figures = self.figures()
        return tuple(window for window, _ in figures.periods(measure)) if figures else ()

    def place(self, region_code: str) -> int | None:
        """Where a region stands in the columns; None if it is no member."""
        figures = self.figures()
        members = figures.dimension.members if figures else ()
        return members.index(region_code) if region_code in members else None

    def mark(self, column: MemberValues, place: int) -> Qualifier:
        """The mark of a member's value: of one that was worked out, what the marks of its parts leave open."""
        figures = self.figures()
        return figures.intervals(column)[2][place] if figures else Qualifier.EQ

    def column(self, measure: Measure, period: Window | None = None) -> MemberValues | None:
        """A measure over the members; None where none has a value."""
        key = (measure.measure_id, period)
        if key not in self._columns:
            figures = self.figures()
            self._columns[key] = figures.column(measure, period) if figures else None
        return self._columns[key]


class PlaceWording:
    """Words the regions of one report's scope."""

    def __init__(self, context: ContextWording) -> None:
        self._of = context

    def members(self, shared: SharedColumns) -> tuple[MemberColumn, ...]:
        """The regions below side by side, measure by measure, each over its newest period."""
        figures = shared.figures()
        if figures is None:
            return ()
        wording, wanted = MemberWording(shared.known, self._of.view), {measure.measure_id for measure in self._of.measures()}
        shown = [measure for measure in figures.measures() if measure.measure_id in wanted][:MOST_COLUMNS]
        return tuple(column for measure in shown if (column := wording.column(figures, measure)) is not None)

    def values(self, figures: Sequence[FigureView], shared: SharedColumns) -> tuple[ValueRow, ...]:
        """Of a region below another: the newest figure of each measure, its share of the whole and its place."""
        whole: dict[str, list[FigureView]] = {}
        for figure in figures:
            if not figure.breakdown and figure.end:
                whole.setdefault(figure.measure_id, []).append(figure)
        rows = (self._value_of(measure, whole.get(measure.measure_id, []), shared) for measure in self._of.measures())
        return tuple(row for row in rows if row is not None)

    def _figures_of(self, shared: SharedColumns, positions: Sequence[int]) -> tuple[FigureView, ...]:
        """The figures at places of the frame that members stand in, which may be another than the region's own."""
        if shared.known.frame is self._of.frame:
            return tuple(self._of.at(positions))
        return shared.known.figures(self._of.words).views(shared.known.frame, positions)

    def _value_of(self, measure: Measure, figures: Sequence[FigureView], shared: SharedColumns) -> ValueRow | None:
        """The newest figure; of a ratio without one, or with an older one, what numerator and denominator give."""
        figure = _newest(figures, shared.periods(measure))
        column, place = shared.column(measure), shared.place(self._of.view.region.region_code)
        if measure.kind is Kind.RATIO and column and place is not None and not math.isnan(column.values[place]):
            older = figure is None or figure.end is None or figure.end < column.period.end
            if older:
                mark = shared.mark(column, place)
                return self._place_in(measure, column, place, self._figures_of(shared, column.positions[place]), None, mark)
        if figure is None:
            return None
        period = _period_of(figure)
        return self._place_in(measure, shared.column(measure, period) if period else None, place, (figure,), figure)

    def _place_in(
        self,
        measure: Measure,
        column: MemberValues | None,
        place: int | None,
        figures: tuple[FigureView, ...],
        stated: FigureView | None,
        mark: Qualifier = Qualifier.EQ,
    ) -> ValueRow:
        """A region's value with its share and place among those with a value of the same period; alone it has no place."""
        amounts = self._of.amounts
        share = float(column.shares[place]) if column and place is not None else math.nan
        rank = float(column.ranks[place]) if column and place is not None else math.nan
        ranked = len(column.values) - column.missing if column else 0
        value = amounts.value(float(column.values[place]), measure, mark) if column and place is not None else None
        return ValueRow(
            measure=measure.name(self._of.words.lang),
            category=self._of.category(measure),
            unit=amounts.unit(measure),
            period=figures[0].period,
            value=stated.amount if stated else value or NOTHING,
            share=amounts.percent(None if math.isnan(share) else share * 100),
            whole=amounts.value(column.whole if column else None, measure),
            rank=int(rank) if not math.isnan(rank) and ranked > 1 else None,
            ranked=ranked,
            by_merit=measure.direction is not Direction.NEUTRAL,
            figures=figures,
            measure_id=measure.measure_id,
            window=column.period if column else _period_of(figures[0]),
        )


def _newest(figures: Sequence[FigureView], periods: Sequence[Window]) -> FigureView | None:
    """The figure that ends last; of several the one over the period that most regions report, else the longest."""
    if not figures:
        return None
    last = max(figure.end for figure in figures if figure.end)
    latest = [figure for figure in figures if figure.end == last]
    common = next((figure for period in periods for figure in latest if _period_of(figure) == period), None)
    return common or min(latest, key=lambda figure: figure.start or last)


def _period_of(figure: FigureView) -> Window | None:
    """The period as columns of members know it: a day is a window of one."""
    if figure.end is None:
        return None
    start = figure.end if figure.dated else figure.start
    return Window(start, figure.end) if start else None
