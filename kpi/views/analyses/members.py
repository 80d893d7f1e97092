"""Towns and other dimensions in words: a table of members by measures, and for one measure ranks, shares, gaps and sources.

Verdicts only where the targets name a member; everything else is value, share and rank.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isnan, nan

from kpi import progress
from kpi.analysis import (
    REGIONS,
    Contribution,
    Dimension,
    Line,
    MemberFigures,
    MemberValues,
    Sum,
    SumCheck,
    Unshared,
    enough_reported,
    line_of,
    rank_range,
    speaks_of,
)
from kpi.errors import NotFound
from kpi.i18n import Texts, day_alone, texts
from kpi.model import Assessment, Gap, Kind, Measure, Qualifier, Quantity, Window, same
from kpi.views.amounts import NOTHING, Amount, Amounts
from kpi.views.judging import assess
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView, word_standings

MOST_COLUMNS = 12
"""Measures shown side by side; more would not be read."""


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """One measure of a table of members, over its newest period."""

    values: MemberValues
    name: str
    unit: str
    period: str


@dataclass(frozen=True, slots=True)
class MemberTable:
    """Members by measures."""

    members: tuple[str, ...]
    """Names, in the order of the columns' arrays."""
    columns: tuple[HeatColumn, ...]
    left_out: int
    """Measures with figures that did not fit."""
    marked: int = 0
    """Figures with a mark such as ≥, which a column of numbers does not show."""
    within: tuple[str, ...] = ()
    """What each lies in, where that is not one and the same place."""

    @property
    def enough(self) -> bool:
        """Whether of any measure so many members have reported that a table of them shows more than who has not."""
        return any(
            enough_reported(sum(not isnan(value) for value in each.values.values), len(self.members)) for each in self.columns
        )


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member's figure of one measure; empty where nothing is reported or it cannot be said."""

    code: str
    name: str
    value: float | None
    """Base units."""
    amount: Amount
    rank: int | None
    """1 is best; equal values share a rank."""
    share: Amount = NOTHING
    """Of the whole, 0–100."""
    lacking: Amount = NOTHING
    """What it lacks of the whole's target, with its sign; negative where it is ahead."""
    short: float | None = None
    """The same in base units."""
    standing: Standing | None = None
    """Only where a target names this member."""
    source: str = ""
    counted: bool = True
    """Whether it is one of those that add up to the whole."""
    low: float = nan
    """The least its figure may stand for, in base units: a figure with a mark is an interval."""
    high: float = nan
    """The greatest."""
    ranks: tuple[int, ...] = ()
    """The best and the worst rank that the marks of all figures leave open; none where nothing is reported."""


@dataclass(frozen=True, slots=True)
class MemberColumn:
    """One measure over the members of a whole (towns of a city) for one period, best first, unreported last."""

    column: MemberValues = field(compare=False)
    name: str
    unit: str
    period: str
    """The period shown, by its code."""
    period_name: str
    periods: Mapping[str, str]
    """Every period there is, code and name, newest first."""
    whole: Amount
    whole_note: str
    """What the whole has over the period and where that is from, in one sentence."""
    check_text: str
    """Whether the members add up to the whole; empty for what is not added up."""
    check: SumCheck | None = field(compare=False)
    contribution: Contribution | None = field(compare=False)
    contribution_note: str
    """By what `lacking` is laid on members, or why it is not."""
    contribution_unit: str
    """Of `lacking`, which is counted in people where the measure itself is a share."""
    rows: tuple[MemberRow, ...]

    @property
    def measure(self) -> Measure:
        """What is measured."""
        return self.column.measure

    @property
    def marked(self) -> tuple[MemberRow, ...]:
        """Members whose figure has a mark such as ≥."""
        return tuple(row for row in self.rows if row.amount.mark)

    @property
    def reported(self) -> tuple[MemberRow, ...]:
        """Members with a value."""
        return tuple(row for row in self.rows if row.rank is not None or (row.amount.text and row.amount.number is not None))


@dataclass(frozen=True, slots=True)
class MembersView:
    """The members of a dimension side by side."""

    status: StatusView
    dimension: str
    categories: tuple[tuple[str, str], ...]
    """Code and name of the categories that have figures of members."""
    measures: tuple[tuple[str, str], ...]
    """Code and name of the measures (of the category asked for) that have figures of members."""
    table: MemberTable | None
    """None where no member has a figure."""


def members_of(
    known: Known, view: StatusView, figures: MemberFigures, category: str = "", *, among: Collection[str] = ()
) -> MembersView:
    """The members of a dimension side by side, by measures (of a category) that have figures of them: those `among` which
    they shall be, or as many as can be read.
    """
    wording = MemberWording(known, view)
    measures = tuple(each for each in figures.measures() if not among or each.measure_id in among)
    shown = [measure for measure in measures if category in ("", measure.category.zh)]
    columns = [column for measure in shown[: len(among) or MOST_COLUMNS] if (column := figures.column(measure)) is not None]
    return MembersView(
        status=view,
        dimension=figures.dimension.code,
        categories=tuple({measure.category.zh: measure.category.in_(view.query.lang) for measure in measures}.items()),
        measures=tuple((measure.measure_id, measure.name(view.query.lang)) for measure in shown),
        table=wording.table(figures, columns, len(shown)) if columns else None,
    )


