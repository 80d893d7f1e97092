"""What stands around or beside figures and may change their meaning: plans, parts of what is counted, places beyond our own."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from kpi.catalog import Catalog
from kpi.ingest.names.places import of_more_than_ours
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import shortened, simplified
from kpi.ingest.tables.headers import SheetColumn
from kpi.ingest.tables.headings import Headings, planned
from kpi.model import Observation

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
