"""Places side by side as a picture: bars by rank with the plan's line, and squares laid out as on the map.

Which bar is how long, which square how dark and what each of them says is settled here; what shows them only places them.
Nothing that was not reported has a length, a shade or a rank, and figures of another period are said to be of one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan

from kpi.analysis import (
    REGIONS,
    Basis,
    Line,
    MemberFigures,
    Shade,
    enough_reported,
    shade_of,
    speaks_of,
    third_of,
)
from kpi.i18n import Texts, texts
from kpi.model import TOLERANCE, Comparator, Direction, Kind, Measure, Tile
from kpi.views.amounts import NOTHING, Amount, Amounts
from kpi.views.analyses.members import MemberColumn, MemberRow, MemberWording
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_MOST_NAMED = 3
"""Places that the sentence names; of more it says how many they are."""
_UNRANKED = frozenset({Kind.MILESTONE, Kind.PARAMETER})


class PlaceState(StrEnum):
    """What there is of a place for the period."""

    REPORTED = "reported"
    MISFIT = "misfit"
    """It has a figure, but of other days that overlap these."""
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Goal:
    """What a place is held against."""

    basis: Basis
    value: float
    """Base units."""
    amount: Amount
    limit: bool
    """Whether it is not to be exceeded."""


@dataclass(frozen=True, slots=True)
class PlaceBar:
    """One place: its bar and its square."""

    row: MemberRow
    state: PlaceState
    short: str
    """Its name for short, which a square has room for."""
    rank: str
    """1, or 1—3 where the marks of figures leave more than one open; empty where nothing is ranked."""
    told: str
    """All of it in one sentence."""
    shown: str
    """What stands in its square below its name."""
    reason: str = ""
    """Why its figure is not held beside the others."""
    goal: Goal | None = None
    share: Amount = NOTHING
    """Of its goal, 0–100 and more."""
    shade: Shade | None = None
    """None where nothing is shaded, and where the mark of its figure leaves open which shade it has."""
    tile: Tile | None = None
    start: float = 0.0
    """Where its bar begins, per cent of the axis."""
    width: float = 0.0
    goal_at: float | None = None
    """Where its goal lies, per cent of the axis."""

    @property
    def reported(self) -> bool:
        """Whether it has a figure of the period."""
        return self.state is PlaceState.REPORTED


@dataclass(frozen=True, slots=True)
class PlacesView:
    """One measure over the places below a region, or the members of a breakdown, for one period."""

    column: MemberColumn
    bars: tuple[PlaceBar, ...]
    """By rank; then those whose figure does not fit, then those without one."""
    headline: str
    """Who is first and last, how many have reached the line, who has not reported."""
    count_text: str
    """已报32／35."""
    line_text: str
    """What the line is; empty where there is none."""
    line_at: float | None
    """Where it lies, per cent of the axis, if it is the same for all."""
    zero_at: float
    """Where nothing lies, per cent of the axis."""
    legend: tuple[tuple[Shade, str], ...]
    shown_text: str
    """What stands in the squares."""
    reported: int
    """How many have."""
    enough: bool
    """Whether at least a third have."""
    size: tuple[int, int] | None
    """Rows and columns of the map; None where the plan has no squares."""

    @property
    def squares(self) -> tuple[PlaceBar, ...]:
        """The places with a square of their own."""
        return tuple(bar for bar in self.bars if bar.tile)

    @property
    def misfits(self) -> tuple[PlaceBar, ...]:
        """Places with a figure that does not fit the period."""
        return tuple(bar for bar in self.bars if bar.state is PlaceState.MISFIT)

    @property
    def silent(self) -> tuple[PlaceBar, ...]:
        """Places that have not reported."""
        return tuple(bar for bar in self.bars if bar.state is PlaceState.SILENT)

    @property
    def apart(self) -> bool:
        """Whether places are held against lines of their own."""
        return any(bar.goal and bar.goal.basis is not Basis.WHOLE for bar in self.bars)

    @property
    def shade_open(self) -> bool:
        """Whether a place has a figure and no shade where others have one."""
        return bool(self.legend) and any(bar.reported and bar.shade is None for bar in self.bars)

    @property
    def off_the_map(self) -> tuple[PlaceBar, ...]:
        """Those the plan gives no square to, where it gives some to others."""
        return tuple(bar for bar in self.bars if not bar.tile)


def places_of(known: Known, view: StatusView, figures: MemberFigures, column: MemberColumn) -> PlacesView:
    """The picture of a column."""
    return _Places(known, view, figures, column).view()


class _Places:
    def __init__(self, known: Known, view: StatusView, figures: MemberFigures, column: MemberColumn) -> None:
        self._known, self._view, self._figures, self._column = known, view, figures, column
        self._catalog, self._words = known.catalog, texts(view.query.lang)
        self._amounts = Amounts(self._words)
        self._measure: Measure = column.measure
        drawn = MemberWording(known, view).line(figures, column.column)
        self._line: Line | None = drawn[0] if drawn else None
        self._target: Standing | None = drawn[1] if drawn else None
        self._misfits = self._worded_misfits()
        self._goals = {row.code: self._goal(row, place) for row, place in self._placed()}
        self._low, self._high = self._axis()

    def view(self) -> PlacesView:
        bars = sorted((self._bar(row) for row in self._column.rows), key=lambda bar: list(PlaceState).index(bar.state))
        squares = [bar.tile for bar in bars if bar.tile]
        reported = sum(bar.reported for bar in bars)
        uniform = self._line if self._line and self._line.basis is Basis.WHOLE else None
        return PlacesView(
            column=self._column,
            bars=tuple(bars),
            headline=self._headline(bars),
            count_text=self._words("place.reported", reported=reported, places=len(bars)),
            line_text=self._line_text(self._line, self._target),
            line_at=self._at(uniform.assessment.target_value) if uniform else None,
            zero_at=self._at(0.0),
            legend=self._legend(bars),
            shown_text=self._shown_text(),
            reported=reported,
            enough=enough_reported(reported, len(bars)),
            size=(max(tile.row for tile in squares), max(tile.column for tile in squares)) if squares else None,
        )

    def _placed(self) -> list[tuple[MemberRow, int]]:
        places = {code: place for place, code in enumerate(self._figures.dimension.members)}
        return [(row, places[row.code]) for row in self._column.rows]

    def _worded_misfits(self) -> Mapping[str, str]:
        """By member, why its figure does not count here."""
        found = self._figures.misfits(self._column.column)
        if not found:
            return {}
        wording, members = self._known.figures(self._words), self._figures.dimension.members
        views = wording.views(self._known.frame, found.values())
        told = (
            self._words("place.misfit", period=figure.period, value=figure.text, measure=figure.measure_name)
            for figure in views
        )
        return {members[member]: text for member, text in zip(found, told, strict=True)}

    def _goal(self, row: MemberRow, place: int) -> Goal | None:
        """A target of its own, where it speaks of the period; else what the whole's asks of it."""
        own = row.standing.assessment if row.standing else None
        if own and own.comparator in (Comparator.AT_LEAST, Comparator.AT_MOST) and self._speaks(row):
            return self._made(Basis.OWN, own.target_value, limit=own.comparator is Comparator.AT_MOST)
        value = float(self._line.goals[place]) if self._line else float("nan")
        if self._line is None or isnan(value):
            return None
        return self._made(self._line.basis, value, limit=self._line.assessment.comparator is Comparator.AT_MOST)

    def _speaks(self, row: MemberRow) -> bool:
        if row.standing is None or row.standing.assessment.period_type.of_change:
            return False
        deadline = self._catalog.targets[row.standing.target.target_id].deadline
        return speaks_of(row.standing.assessment, self._column.column, deadline)

    def _made(self, basis: Basis, value: float, *, limit: bool) -> Goal:
        return Goal(basis, value, self._amounts.value(value, self._measure), limit)

    def _axis(self) -> tuple[float, float]:
        """From the least to the greatest of all values and goals, and nothing: bars are as long as their values."""
        if self._measure.kind in _UNRANKED or self._measure.kind is Kind.RANK:
            return 0.0, 0.0
        values = [row.value for row in self._column.rows if row.value is not None]
        goals = [goal.value for row in self._column.rows if row.value is not None and (goal := self._goals[row.code])]
        return min([0.0, *values, *goals]), max([0.0, *values, *goals])

    def _at(self, value: float) -> float:
        span = self._high - self._low
        return round((value - self._low) / span * 100, 3) if span else 0.0

    def _bar(self, row: MemberRow) -> PlaceBar:
        region = self._catalog.regions.get(row.code) if self._figures.dimension.code == REGIONS else None
        short, tile = (region.short(self._words.lang), region.tile) if region else (row.name, None)
        if row.value is None and not row.amount.text:
            state = PlaceState.MISFIT if row.code in self._misfits else PlaceState.SILENT
            said = self._words(f"place.state_{state}")
            reason = self._misfits.get(row.code, "")
            told = self._words.language.colon.join(
                (row.name, reason or self._words("place.silent_told", period=self._column.period_name))
            )
            return PlaceBar(row, state, short, "", told, said, reason=reason, tile=tile)
        value, goal = row.value or 0.0, self._goals[row.code]
        share = value / goal.value * 100 if goal and goal.value > 0 and row.value is not None else None
        drawn = bool(self._high - self._low) and row.value is not None
        return PlaceBar(
            row=row,
            state=PlaceState.REPORTED,
            short=short,
            rank=self._rank(row),
            told=self._told(row, goal, share),
            shown=self._shown(row, goal, share),
            goal=goal,
            share=self._amounts.percent(share, self._words.percent_of_way(share)) if share is not None else NOTHING,
            shade=self._shade(row, goal, share),
            tile=tile,
            start=self._at(min(value, 0.0)) if drawn else 0.0,
            width=round(abs(value) / (self._high - self._low) * 100, 3) if drawn else 0.0,
            goal_at=self._at(goal.value) if goal and drawn else None,
        )

    def _rank(self, row: MemberRow) -> str:
        if self._measure.kind in _UNRANKED or not row.ranks or len(self._column.reported) == 1:
            return ""
        best, worst = row.ranks
        return str(best) if best == worst else self._words("place.ranks", best=best, worst=worst)

    def _shade(self, row: MemberRow, goal: Goal | None, share: float | None) -> Shade | None:
        if row.value is None or self._measure.kind in _UNRANKED or self._measure.kind is Kind.RANK:
            return None
        if goal is None or share is None:
            return None if self._line else third_of(row.value, self._high)
        shades = {shade_of(value / goal.value * 100, limit=goal.limit) for value in (row.low, row.high)}
        return shades.pop() if len(shades) == 1 else None

    def _told(self, row: MemberRow, goal: Goal | None, share: float | None) -> str:
        """Value, rank and goal in one sentence."""
        words, count = self._words, len(self._column.reported)
        kind = "size" if self._measure.direction is Direction.NEUTRAL else "rank"
        rank = words(f"place.own_{kind}", rank=self._rank(row), count=count) if self._rank(row) and count > 1 else ""
        against = ""
        if goal and share is not None:
            percent = words.percent_of_way(share)
            against = words(f"place.against_{goal.basis}", goal=goal.amount.text, share=percent)
        said = words.language.items.join(filter(None, (row.amount.text, rank, against)))
        return words.language.colon.join((row.name, said))

    def _shown(self, row: MemberRow, goal: Goal | None, share: float | None) -> str:
        if share is not None and goal and goal.basis is not Basis.WHOLE:
            return self._words.percent_of_way(share)
        unit = self._column.unit
        return row.amount.text if unit == "%" else row.amount.text.removesuffix(unit).strip()

    def _shown_text(self) -> str:
        apart = {goal.basis for goal in self._goals.values() if goal} - {Basis.WHOLE}
        if apart:
            return self._words("place.shows_share")
        return self._words("place.shows_value", unit=self._column.unit) if self._column.unit else self._column.name

    def _line_text(self, line: Line | None, target: Standing | None) -> str:
        if line is None or target is None:
            return self._words("place.line_own") if any(self._goals.values()) else ""
        region = self._view.region.name(self._words.lang)
        return self._words(f"place.line_{line.basis}", region=region, goal=target.goal.text, period=target.period)

    def _legend(self, bars: Sequence[PlaceBar]) -> tuple[tuple[Shade, str], ...]:
        """What the shades stand for; nothing where there are none."""
        if not any(bar.shade for bar in bars):
            return ()
        goals = [goal for goal in self._goals.values() if goal]
        kind = "thirds" if not goals else "limit" if any(goal.limit for goal in goals) else "line"
        return tuple((shade, self._words(f"place.{kind}_{shade}")) for shade in reversed(Shade))

    def _headline(self, bars: Sequence[PlaceBar]) -> str:
        words, reported = self._words, [bar for bar in bars if bar.reported]
        told = [self._extremes(reported), self._reached(reported)]
        for state in (PlaceState.MISFIT, PlaceState.SILENT):
            names = [bar.row.name for bar in bars if bar.state is state]
            if names and (state is PlaceState.MISFIT or enough_reported(len(reported), len(bars))):
                key = f"place.some_{state}" if len(names) <= _MOST_NAMED else f"place.many_{state}"
                told.append(words(key, count=len(names), number=len(names), names=tuple(names)))
        return words.paragraph(told)

    def _extremes(self, reported: Sequence[PlaceBar]) -> str:
        """Who is first and who last, where figures leave no doubt about it and there is more than one rank."""
        words, count = self._words, len(reported)
        if count == 1:
            return words("place.only_one", name=reported[0].row.name, value=reported[0].row.amount.text)
        if not count or self._measure.kind in _UNRANKED:
            return ""
        first = [bar for bar in reported if bar.row.ranks[0] == 1]
        worst = max(bar.row.ranks[1] for bar in reported)
        last = [bar for bar in reported if bar.row.ranks[1] == worst]
        sure = all(len(set(bar.row.ranks)) == 1 for bar in (*first, *last))
        if not sure:
            return words("place.ranks_open")
        if len(first) == count:
            return words("place.all_equal", value=first[0].row.amount.text)
        values = {"first": _names(words, first), "first_value": first[0].row.amount.text}
        values |= {"last": _names(words, last), "last_value": last[0].row.amount.text}
        ordered = "size" if self._measure.direction is Direction.NEUTRAL else "rank"
        return words(f"place.extremes_{ordered}", **values)

    def _reached(self, reported: Sequence[PlaceBar]) -> str:
        """How many have reached what they are held against, for sure."""
        held = [bar for bar in reported if bar.goal]
        if not held:
            return ""
        basis = {bar.goal.basis for bar in held if bar.goal}
        kind = next(iter(basis)) if len(basis) == 1 else "mixed"
        limit = any(bar.goal.limit for bar in held if bar.goal)
        reached = sum(1 for bar in held if bar.goal and _within(bar.row, bar.goal))
        key = f"place.{'within' if limit else 'reached'}_{kind}"
        return self._words(key, number=reached, held=len(held), count=reached)


def _names(words: Texts, bars: Sequence[PlaceBar]) -> str:
    names = [bar.row.name for bar in bars]
    return words.listing(names) if len(names) <= _MOST_NAMED else words("place.so_many", number=len(names), count=len(names))


def _within(row: MemberRow, goal: Goal) -> bool:
    """Whether what is asked for holds for sure."""
    slack = TOLERANCE * max(abs(goal.value), 1.0)
    return row.high <= goal.value + slack if goal.limit else row.low >= goal.value - slack
