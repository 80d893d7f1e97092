"""What was found about the figures: doubts, identities, and what is there year by year."""

from collections.abc import Callable, Sequence

import streamlit as st

from kpi.views import OF_DOUBTS, OF_IDENTITIES, DoubtRow, Face, IdentityRow, PlaceCells, QualityView, heading
from kpi.web.escape import escape
from kpi.web.markup import block
from kpi.web.session import words
from kpi.web.tables import measure_link, show, told

SHOWN = 200
"""More doubts or identities than this nobody reads; a large plan has eight thousand, and their counts stand on top."""


def doubt_table(doubts: Sequence[DoubtRow]) -> None:
    """Each doubt at its figure, with what to check; the region only where there are several."""
    several = ("region",) if len({row.figure.region_code for row in doubts[:SHOWN]}) > 1 else ()
    show(
        doubts[:SHOWN],
        words()("page.quality_doubts"),
        **told(OF_DOUBTS, "doubt_kind"),
        measure=_measure,
        **told(OF_DOUBTS, *several, "period"),
        value=lambda row: f"**{escape(row.figure.text)}**",
        **told(OF_DOUBTS, "doubt", "to_check", "source"),
    )
    _further(len(doubts))


def _measure(row: DoubtRow) -> str:
    """The measure as a link, with the group that is meant."""
    link = measure_link(row.figure.measure_id, row.figure.measure_name)
    return " · ".join(filter(None, (link, escape(row.figure.label))))


def identity_tables(identities: Sequence[IdentityRow]) -> None:
    """Identities that do not hold, and folded below them those that do."""
    text = words()
    broken, holding = ([row for row in identities if row.holds is holds] for holds in (False, True))
    if broken:
        _identity_table(broken, text("page.quality_identities"))
    if holding:
        told = text("page.quality_holding", count=len(holding))
        with st.expander(told):
            _identity_table(holding, told)


def _further(count: int) -> None:
    """How many are not listed, and where they are, of so many."""
    if count > SHOWN:
        st.caption(words()("page.quality_further", shown=SHOWN, rest=count - SHOWN))


def _identity_table(identities: Sequence[IdentityRow], alt: str) -> None:
    """Both sides of each identity, their difference and what rounding allows."""
    show(
        identities[:SHOWN],
        alt,
        **told(OF_IDENTITIES, "identity", "identity_note", "period", "left", "right", "difference", "allowed"),
        agreement=lambda row: escape(row.verdict) if row.holds else f"**{escape(row.verdict)}**",
    )
    _further(len(identities))


def completeness_table(view: QualityView) -> None:
    """Measures by year as one picture; above each year how many of its figures are there, of those that should be by now."""
    block("completeness", view=view, measure=heading(words(), "measure", Face.PAGE), totals=view.totals)


def places_table(view: QualityView) -> None:
    """Places below by year: of how many measures each has a figure."""

    def counted(place: int) -> Callable[[PlaceCells], str]:
        return lambda row: row.texts[place]

    years = [(str(year), counted(place)) for place, year in enumerate(view.years)]
    show(view.places, words()("page.quality_places"), years, "years_of_places", region=lambda row: escape(row.region))
