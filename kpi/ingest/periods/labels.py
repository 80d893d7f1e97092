"""Periods as tables label them: 2023年, 2020年第一季度, 上半年, 1—6月, 2017年12月, 2023/12/31. A label may lack its year.

上半年, 1—6月, 前三季度 and whatever says 累计 count from 1 January. A bare 第三季度 may mean the quarter or the year so far:
of a flow it is asked about.
"""

import calendar
import re
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from kpi.ingest.periods.spans import OVER_DAYS, Period, period, read_date, read_year
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import REMEMBERED, footnote, halved
from kpi.model import Kind


class Quarters(StrEnum):
    """What 第三季度 means in a table of flows, where somebody has said so."""

    UNSAID = ""
    ALONE = "alone"
    CUMULATIVE = "cumulative"


@dataclass(frozen=True, slots=True)
class Label:
    """What a text says of a period. Several texts over and beside a number may say it together."""

    year: int | None = None
    months: tuple[int, int] | None = None
    """First and last month."""
    quarter: bool = False
    """Months that are called a quarter."""
    cumulative: bool = False
    alone: bool = False
    """本月, 当季: nothing before it is counted in."""
    at_end: bool = False
    """年末, 6月底: a day and not a time."""
    stated: Period | None = None
    """Dates that need nothing more."""
    serial: bool = False
    """The date was written as the number Excel keeps it as."""


_DIGITS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4}
_DASH = re.compile(r"[—–~至到]+")
_YEAR = r"(?P<year>\d{4})(?:\.0+)?(?:年度|年|度)?"
_QUARTER = r"(?:第?(?P<quarter>[一二三四1-4])季度?|q(?P<q>[1-4]))"
_PARTS = (
    re.compile(r"(?P<whole>全年|年度)?(?P<tail>累计|合计数|末|底)?"),
    re.compile(_QUARTER + r"(?P<tail>累计|末|当季|本季)?"),
    re.compile(r"(?:前|第?[一1]-第?)(?P<quarters>[二两三四2-4])个?季度?(?:累计)?"),
    re.compile(r"(?P<half>[上下])半年(?P<tail>累计|末)?|h(?P<h>[12])"),
    re.compile(r"(?P<month>\d{1,2})月份?(?P<tail>累计|末|底|当月|本月)?"),
    re.compile(r"(?P<first>\d{1,2})月?-(?P<last>\d{1,2})月份?(?P<tail>累计)?"),
    re.compile(r"(?P<tail>本年累计|年初累计|累计|累计数|本月|当月|本月数|本季|当季|本期|当期)"),
)
_NUMERIC_MONTH = re.compile(r"(\d{4})(?:[-/]|\.(?=\d\d$))(\d{1,2})|(\d{4})(0[1-9]|1[0-2])")
_SINCE = re.compile(r"(数据)?截[至止](至|到)?")
"""What follows is a last day."""
_YEARS = re.compile(r"(\d{4})年?-(\d{4})年")
_SPAN = re.compile(r"(.{8,})-(.{8,})")
_SERIAL = re.compile(r"(3[3-9]|[45]\d)\d{3}")
_PLAUSIBLE = range(1900, 2101)
"""Four digits beyond these are a number and no year."""
_WINDOW_WORD = re.compile(
    r"(?P<name>.+?)[\s_\-—·:：（(]*(?P<word>本年累计|年初累计|累计|当季|本季|当月|本月|当期|本期)(?:值|数|量|额|完成数?)?[)）]?"
)
"""How a measure's name says whether it counts from January or its last quarter or month alone: 工业用电量_累计值."""
_SINCE_1900 = date(1899, 12, 30)
_ENDS, _CUMULATES = frozenset({"末", "底"}), frozenset({"累计", "累计数", "本年累计", "年初累计"})


@lru_cache(maxsize=REMEMBERED)
def read_label(text: str) -> Label | None:
    """What `text` says of a period; None if it is no period."""
    if len(text) > 40:
        return None
    if label := _read_label(text):
        return label
    plain, mark = footnote(text)
    return _read_label(plain) if mark else None


def _read_label(text: str) -> Label | None:
    day = _day(halved(text))
    if day:
        return Label(stated=Period(as_of=day))
    whole = "".join(halved(text).split()).lower()
    plain = _DASH.sub("-", _SINCE.sub("", whole))
    label = _dated(plain) or _by_year(plain)
    return replace(label, at_end=True) if label and _SINCE.match(whole) and not label.stated else label


