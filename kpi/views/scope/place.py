"""One place on its own: what it has of every measure, where that puts it among the others, and what it has not reported.

It is ranked only among those with a figure of the very same period, and compared only with its own figure before, where both
are exact and counted alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isnan

import numpy as np
import pandas as pd

from kpi.analysis import MemberValues, enough_reported, rank_range
from kpi.i18n import Texts, day_alone
from kpi.model import Direction, Kind, Measure, ObservationKey, Region, local
from kpi.progress import IntArray, parts_of
from kpi.views.scope.before import SinceBefore
from kpi.views.scope.context import ContextWording
from kpi.views.scope.places import PlaceWording, SharedColumns, ValueRow
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_UNRANKED = frozenset({Kind.MILESTONE, Kind.PARAMETER})


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One measure of a place."""

    value: ValueRow
    rank: str
    """第3名（共32个）; or why there is none."""
    best: str
    """Who is first of those ranked and with what; empty where nobody is."""
    change: str
    """Since its own figure before; or why nothing is said of that."""
    spread: tuple[float, ...] = ()
    """Every value of the same period between the least and the greatest, 0–100; none where it is not ranked."""
    at: float = 0.0
    """Where its own lies there."""
    place: int | None = None
    """Its rank, where more is known than how large it is and nothing leaves it open."""


@dataclass(frozen=True, slots=True)
class Unreported:
    """A measure that others have reported for a period and this place has not."""

    measure: str
    measure_id: str
    period: str
    text: str
    """How many have."""
    common: bool
    """Whether at least a third have."""
    asked: tuple[ObservationKey, ...] = field(compare=False)
    """The figures to be reported: its own, or those it is worked out from elsewhere."""


@dataclass(frozen=True, slots=True)
class PlaceView:
    """Everything about one place."""

    status: StatusView
    region: Region
    name: str
    above: str
    """Name of the region above it."""
    standings: tuple[Standing, ...]
    """Targets of its own."""
    rows: tuple[PlaceRow, ...]
    headline: str
    """How much it has reported and where it stands best and worst."""
    last_report: str
    """Day, file and who; or that there is none."""
    unreported: tuple[Unreported, ...]
    """What at least a third of the others have reported."""
    elsewhere: tuple[Unreported, ...]
    """What fewer have: it may be a matter of theirs alone."""


def asked_of(column: MemberValues, code: str) -> tuple[ObservationKey, ...]:
    """The figures that a place without a value of a column would have to report for it: of a ratio what others report of it."""
    measure, window = column.measure, column.period
    days = (None, None, window.end) if column.dated else (window.start, window.end, None)
    slots = [slot for slot in parts_of(measure) or () if not slot[1]]
    worked_out = len(slots) == 2 and any(len(positions) == 2 for positions in column.positions)
    return tuple((each, code, "", "", *days) for each in ([slot[0] for slot in slots] if worked_out else [measure.measure_id]))


def unreported_of(words: Texts, shared: SharedColumns, code: str) -> tuple[Unreported, ...]:
    """What others have reported for the newest period that most report, and a place has not."""
    figures, place = shared.figures(), shared.place(code)
    if figures is None or place is None:
        return ()
    found = []
    for measure in figures.measures():
        column = shared.column(measure)
        if column is None or not isnan(column.values[place]):
            continue
        period = day_alone(words, column.period.end) if column.dated else words.window(column.period)
        reported = len(column.values) - column.missing
        text = words("place.reported", reported=reported, places=len(column.values))
        common = enough_reported(reported, len(column.values))
        found.append(Unreported(measure.name(words.lang), measure.measure_id, period, text, common, asked_of(column, code)))
    return tuple(found)


def place_of(known: Known, view: StatusView, shared: SharedColumns) -> PlaceView:
    """The place that `view` is of, among the members of `shared`."""
    return _Place(known, view, shared).view()


