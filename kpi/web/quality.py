"""What was found about the figures: doubts, identities, and what is there year by year."""

from collections.abc import Callable, Sequence
from functools import partial

from kpi.views import OF_DOUBTS, OF_IDENTITIES, DoubtRow, IdentityRow, PlaceCells, QualityView, YearCells
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import measure_link, show, told


def doubt_table(doubts: Sequence[DoubtRow]) -> None:
    """Each doubt at its figure, with what to check; the region only where there are several."""
    several = ("region",) if len({row.figure.region_code for row in doubts}) > 1 else ()
    show(
        doubts,
        words()("page.quality_doubts"),
        **told(OF_DOUBTS, "doubt_kind"),
        measure=_measure,
        **told(OF_DOUBTS, *several, "period"),
        value=lambda row: f"**{escape(row.figure.text)}**",
        **told(OF_DOUBTS, "doubt", "to_check", "source"),
    )


def _measure(row: DoubtRow) -> str:
    """The measure as a link, with the group that is meant."""
    link = measure_link(row.figure.measure_id, row.figure.measure_name)
    return " · ".join(filter(None, (link, escape(row.figure.label))))


def identity_table(identities: Sequence[IdentityRow]) -> None:
    """Both sides of each identity, their difference and what rounding allows."""
    show(
        identities,
        words()("page.quality_identities"),
        **told(OF_IDENTITIES, "identity", "identity_note", "period", "left", "right", "difference", "allowed"),
        agreement=lambda row: escape(row.verdict) if row.holds else f"**{escape(row.verdict)}**",
    )


def completeness_table(view: QualityView) -> None:
    """Measures by year."""
    show(
        view.measures,
        words()("page.quality_complete"),
        [(str(year), partial(_cell, place)) for place, year in enumerate(view.years)],
        "years_of_measures",
        measure=lambda row: measure_link(row.measure_id, row.measure),
    )


def _cell(place: int, row: YearCells) -> str:
    """What there is in a year; what is missing in bold."""
    return f"**{row.texts[place]}**" if row.missing[place] else row.texts[place]


def places_table(view: QualityView) -> None:
    """Places below by year: of how many measures each has a figure."""

    def counted(place: int) -> Callable[[PlaceCells], str]:
        return lambda row: row.texts[place]

    years = [(str(year), counted(place)) for place, year in enumerate(view.years)]
    show(view.places, words()("page.quality_places"), years, "years_of_places", region=lambda row: escape(row.region))