@lru_cache(maxsize=REMEMBERED)
def window_word(name: str) -> tuple[str, str]:
    """A measure's name without the word at its end that says which window it counts, and that word; empty if there is none."""
    worded = _WINDOW_WORD.fullmatch(halved(name))
    return (worded["name"], worded["word"]) if worded else (name, "")


@lru_cache(maxsize=REMEMBERED)
def says_window(text: str) -> bool:
    """Whether a name or a header says, besides whatever else or alone, how its window is counted."""
    label = read_label(text)
    return bool(window_word(text)[1]) or (label is not None and only_window(label))


def only_window(label: Label) -> bool:
    """Whether a label says nothing but how a window is counted: 累计, 当季."""
    return (label.cumulative or label.alone) and (label.year, label.months, label.stated) == (None, None, None)


def _dated(plain: str) -> Label | None:
    """Texts that state days: one, two with a dash between them, years from and to, or a serial number."""
    if day := _day(plain):
        return Label(stated=Period(as_of=day))
    if _SERIAL.fullmatch(plain):
        return Label(stated=Period(as_of=_SINCE_1900 + timedelta(days=int(plain))), serial=True)
    if years := _YEARS.fullmatch(plain):
        return Label(stated=Period(date(int(years[1]), 1, 1), date(int(years[2]), 12, 31)))
    for cut in (match.start() for match in re.finditer("-", plain)) if _SPAN.fullmatch(plain) else ():
        first, last = _day(plain[:cut]), _day(plain[cut + 1 :])
        if first and last:
            return Label(stated=Period(first, last))
    return None


def _day(text: str) -> date | None:
    try:
        return read_date(text)
    except Refused:
        return None


def _by_year(plain: str) -> Label | None:
    """A year, a part of one, or both in either order."""
    if numeric := _NUMERIC_MONTH.fullmatch(plain):
        year, month = int(numeric[1] or numeric[3]), int(numeric[2] or numeric[4])
        return Label(year, (month, month)) if 1 <= month <= 12 else None
    before, after = re.match(_YEAR, plain), re.search(r"(?<=[qh]\d)(?P<year>\d{4})$", plain)
    if before and int(before["year"]) in _PLAUSIBLE:
        label = _part(plain[before.end() :])
        return replace(label, year=int(before["year"])) if label else None
    if after and int(after["year"]) in _PLAUSIBLE:
        label = _part(plain[: after.start()])
        return replace(label, year=int(after["year"])) if label else None
    return _part(plain) if plain and plain not in ("末", "底", "年度", "合计数") else None


def _part(text: str) -> Label | None:
    """What the text says without its year; an empty one says the whole year."""
    for pattern in _PARTS:
        if part := pattern.fullmatch(text):
            return _of_groups({name: value for name, value in part.groupdict().items() if value})
    return None


def _of_groups(said: dict[str, str]) -> Label | None:
    tail = said.pop("tail", "")
    label = Label(
        cumulative=tail in _CUMULATES, at_end=tail in _ENDS, alone=bool(tail) and tail[0] in "本当" and "年" not in tail
    )
    if "whole" in said:
        return replace(label, months=(1, 12))
    if number := said.get("quarter") or said.get("q"):
        quarter = digit(number)
        return replace(label, months=(3 * quarter - 2, 3 * quarter), quarter=True)
    if number := said.get("quarters"):
        return replace(label, months=(1, 3 * digit(number)), cumulative=True)
    if half := said.get("half") or said.get("h"):
        return replace(label, months=(1, 6), cumulative=True) if half in "上1" else replace(label, months=(7, 12), alone=True)
    if "first" in said:
        return _months(label, int(said["first"]), int(said["last"]), span=True)
    if "month" in said:
        return _months(label, int(said["month"]), int(said["month"]), span=False)
    return label


def digit(text: str) -> int:
    """The number of a quarter, in either way of writing it."""
    return _DIGITS.get(text) or int(text)


def _months(label: Label, first: int, last: int, *, span: bool) -> Label | None:
    if not 1 <= first <= last <= 12:
        return None
    if label.cumulative and first > 1 and span:
        return None
    return replace(label, months=(first, last), cumulative=label.cumulative or (span and first == 1), alone=label.alone or span)


