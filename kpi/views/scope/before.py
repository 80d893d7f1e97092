"""环比: what a place's figure changed since its own figure before, where both are exact and counted alike; or why not."""

from dataclasses import dataclass
from datetime import date
from math import isnan

from kpi.analysis import a_year_before
from kpi.catalog import Catalog, part_reference
from kpi.i18n import Texts, day_inside
from kpi.model import Direction, Kind, Measure, Qualifier, Window, same
from kpi.views.amounts import Amounts
from kpi.views.scope.places import SharedColumns

_UNRANKED = frozenset({Kind.MILESTONE, Kind.PARAMETER})
_BETTER = {Direction.HIGHER: 1, Direction.LOWER: -1}


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """What the figure of a place changed."""

    measure_id: str
    code: str
    """Of the place."""
    text: str
    turn: int | None = None
    """1 where it is better than before, -1 where worse, 0 where the same; None where that is not known."""


class SinceBefore:
    """What places of one region changed; a place is where it stands in the columns."""

    def __init__(self, catalog: Catalog, shared: SharedColumns, words: Texts) -> None:
        self._catalog, self._shared, self._words = catalog, shared, words
        self._amounts = Amounts(words)

    def change(self, measure: Measure, window: Window | None, place: int | None) -> str:
        """Since its own figure before: of a day the day before it that has one, of other days the same a year before."""
        return self.compared(measure, window, place)[0]

    def compared(self, measure: Measure, window: Window | None, place: int | None) -> tuple[str, int | None]:
        """The same, and whether that is better; as `PlaceChange.turn` has it."""
        words, figures = self._words, self._shared.figures()
        if window is None or figures is None or place is None or measure.kind in _UNRANKED:
            return "", None
        before = self._before(measure, window, place)
        if before is None:
            return words("place.nothing_before"), None
        now, then = self._shared.column(measure, window), self._shared.column(measure, before)
        if now is None or then is None or isnan(now.values[place]) or isnan(then.values[place]):
            return words("place.nothing_before"), None
        period = day_inside(words, before.end) if then.dated else words.window(before)
        if self._broken(measure, before.end, window.end):
            return words("place.counted_otherwise", period=period), None
        marks = [figures.intervals(column)[2][place] for column in (now, then)]
        old = self._amounts.value(float(then.values[place]), measure, marks[1])
        exact = set(marks) == {Qualifier.EQ}
        turn = _turn(measure, float(then.values[place]), float(now.values[place])) if exact else None
        if not exact or measure.kind is Kind.RANK:
            return words("place.was", period=period, value=old.text), turn
        difference = float(now.values[place] - then.values[place])
        sign = "+" if difference > 0 else "−" if difference < 0 else ""
        return words("place.changed", period=period, change=sign + words.gap(abs(difference), measure)), turn

    def _before(self, measure: Measure, window: Window, place: int) -> Window | None:
        periods = self._shared.periods(measure)
        if window.start == window.end:
            earlier = (each for each in periods if each.start == each.end and each.end < window.end)
            return next((each for each in earlier if self._has(measure, each, place)), None)
        before = a_year_before(window)
        return before if before in periods and self._has(measure, before, place) else None

    def _has(self, measure: Measure, window: Window, place: int) -> bool:
        column = self._shared.column(measure, window)
        return column is not None and not isnan(column.values[place])

    def _broken(self, measure: Measure, after: date, until: date) -> bool:
        """Whether it, or a part it is worked out from, is counted otherwise since."""
        parts = {part_reference(part)[0] for part in (measure.numerator_id, measure.denominator_id) if part}
        own = {measure.measure_id, *parts}
        return any(each.measure_id in own and after < each.date <= until for each in self._catalog.breaks)


def _turn(measure: Measure, before: float, now: float) -> int | None:
    """Whether a figure became better; None of a measure that has no good end."""
    good = _BETTER.get(measure.direction)
    if good is None:
        return None
    return 0 if same(before, now) else good if now > before else -good
