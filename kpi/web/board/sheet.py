"""The blocks of 一览: the categories to choose from, and a sheet of small charts for each that is chosen."""

from functools import partial
from math import ceil

import streamlit as st

from kpi.charts import marks
from kpi.model import Actor
from kpi.services import Query, scorecard
from kpi.views import SheetView, StatusView, sheets_of
from kpi.web.asking import kept
from kpi.web.asking import view as ask
from kpi.web.blocks import shape
from kpi.web.board.links import Links
from kpi.web.markup import block, html, show_html
from kpi.web.session import words

EVERY = "all"
_MOST = 80
"""Targets that a page begins with; of a larger plan one category at a time."""
_CHART = 1.6
"""How much wider a chart with its heading is than high, in print."""
_PAPER = 281 / 186
"""The same of what a sheet of A4 holds across."""


def sheets(actor: Actor, query: Query, view: StatusView) -> None:
    """The categories as links, and the sheets of those chosen."""
    every = sheets_of(view, ask(scorecard, actor, query))
    codes = [sheet.code for sheet in every]
    usual = EVERY if sum(len(sheet.rows) for sheet in every) <= _MOST else codes[0]
    asked = st.query_params.get("category", "")
    chosen = asked if asked in (EVERY, *codes) else usual
    block("sheet_choice", sheets=every, chosen=chosen, every=EVERY)
    for sheet in every:
        if chosen in (EVERY, sheet.code):
            show_html(kept(actor, "sheet", (query, sheet.code, Links().key), partial(_sheet, sheet, view)))


def _sheet(sheet: SheetView, view: StatusView) -> str:
    years = marks.Years(sheet.first, sheet.last)
    drawn = [(row, marks.small(row, years, view.as_of, words())) for row in sheet.rows]
    return html("sheet", sheet=sheet, rows=drawn, view=view, links=Links(), shape=shape, abreast=abreast(len(drawn)))


def abreast(count: int) -> int:
    """How many charts stand side by side on paper, so that all of them fit on a page: the fewest, for they are the largest."""
    return next(number for number in range(3, 40) if ceil(count / number) * _PAPER <= number * _CHART)
