"""At least, or at most, so much more than another measure changes (与另一指标比), in each of several years or over a window."""

from collections.abc import Iterator
from datetime import date

from kpi.model import Assessment, ChangeUnit, Extent, Kind, Message, PeriodType, Target
from kpi.progress.judging.changes import Relative
from kpi.progress.reasons.changes import OfRelative
from kpi.progress.rules.of_change import OfChange
from kpi.progress.rules.rule import Judged, Points, Told, register, year_window

RELATIVE = PeriodType(
    "relative",
    Extent.YEARS_OR_WINDOW,
    frozenset({Kind.STOCK, Kind.FLOW, Kind.CHANGE}),
    change_units=frozenset({ChangeUnit.PERCENT}),
    compares=True,
)


class AgainstAnother(OfChange):
    """A margin that is kept or not."""

    counted_key = "service.counted_relative"

    def rows(self, target: Target) -> Iterator[Judged]:
        """Each of its years, or the window."""
        for year in target.years:
            yield Judged(year, year_window(year).start, year_window(year).end)
        if not target.years:
            yield from super().rows(target)

    def end(self, target: Target, year: int | None) -> date | None:
        """The last day of the year, of the last one, or of the window."""
        last = max(target.years, default=None) if year is None else year
        return super().end(target, last)

    def period(self, target: Target, year: int | None) -> Told:
        """The year or the window."""
        return Message("value.year", {"year": year}) if year is not None else super().period(target, year)

    def period_in_sentence(self, target: Target, year: int | None) -> Told:
        """The same."""
        return self.period(target, year) if year is not None else super().period_in_sentence(target, year)

    def path(self, assessment: Assessment) -> Points:
        """The margin all along."""
        return tuple((day, assessment.target_value) for day, _ in super().path(assessment))


RULE = register(AgainstAnother(RELATIVE, Relative(), OfRelative()))
