"""How texts are compared: as people mean them, never so loosely that two different things become one."""

import re
import unicodedata
from functools import lru_cache

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", 0x2212: "-", 0xFE63: "-", 0x2007: " ", 0x202F: " ", 0x2009: " ",
    0x200B: None, 0x200E: None, 0x200F: None, 0x2060: None, 0xFEFF: None, 0xFE6A: "%",
}  # fmt: skip
"""Full-width forms to ASCII, spaces to a space, invisible characters away. Not NFKC: that would make 10² a 102."""


_LONG, _WIDEST_GAP = 40, 8
_GAP = re.compile(rf"\s{{{_WIDEST_GAP},}}")
"""A run of blanks as nobody types it: patterns that allow for blanks would go through it again from each of them."""


def halved(text: str) -> str:
    """`text` in half-width characters, without space around it: the form in which numbers and dates are read."""
    plain = text.strip() if text.isascii() else text.translate(FULL_WIDTH).strip()
    return plain if len(plain) <= _LONG else _GAP.sub(" " * _WIDEST_GAP, plain)


@lru_cache(maxsize=32768)
def folded(text: str) -> str:
    """`text` after NFKC, trimming and case folding, without spaces or invisible characters inside: an exact name."""
    kept = unicodedata.normalize("NFKC", text.translate(FULL_WIDTH)).casefold()
    return "".join(kept.split())


@lru_cache(maxsize=32768)
def bare(text: str) -> str:
    """Letters and digits of a folded name only, so that “项目制”技能培训 is found without its quotation marks."""
    return "".join(character for character in folded(text) if character.isalnum())


def shortened(text: str, most: int = 80) -> str:
    """`text` as quoted in a problem: one line, not longer than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
