"""The same targets held against many places at once: what each place's figures say of them, as arrays and without a word.

Most places' figures are simple, and what they come to can be worked out where they lie (see `figures.reduced`). These are
judged by that; every row that it does not settle beyond doubt is judged by all its figures, by the same rules.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.model import Kind, Status, Target
from kpi.progress.assess import WITHOUT_VALUE, JudgedTable, figures_for, table_of, weighed
from kpi.progress.figures.figures import Slot, parts_of
from kpi.progress.figures.reduced import Cut, Needs, Reduced, Stretch, by_years, cut_up
from kpi.progress.judging.numbers import Numbers
from kpi.progress.judging.rows import Docket, Rows
from kpi.progress.judging.status import STATUSES
from kpi.progress.judging.way import Reads
from kpi.progress.periods.clocks import UNKNOWN, BoolArray, FloatArray, IntArray, day_number, day_of
from kpi.progress.rules.rule import Handling


@dataclass(frozen=True)
class PlaceRows:
    """Targets by the rows they are judged as, for one place after another."""

    catalog: Catalog
    table: JudgedTable
    places: tuple[str, ...]
    as_of: date

    @property
    def rows(self) -> Rows:
        """The rows of one place."""
        return self.table.rows

    def slots_of(self, row: int) -> tuple[Slot, ...]:
        """The series a row can ask for, its own first: also of the parts of a share, and of what it is held against."""
        target, measure = self.rows.targets[row], self.rows.measures[row]
        others = (self.catalog.measures[target.reference_measure_id],) if target.reference_measure_id else ()
        return tuple(slot for each in (measure, *others) for slot in ((each.measure_id, "", ""), *(parts_of(each) or ())))

    def at(self, row: IntArray, place: IntArray) -> Rows:
        """The rows of these numbers in these places."""
        return replace(self.rows.only(row), regions=tuple([self.places[each] for each in place.tolist()]))


@dataclass(frozen=True)
class Standings:
    """How rows stand in places: every array by row and place. NaN and `UNKNOWN` where there is nothing to show."""

    of: PlaceRows
    status: IntArray
    """Position in `STATUSES`."""
    current: FloatArray
    current_day: IntArray
    numbers: Mapping[str, FloatArray]
    """By the names of `Numbers`."""
    open: BoolArray
    """What is still to be judged, by all the figures there are."""

    def status_of(self, row: int, place: int) -> Status:
        """One status."""
        return STATUSES[int(self.status[row, place])]

    def current_date(self, row: int, place: int) -> date | None:
        """The day of a current value."""
        day = int(self.current_day[row, place])
        return None if day == UNKNOWN else day_of(day)

    def waiting(self, most: int) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Measures and places whose figures are to be looked at one by one, so many places at a time."""
        places = np.flatnonzero(self.open.any(axis=0))
        for first in range(0, len(places), most):
            some = places[first : first + most]
            rows = np.flatnonzero(self.open[:, some].any(axis=1)).tolist()
            measures = dict.fromkeys(slot[0] for row in rows for slot in self.of.slots_of(row))
            yield tuple(measures), tuple([self.of.places[place] for place in some.tolist()])

    def settle(self, frame: pd.DataFrame, places: Sequence[str]) -> None:
        """Judges what is open in places by their figures, all of those of the measures that `waiting` named."""
        numbers = {place: number for number, place in enumerate(self.of.places)}
        some = np.zeros(len(self.of.places), dtype=np.bool_)
        some[[numbers[place] for place in places]] = True
        row, place = np.nonzero(self.open & some)
        _judge(self, row, place, frame)
        self.open[row, place] = False


def place_rows(catalog: Catalog, targets: Iterable[Target], places: Sequence[str], as_of: date) -> PlaceRows:
    """The rows of targets, whatever region they are for, to be judged for each of `places`."""
    return PlaceRows(catalog, table_of(catalog, targets), tuple(places), as_of)


def unjudged(of: PlaceRows) -> Standings:
    """Nothing yet: everything is open."""
    shape = (len(of.rows), len(of.places))
    blank = {each.name: np.full(shape, np.nan) for each in fields(Numbers)}
    return Standings(
        of, np.zeros(shape, np.int64), np.full(shape, np.nan), np.full(shape, UNKNOWN), blank, np.ones(shape, np.bool_)
    )


