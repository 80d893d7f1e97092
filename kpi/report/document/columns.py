"""Headings and widths of a table's columns, by their keys: the one place where Word and PDF look them up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kpi.i18n import Script, Texts
from kpi.report.document.blocks import Cell, Table
from kpi.report.document.typography import CELL_MARGIN, TABLE_SIZE
from kpi.views import Face, heading

_CENTRED = frozenset({"rank", "progress", "time", "share", "remaining", "ratio", "verdict", "figures", "asked", "concerns"}) | {
    "unit",
    "share_of",
    "rank_of",
    "total",
}
"""And every status; the others stand to the left."""
_LATIN_WORD = re.compile(r"[!-~]+")
_LETTER = 0.55
"""Width of a Latin letter in a heading, in sizes of the type: a little more than most take."""
_ROOM_FOR_ENGLISH = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its heading, its width in millimetres, and whether its cells are centred."""

    text: str
    width: float
    centred: bool = False

    @property
    def lines(self) -> Cell:
        """A heading in Chinese that is too wide for its column in two halves; Latin words break at their blanks."""
        room = self.width / 25.4 * 1440 - 2 * CELL_MARGIN
        if self.text.isascii() or len(self.text) * TABLE_SIZE * 10 <= room:
            return self.text
        return self.text[: len(self.text) // 2], self.text[len(self.text) // 2 :]


def heads_of(words: Texts, table: Table) -> list[Head]:
    """The columns of a table. English gaps need room (percentage points); Chinese ones leave it to names."""
    widths = dict(table.widths)
    if words.language.script is Script.CHINESE and {"gap", "measure"} <= widths.keys():
        widths["gap"] -= _ROOM_FOR_ENGLISH
        widths["measure"] += _ROOM_FOR_ENGLISH
    heads = [Head(_heading(words, table, key), width, "." in key or key in _CENTRED) for key, width in widths.items()]
    return _fitted(heads, [key == "category" for key in widths])


def _heading(words: Texts, table: Table, key: str) -> str:
    """The heading of a key; a key with a dot is that of a text."""
    return words(key, **table.named) if "." in key else heading(words, key, Face.DOCUMENT, **table.named)


def _fitted(heads: Sequence[Head], kept: Sequence[bool]) -> list[Head]:
    """Columns of the same width together, none narrower than the longest Latin word of its heading. `kept` ones give none."""
    needed = [_longest_word(head.text) for head in heads]
    spare = [0 if stays else max(head.width - need, 0) for head, need, stays in zip(heads, needed, kept, strict=True)]
    lacking = sum(max(need - head.width, 0) for head, need in zip(heads, needed, strict=True))
    part = min(lacking / sum(spare), 1) if lacking else 0
    return [
        replace(head, width=max(head.width, need) - room * part) for head, need, room in zip(heads, needed, spare, strict=True)
    ]


def _longest_word(text: str) -> float:
    """Millimetres that a column needs so as not to break a word of its heading."""
    letters = max(map(len, _LATIN_WORD.findall(text)), default=0)
    return (letters * _LETTER * TABLE_SIZE / 2 + CELL_MARGIN / 10) / 72 * 25.4 if letters else 0
