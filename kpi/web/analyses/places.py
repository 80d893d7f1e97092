"""地区: places as bars and squares, each a way to the place's own page, and that page."""

from collections.abc import Mapping, Sequence

import streamlit as st

from kpi import services
from kpi.analysis import REGIONS
from kpi.charts import marks
from kpi.i18n import Script
from kpi.model import Actor
from kpi.views import PlaceBar, PlaceRow, PlacesView, PlaceView, Query
from kpi.web.address import href
from kpi.web.analyses.members import ems
from kpi.web.asking import later
from kpi.web.blocks import download, shape
from kpi.web.markup import block
from kpi.web.session import words, workspace

PLACE = "place"
"""The parameter that names the place whose page is asked for."""
MOST_BARS = 60
"""Bars shown; of more, the first and the last of them, since the table below has all."""
_FIRST_BARS = 40
_OF_A_LAMP = 3.0
"""Ems of the shape and the edges of a lamp, and of the room before it."""


def chosen_place(asked: Query, dimensions: Mapping[str, str]) -> str:
    """The code of the place whose own page is asked for: in the address, or as the region that has nothing below it.

    Empty for all places, and where the address names none there is.
    """
    named = st.query_params.get(PLACE) or ("" if dimensions else asked.region or "")
    region = workspace().catalog.regions.get(named)
    return named if region and region.parent_code else ""


def place_address(code: str) -> str:
    """The address of a place's own page."""
    return href("regions", **{PLACE: code})


def places_board(actor: Actor, asked: Query, view: PlacesView, dimension: str) -> None:
    """The picture of one measure over the places, or over the members of a breakdown, which have no pages of their own."""
    regions = dimension == REGIONS
    ranked = [bar for bar in view.bars if bar.reported]
    shown = shortened(ranked)
    others = [(key, bars[:MOST_BARS], len(bars)) for key, bars in _unranked(view) if bars]
    mapped = regions and view.enough and view.size is not None
    squares, off_the_map = (view.squares, view.off_the_map[:MOST_BARS]) if mapped else ((), ())
    linked = [bar for group in (shown, squares, off_the_map, *(bars for _, bars, _ in others)) for bar in group if bar]
    block(
        "places",
        view=view,
        shape=shape,
        value_width=max([ems(view.column.period_name), *map(_value_width, ranked)]),
        long_names=words().language.script is Script.LATIN,
        bars=shown,
        left_out=len(ranked) - sum(bar is not None for bar in shown),
        others=others,
        mapped=mapped,
        off_the_map=off_the_map,
        reports=regions,
        drawn=any(bar.width or bar.goal_at is not None for bar in ranked),
        addresses={bar.row.code: place_address(bar.row.code) for bar in linked} if regions else {},
    )
    if regions and (view.silent or view.misfits):
        _form_of_places(actor, asked, view)


def _value_width(bar: PlaceBar) -> float:
    """Ems of a value and its lamp. All rows leave the room of the widest: only then are bars as long as their values."""
    lamp = bar.row.standing.status_text if bar.row.standing and bar.row.standing.judged else ""
    return ems(bar.row.amount.text) + (ems(lamp) + _OF_A_LAMP if lamp else 0)


def _unranked(view: PlacesView) -> tuple[tuple[str, Sequence[PlaceBar]], ...]:
    return ("misfit", view.misfits), ("silent", view.silent)


def shortened(ranked: Sequence[PlaceBar]) -> list[PlaceBar | None]:
    """All of them, or the first and the last with None between."""
    if len(ranked) <= MOST_BARS:
        return list(ranked)
    return [*ranked[:_FIRST_BARS], None, *ranked[_FIRST_BARS - MOST_BARS :]]


def _form_of_places(actor: Actor, asked: Query, view: PlacesView) -> None:
    """The form of what places have not reported, as one click."""
    text, column = words(), view.column
    form = later(services.places_form, actor, asked, column.measure.measure_id, column.period, "xlsx", lang=text.lang)
    download(text("place.form_places"), form, text("place.form_name", name=column.name) + ".xlsx", "places_form")


def place_page(actor: Actor, asked: Query, view: PlaceView) -> None:
    """What a place has reported, where that puts it, what it still has to report, and the form for that."""
    above = view.region.parent_code
    above = "" if above == workspace().catalog.plan_region.region_code else above
    measures = {
        *(row.value.measure_id for row in view.rows),
        *(each.measure_id for each in (*view.unreported, *view.elsewhere)),
    }
    block(
        "place",
        view=view,
        shape=shape,
        targets=[(standing, marks.rail(standing, words())) for standing in view.standings],
        rows=[(row, _strip(row)) for row in view.rows],
        back=href("regions", region=above),
        whole=href("overview", region=view.region.region_code),
        board={measure: href("regions", measure=measure, region=above) for measure in measures},
    )
    if view.unreported:
        text, code = words(), view.region.region_code
        form = later(services.place_form, actor, asked, code, "xlsx", lang=text.lang)
        download(text("place.form_place"), form, text("place.form_name", name=view.name) + ".xlsx", "place_form")


def _strip(row: PlaceRow) -> object:
    if not row.spread:
        return None
    alt = words()("place.spread_alt", measure=row.value.measure, value=row.value.value.text, rank=row.rank)
    return marks.strip(row.spread, row.at, alt)
