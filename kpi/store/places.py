"""The figures that count: those of some places or of all; and of many places what they come to: sums and newest ones are worked
out where the rows lie, so that few rows come back.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from kpi.model import naive
from kpi.store.database import Row, StorePart
from kpi.store.frames import observation_frame

Series = tuple[str, str, str]
"""Measure, breakdown and member."""
Places = Collection[str] | None
"""Codes of regions; None: of all. Of measures likewise."""
Arrays = Mapping[str, np.ndarray[Any, np.dtype[Any]]]
"""By column; days as day numbers."""
_NO_DAY = int(np.iinfo(np.int64).min)


class Worked(StrEnum):
    """What is worked out of each series and place, by the name of its query."""

    STRETCHES = "stretches_of_places"
    """Of each stretch, from a first day to a last one of the same year, the sum of its figures."""
    STATED = "stated_of_places"
    """Of each window the figure of just these days."""
    DAYS = "days_of_places"
    """Up to each day the first and the newest figure of one day."""
    ENDS = "ends_of_places"
    """The figure that ends last."""


_DAYS = {Worked.STRETCHES: ("firsts", "lasts"), Worked.STATED: ("firsts", "lasts"), Worked.DAYS: ("cuts",)}
"""What the days of what is wanted are to each query."""


class Wanted(NamedTuple):
    """A series, the number that the answer names it by, and the days that are asked for."""

    slot: int
    series: Series
    days: tuple[date, ...] = ()


class PlaceFigures(StorePart):
    """Figures of places, as they count now."""

    @property
    def current_count(self) -> int:
        """How many figures count now."""
        return self._database.version("current_count")

    def count_of(self, places: Collection[str]) -> int:
        """How many figures of some places count now."""
        ((count,),) = self._database.rows("count_of_places", {"places": list(places)}) if places else ((0,),)
        return int(count)

    def worked_out(self, what: Worked, wanted: Sequence[Wanted], places: Sequence[str], as_of: date) -> Arrays:
        """What the figures of places come to up to `as_of`: one entry for each that is wanted and each place with figures."""
        columns: dict[str, object] = {"slots": [each.slot for each in wanted], "places": list(places), "as_of": as_of}
        for place, name in enumerate(("measures", "breakdowns", "members")):
            columns[name] = [each.series[place] for each in wanted]
        for place, name in enumerate(_DAYS.get(what, ())):
            columns[name] = [each.days[place] for each in wanted]
        return _arrays(self._database.arrow(what, columns))

    def current(self, places: Places = None, measures: Places = None) -> pd.DataFrame:
        """The observation frame of the figures that count now; of some places or measures alone, where they are named."""
        return observation_frame(self._database.arrow("current_of_places", narrowing(places, measures)))

    def newest(self, measures: Collection[str], places: Collection[str], as_of: date) -> pd.DataFrame:
        """The figures of places that end, up to `as_of`, on the day that any measure's newest ones end on."""
        return observation_frame(self._database.arrow("newest_of_places", {**narrowing(places, measures), "as_of": as_of}))

    def known_at(self, moment: datetime, places: Places = None) -> pd.DataFrame:
        """The observation frame as it was at `moment`, everything that happened at it included."""
        asked = {"known_at": naive(moment), "places": narrowing(places)["places"]}
        return observation_frame(self._database.arrow("known_at", asked))

    def last_period_end(self, measures: Places = None, places: Places = None) -> date | None:
        """The last day that a figure ends on which counts now."""
        return last_end(self._database.rows(*asked_of_ends(measures, places)))

    def period_ends(
        self,
        moment: datetime | None = None,
        *,
        places: Places = None,
        measures: Places = None,
        batches: Collection[int] | None = None,
    ) -> frozenset[date]:
        """The days that figures end on which count now, those of `batches` or all; or which did at `moment`."""
        asked = narrowing(places, measures)
        if moment is not None:
            found = self._database.rows("period_ends_known_at", {**asked, "known_at": naive(moment)})
        else:
            found = self._database.rows("period_ends", {**asked, "batches": None if batches is None else list(batches)})
        return frozenset(day for (day,) in found)


def asked_of_ends(measures: Places, places: Places) -> tuple[str, dict[str, object]]:
    """The query that finds the last day figures end on, and what it is told; of all figures it need not look at each."""
    return ("last_end_of_all", {}) if measures is None and places is None else ("last_period_end", narrowing(places, measures))


def last_end(rows: Sequence[Row]) -> date | None:
    """The day that the query found."""
    ((last,),) = rows
    return last if isinstance(last, date) else None


def narrowing(places: Places = None, measures: Places = None) -> dict[str, object]:
    """What a query is told of the places and measures that it is to look at."""
    asked = {"places": places, "measures": measures}
    return {name: None if codes is None else list(codes) for name, codes in asked.items()}


def _arrays(table: pa.Table) -> Arrays:
    found: dict[str, np.ndarray[Any, np.dtype[Any]]] = {}
    for name in table.column_names:
        column = table.column(name).combine_chunks()
        if pa.types.is_date(column.type):
            found[name] = column.cast(pa.int32()).cast(pa.int64()).fill_null(_NO_DAY).to_numpy(zero_copy_only=False)
        elif pa.types.is_boolean(column.type):
            found[name] = column.fill_null(False).to_numpy(zero_copy_only=False)
        else:
            kind = pa.float64() if pa.types.is_floating(column.type) else pa.int64()
            found[name] = column.cast(kind).to_numpy(zero_copy_only=False)
    return found
