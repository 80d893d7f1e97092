"""The blocks of an official document, one after the other, with nothing of the program that lays them out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from kpi.report.pictures import Mark
from kpi.report.plots import Plot
from kpi.views import Head

Cell = str | tuple[str, ...]
"""A text, or several, each on a line of its own."""


class Style(StrEnum):
    """Styles of paragraphs, by their names in Word."""

    BODY = "BodyText"
    SUBTITLE = "Subtitle"
    ADDRESSEE = "Addressee"
    """To whom it goes, at the left edge."""
    ITEM = "ListItem"
    """Of a numbered list."""
    COMPACT = "Compact"
    """Where a whole report is one page."""
    COMPACT_HEAD = "CompactHead"
    NOTE = "Note"
    """Small, at a table."""
    PLACEHOLDER = "Placeholder"
    """What the author is to write."""
    ANNEX_LIST = "AnnexList"
    """Below the text: the first annex, or the only one."""
    ANNEX_LIST_MORE = "AnnexListMore"


@dataclass(frozen=True, slots=True)
class Title:
    """The document's title, broken by sense; a further one begins a new page."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SectionHeading:
    """A heading of the first or second level, as it is numbered; those of an annex are the second level of its title."""

    text: str
    level: int
    annexed: bool = False
    new_page: bool = False
    """Whether it begins a page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one of the document's styles."""

    text: str
    style: Style = Style.BODY
    kept: bool = False
    """Whether it stays on one page with the next."""


@dataclass(frozen=True, slots=True)
class Group:
    """A row that names what the rows below it have in common."""

    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table under its numbered caption."""

    key: str
    """Of the caption, whatever number and names stand in it."""
    caption: str
    heads: tuple[Head, ...]
    rows: tuple[Mapping[str, Cell] | Group, ...]
    """Cells by the keys of the columns."""
    marks: tuple[Mark | None, ...] = ()
    """For each row a mark that stands below its texts, beside what the first column names; or none for any."""
    marks_beside: bool = False
    """Whether a mark stands in the last column of its row instead, which has no text."""
    kept: bool = False
    """Whether its last rows stay on one page with what follows it."""

    @property
    def marked_rows(self) -> tuple[tuple[Mapping[str, Cell] | Group, Mark | None], ...]:
        """Each row with its mark."""
        return tuple(zip(self.rows, self.marks or (None,) * len(self.rows), strict=True))


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart above its numbered caption."""

    caption: str
    plot: Plot


@dataclass(frozen=True, slots=True)
class Strip:
    """A mark on a line of its own, without a caption."""

    mark: Mark


@dataclass(frozen=True, slots=True)
class Annex:
    """The start of an annex, on a new page."""

    label: str
    lines: tuple[str, ...]
    landscape: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs and on what day, each line centred on the same middle."""

    lines: tuple[str, ...]
    middle: float
    """Characters of the text from the right edge."""
    kept: bool = False
    """Whether it stays on one page with the next."""


@dataclass(frozen=True, slots=True)
class CopyTo:
    """版记 at the foot of the last page, between two rules: who gets a copy."""

    label: str
    names: str


Block = Title | SectionHeading | Paragraph | Table | Picture | Strip | Annex | Signature | CopyTo


def marks_in(blocks: Iterable[Block]) -> Iterator[Mark]:
    """Every mark that blocks show, in their order."""
    for block in blocks:
        if isinstance(block, Strip):
            yield block.mark
        elif isinstance(block, Table):
            yield from filter(None, block.marks)