class MemberWording:
    """Words the members of one view in its language."""

    def __init__(self, known: Known, view: StatusView) -> None:
        self._known = known
        self._catalog = known.catalog
        self._view = view
        self._words = texts(view.query.lang)
        self._amounts = Amounts(self._words)
        self._figures = known.figures(self._words)
        self._whole_name = view.region.name(view.query.lang)

    def table(self, figures: MemberFigures, columns: Sequence[MemberValues], measures: int) -> MemberTable:
        """Members by measures, each over its newest period."""
        dimension = figures.dimension
        return MemberTable(
            members=tuple(self._name(dimension, code) for code in dimension.members),
            columns=tuple(map(self._heat_column, columns)),
            left_out=measures - len(columns),
            marked=sum(mark is not Qualifier.EQ for column in columns for mark in figures.intervals(column)[2]),
            within=self._within(dimension),
        )

    def _within(self, dimension: Dimension) -> tuple[str, ...]:
        """The places that regions lie in, from the outermost to the one directly above, below the region looked at."""
        if dimension.code != REGIONS:
            return ()
        regions, names = self._catalog.regions, dict[str, str]()
        codes = [regions[code].parent_code for code in dimension.members]
        for code in dict.fromkeys(codes):
            above = [each.region_code for each in self._catalog.region_chain(code)]
            inside = above[: above.index(dimension.region_code)]
            names[code] = " · ".join(regions[each].name(self._words.lang) for each in reversed(inside))
        return tuple(names[code] for code in codes) if any(names.values()) else ()

    def _heat_column(self, column: MemberValues) -> HeatColumn:
        measure, period = column.measure, self._period(column.period, dated=column.dated)
        return HeatColumn(column, measure.name(self._words.lang), self._words.scale(measure).unit, period)

    def column(self, figures: MemberFigures, measure: Measure, period: str = "") -> MemberColumn | None:
        """One measure closely. NotFound for a period there is none of."""
        periods = {_code(window): self._period(window, dated=dated) for window, dated in figures.periods(measure)}
        if period and period not in periods:
            raise NotFound("no_such_period", period=period, known=tuple(periods))
        wanted = next((window for window, _ in figures.periods(measure) if _code(window) == period), None)
        column = figures.column(measure, wanted)
        if column is None:
            return None
        laid = self._target_of(figures, column)
        contribution = laid if isinstance(laid, Contribution) else None
        check = figures.sum_check(column, self._known.frame["printed"])
        return MemberColumn(
            column=column,
            name=measure.name(self._words.lang),
            unit=self._amounts.unit(measure),
            period=_code(column.period),
            period_name=periods[_code(column.period)],
            periods=periods,
            whole=self._amounts.value(column.whole, measure),
            whole_note=self._whole_note(column),
            check_text=self._check(check, measure) if check else "",
            check=check,
            contribution=contribution,
            contribution_note=self._contribution_note(laid),
            contribution_unit=self._amounts.unit(contribution.measure) if contribution else "",
            rows=self._rows(figures, column, contribution),
        )

    def _target_of(self, figures: MemberFigures, column: MemberValues) -> Contribution | Unshared:
        """What the whole's target that speaks of the column's period lays on members."""
        tried = [figures.contribution(column, standing.assessment) for standing in self._fitting(column)]
        return next((laid for laid in tried if laid is not Unshared.NO_TARGET), Unshared.NO_TARGET)

    def line(self, figures: MemberFigures, column: MemberValues) -> tuple[Line, Standing] | None:
        """The line that a target of the whole draws across the column, and that target."""
        tried = ((line_of(self._catalog, figures, column, each.assessment), each) for each in self._fitting(column))
        return next(((line, standing) for line, standing in tried if line), None)

    def _fitting(self, column: MemberValues) -> list[Standing]:
        """The whole's targets that may speak of the column's period; that of its year comes first."""
        own = [standing for standing in self._view.standings if standing.measure.measure_id == column.measure.measure_id]
        return sorted(
            (standing for standing in own if standing.assessment.year in (None, column.period.end.year)),
            key=lambda standing: standing.assessment.year is None,
        )

    def _rows(self, figures: MemberFigures, column: MemberValues, contribution: Contribution | None) -> tuple[MemberRow, ...]:
        """Members by rank; those without a figure last, in the catalog's order."""
        dimension = figures.dimension
        standings = self._standings(dimension, column)
        sources = self._sources(column)
        low, high, marks = figures.intervals(column)
        best, worst = rank_range(low, high, column.measure.direction)
        rows = [
            replace(
                self._row(dimension, column, contribution, place, standings.get(code), sources[place], marks[place]),
                low=float(low[place]),
                high=float(high[place]),
                ranks=() if isnan(best[place]) else (int(best[place]), int(worst[place])),
            )
            for place, code in enumerate(dimension.members)
        ]
        return tuple(sorted(rows, key=lambda row: row.rank if row.rank is not None else len(rows) + 1))

    def _row(
        self,
        dimension: Dimension,
        column: MemberValues,
        contribution: Contribution | None,
        place: int,
        standing: Standing | None,
        source: str,
        mark: Qualifier,
    ) -> MemberRow:
        amounts, code = self._amounts, dimension.members[place]
        value, share, rank = (float(numbers[place]) for numbers in (column.values, column.shares, column.ranks))
        short = float(contribution.values[place]) if contribution else float("nan")
        return MemberRow(
            code=code,
            name=self._name(dimension, code),
            value=None if isnan(value) else value,
            amount=amounts.value(None if isnan(value) else value, column.measure, mark),
            rank=None if isnan(rank) else int(rank),
            share=amounts.percent(None if isnan(share) else share * 100),
            lacking=NOTHING
            if isnan(short) or contribution is None
            else amounts.gap(short, contribution.measure, _signed(self._words, short, contribution.measure)),
            short=None if isnan(short) else short,
            standing=standing,
            source=source,
            counted=dimension.code != REGIONS or self._catalog.regions[code].in_partition,
        )

    def _sources(self, column: MemberValues) -> list[str]:
        places = sorted({place for positions in column.positions for place in positions})
        sources = dict(zip(places, self._figures.sources(self._known.frame, places), strict=True))
        return [self._words.listing([sources[place] for place in positions]) for positions in column.positions]

    def _of_period(
        self, column: MemberValues, judged: Sequence[Assessment], summary: progress.Summary
    ) -> tuple[Assessment, ...]:
        """The assessments that speak of the column's period; else those that are of no year, and so of no other one."""
        mine = [row for row in judged if row.measure_id == column.measure.measure_id]
        of_period = tuple(row for row in mine if speaks_of(row, column, self._catalog.targets[row.target_id].deadline))
        return of_period or tuple(row for row in summary.counted if row in mine and row.year is None)

    def _standings(self, dimension: Dimension, column: MemberValues) -> Mapping[str, Standing]:
        """Verdicts of members that have a target of their own on this measure."""
        measure = column.measure
        if dimension.code != REGIONS:
            return {}
        members = set(dimension.members)
        targets = [target for target in self._catalog.primary_targets if target.measure_id == measure.measure_id]
        aimed_at = {target.region_code for target in targets} & members
        standings: dict[str, Standing] = {}
        for code in sorted(aimed_at):
            judged = assess(self._catalog, self._known.frame, self._view.as_of, region_code=code)
            summary = progress.summarise(judged, self._view.as_of)
            own = self._of_period(column, judged, summary)
            for standing in word_standings(self._known, self._view.query, own, summary):
                standings.setdefault(code, standing)
        return standings

    def _name(self, dimension: Dimension, code: str) -> str:
        if dimension.code == REGIONS:
            return self._catalog.regions[code].name(self._words.lang)
        return self._catalog.member_name(dimension.code, code, self._words.lang)

    def _period(self, window: Window, *, dated: bool) -> str:
        return day_alone(self._words, window.end) if dated else self._words.window(window)

    def _whole_note(self, column: MemberValues) -> str:
        """What the whole has over the period, and where that is from."""
        region = self._whole_name
        if column.whole is None:
            return self._words("analysis.whole_unknown", region=region)
        key = "analysis.whole_summed" if column.whole_summed else "analysis.whole_stated"
        return self._words(key, region=region, value=Quantity(column.whole, column.measure))

    def _check(self, check: SumCheck, measure: Measure) -> str:
        """Whether the members add up to the whole."""
        words = self._words
        values: dict[str, object] = {"count": check.missing, "number": check.missing, "region": self._whole_name}
        if check.total is not None:
            values["total"] = words.quantity(check.total, measure)
        if check.whole is not None:
            values["whole"] = words.quantity(check.whole, measure)
        if check.difference is not None:
            values["difference"] = _signed(words, check.difference, measure)
        rounded = check.state is Sum.EQUAL and not same(check.total or 0.0, check.whole or 0.0)
        return words("analysis.sum_rounded" if rounded else f"analysis.sum_{check.state}", **values)

    def _contribution_note(self, laid: Contribution | Unshared) -> str:
        """By what the gap is laid on members, or why it is not."""
        if isinstance(laid, Unshared):
            return self._words(f"analysis.unshared_{laid}", region=self._whole_name)
        return self._words(f"analysis.key_{laid.key}", measure=laid.measure, region=self._whole_name)


def _signed(words: Texts, value: float, measure: Measure) -> str:
    shown = words.word(Gap(abs(value), measure)) if measure.kind is not Kind.RATIO else words.gap(abs(value), measure)
    zero = words.gap(0.0, measure)
    return shown if shown == zero else ("+" if value > 0 else "−") + shown


def _code(window: Window) -> str:
    """A period's name in addresses: its two dates, or its one."""
    return window.end.isoformat() if window.start == window.end else f"{window.start.isoformat()}_{window.end.isoformat()}"
