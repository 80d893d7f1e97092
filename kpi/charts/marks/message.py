"""What a mark says, in words: its labels in several lengths, and its message as one sentence for whoever does not see it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kpi.analysis import bounded_gap
from kpi.charts.marks.way import Way, due_by_now, way_of, yardstick
from kpi.i18n import Script, Texts, day_short, in_whole_things, splits
from kpi.model import Comparator, Kind, Lamp, Message, Status, same
from kpi.views import Amount, FigureView, Standing

_BIG_UNITS = frozenset("万亿")
_DIGITS = re.compile(r"\d[\d,.]*")
_SHORT = {"million": "m", "billion": "bn", "trillion": "tn"}
_ROUND = ((1e9, 1e9, "bn"), (1e6, 1e6, "m"), (1e4, 1e3, "k"))
"""From which number on it is told in what: 1m, and not 1000k; but 1,500 as it is."""


@dataclass(frozen=True)
class Told:
    """The words of one target."""

    standing: Standing
    words: Texts

    @cached_property
    def way(self) -> Way | None:
        """What its values stand on."""
        return way_of(self.standing)

    @property
    def lamp(self) -> Lamp | None:
        """The lamp of its verdict; None where there is no verdict."""
        return self.standing.lamp if self.standing.judged else None

    @property
    def colour(self) -> str:
        """The class of what is filled to its value: a lamp's for a verdict, else that of figures."""
        return str(self.lamp) if self.lamp else "figure"

    @property
    def ink(self) -> str:
        """The class of words about its value."""
        return str(self.lamp) if self.lamp else "ink"

    @property
    def goals(self) -> tuple[str, ...]:
        """What is to be reached and by when."""
        goal, target = self.standing.goal, self.standing.target
        by_day = target.deadline if target.period_type.from_baseline else None
        due = self._day(by_day) if by_day else self.standing.period
        unit = self.standing.unit
        told = (f"{goal.text} · {due}", goal.text, bare(goal, unit, self.words), brief(goal, unit, self.words))
        return tuple(dict.fromkeys(told))

    @property
    def bare_goals(self) -> int:
        """How many of these are without their unit."""
        return len(self.goals) - 1 - self.goals.index(self.standing.goal.text)

    @property
    def alone(self) -> bool:
        """Whether nothing newer than the baseline is known."""
        assessment = self.standing.assessment
        dated = assessment.baseline_date is not None and assessment.period_type.from_baseline
        return self.standing.status is Status.BASELINE_ONLY or (dated and assessment.current_date == assessment.baseline_date)

    @property
    def values(self) -> tuple[str, ...]:
        """The newest value; where figures are missing, that it is what is there so far."""
        current = self.standing.current
        texts = (current.text, brief(current, self.standing.unit, self.words))
        return tuple(map(self._so_far, texts)) if self.standing.status is Status.INCOMPLETE else texts

    def _so_far(self, text: str) -> str:
        return self.words("mark.reported" if self.standing.measure.kind is Kind.FLOW else "mark.so_far", value=text)

    @property
    def baselines(self) -> tuple[str, ...]:
        """The baseline, which may be left out."""
        short = brief(self.standing.baseline, self.standing.unit, self.words)
        return (
            self.words("mark.baseline", value=self.standing.baseline.text),
            self.words("mark.baseline", value=short),
            short,
            "",
        )

    @property
    def open(self) -> str:
        """Why there is nothing on the track."""
        standing = self.standing
        if standing.status is Status.PENDING:
            key = "mark.undecided" if standing.assessment.complete else "mark.awaited"
            return self.words(key)
        return standing.status_text

    @cached_property
    def _closer(self) -> Texts:
        """Words in which the gap is the difference of the two numbers beside it."""
        value, mark = self.standing.assessment.current_value, yardstick(self.standing)
        return self.words.telling_apart(self.standing.measure, (value, mark)) if mark is not None else self.words

    @property
    def dues(self) -> tuple[str, ...]:
        """Where it should be by now and when that is; it may be left out."""
        due, day = due_by_now(self.standing), self.standing.assessment.current_date
        if due is None:
            return ("",)
        value = self._due_told(due)
        key = self._due_key(due)
        dated = [self.words(f"{key}_on", value=value, day=self._day(day))] if day else []
        return (*dated, self.words(key, value=value))

    def _due_key(self, due: float) -> str:
        """The text that says what is due; a part of a thing is told in words of its own."""
        part = self._due != "allowed" and splits(self._closer, due, self.standing.measure)
        return f"mark.{self._due}{'_part' * part}"

    def _due_told(self, due: float) -> str:
        measure = self.standing.measure
        return in_whole_things(self._closer, self._closer.quantity(due, measure), due, measure)

    def _day(self, day: date) -> str:
        return day_short(self.words, day)

    @property
    def _due(self) -> str:
        """Whether so much is due, allowed, or the level to be at."""
        if self.way is not None and self.way.limit:
            return "allowed"
        return "level" if self.standing.assessment.period_type.from_baseline else "due"

    @property
    def gap(self) -> str:
        """By how much the value misses what it is held against: 少13名; empty where it does not."""
        return self.gaps[0]

    @cached_property
    def gaps(self) -> tuple[str, ...]:
        """The same in several lengths."""
        value, mark = self.standing.assessment.current_value, yardstick(self.standing)
        if value is None or mark is None or same(value, mark) or self.standing.measure.kind is Kind.MILESTONE:
            return ("",)
        lacking = abs(mark - value)
        bounded = bounded_gap(self.standing.assessment, self.standing.measure, lacking)
        counted = self._closer.gap(lacking, self.standing.measure)
        full = in_whole_things(self._closer, counted, lacking, self.standing.measure)
        number = _DIGITS.search(full)
        short = number[0] if number and full == counted else full
        if self.standing.measure.display_unit == "%":
            short = self.words("mark.points", number=short)
        elif self.words.language.plan_units and full[len(short) :][:1] in _BIG_UNITS:
            short = full[: len(short) + 1]
        missed = f"mark.{self._miss(value > mark)}{self._missed_of(lacking)}"
        gaps = dict.fromkeys((full, short))
        bounds = (self.words(bounded.key, gap=gap) if isinstance(bounded, Message) else gap for gap in gaps)
        return tuple(self.words(missed, gap=gap) for gap in bounds)

    def _missed_of(self, lacking: float) -> str:
        """Which words tell a miss: of a part of a thing, or of what is in per cent and due by now, which no progress is."""
        measure = self.standing.measure
        if splits(self._closer, lacking, measure):
            return "_part"
        return "_of_due" if measure.display_unit == "%" and due_by_now(self.standing) is not None else ""

    def _miss(self, above: bool) -> str:
        standing = self.standing
        if standing.measure.kind is Kind.RANK:
            return "behind"
        if not above:
            return "short"
        if standing.assessment.period_type.of_change and standing.assessment.comparator is Comparator.AT_MOST:
            return "uncut" if standing.assessment.target_value < 0 else "above"
        return "above" if standing.measure.display_unit == "%" else "over"

    @cached_property
    def alt(self) -> str:
        """All of it as one sentence."""
        return self.words("mark.told", name=self.standing.name, told=self.words("mark.and").join(filter(None, self._parts())))

    def _parts(self) -> Sequence[str]:
        """What the sentence is made of."""
        standing, words = self.standing, self.words
        if standing.status is Status.NOT_COMPARABLE:
            return (*self._apart(), self._goal, self._status)
        value = standing.current.told
        if self.alone and standing.measure.kind is not Kind.MILESTONE:
            value = words("mark.baseline", value=standing.baseline.told)
        elif standing.status is Status.INCOMPLETE:
            value = self._so_far(value)
        due = due_by_now(standing)
        paced = words(f"{self._due_key(due)}_by_pace", value=self._due_told(due)) if due is not None else ""
        status = self._status
        if standing.status is Status.PENDING:
            status = words("mark.because", status=status, why=self.open)
        return (value, self._goal, paced, self.gap, status)

    @property
    def _status(self) -> str:
        """The verdict as a sentence goes on with it."""
        text = self.standing.status_text
        return text if self.words.language.script is Script.CHINESE else text[:1].lower() + text[1:]

    @property
    def _goal(self) -> str:
        standing, words = self.standing, self.words
        if standing.measure.kind is Kind.MILESTONE:
            return words("mark.to_be_done", period=standing.period)
        goal = words("mark.goal", goal=standing.goal.told)
        return f"{goal}{words('mark.and')}{standing.period}" if standing.status is Status.NOT_ASSESSED else goal

    def _apart(self) -> Sequence[str]:
        """Of what may not be compared, when it was counted."""
        told = [
            self.words("mark.counted_in", figure=self.figure(figure, figure.amount.told), period=figure.period)
            for figure in self.standing.obstacles
        ]
        if self.standing.assessment.broken_on:
            return [*told, self.words("mark.broken", day=self.standing.assessment.broken_on)]
        return [*told, self.words("mark.not_counted")]

    def figure(self, figure: FigureView, text: str) -> str:
        """A figure that stands in the way, with its name where it is of another measure."""
        if figure.measure_id == self.standing.measure.measure_id:
            return text
        return self.words("mark.of_part", measure=figure.measure_name, figure=text)


