"""Letters to those who have not reported: to whom, and which figures of which periods are due. Nobody else gets one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kpi.i18n import Texts
from kpi.views.figures import FigureWording
from kpi.views.scope.place import Unreported
from kpi.views.uploads.due import AskedFigure, DueItem, DueView, asked_figures


@dataclass(frozen=True, slots=True)
class DueFigure:
    """A figure that is due."""

    name: str
    period: str
    unit: str
    due: date
    """Last day of the period that is over."""


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


def letters_by_owner(words: Texts, due: DueView, owners: Sequence[str] = ()) -> tuple[Letter, ...]:
    """One for each unit, of `owners` only where they are named; what nobody answers for in a last one without an addressee."""
    named = owners or (*due.owners, *([""] if any(not item.owners for item in due.items) else []))
    made = (_letter(words, owner, due, [item for item in due.items if owner in (item.owners or ("",))]) for owner in named)
    return tuple(letter for letter in made if letter.figures)


def letter_to_place(name: str, due: DueView, unreported: Iterable[Unreported], wording: FigureWording) -> tuple[Letter, ...]:
    """The one to a place: what its own targets wait for, and what the others have reported and it has not; none if nothing."""
    words = wording.texts
    own = _letter(words, name, due, due.items)
    asked = dict.fromkeys(key for each in unreported for key in each.asked)
    common = [_of(figure, due.on) for figure in asked_figures(wording, asked)]
    figures = tuple(dict.fromkeys([*own.figures, *(each for each in common if each.due < due.on)]))
    form = words("place.form_name", name=name) if common else own.form
    return (Letter(name, due.on, tuple(sorted(figures, key=_longest_due)), form),) if figures else ()


def _letter(words: Texts, addressee: str, due: DueView, items: Sequence[DueItem]) -> Letter:
    """Each figure once, since several targets may wait for one; by the day that the first of them was due."""
    figures: dict[AskedFigure, date] = {}
    for item in sorted(items, key=lambda item: item.due):
        for figure in item.figures:
            figures.setdefault(figure, item.due)
    told = sorted((_of(figure, day) for figure, day in figures.items()), key=_longest_due)
    return Letter(addressee, due.on, tuple(told), words("page.rows_name"))


def _longest_due(figure: DueFigure) -> date:
    return figure.due


def _of(figure: AskedFigure, due: date) -> DueFigure:
    """A figure by the last day of its own period: a target's may be later."""
    _, _, _, _, _, end, as_of = figure.key
    return DueFigure(figure.name, figure.period, figure.unit, min(filter(None, (as_of, end, due))))