class _Place:
    def __init__(self, known: Known, view: StatusView, shared: SharedColumns) -> None:
        self._view, self._shared, self._catalog = view, shared, known.catalog
        self._context = ContextWording(known, view, frozenset(known.catalog.measures))
        self._words, self._amounts = self._context.words, self._context.amounts
        self._place = shared.place(view.region.region_code)
        self._known = known
        self._before = SinceBefore(known.catalog, shared, self._words)

    def view(self) -> PlaceView:
        own, ends = self._own()
        newest = ends == ends.groupby(self._known.frame["measure_id"].iloc[own].to_numpy()).transform("max")
        figures = self._context.at(own[newest.to_numpy()].tolist())
        members = self._shared.figures()
        order = [measure.measure_id for measure in members.measures()] if members else []
        values = PlaceWording(self._context).values(figures, self._shared)
        rows = tuple(
            self._row(value)
            for value in sorted(
                values, key=lambda each: order.index(each.measure_id) if each.measure_id in order else len(order)
            )
        )
        missing = unreported_of(self._words, self._shared, self._view.region.region_code)
        unreported = tuple(each for each in missing if each.common)
        region = self._view.region
        above = self._catalog.regions.get(region.parent_code)
        return PlaceView(
            status=self._view,
            region=region,
            name=region.name(self._words.lang),
            above=above.name(self._words.lang) if above else "",
            standings=tuple(standing for standing in self._view.standings if standing.counted),
            rows=rows,
            headline=self._headline(rows, unreported),
            last_report=self._last_report(own),
            unreported=unreported,
            elsewhere=tuple(each for each in missing if not each.common),
        )

    def _row(self, value: ValueRow) -> PlaceRow:
        measure = self._catalog.measures[value.measure_id]
        column = self._shared.column(measure, value.window) if value.window else None
        spread, at = self._spread(column, measure)
        ranks = self._ranks(measure, column)
        return PlaceRow(
            value=value,
            rank=self._rank(measure, column, ranks),
            place=ranks[0] if len(set(ranks)) == 1 and measure.direction is not Direction.NEUTRAL else None,
            best=self._best(column, measure),
            change=self._before.change(measure, value.window, self._place),
            spread=spread,
            at=at,
        )

    def _ranks(self, measure: Measure, column: MemberValues | None) -> tuple[int, ...]:
        """Best and worst; none where it is not ranked, or alone."""
        figures, place = self._shared.figures(), self._place
        if column is None or figures is None or place is None or measure.kind in _UNRANKED or isnan(column.values[place]):
            return ()
        if len(column.values) - column.missing == 1:
            return ()
        low, high, _ = figures.intervals(column)
        return tuple(int(ranks[place]) for ranks in rank_range(low, high, measure.direction))

    def _rank(self, measure: Measure, column: MemberValues | None, ranks: Sequence[int]) -> str:
        """Which of how many; of one with a mark, from which to which."""
        words = self._words
        if column is None or self._place is None or not ranks:
            known = column is not None and self._place is not None and not isnan(column.values[self._place])
            return words("place.alone") if known and measure.kind not in _UNRANKED else ""
        count = len(column.values) - column.missing
        if len(set(ranks)) > 1:
            return words("place.rank_open", best=ranks[0], worst=ranks[1], count=count)
        tied = int((column.ranks == column.ranks[self._place]).sum()) > 1
        kind = "size" if measure.direction is Direction.NEUTRAL else "rank"
        return words(f"place.{'tied' if tied else 'own'}_{kind}", rank=ranks[0], count=count)

    def _best(self, column: MemberValues | None, measure: Measure) -> str:
        """The first of those ranked, if it is one and for sure."""
        figures = self._shared.figures()
        if column is None or figures is None or measure.kind in _UNRANKED or measure.direction is Direction.NEUTRAL:
            return ""
        low, high, marks = figures.intervals(column)
        _, worst = rank_range(low, high, measure.direction)
        first = np.flatnonzero(worst == 1)
        if len(first) != 1 or len(column.values) - column.missing < 2:
            return ""
        code = figures.dimension.members[int(first[0])]
        amount = self._amounts.value(float(column.values[first[0]]), measure, marks[int(first[0])])
        return self._words("place.first_is", name=self._catalog.regions[code].name(self._words.lang), value=amount.text)

    def _spread(self, column: MemberValues | None, measure: Measure) -> tuple[tuple[float, ...], float]:
        """All values between the least and the greatest, where there is more than one."""
        if column is None or self._place is None or measure.kind in _UNRANKED or isnan(column.values[self._place]):
            return (), 0.0
        values = column.values[~np.isnan(column.values)]
        low, high = float(values.min()), float(values.max())
        if high <= low:
            return (), 0.0
        placed = [round((float(value) - low) / (high - low) * 100, 2) for value in np.sort(values)]
        return tuple(placed), round((float(column.values[self._place]) - low) / (high - low) * 100, 2)

    def _headline(self, rows: Sequence[PlaceRow], unreported: Sequence[Unreported]) -> str:
        words = self._words
        if not rows and not unreported:
            return words("place.nothing")
        if not rows:
            return words("place.nothing_reported", number=len(unreported), count=len(unreported))
        told = [self._extremes(rows) or words("place.has_reported", number=len(rows), count=len(rows))]
        if unreported:
            told.append(words("place.lacks", number=len(unreported), count=len(unreported)))
        return words.paragraph(told)

    def _extremes(self, rows: Sequence[PlaceRow]) -> str:
        """Where it is nearest to the first and to the last."""
        ranked = [row for row in rows if row.place is not None]
        if not ranked:
            return ""
        first = min(ranked, key=lambda row: row.place or 0)
        last = max(ranked, key=lambda row: row.place or 0)
        values = {"first": first.value.measure, "first_rank": first.rank, "last": last.value.measure, "last_rank": last.rank}
        if first.place == last.place:
            return self._words("place.one_rank", **values) if len(ranked) == 1 else ""
        return self._words("place.best_and_worst", **values)

    def _own(self) -> tuple[IntArray, "pd.Series[pd.Timestamp]"]:
        """Where the place's own figures stand up to the day asked for, of breakdowns none, and their last days."""
        frame = self._known.frame
        ends = frame["as_of"].fillna(frame["window_end"])
        mine = (frame["region_code"] == self._view.region.region_code) & (frame["breakdown"] == "")
        own = np.flatnonzero((mine & (ends <= pd.Timestamp(self._view.as_of))).to_numpy(dtype=np.bool_))
        return own, ends.iloc[own]

    def _last_report(self, own: IntArray) -> str:
        """The newest file with a figure of this place; else the documents its figures are from."""
        words, rows = self._words, self._known.frame.iloc[own]
        uploaded = [int(batch) for batch in rows.loc[rows["file"] != "", "batch_id"].unique()]
        if uploaded:
            batch = max((self._known.batches[each] for each in uploaded), key=lambda each: each.approved_at)
            file = str(rows.loc[rows["batch_id"] == batch.batch_id, "file"].iloc[0])
            return words("place.last_file", day=local(batch.approved_at).date(), file=file, user=batch.user)
        wording = self._known.figures(words)
        documents = [wording.document(str(source)) for source in rows["source_id"].unique()]
        named = tuple(filter(None, documents))
        return words("place.last_document", documents=named) if named else words("place.no_report")