def bare(amount: Amount, unit: str, words: Texts) -> str:
    """An amount without its unit and with all its digits, as the value beside it has them: ≥300,000. With the unit where that
    is part of the number, as in millions or 万.
    """
    if words.language.plan_units or amount.number is None or unit in ("", "%") or unit.split(maxsplit=1)[0] in _SHORT:
        return amount.text
    return amount.text.removesuffix(unit).rstrip()


def brief(amount: Amount, unit: str, words: Texts) -> str:
    """An amount with less of its unit: 13.2万, 1.18m. Never another number."""
    text = amount.text
    bare = text.removesuffix(unit).rstrip() if unit and unit != "%" else text
    if bare == text or amount.number is None:
        return text
    if words.language.plan_units:
        return bare + (unit[0] if unit[0] in _BIG_UNITS else "")
    if unit.split(maxsplit=1)[0] in _SHORT:
        return bare + _SHORT[unit.split(maxsplit=1)[0]]
    digits = _DIGITS.search(bare)
    size, letter = next(((size, letter) for least, size, letter in _ROUND if abs(amount.number) >= least), (1.0, ""))
    shorter = f"{abs(amount.number) / size:g}"
    exact = digits is not None and same(float(shorter) * size, abs(amount.number))
    return f"{bare[: digits.start()]}{shorter}{letter}" if letter and exact and digits else bare
