"""目标×年份: every target a row, every year-end a cell. What a cell shows is decided here, once, for screen and paper.

A cell speaks as of its column's day and of nothing later: its verdict is the one the page shows as of that day. A verdict that
rests on an older year's figure lights no cell: there a figure is still due, or nothing is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi.i18n import Texts, day_alone
from kpi.model import BY_DATE, Kind, Status
from kpi.progress import rule_of
from kpi.views.board.series import Dates
from kpi.views.board.told import shared_names
from kpi.views.standings import Standing

MOST_YEARS = 8
"""Columns of a wall: more are not read, and do not fit."""
_AHEAD = 3
"""Of these, how many lie after the year the page is about, where the plan goes on for longer."""
_FIRST_HALF = 6
_SETTLED = frozenset({Status.MET, Status.MISSED})
_SUMS = (Kind.FLOW, Kind.CHANGE)


class CellState(StrEnum):
    """What a year-end says about a target."""

    JUDGED = "judged"
    """There is a verdict as of that day."""
    BASELINE = "baseline"
    """Only the baseline is known, and the baseline's date falls into that year."""
    NOT_COMPARABLE = "not_comparable"
    """A figure is there and may not be held against the target."""
    FIGURE = "figure"
    """A figure is there, of a target that no rule judges."""
    OVERDUE = "overdue"
    """A figure was due by that day, and that day is over."""
    DUE = "due"
    """A figure will be due by that day."""
    BLANK = "blank"
    """Nothing is asked for that year."""


@dataclass(frozen=True, slots=True)
class WallCell:
    """A target at the end of a year."""

    year: int
    state: CellState
    text: str = ""
    """One or two words: the status, 待报, a value that is not judged, or nothing."""
    told: str = ""
    """The whole sentence, for whoever points at it or does not see it; empty where it is blank."""
    standing: Standing | None = None
    """How the target stood as of that day, where it was judged."""


@dataclass(frozen=True, slots=True)
class WallRow:
    """A target and its cells, one for every year of the wall."""

    standing: Standing
    """As of the day the page is about."""
    cells: tuple[WallCell, ...]
    shared: bool = False
    """Whether another row has the same name, so that it takes its goal and period to tell them apart."""


@dataclass(frozen=True, slots=True)
class WallColumn:
    """A year, and the day as of which its cells are judged."""

    year: int
    day: date
    """The year's last; in the year of the page's own day that day, in one that is not over the one that figures go up to."""
    heading: str
    over: bool
    """Whether that year's end is behind us: what was due by then is overdue."""


@dataclass(frozen=True, slots=True)
class WallView:
    """Rows in the order shown, and the years above them."""

    columns: tuple[WallColumn, ...]
    rows: tuple[WallRow, ...]
    chosen: int | None
    """The year whose column says what the page says, which is outlined."""


def wall_years(standings: Iterable[Standing], focus: int) -> range:
    """The years that targets are about, from the first to the last; of too many those round the year `focus`.

    A plan begins with the first year it names; where it names none, with its first baseline.
    """
    spans = [(standing.target, span) for standing in standings if (span := _span(standing))]
    if not spans:
        return range(0)
    named = [min(span) for target, span in spans if target.years or target.window]
    first, last = min(named or [min(span) for _, span in spans]), max(max(span) for _, span in spans)
    if last - first < MOST_YEARS:
        return range(first, last + 1)
    last = min(last, max(focus + _AHEAD, first + MOST_YEARS - 1))
    return range(last - MOST_YEARS + 1, last + 1)


def wall_columns(
    words: Texts, years: Iterable[int], coverage: date | None, *, as_of: date, today: date, last_day: date
) -> list[WallColumn]:
    """A column a year. One is judged as of the page's own day, `as_of`, where that lies in its year; and of a year that runs as
    of `today` there is no year-end yet: it is judged by what there is of it.

    `last_day` is the last one that is over to the page, which may look back.
    """
    columns = []
    for year in years:
        end = date(year, 12, 31)
        running = end >= today and coverage is not None and coverage.year == year and coverage < end
        day = as_of if as_of.year == year else coverage if running and coverage else end
        heading = words("board.year_so_far", day=day) if day != end else day_alone(words, end)
        columns.append(WallColumn(year, day, heading, over=end <= last_day))
    return columns


