"""Towns and other dimensions in words: a table of members by measures, and for one measure ranks, shares, gaps and sources.

Verdicts only where the targets name a member; everything else is value, share and rank.
"""

from collections.abc import Mapping, Sequence
from math import isnan

from kpi import access, analysis, progress
from kpi.analysis import REGIONS, Column, Contribution, Dimension, MemberFigures, Sum, SumCheck, Unshared
from kpi.errors import NotFound
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Gap, Kind, Measure, Quantity, Window, same
from kpi.services.analysis_views import ColumnView, MemberRow, MembersView, MemberTable
from kpi.services.figures import FigureWording
from kpi.services.status import status, word_standings
from kpi.services.views import Query, Standing, StatusView
from kpi.services.workspace import Workspace

MOST_COLUMNS = 12
"""Measures shown side by side; more would not be read."""


def member_dimensions(workspace: Workspace, actor: Actor, query: Query) -> Mapping[str, str]:
    """What figures of the region asked for are divided by, code and name: the regions below it first. NotAllowed, NotFound."""
    access.require(actor, Action.VIEW)
    words = texts(query.lang)
    return {code: _dimension_name(workspace, words, code) for code in _dimensions(workspace, query)}


def members_view(workspace: Workspace, actor: Actor, query: Query, dimension: str, category: str = "") -> MembersView:
    """The members of a dimension side by side, by every measure (of a category) that has figures of them.

    NotFound for a dimension or region there is none of; NotAllowed.
    """
    access.require(actor, Action.VIEW)
    view, figures = _figures(workspace, actor, query, dimension)
    wording = ColumnWording(workspace, view, texts(query.lang))
    measures = figures.measures()
    shown = [each for each in measures if category in ("", each.category.zh)]
    columns = [column for each in shown[:MOST_COLUMNS] if (column := figures.column(each)) is not None]
    return MembersView(
        status=view,
        dimension=dimension,
        categories=tuple({each.category.zh: wording.category(each) for each in measures}.items()),
        measures=tuple((each.measure_id, each.name(query.lang)) for each in shown),
        table=wording.table(figures.dimension, columns, len(shown)) if columns else None,
    )


def member_column(
    workspace: Workspace, actor: Actor, query: Query, dimension: str, measure_id: str, period: str = ""
) -> ColumnView:
    """One measure over the members of a dimension, for a period as `ColumnView.periods` names it, by default the newest.

    NotFound for a dimension, a measure or a period there is none of; NotAllowed.
    """
    access.require(actor, Action.VIEW)
    view, figures = _figures(workspace, actor, query, dimension)
    measure = workspace.catalog.measures.get(measure_id)
    found = ColumnWording(workspace, view, texts(query.lang)).column(figures, measure, period) if measure else None
    if found is None:
        raise NotFound("no_such_member_measure", measure=measure_id)
    return found


def _dimensions(workspace: Workspace, query: Query) -> Mapping[str, Dimension]:
    region = workspace.region(query.region).region_code

    def found() -> Mapping[str, Dimension]:
        return analysis.dimensions(workspace.catalog, workspace.observations(query.known_at), region)

    return workspace.kept(("dimensions", region, query.known_at), found)


def _figures(workspace: Workspace, actor: Actor, query: Query, dimension: str) -> tuple[StatusView, MemberFigures]:
    known = _dimensions(workspace, query)
    if dimension not in known:
        raise NotFound("no_such_dimension" if known else "no_dimensions", dimension=dimension, known=tuple(known))
    view, chosen = status(workspace, actor, query), known[dimension]

    def gathered() -> MemberFigures:
        return MemberFigures(workspace.catalog, workspace.observations(query.known_at), view.as_of, chosen)

    return view, workspace.kept(("members", chosen, view.as_of, query.known_at), gathered, large=True)


def _dimension_name(workspace: Workspace, words: Texts, code: str) -> str:
    return words("analysis.by_region") if code == REGIONS else workspace.catalog.breakdown_name(code, words.lang)


