"""Letters to those who have not reported: to whom, and which figures of which periods are owed. Nobody else gets one.

What is asked for comes from the calendar of reporting, from what others have reported, or, where a letter looks back, from what
verdicts of that day lacked; to whom it goes is the same for all three.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kpi.i18n import Texts
from kpi.model import ObservationKey
from kpi.views.duties.rows import DutyRow
from kpi.views.figures import FigureWording
from kpi.views.scope.place import Unreported
from kpi.views.uploads.due import AskedFigure, DueView, asked_figures


class Why(StrEnum):
    """Why a figure is asked for."""

    CALENDAR = "calendar"
    """The calendar of reporting asks for it."""
    COMMON = "common"
    """Enough of the others have reported it."""
    VERDICT = "verdict"
    """A verdict of that day lacked it."""


class Tone(StrEnum):
    """How a letter asks."""

    OWED = "owed"
    """For what nobody is late with."""
    LATE = "late"
    ALL_LATE = "all_late"
    BACK_THEN = "back_then"
    """For what was lacking on a day that is looked back from."""


@dataclass(frozen=True, slots=True)
class DueFigure:
    """A figure that is owed."""

    name: str
    period: str
    unit: str
    due: date
    """Last day of the period that is over."""
    deadline: date | None = None
    """The day by whose end the calendar asks for it; None where that asks for nothing."""
    over: int = 0
    """Days since then; 0 where it has not passed."""
    key: ObservationKey | None = None
    why: Why = Why.VERDICT
    units: tuple[str, ...] = ()
    """Who answers for it; empty where the plan does not say."""
    beside: tuple[str, ...] = ()
    """Who helps with it, or answers for what a place reports."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter."""

    addressee: str
    """A unit or place; empty where the plan does not say who answers for the figures."""
    on: date
    """The day as of which they have not come."""
    figures: tuple[DueFigure, ...]
    """The rows of its form, the longest due first; never none."""
    form: str
    """What the form with exactly these rows is called."""

    @property
    def copies(self) -> tuple[str, ...]:
        """The units that help with some of it, or answer for what the addressee reports: it may be copied to them (抄送)."""
        return tuple(dict.fromkeys(unit for each in self.figures for unit in each.beside if unit != self.addressee))

    @property
    def keys(self) -> tuple[ObservationKey, ...]:
        """The rows of its form."""
        return tuple(figure.key for figure in self.figures if figure.key)

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(figure.over > 0 for figure in self.figures)

    @property
    def owed(self) -> tuple[DueFigure, ...]:
        """Those that the calendar asks for."""
        return tuple(figure for figure in self.figures if figure.why is Why.CALENDAR)

    @property
    def common(self) -> int:
        """How many others have reported, so that the place is asked for them too."""
        return sum(figure.why is Why.COMMON for figure in self.figures)

    @property
    def tone(self) -> Tone:
        """How it asks."""
        if any(figure.why is Why.VERDICT for figure in self.figures):
            return Tone.BACK_THEN
        if not self.late:
            return Tone.OWED
        return Tone.ALL_LATE if self.late == len(self.figures) else Tone.LATE


def letters_by_unit(figures: Sequence[DueFigure], on: date, form: str, units: Sequence[str] = ()) -> tuple[Letter, ...]:
    """One for each unit, of `units` only where they are named; what nobody answers for in a last one without an addressee."""
    named = units or (*dict.fromkeys(unit for each in figures for unit in each.units), "")
    made = (letter_to(unit, [each for each in figures if unit in (each.units or ("",))], on, form) for unit in named)
    return tuple(letter for letters in made for letter in letters)


def letter_to(addressee: str, figures: Iterable[DueFigure], on: date, form: str) -> tuple[Letter, ...]:
    """The one to a unit or place, with each figure once, as it comes first; none if nothing is asked for."""
    once: dict[ObservationKey | None, DueFigure] = {}
    for each in figures:
        once.setdefault(each.key, each)
    return (Letter(addressee, on, tuple(once.values()), form),) if once else ()


def owed_figures(wording: FigureWording, on: date, owed: Iterable[DutyRow]) -> tuple[DueFigure, ...]:
    """What the calendar asks for, the most overdue first."""
    rows = {row.key: row for row in sorted(owed, key=lambda row: (row.due, row.period.end))}
    return tuple(
        DueFigure(
            name=each.name,
            period=each.period,
            unit=each.unit,
            due=_ended(each, on),
            deadline=row.due,
            over=row.days_over,
            key=each.key,
            why=Why.CALENDAR,
            units=row.units,
            beside=(*row.behind, *row.helpers),
        )
        for each, row in zip(asked_figures(wording, rows), rows.values(), strict=True)
    )


def common_figures(wording: FigureWording, on: date, unreported: Iterable[Unreported]) -> tuple[DueFigure, ...]:
    """What enough of the others have reported and a place has not, of periods that are over."""
    asked = dict.fromkeys(key for each in unreported for key in each.asked)
    return tuple(_figure(each, on, Why.COMMON) for each in asked_figures(wording, asked) if _ended(each, on) < on)


def lacking_figures(due: DueView) -> tuple[DueFigure, ...]:
    """What verdicts of a day lacked, by the day it was due; once for each target that waits for it, the first one first."""
    found = [
        _figure(figure, item.due, Why.VERDICT, item.owners)
        for item in sorted(due.items, key=lambda item: item.due)
        for figure in item.figures
    ]
    return tuple(sorted(found, key=lambda figure: figure.due))


def place_form(words: Texts, name: str, common: Sequence[DueFigure]) -> str:
    """What the form of a place is called: by its own name where it holds more than the calendar asks for."""
    return words("place.form_name", name=name) if common else words("page.rows_name")


def _figure(each: AskedFigure, day: date, why: Why, units: tuple[str, ...] = ()) -> DueFigure:
    return DueFigure(each.name, each.period, each.unit, _ended(each, day), key=each.key, why=why, units=units)


def _ended(figure: AskedFigure, day: date) -> date:
    """The last day of its own period: a target's may be later."""
    _, _, _, _, _, end, as_of = figure.key
    return min(filter(None, (as_of, end, day)))
