"""Four cards: the target that is worst, then the headline measures; what is missing is said as large as a value would be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from kpi.i18n import Texts
from kpi.progress import parts_of
from kpi.views.board.shares import worst_of
from kpi.views.board.told import Short
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

MOST = 4
_NUMBER = re.compile(r"(?P<number>\D{0,4}?[−\d][\d.,]*)\s*(?P<unit>.*)")


@dataclass(frozen=True, slots=True)
class CardView:
    """One target as a card says it."""

    standing: Standing
    kicker: str
    """What stands before the name: 最滞后; mostly empty."""
    large: str
    """The value with its mark, or in words what is to be filed."""
    unit: str
    when: str
    beside: str
    """What a share is made of; or why there is no value, where nothing that could be filed would give one."""
    note: str
    """What is missing to the target, or to a verdict."""
    spoken: bool
    """Whether the large text is words and no value."""


class CardWording:
    """Words the cards of one view."""

    def __init__(self, known: Known, view: StatusView, short: Short, words: Texts) -> None:
        self._known, self._view, self._short, self._words = known, view, short, words

    def cards(self, worst_first: Sequence[Standing]) -> tuple[CardView, ...]:
        """The worst target, then the headline measures, then whatever else has a value; a measure once."""
        worst = worst_of(worst_first)
        heads = [each for each in self._view.counted if each.measure.headline]
        heads.sort(key=lambda each: each.assessment.current_value is None)
        with_value = [each for each in worst_first if each.assessment.current_value is not None]
        by_measure: dict[str, Standing] = {}
        for standing in (*([worst] if worst else []), *heads, *with_value, *worst_first):
            by_measure.setdefault(standing.measure.measure_id, standing)
        return tuple(self._card(standing, standing is worst) for standing in list(by_measure.values())[:MOST])

    def _card(self, standing: Standing, is_worst: bool) -> CardView:
        wanted = self._short.wanted(standing)
        spoken = not standing.current.text
        large, unit = (wanted or standing.status_text, "") if spoken else _apart(standing.current.text)
        return CardView(
            standing=standing,
            kicker=self._words(f"board.kicker_{standing.status}") if is_worst else "",
            large=large,
            unit=unit,
            when=self._short.when(standing),
            beside=("" if wanted else standing.screen.reason) if spoken else self._made_of(standing),
            note=self._short.lacking(standing) or ("" if spoken else wanted),
            spoken=spoken,
        )

    def _made_of(self, standing: Standing) -> str:
        """Of a share the number it is a share of the whole by, where it is known for that day: 技能人才137.6万人."""
        measure = self._known.catalog.measures[standing.measure.measure_id]
        parts, day = parts_of(measure), standing.assessment.current_date
        if parts is None or day is None or standing.assessment.period_type.of_change:
            return ""
        measure_id, breakdown, member = parts[0]
        frame = self._known.frame
        own = frame[(frame["measure_id"] == measure_id) & (frame["breakdown"] == breakdown) & (frame["member"] == member)]
        own = own[(own["region_code"] == self._view.region.region_code) & (own["as_of"] == pd.Timestamp(day))]
        if own.empty:
            return ""
        (row,) = own.tail(1).to_dict("records")
        figure = self._known.figures(self._words).view(row)
        return self._words("board.made_of", name=figure.label or figure.measure_name, value=figure.text)


def _apart(text: str) -> tuple[str, str]:
    """A value and its unit: ≥25.8 and %; a text without a number is all value."""
    found = _NUMBER.fullmatch(text)
    return (found["number"], found["unit"]) if found else (text, "")
