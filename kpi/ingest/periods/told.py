"""Periods in the middle of a title, a name or a note, whatever stands around them, in Chinese or in English.

What an English text tells is first written as a Chinese one would: January–June 2024 is 2024年1-6月.
"""

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from kpi.ingest.periods.labels import digit
from kpi.ingest.spelling import REMEMBERED, halved

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_AS_OF = re.compile(r"(?<![a-z])as\s+(?:of|at)(?![a-z])", re.IGNORECASE)
_ENGLISH_YEAR = r"(?:19|20)\d{2}"
_SPELT = re.compile(
    rf"(?<![a-z])(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<first>{_ENGLISH_MONTH})(?:\s+(?P<after>\d{{1,2}})(?:st|nd|rd|th)?(?!\d))?"
    rf"(?:\s*(?:[-–—~]|to)\s*(?P<last>{_ENGLISH_MONTH}))?,?\s*(?P<year>{_ENGLISH_YEAR})(?!\d)",
    re.IGNORECASE,
)
_ENGLISH_PART = re.compile(
    rf"(?<![a-z])(?P<which>first|second|third|fourth)\s+(?P<part>half|quarter)(?:\s+(?:of\s+)?(?P<year>{_ENGLISH_YEAR}))?",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"(?<![a-z])(?P<first>{_ENGLISH_MONTH})[-'’](?P<year>[0-4]\d)(?![\d-])", re.IGNORECASE)
_PLACES = {"first": 1, "second": 2, "third": 3, "fourth": 4}


def in_chinese(text: str) -> str:
    """The text with its English periods in Chinese; anything else stays."""
    if not re.search("[A-Za-z]{3}", text):
        return text
    return _AS_OF.sub("截至", _ENGLISH_PART.sub(_part_of_year, _SHORT.sub(_short, _SPELT.sub(_spelt, text))))


def _spelt(spelt: re.Match[str]) -> str:
    first = _month_number(spelt["first"])
    day = spelt["day"] or spelt["after"]
    if last := spelt["last"]:
        return f"{spelt['year']}年{first}-{_month_number(last)}月"
    return f"{spelt['year']}年{first}月" + (f"{day}日" if day else "")


def _short(spelt: re.Match[str]) -> str:
    """Jun-24, as Excel writes a month."""
    return f"20{spelt['year']}年{_month_number(spelt['first'])}月"


def _month_number(month: str) -> int:
    return _MONTH_NAMES.index(month[:3].lower()) + 1


def _part_of_year(spelt: re.Match[str]) -> str:
    year = f"{spelt['year']}年" if spelt["year"] else ""
    place = _PLACES[spelt["which"].lower()]
    if spelt["part"].lower() == "quarter":
        return f"{year}第{place}季度"
    return year + ("上半年" if place == 1 else "下半年")


_DASH = r"(?:[-—–―~～]+|至|到)"
_MONTHS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十一": 11, "十二": 12}
_SPELT_MONTH = re.compile(rf"(十[一二]?|[一二三四五六七八九])(?=月|{_DASH}(?:十[一二]?|[一二三四五六七八九])月|个月)")
_SPELT_YEAR = re.compile(r"二[〇○零][一二三四五六七八九〇○零]{2}(?=年)")
_DIGITS = str.maketrans("一二三四五六七八九〇○零", "123456789000")
_YEARS = re.compile(rf"\d{{4}}年?{_DASH}\d{{4}}(?!\d)年?")
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_PART = (
    rf"(?:第?[一1](?:季度)?{_DASH}第?|[前头])(?P<quarters>[二两三四2-4])个?季度?"
    r"|第?(?P<quarter>[一二三四1-4])季[度报]|q(?P<q>[1-4])(?!\d)"
    r"|(?P<half>[上下])半年|(?P<mid>半年[报度]|(?<=[\d年度])中(?:报(?![告送名])|期(?![间评]))|(?<=年)年中)|h(?P<h>[12])(?!\d)"
    r"|[前头](?P<upto>\d{1,2})个?月|(?<=[\d年])m(?P<mm>1[0-2]|0?[1-9])(?!\d)"
    rf"|(?P<first>\d{{1,2}})月?份?{_DASH}(?P<last>\d{{1,2}})月份?"
    r"|(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})日)?"
)
_WRITTEN = re.compile(rf"(?<!\d)(?:{_YEAR}(?:年度|年|\.)?[(]?)?(?:{_PART})", re.IGNORECASE)
_BARE_SPAN = re.compile(rf"(?<!\d){_YEAR}[年.](?P<first>\d{{1,2}}){_DASH}(?P<last>\d{{1,2}})(?![\d.月日])")
_NUMERIC = re.compile(
    rf"(?<![\d.]){_YEAR}(?:(?P<mm>0[1-9]|1[0-2])(?P<dd>[0-3]\d)?"
    r"|(?P<by>[-./_])(?P<m>(?<=\.)\d|\d\d|\d(?=[-./_]))(?:(?P=by)(?P<d>\d{1,2}))?)(?![\d.%万亿月]|[-~—–]\d{1,2}(?:月|$))"
)
_WHOLE = re.compile(rf"(?<![\d.〔\[《-]){_YEAR}(?:年度|年|(?<![(〔\[]\d{{4}})(?![\d.%+〕\])-]|[人个家名张元万亿条项号份次所]))")
_UNNAMED = re.compile(r"(?<![按每逐])[季月周旬]报(?!送)|第\d{1,2}周|[上中下]旬")
"""Words for what is of less than a year, without saying of which part."""
_NOT_OF_ROWS = re.compile(r"以来|起|以后|之?前|版|修订|制度|普查|[为是]?基[期年]|不变价|口径|标准|样式|格式")
_COMPARED = re.compile(r"[较比自从以]$")
_NOT_OF_FIGURES = re.compile(r"来源|印发|根据|按照|依据|年鉴")
_HANDED_IN = re.compile(r"填报|填表|制表|打印|报出|截稿|更新|上报|报送|日期|时间")
_SINCE = re.compile(r"截[至止]到?$")


