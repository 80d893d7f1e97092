"""What is there and what is missing: of every measure with a target, year by year, and of every place below."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kpi.catalog import Catalog, part_reference
from kpi.model import Kind, Measure, Target
from kpi.progress import rule_of
from kpi.quality.records import Book, KnownFigures, Part, Period

_ADDS_UP = (Kind.FLOW, Kind.CHANGE)
"""Kinds of which a year can be put together from windows."""


class Cell(StrEnum):
    """What there is of a measure in a year."""

    STATED = "stated"
    """A figure of the year, or of a day in it."""
    DERIVED = "derived"
    """None, but it follows from figures that are there: windows that cover the year, numerator and denominator."""
    PART = "part"
    """Only figures of some of its days."""
    MISSING = "missing"
    NOT_DUE = "not_due"
    """None yet, and the year is not over."""
    OUTSIDE = "outside"
    """None, and no target asks for the year."""


Reported = Mapping[tuple[str, int], set[str]]
"""The measures that a region has a figure of, by its code and a year."""
THERE = frozenset({Cell.STATED, Cell.DERIVED})


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with a cell for every year."""

    measure: Measure
    cells: tuple[Cell, ...]
    due: tuple[bool, ...]
    """Of each year, whether a target asks for it and it is over."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place below, and of how many measures it has a figure of each year."""

    region_code: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Completeness:
    """A matrix of measures and years, and one of places and years."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]
    places: tuple[Place, ...]
    """Places below that report; none where no place below has a figure."""
    of_places: tuple[int, ...]
    """Of how many measures any of these places has a figure of each year."""

    @property
    def by_year(self) -> tuple[tuple[int, int], ...]:
        """Of each year, how many measures have a figure, stated or worked out, of those that are asked for and due."""
        places = range(len(self.years))
        due = [[row.cells[place] for row in self.rows if row.due[place]] for place in places]
        return tuple((sum(cell in THERE for cell in cells), len(cells)) for cells in due)

    @property
    def there(self) -> int:
        """Cells that are asked for and over, and have a figure."""
        return sum(there for there, _ in self.by_year)

    @property
    def due(self) -> int:
        """Cells that are asked for and over."""
        return sum(due for _, due in self.by_year)


def completeness(catalog: Catalog, book: Book, region_code: str, as_of: date, reported: Reported | None = None) -> Completeness:
    """What there is in a region up to a day, and in the places below it: as the book has it, unless that is told apart."""
    asked = _asked_years(catalog, region_code, book)
    measures = [catalog.measures[measure_id] for measure_id in catalog.measures if measure_id in asked]
    every = sorted({year for years in asked.values() for year in years})
    years = tuple(range(every[0], every[-1] + 1)) if every else ()
    rows = tuple(_row(measure, region_code, book, years, asked[measure.measure_id], as_of) for measure in measures)
    below = [each.region_code for each in catalog.children(region_code) if each.active]
    seen = {code: _seen(book, code, years) if reported is None else _told(reported, code, years) for code in below}
    shared = {year: {key for each in seen.values() for key in each[year]} for year in years}
    places = [Place(code, tuple(len(each[year]) for year in years)) for code, each in seen.items()]
    return Completeness(years, rows, tuple(places) if any(shared.values()) else (), tuple(len(shared[year]) for year in years))


def _asked_years(catalog: Catalog, region_code: str, book: Book) -> Mapping[str, frozenset[int]]:
    """Of every measure with a target of a region the years that its targets cover, readings left out."""
    asked: dict[str, set[int]] = {}
    for target in catalog.primary_targets:
        if target.region_code == region_code and not target.reading:
            asked.setdefault(target.measure_id, set()).update(_years(catalog, target, book))
    return {measure_id: frozenset(years) for measure_id, years in asked.items()}


def _years(catalog: Catalog, target: Target, book: Book) -> Iterable[int]:
    """The years of a target; of one with a deadline those after its baseline, or else after the earliest figure."""
    rule = rule_of(target.period_type)
    window, end = rule.window(target), rule.end(target, None)
    if target.years:
        return target.years
    if window:
        return range(window.start.year, window.end.year + 1)
    if end is None:
        return ()
    figure = catalog.figures.get(target.baseline_figure_id)
    own = book.get((target.measure_id, target.region_code, "", ""), {}).values()
    start = (figure.as_of or figure.window_end) if figure else min((each.end for each in own), default=None)
    return range(min(start.year + 1, end.year) if start else end.year, end.year + 1)


def _row(measure: Measure, region_code: str, book: Book, years: Sequence[int], asked: frozenset[int], as_of: date) -> Row:
    due = tuple(year in asked and date(year, 12, 31) <= as_of for year in years)
    cells = (_cell(measure, region_code, book, year, year in asked, as_of) for year in years)
    return Row(measure, tuple(cells), due)


def _cell(measure: Measure, region_code: str, book: Book, year: int, asked: bool, as_of: date) -> Cell:
    own = _in_year(book.get((measure.measure_id, region_code, "", ""), {}), year)
    if any(_of_year(period, year) for period in own):
        return Cell.STATED
    if (measure.kind in _ADDS_UP and _covered(own, year)) or _from_parts(measure, region_code, book, year):
        return Cell.DERIVED
    if own:
        return Cell.PART
    if not asked:
        return Cell.OUTSIDE
    return Cell.MISSING if date(year, 12, 31) <= as_of else Cell.NOT_DUE


def _in_year(figures: Mapping[Period, KnownFigures], year: int) -> list[Period]:
    """Periods that lie in a year."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    return [period for period, figure in figures.items() if (period[0] or figure.end) >= first and figure.end <= last]


def _of_year(period: Period, year: int) -> bool:
    """Whether a figure is of a day, or of the whole year."""
    start, end, as_of = period
    return as_of is not None or (start, end) == (date(year, 1, 1), date(year, 12, 31))


def _covered(periods: Iterable[Period], year: int) -> bool:
    """Whether windows that follow one another reach from the first day of a year to its last."""
    reached = {date(year, 1, 1)}
    for start, end in sorted((start, end) for start, end, _ in periods if start and end):
        if start in reached:
            reached.add(end + timedelta(days=1))
    return date(year + 1, 1, 1) in reached


def _from_parts(measure: Measure, region_code: str, book: Book, year: int) -> bool:
    """Whether a ratio follows from numerator and denominator of one day, or of the year."""
    if measure.kind is not Kind.RATIO or not (measure.numerator_id and measure.denominator_id):
        return False
    above, below = (set(_in_year(book.get(_part(text, region_code), {}), year)) for text in _parts(measure))
    return any(_of_year(period, year) for period in above & below)


def _parts(measure: Measure) -> tuple[str, str]:
    return measure.numerator_id, measure.denominator_id


def _part(reference: str, region_code: str) -> Part:
    measure_id, breakdown, member = part_reference(reference)
    return measure_id, region_code, breakdown, member


def _seen(book: Book, region_code: str, years: Sequence[int]) -> dict[int, set[str]]:
    """The measures that a place has a figure of, year by year."""
    found: dict[int, set[str]] = {year: set() for year in years}
    for measure_id, figure in _of_region(book, region_code):
        if figure.end.year in found:
            found[figure.end.year].add(measure_id)
    return found


def _told(reported: Reported, region_code: str, years: Sequence[int]) -> dict[int, set[str]]:
    return {year: reported.get((region_code, year), set()) for year in years}


def _of_region(book: Book, region_code: str) -> Iterator[tuple[str, KnownFigures]]:
    for part, figures in book.items():
        if part[1:3] == (region_code, ""):
            yield from ((part[0], figure) for figure in figures.values())
