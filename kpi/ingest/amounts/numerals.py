"""Chinese numerals as digits: 一百二十 is 120, 三亿五千万 is 3.5亿, 百分之二十五点八 is 25.8%. Only the full way of writing
a number is known: 一百二, 三四百 and 一千五十 may mean two things, and a lone 一 is as often a dash.
"""

import re
from decimal import Decimal

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
