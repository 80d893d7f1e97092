"""The columns of a document's tables: how wide they are, and how many digits the numbers in one show."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from kpi.i18n import Script, Texts, round_half_up
from kpi.report.document.blocks import Cell, Group
from kpi.report.document.typography import CELL_MARGIN, TABLE_SIZE
from kpi.report.wording import shown
from kpi.views import Amount, Head, as_text
from kpi.views import Cell as AnyCell

_LATIN_WORD = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|[!-~≥≤−]+")
"""What is not broken: a word, a number, a day in Chinese, which needs the gaps that programs leave in it."""
_LETTER = 0.6
"""Width of a Latin letter, in sizes of the type: a little more than most take."""
_WIDER = 1.7
"""Letters by which a Chinese one with its gaps is wider than a Latin one."""
_LONGEST_WORD = 22
"""Letters: a word of more, such as an address, is broken wherever its column ends."""
_BOLDER = 1.1
"""How much wider letters of a heading are."""
_NARROW = 14
"""Millimetres: a column of no more has its heading on one line and nothing to give."""
_ROOM_FOR_ENGLISH = 3
_NUMBERS = re.compile(r"\d+(?:[—–]\d+)?(?:、\d+(?:[—–]\d+)?)+")
_ITEM = re.compile(r"[^、]+、?")
_DIGIT = 0.64
"""Width of a digit, in sizes of the type, where a program lacks the font."""
_FIRST_OF_CHINESE = "\u2e80"


def even_decimals(
    words: Texts, rows: Sequence[Group | Mapping[str, tuple[object, ...]]]
) -> tuple[Group | Mapping[str, Cell], ...]:
    """Cells as texts. In one column the amounts of one unit show as many digits after the point as the one that needs most.

    98.2 beside 28.34 is 98.20: each is rounded anew from its number, none is filled up with digits it has not, nor with such
    as its measure never has.
    """
    digits: dict[tuple[str, str], int] = {}
    for row in rows:
        for key, parts in () if isinstance(row, Group) else row.items():
            for amount in parts:
                if isinstance(amount, Amount) and (found := _number_in(words, amount)):
                    unit = key, amount.text.replace(found, "").removeprefix(amount.mark)
                    digits[unit] = max(digits.get(unit, 0), amount.decimals)
    return tuple(
        row if isinstance(row, Group) else {key: _texts(words, key, parts, digits) for key, parts in row.items()}
        for row in rows
    )


def evened(words: Texts, amounts: Sequence[Amount]) -> tuple[str, ...]:
    """Amounts that stand one after the other or below one another, as texts of as many digits."""
    rows = even_decimals(words, [{"": (amount,)} for amount in amounts])
    return tuple(str(row[""]) for row in rows if not isinstance(row, Group))


def _texts(words: Texts, key: str, parts: tuple[object, ...], digits: Mapping[tuple[str, str], int]) -> Cell:
    told = tuple(_text(words, key, part, digits) for part in parts)
    return told if len(told) > 1 else shown(words, told[0])


def _text(words: Texts, key: str, part: object, digits: Mapping[tuple[str, str], int]) -> str:
    if not isinstance(part, Amount):
        return as_text(words, cast("AnyCell", part))
    found = _number_in(words, part)
    if not found:
        return shown(words, part)
    wanted = digits[key, part.text.replace(found, "").removeprefix(part.mark)]
    return part.text.replace(found, _written(part, part.even_with(wanted), grouped="," in found))


def _number_in(words: Texts, amount: Amount) -> str:
    """An amount's number as its text has it; empty where the text says something else."""
    if amount.number is None:
        return ""
    plainly = _written(amount, amount.decimals, grouped=False)
    grouped = _written(amount, amount.decimals, grouped=words.language.grouped)
    return next((each for each in (grouped, plainly) if each in amount.text), "")


def _written(amount: Amount, decimals: int, *, grouped: bool) -> str:
    number = round_half_up(amount.number or 0.0, decimals)
    written = f"{number:,.{decimals}f}" if grouped else f"{number:.{decimals}f}"
    return written.replace("-", "−")


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


def fitted(heads: Sequence[Head], rows: Iterable[Group | Mapping[str, Cell]] = ()) -> tuple[Head, ...]:
    """Columns of the same width together, none narrower than its longest Latin word or number; narrow ones give none."""
    needed = {head.key: _longest_word(head.text) * _BOLDER for head in heads}
    for row in rows:
        for key, cell in () if isinstance(row, Group) else row.items():
            lines = (cell,) if isinstance(cell, str) else cell
            needed[key] = max(needed[key], *map(_longest_word, lines)) if lines else needed[key]
    giving = {head.key for head in heads if head.key != "category" and head.width > _NARROW}
    spare = {head.key: max(head.width - needed[head.key], 0) if head.key in giving else 0 for head in heads}
    lacking = sum(max(needed[head.key] - head.width, 0) for head in heads)
    part = min(lacking / (sum(spare.values()) or 1), 1) if lacking else 0
    return tuple(replace(head, width=max(head.width, needed[head.key]) - spare[head.key] * part) for head in heads)


def in_lines(heads: Sequence[Head], rows: Iterable[Group | Mapping[str, Cell]]) -> tuple[Group | Mapping[str, Cell], ...]:
    """Lists of numbers, 19、23、36, on as many lines as they take: some programs would break 19 into 1 and 9."""
    widths = {head.key: head.width for head in heads}
    return tuple(
        row if isinstance(row, Group) else {key: _lines_of_numbers(cell, widths[key]) for key, cell in row.items()}
        for row in rows
    )


def _lines_of_numbers(cell: Cell, width: float) -> Cell:
    if not isinstance(cell, str) or not _NUMBERS.fullmatch(cell):
        return cell
    room = (width / 25.4 * 72 - CELL_MARGIN / 10) / (TABLE_SIZE / 2)
    lines = [""]
    for item in _ITEM.findall(cell):
        if lines[-1] and _numbers_wide(lines[-1] + item) > room:
            lines.append("")
        lines[-1] += item
    return tuple(lines) if len(lines) > 1 else cell


def _numbers_wide(text: str) -> float:
    """In sizes of the type, of digits and what stands between them."""
    return sum(_DIGIT if letter.isdigit() else 1 for letter in text)


def _longest_word(text: str) -> float:
    """Millimetres that a column needs so as not to break a word of a text."""
    words = (word for word in _LATIN_WORD.findall(text) if len(word) <= _LONGEST_WORD)
    letters = max((len(word) + sum(_WIDER for letter in word if letter >= _FIRST_OF_CHINESE) for word in words), default=0)
    return (letters * _LETTER * TABLE_SIZE / 2 + CELL_MARGIN / 10) / 72 * 25.4 if letters else 0
