"""Periods that an English text tells, written as a Chinese one would: January–June 2024 is 2024年1-6月."""

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_AS_OF = re.compile(r"(?<![a-z])as\s+(?:of|at)(?![a-z])", re.IGNORECASE)
_YEAR = r"(?:19|20)\d{2}"
_SPELT = re.compile(
    rf"(?<![a-z])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<first>{_MONTH})(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?"
    rf"(?:\s*(?:[-–—~]|to)\s*(?P<last>{_MONTH}))?,?\s*(?P<year>{_YEAR})(?!\d)",
    re.IGNORECASE,
)
_PART = re.compile(
    rf"(?<![a-z])(?P<which>first|second|third|fourth)\s+(?P<part>half|quarter)(?:\s+(?:of\s+)?(?P<year>{_YEAR}))?",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"(?<![a-z])(?P<first>{_MONTH})[-'’](?P<year>[0-4]\d)(?![\d-])", re.IGNORECASE)
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def in_chinese(text: str) -> str:
    """The text with its English periods in Chinese; anything else stays."""
    if not re.search("[A-Za-z]{3}", text):
        return text
    return _AS_OF.sub("截至", _PART.sub(_part, _SHORT.sub(_short, _SPELT.sub(_months, text))))


def _months(spelt: re.Match[str]) -> str:
    first = _number(spelt["first"])
    day = spelt["day"] or spelt["after"]
    if last := spelt["last"]:
        return f"{spelt['year']}年{first}-{_number(last)}月"
    return f"{spelt['year']}年{first}月" + (f"{day}日" if day else "")


def _short(spelt: re.Match[str]) -> str:
    """Jun-24, as Excel writes a month."""
    return f"20{spelt['year']}年{_number(spelt['first'])}月"


def _number(month: str) -> int:
    return _MONTHS.index(month[:3].lower()) + 1


def _part(spelt: re.Match[str]) -> str:
    year = f"{spelt['year']}年" if spelt["year"] else ""
    place = _PLACES[spelt["which"].lower()]
    if spelt["part"].lower() == "quarter":
        return f"{year}第{place}季度"
    return year + ("上半年" if place == 1 else "下半年")
