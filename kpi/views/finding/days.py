"""The days a plan is looked back from at a click: ends of its years that are over, and of years with a figure at their end."""

from collections.abc import Iterable, Iterator
from datetime import date

from kpi.catalog import Catalog
from kpi.model import Target

_MOST = 5


def year_ends(catalog: Catalog, ends: Iterable[date], today: date) -> tuple[date, ...]:
    """Last days of years before `today`, newest first and no more than a line holds."""
    asked = {year for target in catalog.primary_targets for year in _asked(target)}
    told = {end.year for end in ends if end == _last_of(end.year)}
    of_plan = range(min(asked), max(asked) + 1) if asked else range(0)
    return tuple(day for day in map(_last_of, sorted({*of_plan, *told}, reverse=True)) if day < today)[:_MOST]


def _asked(target: Target) -> Iterator[int]:
    """The years at whose end a target asks for something."""
    yield from target.years
    if target.deadline:
        yield target.deadline.year
    if target.window:
        yield target.window.end.year


def _last_of(year: int) -> date:
    return date(year, 12, 31)