def needs_of(of: PlaceRows) -> Needs:
    """What is to be worked out of the places' figures so that most rows can be judged by it."""
    slots: dict[Slot, int] = {}
    added: list[Stretch] = []
    stated, cuts, newest = dict[Stretch, None](), dict[Cut, None](), dict[int, None]()
    for row in np.flatnonzero(_begun(of)).tolist():
        reads, measure = of.table.handlings[row].way.reads, of.rows.measures[row]
        numbers = [slots.setdefault(slot, len(slots)) for slot in of.slots_of(row)] if reads is not Reads.WHOLE else []
        for place, number in enumerate(numbers):
            if reads is Reads.DATED:
                cuts[number, _cut(of, row)] = None
            elif reads is Reads.NEWEST:
                newest[number] = None
            elif place or measure.kind not in (Kind.RATIO, Kind.CHANGE):
                added += by_years(number, *_period(of, row))
            else:
                stated[number, *_period(of, row)] = None
    return Needs(tuple(slots), cut_up(added), tuple(stated), tuple(cuts), tuple(newest))


def standings(of: PlaceRows, reduced: Reduced) -> Standings:
    """What can be told of places by what their figures come to; the rest is left open."""
    found = unjudged(of)
    numbers = {slot: number for number, slot in enumerate(reduced.needs.slots)}
    told = {Reads.SUMS: reduced.added, Reads.DATED: reduced.dated, Reads.NEWEST: reduced.last}
    every = np.arange(len(of.places))
    for reads, tell in told.items():
        rows = [row for row, each in enumerate(of.table.handlings) if each.way.reads is reads]
        if rows:
            frame, doubtful = tell()
            _judge(found, np.repeat(rows, len(every)), np.tile(every, len(rows)), frame)
            for row in rows:
                own = [numbers[slot] for slot in of.slots_of(row) if slot in numbers]
                found.open[row] = doubtful[own].any(axis=0) | _unlike(of, reduced, row, own)
    found.open[:] |= np.isnan(found.current) & _begun(of)[:, None]
    return found


def _begun(of: PlaceRows) -> BoolArray:
    return np.asarray(of.rows.start <= day_number(of.as_of), dtype=np.bool_)


def _period(of: PlaceRows, row: int) -> tuple[date, date]:
    return day_of(of.rows.start[row]), day_of(of.rows.end[row])


def _cut(of: PlaceRows, row: int) -> date:
    """The last day of which a figure counts."""
    return day_of(min(int(of.rows.end[row]), day_number(of.as_of)))


def _unlike(of: PlaceRows, reduced: Reduced, row: int, slots: Sequence[int]) -> BoolArray:
    """Places where more is to be known: which figure a target starts from, or of a share what both parts have in common."""
    figure = of.catalog.figures.get(of.rows.targets[row].baseline_figure_id)
    unlike = np.array([figure is not None and figure.region_code == place for place in of.places], dtype=np.bool_)
    if parts_of(of.rows.measures[row]) is None or not slots:
        return unlike
    match of.table.handlings[row].way.reads:
        case Reads.SUMS:
            first, last = (day_number(day) for day in _period(of, row))
            above, below = (reduced.covered(slot, first, last) for slot in slots[1:])
            return np.asarray(unlike | (above != below).any(axis=0), dtype=np.bool_)
        case Reads.DATED:
            return unlike | reduced.of_other_days(slots, _cut(of, row))
    return ~unlike | unlike


def _judge(found: Standings, row: IntArray, place: IntArray, frame: pd.DataFrame) -> None:
    """Judges rows in places by an observation frame, those together that are judged alike."""
    of = found.of
    for handling, alike in of.table.by_handling():
        mine = np.isin(row, alike)
        if mine.any():
            _judge_alike(found, handling, (row[mine], place[mine]), frame)


def _judge_alike(found: Standings, handling: Handling, at: tuple[IntArray, IntArray], frame: pd.DataFrame) -> None:
    of, rows = found.of, found.of.at(*at)
    docket = Docket(of.catalog, rows, *figures_for(of.catalog, rows, frame, of.as_of), day_number(of.as_of))
    judgement, numbers = weighed(handling, docket)
    shown = judgement.evidence.admissible & ~judgement.verdicts.having(*WITHOUT_VALUE)
    found.status[at] = judgement.verdicts.status
    found.current[at] = np.where(shown, judgement.evidence.value, np.nan)
    found.current_day[at] = np.where(shown, judgement.evidence.clock, UNKNOWN)
    for name, values in vars(numbers).items():
        found.numbers[name][at] = values