@lru_cache(maxsize=REMEMBERED)
def together(labels: tuple[Label, ...]) -> Label:
    """What several texts say of one period. Refused if they contradict each other."""
    if any(_contradict(word, label) for word in labels if only_window(word) for label in labels):
        raise Refused("period_conflict", advice("period_conflict"))
    whole = Label()
    for label in labels:
        for name in ("year", "months", "stated"):
            one, other = getattr(whole, name), getattr(label, name)
            if one is not None and other is not None and one != other:
                raise Refused("period_conflict", advice("period_conflict"))
        whole = Label(*(getattr(whole, part.name) or getattr(label, part.name) for part in fields(Label)))
    if whole.stated and (whole.months or whole.year not in (None, whole.stated.end.year)):
        raise Refused("period_conflict", advice("period_conflict"))
    return whole


def _contradict(word: Label, label: Label) -> bool:
    """Whether 累计 stands beside 7—9月 or 当季, or 当季 beside 上半年."""
    later = label.alone and (label.months is None or label.months[0] > 1)
    longer = label.cumulative and label.months not in ((1, 1), (1, 3))
    return (word.cumulative and later) or (word.alone and longer)


@lru_cache(maxsize=REMEMBERED)
def place(label: Label, kind: Kind, quarters: Quarters = Quarters.UNSAID) -> Period:
    """The period of a measure of this kind. Refused where the year is missing, or where a flow could mean two windows."""
    if label.stated:
        return period(kind, None, label.stated.window_start, label.stated.end)
    if label.year is None:
        raise Refused("period_no_year", advice("period_no_year"))
    if label.alone and label.months is None:
        raise Refused("period_no_month", advice("period_no_year"))
    first, last = label.months or (1, 12)
    end = date(label.year, last, calendar.monthrange(label.year, last)[1])
    if label.at_end:
        return period(kind, None, None, end)
    if label.months is None and not label.cumulative:
        return period(kind, label.year, None, None)
    if kind not in OVER_DAYS and not (kind is Kind.RATIO and label.cumulative):
        return Period(as_of=end)
    cumulative = label.cumulative or (label.quarter and not label.alone and quarters is Quarters.CUMULATIVE)
    if kind in OVER_DAYS and label.quarter and first > 1 and not (cumulative or label.alone or quarters):
        raise Refused("quarter_unclear", advice("quarter_unclear", first=first, last=last), first=first, last=last)
    return Period(date(label.year, 1 if cumulative else first, 1), end)


LONGEST_QUARTER = 92
"""Days."""


@lru_cache(maxsize=REMEMBERED)
def label_of(text: str) -> Label:
    """What a text says of a period. Refused if it says nothing."""
    label = read_label(text)
    if label is None:
        raise Refused("period_unreadable", advice("period_unreadable"))
    return label


def titled_label(text: str, label: Label) -> Label:
    """What a title says of the period: only the year where the row has its month, and no more than one month for 本月."""
    said = label_of(text)
    if said.year and label.months:
        return Label(said.year)
    if label.cumulative and said.year and not said.months:
        raise Refused("period_no_month", advice("period_no_year"))
    several = said.months and said.months[0] != said.months[1] and not said.quarter
    if label.alone and several:
        raise Refused("period_no_month", advice("period_no_year"))
    return replace(said, alone=False) if label.cumulative else said


def refuse_other_window(label: Label, stated: Period) -> None:
    """Dates of a window that a name or header calls 累计 begin in January; those of one called 当季 span a quarter at most."""
    if not only_window(replace(label, year=None)) or stated.window_start is None or stated.window_end is None:
        return
    days = (stated.window_end - stated.window_start).days + 1
    if (label.cumulative and stated.window_start.replace(year=1) != date(1, 1, 1)) or (label.alone and days > LONGEST_QUARTER):
        raise Refused("period_conflict", advice("period_conflict"))


@lru_cache(maxsize=REMEMBERED)
def year_label(text: str) -> Label:
    """What stands in a column of years: mostly a year, but 2023年上半年 too."""
    try:
        return Label(read_year(text))
    except Refused:
        label = read_label(text)
        if label is None or label.stated or label.year is None:
            raise
        return label
