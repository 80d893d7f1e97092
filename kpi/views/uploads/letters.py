"""Letters to those who have not reported: to whom, and which figures of which periods are owed. Nobody else gets one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kpi.i18n import Texts
from kpi.model import ObservationKey
from kpi.views.duties.rows import DutyRow
from kpi.views.figures import FigureWording
from kpi.views.scope.place import Unreported
from kpi.views.uploads.due import AskedFigure, DueItem, DueView, asked_figures


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
    copies: tuple[str, ...] = ()
    """The units that help with some of it, or answer for what the addressee reports: it may be copied to them (抄送)."""
    by_calendar: bool = False
    """Whether it asks for what the calendar of reporting does, and not for what verdicts of an earlier day lacked."""

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
        return tuple(figure for figure in self.figures if figure.deadline)

    @property
    def common(self) -> int:
        """How many others have reported, so that the place is asked for them too."""
        return len(self.figures) - len(self.owed)


def letters_to_units(
    wording: FigureWording, on: date, owed: Iterable[DutyRow], units: Sequence[str] = ()
) -> tuple[Letter, ...]:
    """One for each unit, of `units` only where they are named; what nobody answers for in a last one without an addressee."""
    rows = [row for row in owed if not row.below]
    named = units or (*dict.fromkeys(unit for row in rows for unit in row.units), "")
    made = (
        _of_calendar(
            wording, unit, on, [row for row in rows if unit in (row.units or ("",))], (), wording.texts("page.rows_name")
        )
        for unit in named
    )
    return tuple(letter for letter in made if letter.figures)


def letter_to_place(
    wording: FigureWording, on: date, name: str, owed: Iterable[DutyRow], unreported: Iterable[Unreported]
) -> tuple[Letter, ...]:
    """The one to a place: what it owes, and what enough of the others have reported and it has not; none if nothing."""
    words = wording.texts
    asked = dict.fromkeys(key for each in unreported for key in each.asked)
    common = [figure for figure in asked_figures(wording, asked) if _ended(figure, on) < on]
    letter = _of_calendar(
        wording, name, on, owed, common, words("place.form_name", name=name) if common else words("page.rows_name")
    )
    return (letter,) if letter.figures else ()


def _of_calendar(
    wording: FigureWording, addressee: str, on: date, owed: Iterable[DutyRow], common: Iterable[AskedFigure], form: str
) -> Letter:
    """What is owed, the most overdue first, and then what others have reported; each figure once."""
    rows = {row.key: row for row in sorted(owed, key=lambda row: (row.due, row.period.end))}
    figures = [
        DueFigure(each.name, each.period, each.unit, _ended(each, on), row.due, row.days_over, each.key)
        for each, row in zip(asked_figures(wording, rows), rows.values(), strict=True)
    ]
    figures += [
        DueFigure(each.name, each.period, each.unit, _ended(each, on), key=each.key) for each in common if each.key not in rows
    ]
    beside = (unit for row in rows.values() for unit in (*row.behind, *row.helpers) if unit != addressee)
    return Letter(addressee, on, tuple(figures), form, tuple(dict.fromkeys(beside)), by_calendar=True)


def letters_back_then(words: Texts, due: DueView, owners: Sequence[str] = ()) -> tuple[Letter, ...]:
    """The same of an earlier day, of what verdicts lacked then: one for each unit, or one without an addressee."""
    named = owners or (*due.owners, *([""] if any(not item.owners for item in due.items) else []))
    made = (_of_verdicts(words, owner, due, [item for item in due.items if owner in (item.owners or ("",))]) for owner in named)
    return tuple(letter for letter in made if letter.figures)


def letter_back_then(words: Texts, name: str, due: DueView) -> tuple[Letter, ...]:
    """The same to a place."""
    letter = _of_verdicts(words, name, due, due.items)
    return (letter,) if letter.figures else ()


def _of_verdicts(words: Texts, addressee: str, due: DueView, items: Sequence[DueItem]) -> Letter:
    """Each figure once, since several targets may wait for one; by the day that the first of them was due."""
    figures: dict[AskedFigure, date] = {}
    for item in sorted(items, key=lambda item: item.due):
        for figure in item.figures:
            figures.setdefault(figure, item.due)
    told = [DueFigure(each.name, each.period, each.unit, _ended(each, day), key=each.key) for each, day in figures.items()]
    return Letter(addressee, due.on, tuple(sorted(told, key=lambda figure: figure.due)), words("page.rows_name"))


def _ended(figure: AskedFigure, day: date) -> date:
    """The last day of its own period: a target's may be later."""
    _, _, _, _, _, end, as_of = figure.key
    return min(filter(None, (as_of, end, day)))
