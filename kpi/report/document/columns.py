"""How wide the columns of a document's tables are: as asked for, but none narrower than the longest word of its heading."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpi.i18n import Script, Texts
from kpi.report.document.blocks import Cell
from kpi.report.document.typography import CELL_MARGIN, TABLE_SIZE
from kpi.views import Head

_LATIN_WORD = re.compile(r"[!-~]+")
_LETTER = 0.55
"""Width of a Latin letter in a heading, in sizes of the type: a little more than most take."""
_ROOM_FOR_ENGLISH = 3
_FIRST_OF_CHINESE = "\u2e80"


def head_lines(head: Head) -> Cell:
    """A heading in Chinese that is too wide for its column in two halves; Latin words break at their blanks."""
    text, room = head.text, head.width / 25.4 * 1440 - 2 * CELL_MARGIN
    if not any(letter >= _FIRST_OF_CHINESE for letter in text) or len(text) * TABLE_SIZE * 10 <= room:
        return text
    return text[: len(text) // 2], text[len(text) // 2 :]


def with_room(words: Texts, widths: Mapping[str, float]) -> dict[str, float]:
    """English gaps need room (percentage points); Chinese ones leave it to names."""
    if words.language.script is not Script.CHINESE or not {"gap", "measure"} <= widths.keys():
        return dict(widths)
    return {**widths, "gap": widths["gap"] - _ROOM_FOR_ENGLISH, "measure": widths["measure"] + _ROOM_FOR_ENGLISH}


def fitted(heads: Sequence[Head]) -> tuple[Head, ...]:
    """Columns of the same width together, none narrower than the longest Latin word of its heading; categories give none."""
    needed = {head.key: _longest_word(head.text) for head in heads}
    spare = {head.key: 0 if head.key == "category" else max(head.width - needed[head.key], 0) for head in heads}
    lacking = sum(max(needed[head.key] - head.width, 0) for head in heads)
    part = min(lacking / sum(spare.values()), 1) if lacking else 0
    return tuple(replace(head, width=max(head.width, needed[head.key]) - spare[head.key] * part) for head in heads)


def _longest_word(text: str) -> float:
    """Millimetres that a column needs so as not to break a word of its heading."""
    letters = max(map(len, _LATIN_WORD.findall(text)), default=0)
    return (letters * _LETTER * TABLE_SIZE / 2 + CELL_MARGIN / 10) / 72 * 25.4 if letters else 0
