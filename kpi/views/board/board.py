"""总览 as records: the bar, the sentence, the cards and the ways on; the wall; the scorecard. All of the same standings."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpi import progress
from kpi.i18n import texts
from kpi.views.board.cards import CardView, CardWording
from kpi.views.board.score import ScoreRow, rows_of, worst_first
from kpi.views.board.series import Courses, Dates, measures_of
from kpi.views.board.shares import Share, lead_sentence, shares_of
from kpi.views.board.told import Short
from kpi.views.board.wall import WallColumn, WallView, wall_of
from kpi.views.board.ways import WayView, ways_of
from kpi.views.judging import assess
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView, word_standings

Targets = Collection[str] | None
"""Ids of the targets that are asked for; None for all."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """What the first screen says of a plan in one region."""

    status: StatusView
    shares: tuple[Share, ...]
    lead: str
    """Which target is worst, and what is overdue, with its full stop."""
    cards: tuple[CardView, ...]
    ways: tuple[WayView, ...]
    listed: tuple[Standing, ...]
    """Every target with its steps and second lines, the worst first."""


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
        listed=worst_first(view.listed),
    )


def wall_view(
    known: Known,
    view: StatusView,
    targets: Targets,
    columns: Sequence[WallColumn],
    by_year: Mapping[int, Sequence[Standing]],
) -> WallView:
    """The wall of some targets of a view, the worst first; `by_year` has them as of the day of each column."""
    listed = _only(view, targets)
    dates = Dates(known.frame, measures_of(known.catalog, listed), view.region.region_code)
    return wall_of(texts(view.query.lang), listed, columns, by_year, dates, _chosen(columns, view.as_of))


def then_of(known: Known, view: StatusView, targets: Targets, column: WallColumn) -> tuple[Standing, ...]:
    """How some targets stood as of the day of a column, of yearly ones its year: in the words of the page of that day."""
    query = replace(view.query, as_of=column.day)
    judged = assess(known.catalog, known.frame, column.day, region_code=view.region.region_code)
    own = tuple(each for each in judged if each.year in (None, column.year) and (targets is None or each.target_id in targets))
    return word_standings(known, query, own, progress.summarise(own, column.day))


def scorecard_of(known: Known, view: StatusView, targets: Targets) -> tuple[ScoreRow, ...]:
    """Some targets of a view as rows, the worst first."""
    words, listed = texts(view.query.lang), _only(view, targets)
    return rows_of(Short(words, view), Courses(known, view, listed, words), listed)


def _only(view: StatusView, targets: Targets) -> tuple[Standing, ...]:
    every = worst_first(view.listed)
    return every if targets is None else tuple(each for each in every if each.target.target_id in targets)


def _chosen(columns: Sequence[WallColumn], as_of: date) -> int | None:
    """The year whose column is judged as of the very day of the page; no other says what the page says."""
    return next((column.year for column in columns if column.day == as_of), None)
