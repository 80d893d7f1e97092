"""What is to be reported: figures asked for by a form, and targets whose period is over without what decides them."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kpi.model import ObservationKey
from kpi.views.figures import FigureWording
from kpi.views.standings import Standing
from kpi.views.status import Late, StatusView

TargetKey = tuple[str, int | None]
"""A target, and one of the years it has figures of; None for all that are due."""


@dataclass(frozen=True, slots=True)
class AskedFigure:
    """One row of a form."""

    key: ObservationKey
    name: str
    """The measure, and the part of it where it is one."""
    region_name: str
    period: str
    unit: str


@dataclass(frozen=True, slots=True)
class AskedView:
    """What somebody asked to fill in, as an address names it."""

    targets: tuple[TargetKey, ...]
    """Those that have figures to be reported, in the order asked."""
    figures: tuple[AskedFigure, ...]
    """The rows of their form."""
    unknown: tuple[str, ...]
    """What was asked and is no target of this plan, as it was written."""
    idle: tuple[str, ...]
    """Targets of which nothing can be reported for the year asked, as they were written."""


@dataclass(frozen=True, slots=True)
class DueItem:
    """A target, for one of its years if it has years, that was to be reported by a day that is over."""

    standing: Standing
    due: date
    """Last day of its period."""
    figures: tuple[AskedFigure, ...]
    """The rows of its form."""
    owners: tuple[str, ...]
    """Who answers for it; empty where the plan does not say."""

    @property
    def key(self) -> TargetKey:
        """What its form is asked for by."""
        return self.standing.key


@dataclass(frozen=True, slots=True)
class DueDay:
    """What was to be reported by one day."""

    due: date
    days: int
    """How long that has been over."""
    items: tuple[DueItem, ...]

    @property
    def targets(self) -> tuple[TargetKey, ...]:
        """What the form of them is asked for by."""
        return tuple(item.key for item in self.items)


@dataclass(frozen=True, slots=True)
class DueView:
    """Everything that is due, the longest overdue first."""

    status: StatusView
    on: date
    """The day it is told of: today, or an earlier one looked back from."""
    items: tuple[DueItem, ...]
    others: int = 0
    """Of how many targets more nothing is for the reader to report."""

    @property
    def targets(self) -> tuple[TargetKey, ...]:
        """What the form of all is asked for by."""
        return tuple(item.key for item in self.items)

    @property
    def figures(self) -> tuple[AskedFigure, ...]:
        """The rows of that form; fewer or more than targets, since some share a figure and some need several."""
        return tuple(dict.fromkeys(figure for item in self.items for figure in item.figures))

    @property
    def late(self) -> Late:
        """How much it is, in the two numbers that are told everywhere."""
        return Late(len({item.standing.target.target_id for item in self.items}), len(self.figures))

    @property
    def owners(self) -> tuple[str, ...]:
        """Who answers for any of it, in the order of the list."""
        return tuple(dict.fromkeys(owner for item in self.items for owner in item.owners))

    @property
    def days(self) -> tuple[DueDay, ...]:
        """The same by the day it was due, the longest over first."""
        days = dict.fromkeys(item.due for item in self.items)
        items = {day: tuple(item for item in self.items if item.due == day) for day in days}
        return tuple(DueDay(day, max((self.on - day).days, 0), items[day]) for day in days)

    def reported_by(self, may_report: Callable[[AskedFigure], bool]) -> "DueView":
        """The same of the targets that somebody can report at least one figure of."""
        kept = tuple(item for item in self.items if any(map(may_report, item.figures)))
        own = {item.standing.target.target_id for item in kept}
        return replace(self, items=kept, others=len({item.standing.target.target_id for item in self.items} - own))

    def of_owners(self, owners: Collection[str]) -> "DueView":
        """The same of some owners only; of all where none is chosen."""
        kept = tuple(item for item in self.items if not owners or set(owners) & set(item.owners))
        return replace(self, items=kept)


def asked_figures(wording: FigureWording, keys: Iterable[ObservationKey]) -> tuple[AskedFigure, ...]:
    """Rows of a form in words."""
    return tuple(_figure(wording, key) for key in keys)


def _figure(wording: FigureWording, key: ObservationKey) -> AskedFigure:
    measure_id, region_code, breakdown, member, start, end, as_of = key
    words, measure = wording.texts, wording.catalog.measures[measure_id]
    name, label = measure.name(words.lang), wording.label(breakdown, member)
    return AskedFigure(
        key=key,
        name=words("report.with_label", name=name, label=label) if label else name,
        region_name=wording.catalog.regions[region_code].name(words.lang),
        period=wording.period(start, end, as_of),
        unit=words.display_unit(measure),
    )


def address_of(keys: Sequence[TargetKey]) -> str:
    """What an address says to ask for them: T05.2024,T07."""
    return ",".join(target if year is None else f"{target}.{year}" for target, year in keys)
