"""How much room a text takes on a slide, estimated on the safe side, and what becomes of one that would take more.

All lengths are points. Lines are set at a fixed pitch, so that a text takes the same height in every program.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

LINE = 1.25
"""Pitch of lines, in sizes of the type."""
_TOKEN = re.compile(r"[^\s\u2000-\U0010ffff]+\s*|\s+|.", re.DOTALL)
"""What stays on one line: a Latin word with the blank after it, or one Chinese character."""
_SENTENCE = re.compile(r".+?(?:[。！？](?=.)|[.!?](?=\s)|$)\s*", re.DOTALL)
_FIRST_WIDE, _WIDE_LETTERS, _NARROW_LETTERS = 0x2000, frozenset("mwMW%@&—"), frozenset(" .,:;'|!ijlftI()[]")
_DIGITS = frozenset("0123456789")
_BETWEEN_SCRIPTS = 0.25
"""What programs leave between Chinese characters and Latin letters or digits, in sizes of the type."""
ELLIPSIS = "…"


def width_of(text: str, size: float) -> float:
    """Of a text on one line."""
    gaps = sum(_is_wide(one) != _is_wide(other) for one, other in pairwise(text))
    return (sum(map(_width, text)) + gaps * _BETWEEN_SCRIPTS) * size


def _is_wide(letter: str) -> bool:
    return ord(letter) >= _FIRST_WIDE


def _width(letter: str) -> float:
    if _is_wide(letter):
        return 1.0
    if letter in _NARROW_LETTERS:
        return 0.37
    if letter in _DIGITS:
        return 0.64
    return 0.9 if letter in _WIDE_LETTERS else 0.7 if letter.isupper() else 0.58


def lines_of(text: str, width: float, size: float) -> int:
    """How many lines a text takes in a column of `width`."""
    lines, used, before = 1, 0.0, ""
    for token in _TOKEN.findall(text):
        wide = width_of(token, size)
        gap = _BETWEEN_SCRIPTS * size if before and _is_wide(before) != _is_wide(token[0]) else 0.0
        before = token[-1]
        if used + gap + width_of(token.rstrip(), size) <= width:
            used += gap + wide
        elif wide <= width:
            lines, used = lines + 1, wide
        else:
            full, used = divmod(used + wide, width)
            lines += int(full)
    return lines


def fits(text: str, width: float, size: float, lines: int | None) -> bool:
    """Whether `lines` hold a text, or any number of them, without breaking a word."""
    longest = max((width_of(token.rstrip(), size) for token in _TOKEN.findall(text)), default=0.0)
    return longest <= width and (lines is None or lines_of(text, width, size) <= lines)


def height_of(texts: Sequence[str], width: float, size: float) -> float:
    """Of paragraphs one below the other."""
    return sum(lines_of(text, width, size) for text in texts) * size * LINE


def shortened(text: str, width: float, size: float, lines: int = 1) -> str:
    """The text, or as much of its start as `lines` hold, with an ellipsis behind a whole Latin word."""
    if lines_of(text, width, size) <= lines:
        return text
    least, most = 0, len(text)
    while least < most:
        middle = (least + most + 1) // 2
        fits = lines_of(text[:middle].rstrip() + ELLIPSIS, width, size) <= lines
        least, most = (middle, most) if fits else (least, middle - 1)
    start, cut = text[:least], text[least : least + 1]
    if start[-1:].isascii() and start[-1:].isalnum() and cut.isascii() and cut.isalnum():
        start = start.rpartition(" ")[0] or start
    return start.rstrip(" ,;") + ELLIPSIS


def whole_sentences(text: str, width: float, size: float, lines: int) -> str:
    """As many whole sentences from the start as `lines` hold; of a first one that is too long, its start with an ellipsis."""
    taken = ""
    for sentence in _SENTENCE.findall(text):
        if lines_of((taken + sentence).rstrip(), width, size) > lines:
            break
        taken += sentence
    return taken.rstrip() or shortened(text, width, size, lines)


def largest(text: str, width: float, sizes: Sequence[float], lines: int = 1) -> tuple[str, float]:
    """The text in the first of `sizes`, largest first, in which it fits; in the last one it is shortened if it must be."""
    for size in sizes:
        if lines_of(text, width, size) <= lines:
            return text, size
    return shortened(text, width, sizes[-1], lines), sizes[-1]
