"""How texts are compared: as people mean them, never so loosely that two different things become one."""

import re
import unicodedata
from functools import cache, lru_cache

import opencc

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0xA0: " ", 0x2212: "-", 0xFE63: "-", 0x202F: " ",
    **dict.fromkeys(range(0x2002, 0x200B), " "),
    0x200B: None, 0x200E: None, 0x200F: None, 0x2060: None, 0xFEFF: None, 0xFE6A: "%",
}  # fmt: skip
"""Full-width forms to ASCII, spaces to a space, invisible characters away. Not NFKC: that would make 10² a 102."""


_MARK = re.compile(
    r"\s*(?:[*※†‡①-⑳⑴-⒇❶-❿]|\[(?:注\s*)?(?:\d{1,2}(?:[,、]\d{1,2})*|[①-⑳*])\]|[〔【](?:注\s*)?(?:\d{1,2}|[①-⑳*])[〕】]|"
    r"\((?:注\s*(?:\d{1,2}|[①-⑳一二三四五六七八九十])?|[①-⑳*])\)|注\s*(?:\d{1,2}|[①-⑳])|(?<![A-Za-z米里])[⁰¹²³⁴-⁹]{1,2}[⁾]?)$"
)
"""The sign of a footnote at the end of a text. (1) behind a number may be a second number, and is none."""
LONGEST_MARKED = 80
"""Characters; a text with more is a sentence, whose notes are its own affair."""
_POWER = re.compile(r"(?:^|[^\d.,])[\d,]+[⁰¹²³⁴-⁹]+$")
"""What may be a power: 10² is neither 10 nor 102."""


@cache
def _simple_characters() -> dict[int, str]:
    """Each traditional character with the one that simplified texts have in its place, one for one."""
    traditional = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    simple = opencc.OpenCC("t2s").convert("\n".join(traditional)).split("\n")
    return {ord(one): other for one, other in zip(traditional, simple, strict=True) if one != other}


@cache
def _traditional() -> re.Pattern[str]:
    """Finds whether there is anything to simplify: far quicker than asking of every character what it would become."""
    return re.compile(f"[{''.join(map(chr, _simple_characters()))}]")


def simplified(text: str) -> str:
    """`text` in simplified characters, as which names, headers and units are compared; what is stored stays as it was."""
    return text if text.isascii() or not _traditional().search(text) else text.translate(_simple_characters())


REMEMBERED = 32768
"""Texts whose reading is kept: most cells of a table say what one above them says."""
_LONG, _WIDEST_GAP = 40, 8
_GAP = re.compile(rf"\s{{{_WIDEST_GAP},}}")
"""A run of blanks as nobody types it: patterns that allow for blanks would go through it again from each of them."""


@lru_cache(maxsize=REMEMBERED)
def halved(text: str) -> str:
    """`text` in half-width and simplified characters, without space around it: how numbers and dates are read."""
    plain = text.strip() if text.isascii() else simplified(text.translate(FULL_WIDTH)).strip()
    return plain if len(plain) <= _LONG else _GAP.sub(" " * _WIDEST_GAP, plain)


@lru_cache(maxsize=REMEMBERED)
def footnote(text: str) -> tuple[str, str]:
    """`text` without the marks of footnotes at its end, and these; a mark takes no digit of a number with it.

    Nothing is a mark where nothing stands before it, or where it may be a power of what does.
    """
    rest = halved(text)
    if len(rest) > LONGEST_MARKED:
        return rest, ""
    while (mark := _MARK.search(rest)) and mark.start() > 0 and not _POWER.search(rest):
        rest = rest[: mark.start()]
    return rest, halved(text)[len(rest) :].strip()


@lru_cache(maxsize=REMEMBERED)
def folded(text: str) -> str:
    """`text` after NFKC, trimming and case folding, without spaces or invisible characters inside: an exact name."""
    kept = unicodedata.normalize("NFKC", simplified(text.translate(FULL_WIDTH))).casefold()
    return "".join(kept.split())


@lru_cache(maxsize=REMEMBERED)
def bare(text: str) -> str:
    """Letters and digits of a folded name only, so that “项目制”技能培训 is found without its quotation marks."""
    return "".join(character for character in folded(text) if character.isalnum())


def shortened(text: str, most: int = 80) -> str:
    """`text` as quoted in a problem: one line, not longer than `most`."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1] + "…"
