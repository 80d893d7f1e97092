"""What was found about the figures: doubts, identities, and what is there year by year."""

from collections.abc import Iterable, Sequence

from kpi.views import OF_DOUBTS, OF_IDENTITIES, DoubtRow, IdentityRow, QualityView, YearCells
from kpi.web.escape import escape
from kpi.web.session import words
from kpi.web.tables import escaped, measure_link, show


def doubt_table(doubts: Sequence[DoubtRow]) -> None:
    """Each doubt at its figure, with what to check."""
    text = words()
    rows = (
        escaped(OF_DOUBTS, row, "doubt_kind", "region", "period", "doubt", "to_check", "source")
        | {"measure": _measure(row), "value": f"**{escape(row.figure.text)}**"}
        for row in doubts
    )
    several = ("region",) if len({row.figure.region_code for row in doubts}) > 1 else ()
    columns = ("doubt_kind", "measure", *several, "period", "value", "doubt", "to_check", "source")
    show(columns, rows, text("page.quality_doubts"))


def _measure(row: DoubtRow) -> str:
    """The measure as a link, with the group that is meant."""
    link = measure_link(row.figure.measure_id, row.figure.measure_name)
    return " · ".join(filter(None, (link, escape(row.figure.label))))


def identity_table(identities: Sequence[IdentityRow]) -> None:
    """Both sides of each identity, their difference and what rounding allows."""
    columns = ("identity", "identity_note", "period", "left", "right", "difference", "allowed", "agreement")
    rows = (
        escaped(OF_IDENTITIES, row, *columns[:-1])
        | {"agreement": escape(row.verdict) if row.holds else f"**{escape(row.verdict)}**"}
        for row in identities
    )
    show(columns, rows, words()("page.quality_identities"))


def completeness_table(view: QualityView) -> None:
    """Measures by year."""
    years = {str(year): str(year) for year in view.years}
    rows = ({"measure": measure_link(row.measure_id, row.measure), **_cells(row, years)} for row in view.measures)
    show(("measure",), rows, words()("page.quality_complete"), years)


def _cells(row: YearCells, years: Iterable[str]) -> dict[str, str]:
    """By year, what is missing in bold."""
    told = zip(years, row.texts, row.missing, strict=True)
    return {year: f"**{text}**" if missing else text for year, text, missing in told}


def places_table(view: QualityView) -> None:
    """Places below by year: of how many measures each has a figure."""
    years = {str(year): str(year) for year in view.years}
    rows = ({"region": escape(row.region), **dict(zip(years, row.texts, strict=True))} for row in view.places)
    show(("region",), rows, words()("page.quality_places"), years)
