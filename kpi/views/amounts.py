"""Values of measures as people read them: the text of i18n beside the number behind it, in the unit of the text."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kpi.i18n import Texts, round_half_up
from kpi.model import Kind, Measure, Qualifier

_UNLIMITED = 99
"""Digits: more than any number shows."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in words and the number behind it. `Amounts` makes them."""

    text: str = ""
    """As it is written, with mark and unit: 约13万人, 4.2个百分点; empty where there is none."""
    number: float | None = None
    """The same, unrounded, in the unit of the text: 13.0, 4.2; None where it is none, such as 已完成."""
    decimals: int = 0
    """Digits after the point that the text shows."""
    mark: str = ""
    """约, ≥, 至多 and the like; the number does not carry it."""
    lead: str = field(default="", compare=False)
    """Of a change of a level all that its text has before the digits, its sign with it: 提高≥; else empty."""
    prose: str = field(default="", compare=False)
    """The text as a sentence says it, where that differs: 16.8万余人次, and not >16.8万人次."""
    most: int = field(default=_UNLIMITED, compare=False)
    """Digits after the point that its measure's numbers have at most: beside fractions whole places stay whole."""

    @property
    def told(self) -> str:
        """The text for a sentence; the one for a table is `text`."""
        return self.prose or self.text

    def even_with(self, decimals: int) -> int:
        """The digits after the point that it shows where numbers beside it show so many: none that its measure never has."""
        return max(self.decimals, min(decimals, self.most))


NOTHING = Amount()
_DIGIT = re.compile(r"\d")
_OF_A_VALUE, _OF_A_DIFFERENCE = 15, 12
"""Significant digits: all that a float tells of a decimal, and what the difference of two still tells."""
_DECIMALS = 1
"""Of percentages, differences of percentages, years and times."""


class Amounts:
    """Makes the amounts of one language. A value of None gives an empty amount, of no text and no number.

    A text handed in replaces the usual one; the number stays what it is.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def unit(self, measure: Measure) -> str:
        """The unit in which the measure's numbers are given: 万人 or %; in English people."""
        if measure.kind is Kind.MILESTONE:
            return ""
        if measure.kind is Kind.RANK:
            return self._texts("report.unit_rank")
        return self._texts.scale(measure).unit

    def value(self, value: float | None, measure: Measure, qualifier: Qualifier = Qualifier.EQ, text: str = "") -> Amount:
        """A value of a measure, in base units."""
        if value is None:
            return NOTHING
        worded = self._texts.quantity(value, measure, qualifier)
        mark = "" if measure.kind is Kind.MILESTONE else self._texts.mark(qualifier).strip()
        prose = self._texts.in_words(value, measure, qualifier) if mark else ""
        amount = self._amount(text or worded, value, measure, mark, prose)
        if qualifier is Qualifier.APPROX:
            amount = replace(amount, most=amount.decimals)  # 约13万人 is known no closer, whatever stands beside it
        return replace(amount, lead=_DIGIT.split(worded, maxsplit=1)[0]) if measure.course and value else amount

    def gap(self, value: float | None, measure: Measure, text: str | None = None, mark: str = "") -> Amount:
        """A difference of two values of a measure, in base units; its sign stays with the number.

        An empty text is a number of which nothing is to be said, such as what a sum beyond its limit would still need.
        """
        if value is None:
            return NOTHING
        shown = self._texts.gap(value, measure) if text is None else text
        return self._amount(shown, value, measure, mark, digits=_OF_A_DIFFERENCE)

    def percent(self, value: float | None, text: str = "") -> Amount:
        """A percentage on the 0–100 scale."""
        return self.plain(value, text or self._texts.percent(value)) if value is not None else NOTHING

    def points(self, value: float | None, text: str = "") -> Amount:
        """A difference of percentages on the 0–100 scale."""
        return self.plain(value, text or self._texts.points(value)) if value is not None else NOTHING

    def plain(self, value: float | None, text: str) -> Amount:
        """A number of years or times, as `text` words it."""
        shown = None if value is None else round_half_up(value, _DECIMALS)
        return Amount(text, value, 0 if shown is None else _decimals(shown))

    def _amount(
        self, text: str, value: float, measure: Measure, mark: str = "", prose: str = "", digits: int = _OF_A_VALUE
    ) -> Amount:
        if measure.kind is Kind.MILESTONE:
            return Amount(text, prose=prose)
        scale = self._texts.scale(measure)
        shown = Decimal(f"{value:.{digits}g}") / scale.divisor
        own = _decimals(self._texts.gap_number(value, measure))
        return Amount(text, float(shown), own, mark, prose=prose, most=scale.decimals)


def _decimals(number: Decimal) -> int:
    """Digits after the point that are left when trailing zeros go."""
    exponent = number.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