@dataclass(frozen=True, slots=True)
class Told:
    """A period in the middle of a text. `year` is None where only months are told."""

    text: str
    year: int | None
    first: int = 1
    last: int = 12
    day: int | None = None
    """The last day, where it is told."""
    whole: bool = False
    """A year and no part of one."""
    dated: bool = False
    """Maybe only when the table was made: it must not be earlier than the rows, but need not be theirs."""
    cumulative: bool = False
    """A span of months that a flow would have to cover from its first."""
    unnamed: bool = False
    """Some part of the year, of which it is not said which: 季报."""

    def start(self, year: int) -> date:
        """Its first day, in `year` if it tells none."""
        return date(self.year or year, self.first, 1)

    def end(self, year: int) -> date:
        """Its last day, in `year` if it tells none."""
        in_year = self.year or year
        days = calendar.monthrange(in_year, self.last)[1]
        return date(in_year, self.last, min(self.day or days, days))


@lru_cache(maxsize=REMEMBERED)
def told_in(text: str) -> tuple[Told, ...]:
    """Every period a text tells. A span of years is what a plan is for, and what came 以来 or 起 a day is of no period."""
    plain = "".join(in_chinese(halved(text)).split())
    plain = _SPELT_YEAR.sub(lambda spelt: spelt[0].translate(_DIGITS), plain)
    plain = _SPELT_MONTH.sub(lambda spelt: str(_MONTHS[spelt[1]]), plain)
    if _NOT_OF_FIGURES.search(plain):
        return ()
    plain = _YEARS.sub(lambda spelt: "·" * len(spelt[0]), plain)
    placed: list[tuple[int, Told]] = []
    for pattern in (_BARE_SPAN, _NUMERIC, _WRITTEN, _WHOLE):
        for match in pattern.finditer(plain):
            plain = plain[: match.start()] + "·" * len(match[0]) + plain[match.end() :]
            told = _told(match)
            if told and _of_rows(told, match):
                placed.append((match.start(), _dated(told, match)))
    ordered = [told for _, told in sorted(placed, key=lambda told: told[0])]
    if (unnamed := _UNNAMED.search(plain)) and all(told.whole for told in ordered):
        ordered.append(Told(unnamed[0], None, unnamed=True))
    return tuple(with_years(ordered))


def _told(match: re.Match[str]) -> Told | None:
    """What a match says; None for a month or a day that does not exist."""
    said = {name: text for name, text in match.groupdict().items() if text}
    year = int(said.pop("year")) if "year" in said else None
    told = Told(match[0] + ")" * match[0].count("("), year)
    if number := said.get("quarters"):
        return replace(told, last=3 * digit(number), cumulative=True)
    if number := said.get("quarter") or said.get("q"):
        return replace(told, first=3 * digit(number) - 2, last=3 * digit(number))
    if half := said.get("half") or said.get("h") or ("上" if "mid" in said else ""):
        return replace(told, last=6, cumulative=True) if half in "上1" else replace(told, first=7)
    if upto := said.get("upto"):
        return _checked(told, 1, int(upto), None)
    if "first" in said:
        return _checked(told, int(said["first"]), int(said["last"]), None)
    month = said.get("month") or said.get("mm") or said.get("m")
    if month is None:
        return replace(told, whole=True)
    day = said.get("day") or said.get("dd") or said.get("d")
    return _checked(told, int(month), int(month), int(day) if day else None)


def _checked(told: Told, first: int, last: int, day: int | None) -> Told | None:
    if not 1 <= first <= last <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return replace(told, first=first, last=last, day=day, cumulative=first < last)


def _of_rows(told: Told, match: re.Match[str]) -> bool:
    """Whether a period may be one of rows: not what they are compared with, nor the month in which something is handed in."""
    before, behind = match.string[: match.start()], match.string[match.end() :]
    handed_in = told.year is None and _HANDED_IN.search(before + behind)
    return not (handed_in or _NOT_OF_ROWS.match(behind) or _COMPARED.search(before))


def _dated(told: Told, match: re.Match[str]) -> Told:
    """The same, marked where it may be no more than the day or month of issue: alone in its text, in digits, or a day."""
    before, behind = match.string[: match.start()], match.string[match.end() :]
    lone = not re.search(r"[^\W·]", before + behind) and told.first == told.last
    day = told.day is not None and not _SINCE.search(before)
    return replace(told, dated=lone or day or match.re is _NUMERIC or bool(_HANDED_IN.search(before + behind)))


def with_years(told: list[Told]) -> list[Told]:
    """Months without a year belong to the years told beside them: 2024年技能人才情况（1—6月）."""
    years = list({year.year: year for year in told if year.whole}.values())
    parts = list({(part.first, part.last, part.day): part for part in told if part.year is None}.values())
    if not years or not parts:
        return told
    merged = [replace(part, year=year.year, text=f"{year.text}…{part.text}") for year in years for part in parts]
    return [other for other in told if other.year is not None and not other.whole] + merged
