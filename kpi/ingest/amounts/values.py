"""A number as people write it: 1,376,000 · 137 600 · 137.6万 · 约13万人 · 98%以上 · 一百二十 · 137.6①. Exact, in
Decimal.

What cannot be read in exactly one way is refused: misplaced separators, exponents, ranges, 近 and 几. Of Chinese numerals
only the full way of writing is known: 一百二, 三四百 and 一千五十 may mean two things, and a lone 一 is as often a dash. Only
qualifiers whose meaning is fixed are kept; 以上, 以下 and 以内 include the number, 超, 余 and 不足 exclude it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import REMEMBERED, folded, footnote, halved
from kpi.model import Qualifier

_DIGITS = "零一二三四五六七八九"
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟〇两", "一二三四五六七八九十百千零二")
_RUN = re.compile(
    rf"(?<![\d.几数])(百分之|千分之)?([{_DIGITS}十][{_DIGITS}十百千万亿]*)(?:点([{_DIGITS}]+)([万亿]*))?(?![\d点几数])"
)
_OF = {"百分之": "%", "千分之": "‰"}
_LARGE = (("亿", 10**8), ("万", 10**4))
_SINGLE = frozenset({"一", "〇", "两"})
_ARABIC = str.maketrans(_DIGITS, "0123456789")


def in_digits(text: str) -> str:
    """`text` with the numeral in it as digits; as it is where there is none, or one that could mean something else."""
    numeral = _RUN.search(text.translate(_PLAIN))
    if numeral is None or text.strip() in _SINGLE:
        return text
    of, whole, decimals, scale = numeral.groups("")
    value = _value(whole)
    if value is None or (decimals and (value >= 10**4 or scale not in ("", "万", "亿", "万亿"))):
        return text
    number = f"{value}.{decimals.translate(_ARABIC)}{scale}" if decimals else _shortly(value, whole)
    return text[: numeral.start()] + number + _OF.get(of, "") + text[numeral.end() :]


def _shortly(value: int, numeral: str) -> str:
    """Digits with the largest 万 or 亿 of the numeral behind them, so that a unit beside it states the same scale once."""
    name, size = next(((name, size) for name, size in _LARGE if name in numeral), ("", 1))
    return f"{(Decimal(value) / size).normalize():f}{name}"


def _value(numeral: str) -> int | None:
    """The number that is written so in full; None if there is none."""
    value = _sum(numeral)
    return value if value is not None and _written(value) == re.sub(rf"(?<![{_DIGITS}])十|(?<=零)十", "一十", numeral) else None


def _sum(numeral: str) -> int | None:
    for name, size in _LARGE:
        if name in numeral:
            high, _, low = numeral.rpartition(name)
            above, below = _sum(high), _sum(low) if low else 0
            return None if above is None or below is None else above * size + below
    return _below_a_myriad(numeral)


def _below_a_myriad(numeral: str) -> int | None:
    total, digit = 0, None
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        else:
            total, digit = total + (1 if digit is None else digit) * 10 ** ("十百千".index(character) + 1), None
    return total + (digit or 0)


def _written(value: int) -> str:
    """A number in full, 10 as 一十."""
    for name, size in _LARGE:
        if value >= size:
            high, low = divmod(value, size)
            gap = "零" if 0 < low < size // 10 else ""
            return _written(high) + name + (gap + _written(low) if low else "")
    digits = "".join(
        _DIGITS[int(digit)] + ("" if digit == "0" else unit)
        for digit, unit in zip(f"{value:04}", ("千", "百", "十", ""), strict=True)
    )
    return re.sub("零+", "零", digits).strip("零") or "零"


SCALES: Mapping[str, Decimal] = {
    "万亿": Decimal(10) ** 12,
    "千万": Decimal(10) ** 7,
    "百万": Decimal(10) ** 6,
    "十万": Decimal(10) ** 5,
    "亿": Decimal(10) ** 8,
    "万": Decimal(10) ** 4,
    "千": Decimal(1000),
    "百": Decimal(100),
    "million": Decimal(10) ** 6,
    "thousand": Decimal(1000),
    "%": Decimal("0.01"),
    "‰": Decimal("0.001"),
}
LONGEST_WRITTEN = 200
"""Characters of a number with its unit and words; whatever is longer is a text."""
PER_HUNDRED = frozenset({Decimal("0.01"), Decimal("0.001")})
"""Scales that only a share can have."""

UNIT_SEPARATORS = re.compile(r"[、,;/]|和|或")
"""What stands between the units of a list."""

BLANKS = frozenset({"", "-", "--", "–", "—", "——", "―", "…", "……", "...", "/", "\\", "无", "暂无", "暂缺", "未统计", "n/a"})
"""Ways of writing that there is no figure; none of them means zero."""

_BEFORE: Mapping[Qualifier, str] = {
    Qualifier.APPROX: "大约|约为|约|about|approx.|approximately|around|≈|~",
    Qualifier.GT: "超过|超|逾|多于|高于|大于|more than|over|above|>",
    Qualifier.GE: "达到|达|不少于|不低于|不小于|至少|at least|≥|>=",
    Qualifier.LE: "不超过|不高于|不大于|不多于|最高|至多|最多|at most|up to|≤|<=",
    Qualifier.LT: "不足|不到|不满|低于|少于|小于|less than|fewer than|under|below|<",
}
_AFTER: Mapping[Qualifier, str] = {
    Qualifier.APPROX: "左右|上下",
    Qualifier.GE: "及以上|以上|or more",
    Qualifier.LE: "及以下|以下|以内|or less|or fewer",
}
_UNCLEAR = re.compile(r"(近|接近|将近|突破|破|nearly|almost)\s*\d.*|.*[几数][十百千万亿].*|\d[\d,.]*\+.*", re.IGNORECASE)
"""Words that people use for a little less as well as for a little more, or for no number at all."""


def _words(table: Mapping[Qualifier, str]) -> dict[str, Qualifier]:
    return {word: qualifier for qualifier, words in table.items() for word in words.split("|")}


def _either(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_QUALIFIERS_BEFORE, _QUALIFIERS_AFTER = _words(_BEFORE), _words(_AFTER)
_NUMBER = re.compile(
    rf"(?P<before>{_either(_QUALIFIERS_BEFORE)})?\s*(?P<money>[¥￥])?\s*(?P<sign>[-+])?\s*"
    r"(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)\s*"
    rf"(?P<inner>[余多])?(?P<scale>{_either(SCALES)})?(?P<outer>[余多])?\s*"
    rf"(?P<unit>(?:[^\W\d_][^\d.,%‰+=<>~]*?)??)\s*(?P<after>{_either(_QUALIFIERS_AFTER)})?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\(([¥￥]?\d[\d,.]*\s*[%‰]?)\)")
"""How accounts write a negative number."""
_SPACED = re.compile(r"(?<![\d.,])(?<!\d )(?:[1-9]\d{0,2}(?: \d{3})+|\d(?: \d)* \. \d(?: \d)*)(?! ?[\d,])")
"""Digits in groups of three, or all of them apart with the point between two: only these are certainly one number."""
LONGEST_NUMBER = 60
"""Characters; whatever is longer is a sentence."""
_EXPONENT = re.compile(r"[-+]?\d+(\.\d+)?e[-+]?\d+", re.IGNORECASE)
_GROUPED = re.compile(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class Written:
    """What one text says: a number, the unit behind it, more or less exactly."""

    number: Decimal
    """As written, without any scale."""
    unit: str
    """The scale and words after the number, such as 万人次 or %; empty if there are none."""
    qualifier: Qualifier = Qualifier.EQ


def is_blank(text: str) -> bool:
    """Whether a cell says that there is no figure."""
    return halved(text).casefold() in BLANKS


def read_number(text: str, *, decimal_comma: bool = False) -> Written:
    """What `text` says. `decimal_comma`: the file comes from where 1,376 may be a fraction. Refused unless certain."""
    if len(text) > LONGEST_WRITTEN:
        raise Refused("value_unreadable", advice("value_unreadable"))
    plain = spelt_plainly(text)
    if bracketed := _IN_BRACKETS.fullmatch(plain):
        inside = read_number(bracketed[1], decimal_comma=decimal_comma)
        return replace(inside, number=-inside.number)
    if _EXPONENT.fullmatch(plain):
        raise Refused("value_exponent", advice("value_exponent"))
    written = _NUMBER.fullmatch(plain)
    if not written:
        code = "value_unclear" if _UNCLEAR.fullmatch(plain) else "value_unreadable"
        raise Refused(code, advice(code))
    number = _digits(written["digits"], decimal_comma=decimal_comma)
    unit = (written["scale"] or "") + (written["unit"] or ("元" if written["money"] else ""))
    return Written(-number if written["sign"] == "-" else number, unit, _qualifier(written))


def spelt_plainly(text: str) -> str:
    """A number without the mark of a footnote, Chinese numerals as digits, its digits together."""
    if len(text) > LONGEST_NUMBER:
        return halved(text)
    return _SPACED.sub(lambda digits: digits[0].replace(" ", ""), in_digits(footnote(text)[0]))


def read_rank(text: str) -> Written:
    """A place as people write it: 3, 第3位, or 前3名, which is the third place or a better one."""
    place = halved(text)
    place = "第1" if place == "第一" else place
    written = read_number(place[1:] if place[:1] in ("第", "前") else place)
    if not place.startswith("前"):
        return written
    if written.qualifier is not Qualifier.EQ:
        raise Refused("value_unclear", advice("value_unclear"))
    return replace(written, qualifier=Qualifier.LE)


def _digits(digits: str, *, decimal_comma: bool) -> Decimal:
    if "," not in digits:
        return Decimal(digits)
    if not _GROUPED.fullmatch(digits) or (decimal_comma and digits.count(",") == 1 and "." not in digits):
        raise Refused("value_separators", advice("value_separators", digits=digits.replace(",", "")))
    return Decimal(digits.replace(",", ""))


def _qualifier(written: re.Match[str]) -> Qualifier:
    said = {_QUALIFIERS_BEFORE[written["before"].lower()]} if written["before"] else set()
    said |= {Qualifier.GT for part in ("inner", "outer") if written[part]}
    said |= {_QUALIFIERS_AFTER[written["after"].lower()]} if written["after"] else set()
    if len(said) > 1:
        raise Refused("value_unclear", advice("value_unclear"))
    return said.pop() if said else Qualifier.EQ


_UNIT_SCALE = re.compile(rf"(?P<scale>{_either(SCALES)})\s*(?P<rest>.*)", re.IGNORECASE)
_UNIT_DRESS = re.compile(r"(?:单位|unit)\s*[:：]\s*|[()]", re.IGNORECASE)
_PERCENT_WORDS = frozenset({"百分比", "百分数", "percent", "percentage"})


@dataclass(frozen=True, slots=True)
class UnitText:
    """A unit as written: 万人次 is 10000 of 人次, % is 0.01 of nothing named, 人 is no scale of 人."""

    scale: Decimal | None
    word: str


def split_scale(text: str) -> tuple[Decimal | None, str]:
    """The scale a unit begins with, and the rest: 万人次 is 10000 and 人次; None and all of it if it begins with none."""
    scaled = _UNIT_SCALE.fullmatch(text)
    return (SCALES[scaled["scale"].lower()], scaled["rest"]) if scaled else (None, text)


@lru_cache(maxsize=REMEMBERED)
def read_unit(text: str, spellings: frozenset[str]) -> UnitText | None:
    """What a text says in the `spellings` (folded) of one unit; None if it is not a way of writing that unit."""
    written = _UNIT_DRESS.sub("", halved(text)).strip()
    if folded(written) in _PERCENT_WORDS:
        return UnitText(SCALES["%"], "")
    scale, rest = split_scale(written)
    if scale is not None and (not rest or folded(rest) in spellings):
        return UnitText(scale, rest)
    return UnitText(None, written) if folded(written) in spellings else None
