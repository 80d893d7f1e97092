"""Periods inside other words: those a title gives its figures, those a header begins with, those that are no figures."""

import re

from kpi.ingest.periods.labels import read_label
from kpi.ingest.spelling import halved, simplified

_DASH = r"[—–~～\-至]"
_PART = r"第?[一二三四1-4]季度|[上下]半年|前[二两三]季度"
_YEAR = r"\d{4}\s*年(?:度)?"
_SPAN = rf"\d{{1,2}}\s*月?\s*{_DASH}\s*\d{{1,2}}\s*月"
_MONTH = r"\d{1,2}\s*月(?:\s*\d{1,2}\s*日|份|末|底)?"
_TITLED = re.compile(rf"(?<![\d—–~\-至])(?<![\d年][、和]){_YEAR}(?:{_PART}|{_SPAN}份?|{_MONTH})?(?:累计|末|底)?")
_YEARS = re.compile(rf"\d{{4}}\s*年?\s*{_DASH}\s*\d{{4}}\s*年?")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d")
_GOES_ON = re.compile(
    rf"\s*[(（]?\s*(\d{{1,2}}\s*月?\s*{_DASH}|前|一至|[上下]半年|第?[一二三四1-4]季|\d{{1,2}}\s*月|以来|起)|\s*[、和]\s*\d{{4}}"
)
"""What stands behind a year that is only part of a period."""
_NOT_OF_FIGURES = re.compile(r"来源|填报(时间|日期)|填表|制表|打印|印发|根据|按照|报出|截稿|更新时间")
_DATED = re.compile(rf"({_YEAR}(?:{_PART}|[\d—–~\-至]+月份?)?(?:累计|末|底)?)(.+)")
_DAY = re.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|([-/.])\d{1,2}\1\d{1,2})(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?")
_TIMES = re.compile(
    rf"(?<!\d)\d{{4}}\s*年?\s*{_DASH}\s*\d{{4}}(?!\d)\s*年?|"
    rf"(?<![\d.])(?:19|20)\d\d(?:\s*年(?:度|末|底)?\s*(?:{_PART}|全年)?"
    rf"(?:(?:\d{{1,2}}\s*月?\s*{_DASH}\s*)?{_MONTH})?|[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?(?![\d.])|"
    r"(?![\d.%‰]|\s*[十百千万亿人个家名所项张]))|"
    rf"(?<!\d){_SPAN}|(?<!\d){_MONTH}"
)


def periods_in(text: str) -> list[str]:
    """The periods a title names for its figures.

    A span of years is what a plan is for, and the day a table was printed or a paper issued is not what its figures are of. A
    year behind which something more is said of the period, in words that are not understood, is none either.
    """
    if _NOT_OF_FIGURES.search(simplified(text)):
        return []
    plain = _YEARS.sub(" ", halved(text))
    if _YEAR_ALONE.fullmatch(plain):
        return [plain]
    named = [period for period in _TITLED.finditer(plain) if not _GOES_ON.match(plain[period.end() :])]
    return list(dict.fromkeys("".join(period[0].split()) for period in named if read_label(period[0])))


def untitled(text: str) -> str:
    """A title, in half-width characters, without the periods and spans of years it names."""
    return _TITLED.sub("", _YEARS.sub("", halved(text)))


def dated_name(text: str) -> tuple[str, str] | None:
    """The period that a text begins with, and what stands behind it: 2023年 and 技能人才总量; None if it begins with none."""
    dated = _DATED.fullmatch(halved(text))
    return (dated[1], dated[2]) if dated else None


def is_day(text: str) -> bool:
    """Whether a text is a day, maybe with its hour, and nothing else."""
    return bool(_DAY.fullmatch(halved(text)))


def without_times(plain: str, put: str) -> str:
    """A text with `put` in the place of every time it names, since these are no figures."""
    return _TIMES.sub(put, plain)
