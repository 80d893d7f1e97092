"""Columns as data have them, under names that stay, with the keys of the texts that describe them; and the tables of these."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kpi.i18n import Texts
from kpi.report.model import GapReport
from kpi.views import Column, Face, Facet, heading

Row = TypeVar("Row")
Fields = tuple[Column[Row], ...]
_CALLED = {
    "batch_id": "batch",
    "status_text": "verdict",
    "member_status_text": "verdict",
    "paragraph": "catching_up",
    "share_pct": "share_of_whole",
    "rank": "rank_of",
}
"""Columns whose heading other tables call by another name."""


def parts(*groups: Fields[Row]) -> Fields[Row]:
    """Columns of the register as data have them: an amount is a number and its text."""
    return tuple(field for columns in groups for column in columns for field in column.parts())


def title(field: Column[Any], words: Texts) -> str:
    """A few words for a heading."""
    own = _heading(field, words)
    return own if field.facet is Facet.NUMBER else words(f"tidy.title_{field.facet}", title=own)


def description(field: Column[Any], words: Texts) -> str:
    """What a column holds, in sentences."""
    if field.facet is Facet.NUMBER:
        return words(f"tidy.about_{field.subject or field.called}")
    return words(f"tidy.about_{field.facet}", title=_heading(field, words))


def _heading(field: Column[Any], words: Texts) -> str:
    key = field.subject or field.called
    return heading(words, _CALLED.get(key, key), Face.DATA)


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns that name a line of another table."""

    field: str
    table: str
    target: str


@dataclass(frozen=True, slots=True)
class TidyTable(Generic[Row]):
    """A list of like things: how its lines are found in a report, their columns, and what names a line."""

    name: str
    lines: Callable[[GapReport], Iterable[Row]]
    fields: Fields[Row]
    key: tuple[str, ...]
    references: tuple[ForeignKey, ...] = ()
    always: bool = True
    """Whether it is part of a package without a line."""
