"""目标×年份: every target a row, every year-end a cell. What a cell shows is decided here, once, for screen and paper."""

from dataclasses import dataclass
from enum import StrEnum

from kpi.views.standings import Standing


class CellState(StrEnum):
    """What a year-end says about a target."""

    JUDGED = "judged"
    """There is a verdict as of that day."""
    BASELINE = "baseline"
    """Only the baseline is known, and the baseline's date falls into that year."""
    NOT_COMPARABLE = "not_comparable"
    """A figure is there and may not be held against the target."""
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
    text: str
    """One or two words: the status, 待报, or nothing."""
    told: str
    """The whole sentence, for whoever points at it or does not see it; empty where it is blank."""
    standing: Standing | None = None
    """How the target stood as of that day, where it was judged."""


@dataclass(frozen=True, slots=True)
class WallRow:
    """A target and its cells, one for every year of the wall."""

    standing: Standing
    """As of the day the page is about."""
    cells: tuple[WallCell, ...]


@dataclass(frozen=True, slots=True)
class WallView:
    """Rows in the order shown, and the years above them."""

    years: tuple[int, ...]
    rows: tuple[WallRow, ...]
    chosen: int | None
    """The year whose end the page is about, which is outlined."""