def wall_of(
    words: Texts,
    standings: Sequence[Standing],
    columns: Sequence[WallColumn],
    by_year: Mapping[int, Sequence[Standing]],
    dates: Dates,
    chosen: int | None,
) -> WallView:
    """The wall of some targets in the order given; `by_year` has every target as of the day of each column."""
    then = {year: {standing.key: standing for standing in judged} for year, judged in by_year.items()}
    rows, shared = [], shared_names(standings)
    for standing in standings:
        target_id, yearly = standing.target.target_id, standing.assessment.year is not None
        found = [then[column.year].get((target_id, column.year if yearly else None)) for column in columns]
        settled = not yearly and bool(found) and found[-1] is not None and found[-1].status in _SETTLED
        cells = (_cell(words, *cell, dates, settled=settled) for cell in zip(columns, found, strict=True))
        rows.append(WallRow(standing, tuple(cells), shared=standing.measure_name in shared))
    return WallView(tuple(columns), tuple(rows), chosen)


def _cell(words: Texts, column: WallColumn, standing: Standing | None, dates: Dates, *, settled: bool) -> WallCell:
    """A cell; `standing` is how the target stood as of the column's day, for its year if it has years.

    Of what is `settled` by its end nothing is asked any more, though a year may never have been reported.
    """
    year = column.year
    if standing is None or not _concerned(standing, year):
        return WallCell(year, CellState.BLANK)
    assessment, status = standing.assessment, standing.status
    told = words("board.cell_told", heading=column.heading, name=standing.measure_name, sentence=standing.sentence)
    fresh = _newest(standing) == year
    if standing.judged and (fresh or (status in _SETTLED and assessment.period_type.of_days)):
        return WallCell(year, CellState.JUDGED, standing.status_text, told, standing)
    if status is Status.NOT_COMPARABLE and dates.reported(standing.measure, year):
        return WallCell(year, CellState.NOT_COMPARABLE, words("board.not_comparable"), told, standing)
    if status is Status.BASELINE_ONLY and assessment.baseline_date and assessment.baseline_date.year == year:
        return WallCell(year, CellState.BASELINE, standing.status_text, told, standing)
    if status is Status.NOT_ASSESSED:
        return WallCell(year, CellState.FIGURE, standing.current.text, told) if fresh else WallCell(year, CellState.BLANK)
    if settled or not _asks(standing, year, dates):
        return WallCell(year, CellState.BLANK)
    state = CellState.OVERDUE if column.over else CellState.DUE
    asked = not fresh or (state is CellState.OVERDUE and standing.wanted)  # a figure of the year, but not of its last day
    text = words(f"board.cell_{state}") if asked else standing.status_text
    if state is CellState.DUE and not fresh:
        told = words("board.cell_due_told", heading=column.heading, name=standing.measure_name)
    return WallCell(year, state, text, told)


def _concerned(standing: Standing, year: int) -> bool:
    """Whether a year lies in what the target is about: not before it begins, and not after its end."""
    target = standing.target
    end = rule_of(target.period_type).end(target, standing.assessment.year)
    start = target.window.start if target.window else None
    return (end is None or year <= end.year) and (start is None or start.year <= year)


def _newest(standing: Standing) -> int | None:
    """The year of what the verdict rests on: a figure, or a person's word."""
    assessment = standing.assessment
    day = assessment.judgement.as_of if assessment.judgement else assessment.current_date
    return day.year if day else None


def _asks(standing: Standing, year: int, dates: Dates) -> bool:
    """Whether a target needs a figure of a year: of a sum every year of its window, of a level its last day."""
    if standing.assessment.year is not None:
        return True
    target = standing.target
    end, window = rule_of(target.period_type).end(target, None), target.window
    if end is None:
        return False
    if window is None or target.period_type is BY_DATE or dates.measure(standing).kind not in _SUMS:
        return year == end.year
    return True


def _span(standing: Standing) -> Sequence[int]:
    """The years a target is about: its own, those of its window, or from its baseline to its deadline.

    A baseline of a year's second half begins the next one.
    """
    target, start = standing.target, standing.assessment.baseline_date
    end = rule_of(target.period_type).end(target, None)
    if target.years or end is None:
        return target.years
    if target.window:
        return target.window.start.year, end.year
    first = end.year if start is None else start.year + (start.month > _FIRST_HALF)
    return min(first, end.year), end.year
