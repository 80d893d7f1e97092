"""地区: places as bars and squares, each a way to the place's own page, and that page."""

from collections.abc import Sequence

import streamlit as st

from kpi.analysis import REGIONS
from kpi.charts import marks
from kpi.views import PlaceBar, PlaceRow, PlacesView, PlaceView
from kpi.web.address import href
from kpi.web.markup import block
from kpi.web.session import words, workspace

PLACE = "place"
"""The parameter that names the place whose page is asked for."""
MOST_BARS = 60
"""Bars shown; of more, the first and the last of them, since the table below has all."""
_FIRST_BARS = 40


def chosen_place() -> str:
    """The code of the place whose page the address asks for; empty for all of them, or for one there is none of."""
    code = st.query_params.get(PLACE, "")
    region = workspace().catalog.regions.get(code)
    return code if region and region.parent_code else ""


def place_address(code: str) -> str:
    """The address of a place's own page."""
    return href("regions", **{PLACE: code})


def places_board(view: PlacesView, dimension: str) -> None:
    """The picture of one measure over the places, or over the members of a breakdown, which have no pages of their own."""
    regions = dimension == REGIONS
    ranked = [bar for bar in view.bars if bar.reported]
    shown = _shown(ranked)
    block(
        "places",
        view=view,
        bars=shown,
        left_out=len(ranked) - sum(bar is not None for bar in shown),
        others=[bar for bar in view.bars if not bar.reported][:MOST_BARS],
        mapped=regions and view.enough and view.size is not None,
        reports=regions,
        drawn=any(bar.width or bar.goal_at is not None for bar in ranked),
        addresses={bar.row.code: place_address(bar.row.code) for bar in view.bars} if regions else {},
    )


def _shown(ranked: Sequence[PlaceBar]) -> list[PlaceBar | None]:
    """All of them, or the first and the last with None between."""
    if len(ranked) <= MOST_BARS:
        return list(ranked)
    return [*ranked[:_FIRST_BARS], None, *ranked[_FIRST_BARS - MOST_BARS :]]


def place_page(view: PlaceView) -> None:
    """What a place has reported, where that puts it, what it still has to report."""
    measures = {*(row.value.measure_id for row in view.rows), *(each.measure_id for each in view.unreported)}
    block(
        "place",
        view=view,
        rows=[(row, _strip(row)) for row in view.rows],
        back=href("regions"),
        whole=href("overview", region=view.region.region_code),
        board={measure: href("regions", measure=measure) for measure in measures},
    )


def _strip(row: PlaceRow) -> object:
    if not row.spread:
        return None
    alt = words()("place.spread_alt", measure=row.value.measure, value=row.value.value.text, rank=row.rank)
    return marks.strip(row.spread, row.at, alt)
