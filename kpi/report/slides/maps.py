"""The regions below as equal squares laid out as on the map: native shapes, light to dark, hatched where none was reported."""

from pptx.enum.dml import MSO_PATTERN_TYPE

from kpi.analysis import Shade
from kpi.report.model import GapReport
from kpi.report.plots import member_plot
from kpi.report.slides import fit
from kpi.report.slides.areas import TITLE, Area
from kpi.report.slides.deck import QUIET, TITLE_SIZES, Deck, Ground, Page, bold_room
from kpi.report.slides.sources import headed
from kpi.views import PlaceState, PlacesView

_GAP, _BETWEEN, _LARGEST = 24, 2, 62
"""Points between map and key, between squares, and of a square's side at most."""
_KEY, _KEY_LINE, _KEY_SIZE = 14, 20, 12
"""A sample of the key, its line, and the size of its type."""
_MOST_LINES = 2
"""Of a sentence below the key."""
_CHART_SIZE = 9
_GROUNDS: dict[Shade | PlaceState, Ground] = {
    Shade.LOW: Ground("EAF2FA"),
    Shade.MIDDLE: Ground("B3D3F2"),
    Shade.REACHED: Ground("71A8DE"),
    PlaceState.REPORTED: Ground("FFFFFF"),
    PlaceState.MISFIT: Ground(QUIET, MSO_PATTERN_TYPE.LIGHT_DOWNWARD_DIAGONAL),
    PlaceState.SILENT: Ground("9AA5B1", MSO_PATTERN_TYPE.WIDE_UPWARD_DIAGONAL, dashed=True),
}
"""One blue in steps that stay apart in grey, with dark text on it."""


def map_shown(report: GapReport) -> PlacesView | None:
    """The map that says most: of a headline measure held against a line, else of any that is, else the first."""
    ranked = sorted(report.places, key=lambda view: (not view.legend, not view.line_text, not view.column.measure.headline))
    return ranked[0] if ranked else None


def map_slide(deck: Deck, view: PlacesView) -> None:
    """Where the places stand: the map, what its shades mean, and the first of them by rank."""
    report, words = deck.report, deck.words
    title = words("report.plot_members", measure=view.column.name, period=view.column.period_name, unit=view.column.unit)
    fits = fit.lines_of(title, bold_room(title, TITLE.width), TITLE_SIZES[-1]) == 1
    page = deck.page(title if fits else view.column.name, view.headline)
    rows, columns = view.size or (1, 1)
    side = min((page.body.height - _BETWEEN * (rows - 1)) / rows, _LARGEST)
    left, right = page.body.split(columns * (side + _BETWEEN) - _BETWEEN, _GAP)
    for bar, tile in ((bar, bar.tile) for bar in view.squares if bar.tile):
        corner = left.left + (tile.column - 1) * (side + _BETWEEN), left.top + (tile.row - 1) * (side + _BETWEEN)
        page.square(Area(*corner, side, side), (bar.short, bar.shown), _GROUNDS[bar.shade or bar.state], bar.told)
    rest = _key(page, view, right)
    plot = member_plot(report, view.column)
    if plot:
        page.chart(plot, rest, _CHART_SIZE)
    page.note(view.count_text, view.line_text, view.column.whole_note, view.column.check_text, view.column.contribution_note)
    page.note(*headed(words, (f"{bar.told} {bar.row.source}".strip() for bar in view.bars)))


def _key(page: Page, view: PlacesView, area: Area) -> Area:
    """What the squares mean; gives what is left below."""
    words = page.words
    entries: list[tuple[Ground | None, str]] = [(_GROUNDS[shade], told) for shade, told in view.legend]
    if view.shade_open:
        entries.append((_GROUNDS[PlaceState.REPORTED], words("place.shade_open")))
    for state, there in ((PlaceState.SILENT, view.silent), (PlaceState.MISFIT, view.misfits)):
        if there:
            entries.append((_GROUNDS[state], words(f"place.state_{state}")))
    off = [bar.row.name for bar in view.off_the_map]
    told = [view.line_text, words("slides.map_shows", count=view.count_text, shows=view.shown_text)]
    told += [words("slides.off_the_map", names=tuple(off))] if off else []
    entries += [(None, text) for text in told if text]
    for ground, text in entries:
        more = min(fit.lines_of(text, area.width, _KEY_SIZE), _MOST_LINES) - 1 if ground is None else 0
        line, area = area.below(_KEY_LINE + more * _KEY_SIZE * fit.LINE)
        if ground:
            page.square(Area(line.left, line.top + 2, _KEY, _KEY), (), ground)
            line = line.split(_KEY, 8)[1]
        page.line(line, text, _KEY_SIZE)
    return area.below(8)[1]
