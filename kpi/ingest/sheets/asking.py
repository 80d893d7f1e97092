"""What stands around or beside figures and may change their meaning: plans, parts of what is counted, places beyond our own;
and periods that a title, a sheet name, a file name or a note tells, held against those that the rows were read for.

Whether such a period is what the figures are of or the day they were handed in: no row can end later than that. A title that
fits none of its rows is asked about.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kpi.catalog import Catalog
from kpi.ingest.names.places import of_more_than_ours
from kpi.ingest.periods import Told, told_in, with_years
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.sheets.passages import Passage, Passed
from kpi.ingest.spelling import halved, shortened, simplified
from kpi.ingest.tables.grid import SheetColumn
from kpi.ingest.tables.headings import Headings, planned
from kpi.model import Message, Observation, Severity, Window

_QUALIFYING = re.compile(
    r"类型|类别|口径|范围|时段|期别|性别|户籍|年龄|学历|文化程度|人群|身份|等级|级别|行业|产业|工种|^其中|城市|地市|省份|状态|性质|阶段"
)
_PEOPLE = re.compile(r"(其中[:：]?)?(女性?|男性?|农村|城镇|外省|本省|本地|外来).{0,4}")
_PART_OF_PEOPLE = re.compile(
    r"女性|女职工|男性|农民工|务工人员|农村劳动力|毕业生|大学生|退役军人|残疾人|贫困|脱贫|低保|失业人员|就业困难|外来|外省|户籍|青年|老年"
)
"""Whom a title may restrict its figures to."""
_NOT_REAL = re.compile(r"样表|样例|示例|范例|填写说明|虚构|模拟|测试|测算|试算|估算|草稿|作废|模板")
_RATE = re.compile(r"[日月季年人户]均|平均")
_CHANGE = re.compile(r"新增|净增|增量|增加数")
_SINCE = re.compile(r"以来.*累计|累计.*以来|历年累计")
_UNIT_SAID = re.compile(r"单位\s*[:：为是]?\s*\S{0,2}[十百千万亿]")


@dataclass(frozen=True)
class Asking:
    """Asks against one catalog; every question is a warning."""

    catalog: Catalog
    headings: Headings

    def of_titles(self, texts: Iterable[str], observations: Sequence[Observation]) -> Iterator[Refused]:
        """Titles and names that speak of targets, or of something else than the measures that were read."""
        for text in dict.fromkeys(texts):
            if planned(text):
                yield Refused("plan_words", advice("plan_words"), text=text)
            elif observations and (word := self._restricts(text, observations)):
                yield Refused("title_qualifies", advice("title_qualifies"), text=shortened(text, 40), word=word)

    def of_remark(self, observation: Observation) -> Iterator[Refused]:
        """The remark beside a figure."""
        if planned(observation.note):
            yield Refused("plan_words", advice("plan_words"), text=shortened(observation.note, 30))
        yield from self._wider(observation.note, [observation])

    def of_note(self, text: str, observations: Sequence[Observation]) -> Iterator[Refused]:
        """A note below the table."""
        if _UNIT_SAID.search(simplified(text)):
            yield Refused("unit_unread", advice("unit_unread"), text=shortened(text, 30))
        yield from self._wider(text, observations)

    def of_column(self, column: SheetColumn, texts: Sequence[str]) -> Refused | None:
        """An unread column, with its different texts, that says what kind of figure stands in each row."""
        if texts and all(self.headings.region(text) == self.catalog.plan_region for text in texts):
            return None  # the city beside its towns
        telling = _QUALIFYING.search(simplified(column.header)) or any(map(self._tells, texts))
        if not telling or not texts or all(re.fullmatch(r"[\d.,%]+", text) for text in texts):
            return None
        values = {"header": column.header, "texts": tuple(texts[:4]), "letter": column.letter}
        return Refused.saying("column_qualifies", advice("column_qualifies"), values)

    def qualifies(self, text: str) -> bool:
        """Whether a heading says something of the rows below that they do not say themselves: a group, a plan."""
        text = simplified(text)
        return planned(text) or any(name in text for name in self._members) or bool(_PEOPLE.search(text))

    def _tells(self, text: str) -> bool:
        return planned(text) or bool(_PEOPLE.fullmatch(simplified(text)) or of_more_than_ours(text))

    def _wider(self, text: str, observations: Iterable[Observation]) -> Iterator[Refused]:
        """The doubt whether figures of the plan's own region are not of the whole country's or province's."""
        own = self.catalog.plan_region
        wider = of_more_than_ours(text)
        if wider and any(row.region_code == own.region_code for row in observations):
            yield Refused("region_wider", advice("region_wider"), wider=wider, region=own.name_zh)

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """Every name of a measure that may hide a word, the longest first."""
        names = (name for measure in self.catalog.measures.values() for name in (measure.name_zh, *measure.aliases))
        return tuple(sorted((simplified(name) for name in names if len(name) > 3), key=len, reverse=True))

    @cached_property
    def _members(self) -> frozenset[str]:
        return frozenset(simplified(member.name_zh) for member in self.catalog.members.values() if len(member.name_zh) > 1)

    def _restricts(self, text: str, observations: Sequence[Observation]) -> str:
        """The word of a title by which its figures are only a part of their measures, or no figures of these at all."""
        measures = [self.catalog.measures[code] for code in dict.fromkeys(row.measure_id for row in observations)]
        plain = simplified(text)
        for name in self._names:
            plain = plain.replace(name, "·")
        named = "".join(measure.name_zh for measure in measures)
        matches = [pattern.search(plain) for pattern in (_NOT_REAL, _PART_OF_PEOPLE, _RATE, _CHANGE, _SINCE)]
        words = [match[0] for match in matches if match and match[0] not in named]
        members = sorted(name for name in self._members if name in plain and name not in named)
        if len(members) == 1 and len(members[0]) > 2 and not any(row.breakdown for row in observations):
            words += members
        return words[0] if words else ""