class ColumnWording:
    """Words the members of one view in one language."""

    def __init__(self, workspace: Workspace, view: StatusView, words: Texts) -> None:
        self._workspace = workspace
        self._catalog = workspace.catalog
        self._view = view
        self._words = words
        self._frame = workspace.observations(view.known_at)
        self._figures = FigureWording(workspace, words)
        self._whole_name = view.region.name(words.lang)

    def category(self, measure: Measure) -> str:
        """A measure's category in the language asked for."""
        return measure.category.in_(self._words.lang)

    def table(self, dimension: Dimension, columns: Sequence[Column], measures: int) -> MemberTable:
        """Members by measures, each over its newest period."""
        return MemberTable(
            members=tuple(self._name(dimension, code) for code in dimension.members),
            columns=tuple(columns),
            names=tuple(each.measure.name(self._words.lang) for each in columns),
            periods=tuple(self._period(each.period, dated=each.dated) for each in columns),
            units=tuple(self._words.scale(each.measure).unit for each in columns),
            left_out=measures - len(columns),
        )

    def column(self, figures: MemberFigures, measure: Measure, period: str) -> ColumnView | None:
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
        check = figures.sum_check(column, self._frame["printed"])
        words = self._words
        return ColumnView(
            column=column,
            name=measure.name(words.lang),
            period=_code(column.period),
            periods=periods,
            whole_text=words.quantity(column.whole, measure) if column.whole is not None else "",
            whole_note=self._whole_note(column),
            check_text=self._check(check, measure) if check else "",
            check=check,
            contribution=contribution,
            contribution_note=self._contribution_note(laid),
            rows=self._rows(figures.dimension, column, contribution),
        )

    def _target_of(self, figures: MemberFigures, column: Column) -> Contribution | Unshared:
        """What the whole's target that speaks of the column's period lays on members; that of its year comes first."""
        ends_in = column.period.end.year
        own = [each for each in self._view.standings if each.measure.measure_id == column.measure.measure_id]
        fitting = sorted(
            (each for each in own if each.assessment.year in (None, ends_in)), key=lambda each: each.assessment.year is None
        )
        tried = [figures.contribution(column, each.assessment) for each in fitting]
        return next((laid for laid in tried if laid is not Unshared.NO_TARGET), Unshared.NO_TARGET)

    def _rows(self, dimension: Dimension, column: Column, contribution: Contribution | None) -> tuple[MemberRow, ...]:
        """Members by rank; those without a figure last, in the catalog's order."""
        standings = self._standings(dimension, column.measure)
        sources = self._sources(column)
        rows = [
            self._row(dimension, column, contribution, place, standings.get(code), sources[place])
            for place, code in enumerate(dimension.members)
        ]
        return tuple(sorted(rows, key=lambda row: row.rank if row.rank is not None else len(rows) + 1))

    def _row(
        self,
        dimension: Dimension,
        column: Column,
        contribution: Contribution | None,
        place: int,
        standing: Standing | None,
        source: str,
    ) -> MemberRow:
        words, code = self._words, dimension.members[place]
        value, share, rank = (float(each[place]) for each in (column.values, column.shares, column.ranks))
        lacking = float(contribution.values[place]) if contribution else float("nan")
        counted = dimension.code != REGIONS or self._catalog.regions[code].in_partition
        return MemberRow(
            code=code,
            name=self._name(dimension, code),
            value=None if isnan(value) else value,
            value_text=words("analysis.not_reported") if isnan(value) else words.quantity(value, column.measure),
            rank=None if isnan(rank) else int(rank),
            share=None if isnan(share) else share,
            share_text="" if isnan(share) else words.percent(share * 100),
            lacking=None if isnan(lacking) else lacking,
            lacking_text="" if isnan(lacking) or contribution is None else _signed(words, lacking, contribution.measure),
            standing=standing,
            source=source,
            counted=counted,
        )

    def _sources(self, column: Column) -> list[str]:
        places = sorted({place for each in column.positions for place in each})
        sources = dict(zip(places, self._figures.sources(self._frame, places), strict=True))
        return [self._words.listing([sources[place] for place in each]) for each in column.positions]

    def _standings(self, dimension: Dimension, measure: Measure) -> Mapping[str, Standing]:
        """Verdicts of members that have a target of their own on this measure."""
        if dimension.code != REGIONS:
            return {}
        members = set(dimension.members)
        targets = [each for each in self._catalog.primary_targets if each.measure_id == measure.measure_id]
        aimed_at = {each.region_code for each in targets} & members
        found: dict[str, Standing] = {}
        for code in sorted(aimed_at):
            judged = progress.assess(self._catalog, self._frame, self._view.as_of, region_code=code)
            counted = progress.summarise(judged, self._view.as_of).counted
            own = tuple(each for each in counted if each.measure_id == measure.measure_id)
            for standing in word_standings(self._workspace, self._view.query, self._frame, own, own):
                found.setdefault(code, standing)
        return found

    def _name(self, dimension: Dimension, code: str) -> str:
        if dimension.code == REGIONS:
            return self._catalog.regions[code].name(self._words.lang)
        return self._catalog.member_name(dimension.code, code, self._words.lang)

    def _period(self, window: Window, *, dated: bool) -> str:
        return self._words.day(window.end) if dated else self._words.window(window)

    def _whole_note(self, column: Column) -> str:
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
