"""Texts by key, with numbers, quantities and dates worded inside them."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from string import Formatter

from kpi.i18n.catalogs import language, read
from kpi.i18n.files import Text
from kpi.i18n.language import Language, Script
from kpi.i18n.numbers import (
    MARKS,
    MOST_MORE_DECIMALS,
    PERCENT_DECIMALS,
    plain,
    round_half_up,
    round_never_to_zero,
    round_whole,
    two_digits,
    word_of_scale,
    word_of_value,
)
from kpi.model import (
    POINTS,
    Gap,
    Kind,
    Measure,
    Message,
    Multiple,
    Pace,
    Part,
    Qualifier,
    Quantity,
    Region,
    Rounding,
    Status,
    Unit,
    Window,
    same,
)

_MOST_FOR_A_PERCENTAGE = 9
"""Digits by which a percentage may be told from 100; what differs further on binary fractions have added."""
_PARENTHESES = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_MINUS = "−"
_BIG_UNITS = frozenset("万亿")
"""Beginnings of a display unit after which 余 stands: 16.8万余人次."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How the bare numbers of a measure are written in one language, where the unit stands apart: an axis, a column."""

    divisor: Decimal
    """What values in base units are divided by."""
    decimals: int
    """Most digits after the point."""
    unit: str


@dataclass(frozen=True)
class Texts:
    """All texts of one language. Call it with a key and values, or give it a value to word."""

    lang: str
    catalog: Mapping[str, Text]
    plural: Callable[[int], int]
    """Which form of a text stands with a count."""
    closer: Mapping[str, int] = field(default_factory=dict)
    """Further decimals by measure, where its own would hide a difference that is spoken of: `telling_apart`."""

    def telling_apart(self, measure: Measure, *pairs: tuple[float | None, float | None]) -> "Texts":
        """These texts with as many decimals as it takes for the gap between two values to follow from both as shown.

        1.38万元 is 0.02万元 short of 1.4万元; shown as 1.4 it would be short of itself.
        """
        known = [(one, other) for one, other in pairs if one is not None and other is not None]
        if measure.kind is Kind.MILESTONE or not known:
            return self
        for more in range(MOST_MORE_DECIMALS + 1):
            closer = replace(self, closer={**self.closer, measure.measure_id: more}) if more else self
            if all(closer._follows(measure, one, other) for one, other in known):
                return closer
        return self

    def _follows(self, measure: Measure, one: float, other: float) -> bool:
        """Whether the gap of two values, as it is shown, is the difference of the values as they are shown."""
        if same(one, other):
            return True
        gap = self.gap_number(abs(one - other), measure)
        return abs(self.gap_number(one, measure) - self.gap_number(other, measure)) == gap

    def _decimals(self, measure: Measure) -> int:
        return measure.decimals + self.closer.get(measure.measure_id, 0)

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of `key` with `values` worded into it; `count` chooses singular or plural. KeyError if there is none."""
        text = self.catalog[key]
        if isinstance(text, tuple):
            text = text[self.plural(_whole(values.get("count")))]
        return text.format(**{name: self.word(value) for name, value in values.items()}) if values else text

    def named_in(self, key: str) -> tuple[str, ...]:
        """The values that the text of `key` names, for whoever would else make some for nothing."""
        return _named_in(str(self.catalog[key]))

    @property
    def language(self) -> Language:
        """What the language does in its own way."""
        return language(self.lang)

    def __contains__(self, key: str) -> bool:
        return key in self.catalog

    def message(self, message: Message) -> str:
        """The sentence of a message."""
        return self(message.key, **message.values)

    def word(self, value: object) -> str:
        """Any value a message may carry, as text."""
        if type(value) is str:  # most are, and what follows asks for every class in turn
            return value
        match value:
            case Message():
                return self.message(value)
            case Quantity() | Gap() | Pace() | Multiple():
                return self.amount(value)
            case Measure() | Region() | Unit():
                return value.name(self.lang)
            case Part():
                return self.part(value)
            case Window():
                return self.window(value)
            case Status():
                return self(f"status.{value}")
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case float() | Decimal():
                return plain(round_half_up(value, 2), grouped=self.language.grouped)
            case tuple() | list():
                return self.listing([self.word(item) for item in value])
            case _:
                return str(value)

    def amount(self, value: Quantity | Gap | Pace | Multiple) -> str:
        """A value, a difference or a difference per year, with its unit; how many times one of these is another."""
        match value:
            case Quantity():
                return self.in_words(value.value, value.measure, value.qualifier)
            case Gap():
                return self.gap(value.value, value.measure)
            case Pace():
                return self.pace(value.value, value.measure, value.rounding)
            case Multiple():
                return self.multiple(value)

    def part(self, value: Part) -> str:
        """职业技能等级证书取得（高级工及以上）; of the whole the measure's name alone."""
        name, label = value.measure.name(self.lang), value.label.in_(self.lang)
        return self("value.part", measure=name, part=label) if label else name

    def listing(self, items: list[str]) -> str:
        """Items as a list in a sentence."""
        return self.language.listing(items, long=any(", " in _PARENTHESES.sub("", item) for item in items))

    def tally(self, counts: Mapping[str, int]) -> str:
        """Counts as a list, each under the key of its text; nothing is said of what there is none of."""
        return self.listing([self(key, count=number) for key, number in counts.items() if number])

    def paragraph(self, told: Iterable[str]) -> str:
        """Sentences that bring their full stops, as one paragraph; what is empty is left out."""
        return self.language.sentences.join(filter(None, told))

    def one_after_another(self, told: Iterable[str]) -> str:
        """Phrases and sentences in one cell; what is empty is left out, and where there are capitals each is a sentence."""
        said = [text for text in told if text]
        if self.language.script is Script.LATIN:
            said = [text[0].upper() + text[1:] + ("" if text.endswith((".", "?", "!")) else ".") for text in said]
        return self.language.phrases.join(said)

    def amid(self, text: str) -> str:
        """A word that begins a sentence or stands alone, such as a status, as it stands inside one."""
        return text[:1].lower() + text[1:] if self.language.script is Script.LATIN else text

    def quantity(self, value: float | Decimal, measure: Measure, qualifier: Qualifier = Qualifier.EQ) -> str:
        """A value in base units with its unit: 137.6万人, 25.8%, ≥1100家; in English 1,376,000 people, 14.2 billion yuan."""
        if measure.kind is Kind.MILESTONE:
            return self("value.done" if value else "value.not_done")
        if measure.course and value:
            return self._directed(value, measure, qualifier)
        mark = self.mark(qualifier)
        if measure.kind is Kind.RANK:
            return mark + self("value.rank", number=plain(self.gap_number(value, measure)))
        return mark + self._with_unit(value, measure)

    def in_words(self, value: float | Decimal, measure: Measure, qualifier: Qualifier = Qualifier.EQ) -> str:
        """A value as a sentence says it, its qualifier in words: 16.8万余人次, 98%以上. Tables show the sign: `quantity`."""
        if qualifier not in MARKS or measure.kind is Kind.MILESTONE:
            return self.quantity(value, measure, qualifier)
        if measure.course and self._turns(value, measure):
            qualifier = qualifier.turned
        kind = "place" if measure.kind is Kind.RANK else "value"
        plainly = self.quantity(value, measure)
        if qualifier is Qualifier.GT and kind == "value" and self.language.plan_units:
            number, unit = plain(self.gap_number(value, measure)), measure.display_unit
            if unit[:1] in _BIG_UNITS:
                return self("value.and_more", number=number + unit[:1], unit=unit[1:])
            if number.endswith("0") and "." not in number and unit != "%":
                return self("value.and_more", number=number, unit=unit)
        return self(f"value.{kind}_{qualifier}", value=plainly)

    def gap(self, value: float | Decimal, measure: Measure) -> str:
        """A difference in base units: 4.2个百分点 for a percentage, 2位 for a rank, else as a quantity.

        One that is not nothing is never shown as 0: 30 people are 0.003万人 where others have two decimals.
        """
        number = self.gap_number(value, measure)
        if measure.display_unit == "%":
            return self("value.points", count=1 if number == 1 else 2, number=plain(number))
        if measure.kind is Kind.RANK:
            return self("value.places", count=1 if number == 1 else 2, number=plain(number))
        return self._counted(number, measure)

    def gap_number(self, value: float | Decimal, measure: Measure) -> Decimal:
        """The number that `gap` shows, in the unit it shows it in; a value is shown by the same rule: 0 only if it is."""
        exact = value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")
        scale = self.scale(measure)
        return round_never_to_zero(exact / scale.divisor, scale.decimals)

    def pace(self, value: float | Decimal, measure: Measure, rounding: Rounding = Rounding.NEAREST) -> str:
        """A difference per year or month, as `gap` shows one, but a small one to two digits: 1.6家, 0.13个百分点."""
        number = self.pace_number(value, measure, rounding)
        if measure.display_unit == "%" or measure.kind is Kind.RANK:
            key = "value.points" if measure.display_unit == "%" else "value.places"
            return self(key, count=1 if number == 1 else 2, number=plain(number))
        return self._counted(number, measure)

    def pace_number(self, value: float | Decimal, measure: Measure, rounding: Rounding = Rounding.NEAREST) -> Decimal:
        """The number that `pace` shows, in the unit it shows it in: what a multiple beside it is worked out from."""
        scale = self.scale(measure)
        exact = (value if isinstance(value, Decimal) else Decimal(f"{value:.12g}")) / scale.divisor
        digits = two_digits(exact, scale.decimals)
        if digits == 0 and scale.divisor == 1:
            return round_whole(exact, rounding)
        return round_half_up(exact, digits)

    def multiple(self, value: Multiple, key: str = "value.multiple") -> str:
        """How many times `recent` is contained in `needed`: 1.2倍; small ones to two digits."""
        number = self.multiple_number(value)
        return self(key, count=1 if number == 1 else 2, number=plain(number))

    def multiple_number(self, value: Multiple) -> Decimal:
        """The number that `multiple` shows."""
        needed, recent = (self.pace_number(pace.value, pace.measure, pace.rounding) for pace in (value.needed, value.recent))
        return round_half_up(needed / recent, two_digits(needed / recent, 1))

    def scale(self, measure: Measure) -> Scale:
        """How the measure's numbers are written without their unit: in 万人 or %; in English people, and billions for 亿."""
        if self.language.plan_units or measure.display_unit == "%":
            return Scale(measure.display_scale, self._decimals(measure), _counted_in(measure))
        unit, large = measure.unit.name(self.lang), word_of_scale(measure.display_scale)
        decimals = max(self._decimals(measure) + large - int(measure.display_scale.log10()), 0)
        return Scale(Decimal(10) ** large, decimals, self(f"value.large_{large}", unit=unit) if large else unit)

    def display_unit(self, measure: Measure) -> str:
        """The display unit in words: 万人 or %; in English, which has no word for 万, 10,000 people."""
        if self.scale(measure).divisor == measure.display_scale:
            return self.scale(measure).unit
        return f"{plain(measure.display_scale, grouped=self.language.grouped)} {measure.unit.name(self.lang)}"

    def percent(self, value: float) -> str:
        """A percentage on the 0–100 scale: 49.6%; 0% only where it is nothing."""
        return plain(round_never_to_zero(value, PERCENT_DECIMALS)) + "%"

    def percent_of_way(self, value: float) -> str:
        """A percentage of the way to a target: 99.97%, and not 100%, where something is still missing."""
        more = PERCENT_DECIMALS + _MOST_FOR_A_PERCENTAGE
        rounded = (round_half_up(value, decimals) for decimals in range(PERCENT_DECIMALS, more))
        return plain(next((shown for shown in rounded if shown != 100 and (shown or not value)), round_half_up(value, 0))) + "%"

    def points(self, value: float) -> str:
        """A difference of percentages on the 0–100 scale: 9.6个百分点; 0.04个百分点 where one decimal would make it 0."""
        number = round_never_to_zero(value, PERCENT_DECIMALS)
        return self("value.points", count=1 if number == 1 else 2, number=plain(number))

    def day(self, day: date) -> str:
        """2023年6月30日, or 30 June 2023."""
        return self.language.written(day, self.language.day)

    def month(self, day: date) -> str:
        """2023年6月, or June 2023."""
        return self.language.written(day, self.language.month)

    def moment(self, moment: datetime) -> str:
        """A moment to the minute, in the zone it comes in."""
        return f"{self.day(moment.date())} {moment:%H:%M}"

    def window(self, window: Window) -> str:
        """A window as people write it: 2022年, 2021—2025年, 2023年1—6月, or its two dates."""
        start, end = window.start, window.end
        if not _whole_months(window):
            return self("value.span", start=self.day(start), end=self.day(end))
        if (start.month, end.month) == (1, 12):
            if start.year == end.year:
                return self("value.year", year=start.year)
            return self("value.years", first=start.year, last=end.year)
        if (start.year, start.month) == (end.year, end.month):
            return self.month(start)
        if start.year == end.year:
            first, last = self.language.first_month, self.language.last_month
            return self.language.written(start, first) + self.language.written(end, last)
        return self("value.span", start=self.month(start), end=self.month(end))

    def mark(self, qualifier: Qualifier) -> str:
        """What stands before a number in a table: ≥, 约; empty of an exact one."""
        return self("value.about") if qualifier is Qualifier.APPROX else MARKS.get(qualifier, "")

    def _directed(self, value: float | Decimal, measure: Measure, qualifier: Qualifier) -> str:
        """A change of a level in words instead of with its sign: 提高≥1岁, 下降13.5%; in English with its sign, +1 year."""
        told = self._with_unit(-value if value < 0 else value, measure)
        mark = self.mark(qualifier.turned if self._turns(value, measure) else qualifier)
        return self(f"value.{measure.course}_{_side(value)}", mark=mark, value=told)

    def _turns(self, value: float | Decimal, measure: Measure) -> bool:
        """Whether a word stands for the sign, so that at most −0.3 is a fall of at least 0.3."""
        return value < 0 and _MINUS not in str(self.catalog[f"value.{measure.course}_down"])

    def _with_unit(self, value: float | Decimal, measure: Measure) -> str:
        if measure.display_unit != "%":
            return self._counted(self.gap_number(value, measure), measure)
        return self.gap(value, measure) if measure.unit == POINTS else plain(self.gap_number(value, measure)) + "%"

    def _counted(self, number: Decimal, measure: Measure) -> str:
        if self.language.plan_units:
            return plain(number) + _counted_in(measure)
        value, unit = number * self.scale(measure).divisor, measure.unit.counted(number, self.lang)
        large = word_of_value(value) if word_of_scale(measure.display_scale) else 0
        if large:
            value, unit = value.scaleb(-large), self(f"value.large_{large}", unit=measure.unit.name(self.lang))
        return f"{plain(value, grouped=self.language.grouped)} {unit}"


def _counted_in(measure: Measure) -> str:
    """The unit behind a number, with its measure word where it is spelled with one: 0.11个百分点."""
    counted = "个" + measure.display_unit
    return counted if counted in measure.unit.spellings else measure.display_unit


def _side(value: float | Decimal) -> str:
    return "down" if value < 0 else "up"


@cache
def _named_in(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for _, name, _, _ in Formatter().parse(text) if name))


def _whole(count: object) -> int:
    """The count that chooses a form: what is no whole number goes like more than one."""
    return int(count) if isinstance(count, (int, float)) and count == int(count) else 2


def _whole_months(window: Window) -> bool:
    return window.start.day == 1 and date.fromordinal(window.end.toordinal() + 1).day == 1


@cache
def texts(lang: str) -> Texts:
    """The texts of `lang`, read once. ValueError for a language there is none of."""
    catalog, plural = read(lang)
    return Texts(lang, catalog, plural)
