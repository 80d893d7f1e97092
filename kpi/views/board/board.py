"""总览 as records: the bar, the sentence, the cards and the ways on; the wall; the scorecard. All of the same standings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kpi.i18n import texts
from kpi.views.board.cards import CardView, CardWording
from kpi.views.board.score import ScoreRow, rows_of, worst_first
from kpi.views.board.series import Courses, Dates, measures_of
from kpi.views.board.shares import Share, lead_sentence, shares_of
from kpi.views.board.told import Short
from kpi.views.board.wall import WallColumn, WallView, wall_of
from kpi.views.board.ways import WayView, ways_of
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView


@dataclass(frozen=True, slots=True)
class BoardView:
    """What the first screen says of a plan in one region."""

    status: StatusView
    shares: tuple[Share, ...]
    lead: str
    """Which target is worst, and what is overdue, with its full stop."""
    cards: tuple[CardView, ...]
    ways: tuple[WayView, ...]


def board_of(known: Known, view: StatusView) -> BoardView:
    """The first screen of a view."""
    words = texts(view.query.lang)
    counted, short = worst_first(view.counted), Short(words, view)
    return BoardView(
        status=view,
        shares=shares_of(words, counted),
        lead=lead_sentence(words, view, counted) if counted else "",
        cards=CardWording(known, view, short, words).cards(counted),
        ways=ways_of(words, short, counted),
    )


def wall_view(
    known: Known, view: StatusView, columns: Sequence[WallColumn], by_year: Mapping[int, Sequence[Standing]]
) -> WallView:
    """The wall of a view, the worst target first; `by_year` has every target as of the day of each column."""
    listed = worst_first(view.listed)
    dates = Dates(known.frame, measures_of(known.catalog, listed), view.region.region_code)
    return wall_of(texts(view.query.lang), listed, columns, by_year, dates, _chosen(columns, view.as_of))


def scorecard_of(known: Known, view: StatusView) -> tuple[ScoreRow, ...]:
    """Every target of a view as a row, the worst first."""
    words, listed = texts(view.query.lang), worst_first(view.listed)
    return rows_of(Short(words, view), Courses(known, view, listed, words), listed)


def _chosen(columns: Sequence[WallColumn], as_of: date) -> int | None:
    """The year whose column is judged as of the very day of the page; no other says what the page says."""
    return next((column.year for column in columns if column.day == as_of), None)