def remark_tells(text: str) -> bool:
    """Whether the remark beside a figure may be asked about: of a plan, of places beyond our own, or of a period."""
    return bool(planned(text) or of_more_than_ours(text) or told_in(text))


Counted = Callable[[Sequence[Observation]], int]
_NOTE_OF_FIGURES = re.compile(
    r"截[至止]|累计|数据[为是]|数$|^[^，,。；;]{0,4}\d{1,2}月[^，,。；;]{0,4}$|^[上下]半年$|日期|时间"
)
"""What a note says of all figures, and not of some of them or of their history."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Texts of one sort that tell something of rows `first` to `last`."""

    place: str
    """title, sheet, file or note; what a person sees it called is `place.<that>`."""
    texts: tuple[str, ...]
    first: int = 0
    last: int = 10**9

    def speaks(self, text: str) -> bool:
        """Whether a text is about the figures: a title always, a note only if it says so."""
        return self.place != "note" or (bool(_NOTE_OF_FIGURES.search(halved(text))) and "其中" not in text)


def tellings(
    above: tuple[str, ...], names: tuple[str, str], passed: Sequence[Passed], observations: Sequence[Observation]
) -> list[Telling]:
    """Title, headings inside the table, the sheet's and the file's name, and notes, each with the rows it stands over."""
    headings = [row for row in passed if row.passage is Passage.HEADING and told_in(row.text)]
    edges = [0, *(heading.row for heading in headings), 10**9]
    over = zip([above, *((heading.text,) for heading in headings)], edges, edges[1:], strict=False)
    notes = tuple(row.text for row in passed if row.passage is Passage.NOTE)
    return [
        *(Telling("title", texts, first, last) for texts, first, last in over),
        Telling("sheet", names[:1]),
        Telling("file", names[1:]),
        Telling("note", notes),
        *(Telling("note", (row.note,), row.row, row.row) for row in observations if row.note),
    ]


def contradictions(
    around: Iterable[Telling], observations: Sequence[Observation], counted: Counted = len
) -> Iterator[tuple[Refused, Observation, Severity]]:
    """What sources tell against the rows they stand over, at the first such row; `counted` says how many they are.

    A row that ends later in the very year is refused, for it would be read as more than it is; anything else is asked about.
    """
    ordered = sorted(observations, key=_row)
    for source in around:
        below = ordered[bisect_left(ordered, source.first, key=_row) : bisect_right(ordered, source.last, key=_row)]
        told = with_years([period for text in source.texts if source.speaks(text) for period in told_in(text)])
        if source.place == "note":
            told = [period for period in told if not period.whole and not period.unnamed]
        if any(not period.whole and not period.unnamed for period in told):
            told = [period for period in told if not period.unnamed]
        if below and told:
            yield from _contradictions(source, told, below, counted)


def _contradictions(
    source: Telling, told: Sequence[Told], below: Sequence[Observation], counted: Counted
) -> Iterator[tuple[Refused, Observation, Severity]]:
    year = max(_end(row).year for row in below)
    latest = max(told, key=lambda period: period.end(year))
    limit = latest.end(year)
    later = [row for row in below if _end(row) > limit]
    cut = [row for row in later if _end(row).year == limit.year]
    if cut and source.place != "note":
        yield _refused("period_beyond", source, latest, cut, counted), cut[0], Severity.ERROR
    elif later:
        yield _refused("period_unlike", source, latest, later, counted), later[0], Severity.WARNING
    elif source.place != "note":
        own = [period for period in told if not period.dated]
        if own and not any(_fits(period, row, year) for period in own for row in below):
            yield _refused("period_unlike", source, own[-1], below, counted), below[0], Severity.WARNING


def _refused(code: str, source: Telling, told: Told, rows: Sequence[Observation], counted: Counted) -> Refused:
    first = rows[0]
    period = Window(first.window_start, first.window_end) if first.window_start and first.window_end else _end(first)
    values = {"place": Message(f"place.{source.place}"), "said": told.text, "period": period, "count": counted(rows)}
    return Refused.saying(code, advice(code), values)


def _fits(told: Told, observation: Observation, year: int) -> bool:
    """Whether a row may be what it speaks of."""
    if told.unnamed:
        return not _is_year(observation)
    if told.whole:
        return _end(observation).year == told.year
    starts_later = observation.window_start is not None and observation.window_start > told.start(year)
    return _end(observation) == told.end(year) and not (told.cumulative and starts_later)


def _row(observation: Observation) -> int:
    return observation.row


def _is_year(observation: Observation) -> bool:
    """Whether a row is of a whole year."""
    start, end = observation.window_start, _end(observation)
    return start is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def _end(observation: Observation) -> date:
    """The last day of a row; every row that was read has one."""
    return observation.period_end or date.min
