"""A number as its cell shows it: with the sign of percent, the words and the date that its number format adds.

The digits are the cell's own, never rounded by the format. Where a format shows another number than the cell holds (scaling
commas, digits as literals, a hidden zero), the cell is marked `format` and its reader must ask.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

BUILTIN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "y/m/d", 15: "d-m-y", 16: "d-m", 17: "m-y", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "y/m/d h:mm",
    27: "y/m", 28: "m/d", 29: "m/d", 30: "m-d-y", 31: "y/m/d", 32: "h:mm", 33: "h:mm:ss", 34: "h:mm", 35: "h:mm:ss", 36: "y/m",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 49: "@", 50: "y/m", 51: "m/d", 52: "y/m", 53: "m/d", 54: "m/d", 55: "h:mm",
    56: "h:mm:ss", 57: "y/m", 58: "m/d",
}  # fmt: skip
"""Formats that a file names by number only; 27–36 and 50–58 are the dates of Chinese Excel."""

LONGEST_FORMAT = 255
"""Characters; Excel takes no longer format."""
_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<noon>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])"
    r"|(?P<digit>[0#?])|(?P<percent>%)|(?P<comma>,)|(?P<point>\.)|(?P<text>@)|(?P<date>y+|m+|d+|h+|s+|e+|b+|g+)|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_QUIET = " ()（）+-/:'\u00a0\u3000"
"""What a format may show beside a number without saying anything about it; the sign is the number's own."""


@dataclass(frozen=True, slots=True)
class Section:
    """What one section of a number format adds to a number."""

    prefix: str = ""
    suffix: str = ""
    percent: bool = False
    scaled: bool = False
    """Digits stand for another number than the cell's."""
    digits: bool = False
    dates: str = ""
    """Letters of the date parts shown, each once."""
    conditional: bool = False

    @property
    def meaning(self) -> tuple[str, str, bool, bool, str]:
        """What it says about a number; two sections that say the same may look different."""
        return self.prefix.strip(_QUIET), self.suffix.strip(_QUIET), self.percent, self.scaled, self.dates

    @property
    def clock(self) -> bool:
        """Whether it shows a time and no date; m beside h or s is minutes."""
        return bool(set(self.dates) & set("hs")) and not set(self.dates) & set("yd")


def shown(raw: str, code: str, *, from_1904: bool) -> tuple[str, str]:
    """The text of a numeric cell and its mark: "" for a plain reading, `format` where only a person can tell, `error`."""
    number = as_number(raw)
    if number is None:
        return raw, "error"
    section = _chosen(sections(code), number) if len(code) <= LONGEST_FORMAT else None
    if section is None or section.scaled or section.clock:
        return plain(number), "format"
    if section.dates:
        return _date(number, section, from_1904=from_1904)
    if not section.digits:
        return (plain(number), "") if number == 0 and section.prefix in ("-", "—") else (plain(number), "format")
    digits = plain(number * 100) + "%" if section.percent else plain(number)
    return section.prefix.strip(_QUIET) + digits + section.suffix.strip(_QUIET), ""


def as_number(raw: str) -> Decimal | None:
    """A stored number to the 15 digits Excel shows at most, so that 0.1 + 0.2 is 0.3. None if it is none."""
    try:
        number = Decimal(format(float(raw), ".15g"))
    except (ValueError, InvalidOperation):
        return None
    return number if number.is_finite() else None


def plain(number: Decimal) -> str:
    """Digits without exponent or trailing zeros."""
    return f"{number.normalize():f}"


@cache
def sections(code: str) -> tuple[Section, ...]:
    """The sections of a number format, in the order positive, negative, zero, text."""
    parts, start = [], 0
    for token in _TOKEN.finditer(code):
        if token["other"] == ";":
            parts.append(code[start : token.start()])
            start = token.end()
    return tuple(_section(part) for part in [*parts, code[start:]])


def _section(code: str) -> Section:
    tokens = [(token.lastgroup or "", token[token.lastgroup] if token.lastgroup else "") for token in _TOKEN.finditer(code)]
    places = [i for i, (kind, _) in enumerate(tokens) if kind in ("digit", "general", "text")]
    first, last = (places[0], places[-1]) if places else (len(tokens), -1)
    dates = "".join(sorted({_date_part(text) for kind, text in tokens if kind == "date"} | _elapsed(tokens)))
    literals = [(i, _literal(kind, text)) for i, (kind, text) in enumerate(tokens)]
    inside = "".join(text for i, text in literals if first < i < last)
    prefix = "".join(text for i, text in literals if i < first)
    suffix = "".join(text for i, text in literals if i > last and places)
    percents = sum(kind == "percent" for kind, _ in tokens)
    commas_after = any(kind == "comma" for i, (kind, _) in enumerate(tokens) if _ends_digits(tokens, i))
    odd = inside.strip(_QUIET) or re.search(r"\d", prefix + suffix) or percents > 1 or commas_after
    return Section(
        prefix=prefix.strip(),
        suffix=suffix.strip(),
        percent=percents == 1,
        scaled=bool(odd) and not dates,
        digits=bool(places),
        dates=dates,
        conditional=any(kind == "bracket" and text[:1] in "<>=" for kind, text in tokens if text),
    )


def _ends_digits(tokens: list[tuple[str, str]], i: int) -> bool:
    """Whether the comma at `i` follows a digit and no digit follows before the point: it divides by a thousand."""
    if not any(kind == "digit" for kind, _ in tokens[:i]):
        return False
    rest = [kind for kind, _ in tokens[i + 1 :] if kind in ("digit", "point")]
    return not rest or rest[0] == "point"


def _literal(kind: str, text: str) -> str:
    """What a token shows beside the digits."""
    if kind == "bracket":
        return text[1:].partition("-")[0] if text.startswith("$") else ""
    return text if kind in ("quoted", "escaped", "other") else ""


def _date_part(text: str) -> str:
    letter = text[0].lower()
    if letter in "eb":
        return "y"
    return "w" if letter == "d" and len(text) > 2 else letter


def _elapsed(tokens: list[tuple[str, str]]) -> set[str]:
    """A bracket such as [h] shows a time that has gone by."""
    return {"h" for kind, text in tokens if kind == "bracket" and re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE)}


def _chosen(parts: tuple[Section, ...], number: Decimal) -> Section | None:
    """The section that shows `number`; None if conditions choose among sections that say different things."""
    if any(part.conditional for part in parts):
        return parts[0] if len({part.meaning for part in parts[:3]}) == 1 else None
    if len(parts) == 1 or number > 0:
        return parts[0]
    if number < 0:
        return parts[1]
    return parts[2] if len(parts) > 2 else parts[0]


def _date(number: Decimal, section: Section, *, from_1904: bool) -> tuple[str, str]:
    """A serial date with the parts its cell shows: a date whose day is not shown is only a month."""
    if not 61 <= number < 2_958_466:  # before March 1900 Excel's calendar is not ours; after 9999 there is none
        return plain(number), "format"
    moment = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no time zone
    moment += timedelta(seconds=round(float(number) * 86_400))
    parts = set(section.dates)
    if {"y", "m", "d"} <= parts:
        return moment.isoformat(" ").removesuffix(" 00:00:00"), ""
    year = f"{moment.year}年" if "y" in parts else ""
    month = f"{moment.month}月" if "m" in parts else ""
    day = f"{moment.day}日" if "d" in parts else ""
    return year + month + day, ""
