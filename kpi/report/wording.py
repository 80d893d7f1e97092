"""Small phrases that every format of the report shares: marks of lamps, dates, targets inside a sentence, numbered headings."""

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from itertools import accumulate

from kpi.i18n import Texts, ranges
from kpi.model import Comparator, Lamp, Status
from kpi.report.model import GapReport
from kpi.views import Amount, Standing

_SIGNS = "≥≤"
_AFTER = re.compile(r"(?<=[”》）、，：])|(?=[（《“])|(?<=\s)")
_NOT_AT_THE_START = "”》）、，。：；？！"
_HALF_WIDTH_END = 0x2000
_MOST_TITLE_LINES = 6


def verdict(words: Texts, row: Standing) -> str:
    """A shape and the status: ■ 严重滞后. It reads without colour."""
    return f"{shape(words, row.status, row.lamp)} {row.status_text}"


def shape(words: Texts, status: Status, lamp: Lamp) -> str:
    """That of its lamp; 未完成 has the cross that bar and rail draw, so that it is no other status with the same lamp."""
    return words("board.shape_missed" if status is Status.MISSED else f"lamp.shape_{lamp}")


def shown(words: Texts, amount: Amount | str) -> str:
    """A text for a table cell, with a dash where there is none."""
    text = amount if isinstance(amount, str) else amount.text
    return text or words("value.none")


def day_text(words: Texts, day: date | None) -> str:
    """A date; empty where there is none."""
    return words.day(day) if day else ""


def basis_told(words: Texts, report: GapReport) -> str:
    """Which figures the report rests on: the day they go up to, their version, and when that was the one that counted."""
    key = "report.basis_known" if report.known_at else "report.basis"
    return words(key, day=report.as_of, moment=report.moment, version=report.data_version)


def made_told(words: Texts, report: GapReport) -> str:
    """The same for a note at the end, which needs no day."""
    return words("report.made_known" if report.known_at else "report.made", moment=report.moment, version=report.data_version)


def target_in_sentence(words: Texts, row: Standing) -> str:
    """The target without its sign: 100万人次, 10天以内."""
    value = row.goal.text.lstrip(_SIGNS)
    limit = row.target.comparator is Comparator.AT_MOST and row.target.goal >= 0  # −13.5% reads as a cut, not a bound
    return words("report.at_most", value=value) if limit else value


def target_named(words: Texts, row: Standing) -> str:
    """A target as a list names it: measure, period and what is to be reached."""
    if row.goal.number is None:
        return words("report.target_named_plain", measure=row.measure_name, period=row.period)
    return words("report.target_named", measure=row.measure_name, period=row.period, target=target_in_sentence(words, row))


def annex_label(words: Texts, number: int) -> str:
    """附件1; the only annex, whose number is 0, is just 附件."""
    return words("report.annex_label", number=number) if number else words("document.annex_only")


def numbered_item(words: Texts, number: int, text: str) -> str:
    """An item of a list under its number; a text that starts with a digit is set off, or 1.2023年 would be one number."""
    tight = not words("report.item", number=number, text="").endswith(" ")
    return words("report.item", number=number, text=f" {text}" if text[:1].isdigit() and tight else text)


def listed(words: Texts, items: Iterable[object]) -> str:
    """Items one after the other, as a list in a sentence."""
    return words.word(tuple(str(item) for item in items))


def runs(words: Texts, numbers: Iterable[int]) -> str:
    """Numbers in few words, with the marks of the language: 3、5—8."""
    return words.language.items.join(ranges(sorted(set(numbers)))).replace("–", words.language.dash)


def title_lines(title: str, width: int) -> tuple[str, ...]:
    """A title broken by sense into as few lines of `width` characters as will do, as even as they get.

    One that would take more lines than a title can have is left to the program that shows it.
    """
    pieces = [piece for piece in _AFTER.split(title) if piece]
    fewest = max(-(-half_widths(title) // (2 * width)), 1)
    for number in range(fewest, min(len(pieces), _MOST_TITLE_LINES) + 1):
        lines = _even_lines(pieces, number)
        if all(half_widths(line) <= 2 * width for line in lines):
            return tuple(line.strip() for line in lines)
    return (title,)


def _even_lines(pieces: Sequence[str], number: int) -> list[str]:
    """The pieces in `number` lines, of all ways the one whose longest line is the shortest."""
    reach = [0, *accumulate(map(half_widths, pieces))]

    @cache
    def best(start: int, lines: int) -> tuple[int, tuple[int, ...]]:
        """Of the pieces from `start` on: the length of the longest line, and where the lines end."""
        bad = _bad_start(pieces[start])
        if lines == 1:
            return reach[-1] - reach[start] + bad, (len(pieces),)
        ways = ((end, best(end, lines - 1)) for end in range(start + 1, len(pieces) - lines + 2))
        return min(
            ((max(reach[end] - reach[start] + bad, longest), (end, *ends)) for end, (longest, ends) in ways),
            key=lambda way: way[0],
        )

    ends = best(0, number)[1]
    return ["".join(pieces[start:end]) for start, end in zip((0, *ends), ends, strict=False)]


def _bad_start(line: str) -> int:
    return 1000 if line[0] in _NOT_AT_THE_START else 0


def half_widths(text: str) -> int:
    """In half characters: Latin letters and digits take one, Chinese characters two."""
    return sum(1 if ord(character) < _HALF_WIDTH_END else 2 for character in text)


def widest(text: str, latin: float) -> int:
    """In half characters what a text takes where a Latin letter takes so many of them."""
    return math.ceil(sum(latin if ord(character) < _HALF_WIDTH_END else 2 for character in text))


def cut_short(text: str, room: int) -> str:
    """As much of a text as so many half characters hold, and a sign where that is not all of it."""
    if half_widths(text) <= room:
        return text
    reach = accumulate(map(half_widths, text))
    return text[: sum(end <= room - 2 for end in reach)].rstrip() + "…"
