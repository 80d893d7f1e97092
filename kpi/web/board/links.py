"""Where the overview leads: to a measure, to another day, to the form for exactly what is due."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from kpi.views import CellState, Standing, WallCell, WallColumn, WallRow, WallView
from kpi.web.address import SHARED, path_in_address

OWN = ("status", "category", "nature", "by")
"""What the overview keeps in its address besides what all pages do."""
_TO_REPORT = (CellState.OVERDUE, CellState.DUE)


class Links:
    """Addresses in the view that is open; what they share is read once, for a wall has hundreds."""

    def __init__(self) -> None:
        given = st.query_params.to_dict()
        self._shared: Mapping[str, str] = {name: given[name] for name in SHARED if given.get(name)}
        self._own = {name: given[name] for name in OWN if given.get(name)}
        self.whole = given.get("all") == "1"
        """Whether every row is asked for."""
        self.key = (tuple(self._shared.items()), tuple(self._own.items()), self.whole)
        """All that these addresses depend on."""

    def to(self, page: str, **parameters: str) -> str:
        """A page in the same view."""
        return f"{path_in_address(page)}?{urlencode({**self._shared, **parameters}, safe=',')}"

    def measure(self, standing: Standing) -> str:
        """The page of a target's measure."""
        return self.to("measure", measure=standing.measure.measure_id)

    def day(self, column: WallColumn) -> str:
        """This page as of the end of a column's year; of one that is not over as of the column's own day."""
        day = date(column.year, 12, 31) if column.over else column.day
        return self.to("overview", **self._own, as_of=day.isoformat())

    def cell(self, row: WallRow, cell: WallCell, wall: WallView) -> str:
        """What explains a cell: the measure as of its day; or the form for exactly what is due there."""
        if cell.state in _TO_REPORT:
            return self.to("upload", rows=f"{row.standing.target.target_id}.{cell.year}")
        day = next(column.day for column in wall.columns if column.year == cell.year)
        return self.to("measure", measure=row.standing.measure.measure_id, as_of=day.isoformat())

    def all(self) -> str:
        """This page with every row."""
        return self.to("overview", **self._own, all="1")
