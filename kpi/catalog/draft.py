"""A catalog as read, before anything is held against anything else: each record beside the row it came from."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from rapidfuzz import fuzz, process

from kpi import model
from kpi.catalog.cells import Cells
from kpi.catalog.tables import Problems, Row

Key = TypeVar("Key", bound=Hashable)
Item = TypeVar("Item")

_NEAR = 60
"""Of a hundred: how alike a nearest name must be."""
_MOST_SUGGESTIONS = 100
"""After so many problems a nearest name helps nobody, and looking for it takes time."""


@dataclass(frozen=True)
class Listing(Generic[Key, Item]):
    """The records of one file by id. A row that could not be read keeps its id, so that naming it is no second error."""

    items: dict[Key, Item]
    rows: dict[Key, Row]
    usable: bool = True
    """Whether the file could be used; if not, nothing can be said about ids it should hold."""

    def has(self, key: Key) -> bool:
        """Whether there is such an id, as far as can be known."""
        return not self.usable or key in self.rows

    def pairs(self) -> Iterator[tuple[Row, Item]]:
        """Each record with its row, in file order."""
        return ((self.rows[key], item) for key, item in self.items.items())


@dataclass(frozen=True)
class Draft:
    """Every file of a catalog, read."""

    units: Listing[str, model.Unit]
    measures: Listing[str, model.Measure]
    regions: Listing[str, model.Region]
    targets: Listing[str, model.Target]
    figures: Listing[str, model.Figure]
    members: Listing[tuple[str, str], model.Member]
    identities: Listing[str, model.Identity]
    sources: Listing[str, model.Source]
    breaks: Listing[int, model.Break]
    lamps: Listing[int, model.LampRule]
    questions: Listing[str, model.Question]
    plan: Listing[int, model.Bilingual]


def listing(
    rows: Sequence[Row] | None, key_of: Callable[[Row], Key], read: Callable[[Cells], Item], problems: Problems
) -> Listing[Key, Item]:
    """The records of `rows` by `key_of`; a second row with one key is a problem and the first is kept."""
    listed: Listing[Key, Item] = Listing({}, {}, usable=rows is not None)
    for row in rows or ():
        key = key_of(row)
        if key in listed.rows and key:
            problems.of_cell(row, next(iter(row.cells)), "catalog_id_twice", first=listed.rows[key].number)
            continue
        listed.rows[key] = row
        if row.fits:
            cells = Cells(row, problems)
            item = read(cells)
            if cells.sound:
                listed.items[key] = item
    return listed


def require_known(
    listed: Listing[str, Item], row: Row, column: str, code: str, problems: Problems, *, key: str | None = None
) -> bool:
    """Whether what a cell (or `key`, a part of it) names is listed; if not, that is a problem with the nearest id beside it."""
    wanted = row.cells.get(column, "") if key is None else key
    if not wanted or listed.has(wanted):
        return True
    near = _nearest(wanted, listed.rows) if len(problems.found) < _MOST_SUGGESTIONS else ""
    suggestion = model.Message("suggestion.catalog_nearest", {"nearest": near}) if near else None
    problems.of_cell(row, column, code, suggestion=suggestion, wanted=wanted)
    return False


def _nearest(wanted: str, names: Iterable[str]) -> str:
    """The name most like `wanted`; empty if none is like it."""
    match = process.extractOne(wanted, list(names), scorer=fuzz.ratio, score_cutoff=_NEAR)
    return match[0] if match else ""
