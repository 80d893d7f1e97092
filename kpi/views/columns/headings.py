"""What stands above a column: one text in the .po files, and a variant of it where a face says it in words of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kpi.i18n import Texts
from kpi.views.columns.column import Register, Room


class Face(StrEnum):
    """Where a table stands, by what the variants of its headings are called."""

    PAGE = "page"
    CLI = "cli"
    LIST = "list"
    """A list of data in a report: the workbook's and that of CSV."""
    BOOK = "book"
    """What the workbook alone has."""
    DOCUMENT = "document"
    SLIDES = "slides"
    DATA = "data"
    """Of columns whose names stay, for programs."""


_LIKE = {Face.BOOK: Face.LIST, Face.SLIDES: Face.DOCUMENT, Face.DOCUMENT: Face.LIST}
"""Faces that say what another says, unless they have a word of their own."""


def heading(words: Texts, key: str, face: Face, **names: object) -> str:
    """The heading of a column by its key; `names` fill one that names something. KeyError if there is none."""
    said: Face | None = face
    while said:
        own = f"column.{key}.{said}"
        if own in words:
            return words(own, **names)
        said = _LIKE.get(said)
    return words(f"column.{key}", **names)


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a table that is set: what stands above it, how wide it is, and whether its cells stand in the middle."""

    key: str
    text: str
    width: float
    """In millimetres in a document; on a slide its share of the table's."""
    centred: bool = False


def heads(
    words: Texts, register: Register[Any], widths: Mapping[str, float], face: Face, named: Mapping[str, object]
) -> list[Head]:
    """The columns that `widths` names. A key with a dot is that of a text; `named` fills headings that name something."""
    middle = {Room.SHORT, Room.FIGURE} if face is Face.SLIDES else {Room.SHORT}
    texts = (words(key, **named) if "." in key else heading(words, key, face, **named) for key in widths)
    return [
        Head(key, text, width, register[key].room in middle) for (key, width), text in zip(widths.items(), texts, strict=True)
    ]
