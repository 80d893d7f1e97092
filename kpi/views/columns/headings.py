"""What stands above a column: one text in the .po files, and a variant of it where a face says it in words of its own."""

from enum import StrEnum

from kpi.i18n import Texts


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
