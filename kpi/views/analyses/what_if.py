"""测算 in words: a scenario for a share, what it starts from and what each path to the target takes."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from kpi import analysis
from kpi.analysis import Input, Path, Scenario, ShareOutcome, WhatIf, bounded, turned
from kpi.i18n import Texts, texts
from kpi.model import Comparator, Gap, Measure, Message, Pace, Qualifier, Quantity, Rounding, Target, same
from kpi.progress import rule_of, told_day
from kpi.views.goals import target_text
from kpi.views.status import Known, StatusView

_FROM, _UP_TO = (Qualifier.GE, Qualifier.GT), (Qualifier.LE, Qualifier.LT)
"""Marks of what is so much or more, and of what is so much or less."""


@dataclass(frozen=True, slots=True)
class InputView:
    """A numerator or denominator of a scenario, and where its start comes from."""

    given: Input
    name: str
    start_text: str
    """The newest figure with mark and unit, or that there is none."""
    source: str
    derived: bool
    """推算: worked out by the catalog and never published."""


@dataclass(frozen=True, slots=True)
class PathView:
    """One way to a target, in words."""

    path: Path
    name: str
    numerator_text: str
    more_text: str
    per_year_text: str
    """Empty where no time is left."""


@dataclass(frozen=True, slots=True)
class CoursePoint:
    """A share on a day, as a scenario has it."""

    day: date
    value: float
    text: str


@dataclass(frozen=True, slots=True)
class ShareView:
    """What a scenario makes of one share."""

    outcome: ShareOutcome
    name: str
    target_text: str
    """Empty where there is no target."""
    deadline_text: str
    now_text: str
    """Numerator ÷ denominator as they stand, with the mark that they give it; empty where that says nothing."""
    then_text: str
    paths: tuple[PathView, ...]
    sentences: tuple[str, ...]
    problems: tuple[str, ...]
    course: tuple[CoursePoint, ...] = ()
    """From the newest figure to the end, year by year."""
    goal: float | None = None
    due: date | None = None
    """By when the target is to be met; None where there is none that speaks of the end."""
    apart_text: str = ""
    """How far the end is from the target, in points; empty where it is there."""
    met: bool = False
    """Whether the scenario satisfies the target."""
    aside: str = ""
    """That the only targets there are do not speak of the end, one of the sentences; empty where one does."""
    from_figures: bool = False
    """Whether it starts from what is published, and not from numbers that a person sets."""

    @property
    def answer(self) -> str:
        """Whether the scenario reaches the target, or what it comes to: one sentence."""
        return self.sentences[-1] if self.sentences else ""

    @property
    def grounds(self) -> tuple[str, ...]:
        """What leads to the answer."""
        return tuple(sentence for sentence in self.sentences[:-1] if sentence != self.aside)


@dataclass(frozen=True, slots=True)
class WhatIfView:
    """A scenario for a ratio and those it is linked with, the one asked for first."""

    status: StatusView
    ratio: Measure
    inputs: tuple[InputView, ...]
    shares: tuple[ShareView, ...]
    end: date
    end_text: str
    """The same as a column has it: 2025年底."""
    first_year: int
    changed: bool
    """Whether anything differs from the figures as they are."""


def scenario_view(known: Known, view: StatusView, ratio: Measure, tried: WhatIf, scenario: Scenario) -> WhatIfView:
    """A scenario that was worked out for a ratio and those it is linked with, in words."""
    words = texts(view.query.lang)
    wording = _ScenarioWording(known, words, tried.end)
    return WhatIfView(
        status=view,
        ratio=ratio,
        inputs=tuple(wording.input(given) for given in tried.inputs),
        shares=tuple(
            wording.share(outcome) for outcome in sorted(tried.outcomes, key=lambda tested: tested.ratio is not ratio)
        ),
        end=tried.end,
        end_text=words.word(told_day(tried.end)),
        first_year=tried.first_year,
        changed=bool(scenario.values or scenario.growth or scenario.until is not None),
    )


class _ScenarioWording:
    """Words inputs and outcomes in one language."""

    def __init__(self, known: Known, words: Texts, end: date) -> None:
        self._words = words
        self._frame = known.frame
        self._figures = known.figures(words)
        self._catalog = known.catalog
        self._end = end

    def input(self, given: Input) -> InputView:
        """An input with its name, what it starts from and where that comes from."""
        words, start = self._words, given.start
        return InputView(
            given=given,
            name=words.part(given.name),
            start_text=words.quantity(start.value, given.measure, start.qualifier) if start else words("value.none"),
            source=self._source(given),
            derived=bool(start and start.derived),
        )

    def _source(self, given: Input) -> str:
        start, words = given.start, self._words
        if start is None:
            return words("analysis.start_unknown")
        if start.derived:
            figure = self._catalog.figures[start.figure_id]
            reason = figure.load_reason.in_(words.lang)
            return words("analysis.start_derived", day=start.day, reason=reason)
        sources = [view.source for view in self._figures.views(self._frame, start.positions)]
        return words("analysis.start_published", day=start.day, source=words.listing(list(dict.fromkeys(sources))))

    def share(self, outcome: ShareOutcome) -> ShareView:
        """A share now and then, with the paths to its target."""
        words = self._words
        return ShareView(
            outcome=outcome,
            name=outcome.ratio.name(words.lang),
            target_text=target_text(words, outcome.target, outcome.ratio) if outcome.target else "",
            deadline_text=self._deadline(outcome.target),
            now_text=words.quantity(outcome.now, outcome.ratio, outcome.mark) if outcome.now is not None else "",
            then_text=words.quantity(outcome.then, outcome.ratio, outcome.mark) if outcome.then is not None else "",
            paths=tuple(self._path(outcome, path) for path in outcome.paths),
            sentences=tuple(words("service.closed", text=told) for told in self._told(outcome)),
            problems=tuple(words("service.closed", text=problem) for problem in outcome.problems),
            course=tuple(
                CoursePoint(day, value, words.quantity(value, outcome.ratio, outcome.mark))
                for day, value in analysis.course_of(outcome, self._end)
            ),
            aside=words("service.closed", text=self._elsewhere(outcome, outcome.elsewhere)) if outcome.elsewhere else "",
            from_figures=outcome.numerator.untouched and outcome.denominator.untouched,
            **self._aim(outcome),
        )

    def _aim(self, outcome: ShareOutcome) -> dict[str, Any]:
        """The target, where one speaks of the end, and how far the end is from it."""
        target, then = outcome.target, outcome.then
        if target is None or then is None:
            return {}
        met = analysis.satisfied(target, outcome)
        mark = turned(outcome.mark) if then < target.goal else outcome.mark
        apart = bounded(Gap(abs(target.goal - then), outcome.ratio), mark)
        return {
            "goal": target.goal,
            "due": analysis.target_day(target),
            "met": met,
            "apart_text": "" if same(target.goal, then) else self._words.word(apart),
        }

    def _deadline(self, target: Target | None) -> str:
        day = analysis.target_day(target) if target else None
        return self._words.word(told_day(day)) if day else ""

    def _path(self, outcome: ShareOutcome, path: Path) -> PathView:
        words, counted = self._words, outcome.numerator.measure
        scenario = path.name == "scenario"
        spare = not scenario and outcome.target is not None and analysis.to_spare(outcome.target, path.more)
        mark = outcome.numerator.mark if scenario else outcome.denominator.mark
        more_mark = _of_change(mark, path.more) if scenario else outcome.lacking_mark
        room = words("analysis.more_room", amount=bounded(Gap(abs(path.more), counted), turned(more_mark)))
        rounding = Rounding.NEAREST if scenario else Rounding.UP
        paced = path.per_year is not None and not spare
        return PathView(
            path=path,
            name=words(f"analysis.path_{path.name}", denominator=outcome.denominator.name, numerator=outcome.numerator.name),
            numerator_text=words.quantity(path.numerator, counted, mark),
            more_text=room if spare else signed(words, path.more, counted, more_mark),
            per_year_text=signed(words, path.per_year or 0.0, counted, more_mark, rate=True, rounding=rounding)
            if paced
            else "",
        )

    def _told(self, outcome: ShareOutcome) -> list[Message]:
        """What moves the share, what today's gap amounts to, and what the scenario still lacks."""
        told = [self._moved(outcome)]
        if outcome.elsewhere is not None:
            told.append(self._elsewhere(outcome, outcome.elsewhere))
        if outcome.target is not None and outcome.to_close_now is not None and outcome.short is not None:
            told += [
                self._need(outcome, outcome.target, outcome.to_close_now),
                self._verdict(outcome, outcome.target, outcome.short),
            ]
        if outcome.target is None and outcome.then is not None:
            share = Quantity(outcome.then, outcome.ratio, outcome.mark)
            told.append(Message("analysis.scenario_comes_to", {"end": told_day(self._end), "share": share}))
        return [sentence for sentence in told if sentence is not None]

    def _elsewhere(self, outcome: ShareOutcome, target: Target) -> Message:
        """That the only targets there are do not speak of the end."""
        goal = target_text(self._words, target, outcome.ratio)
        return Message("analysis.target_elsewhere", {"goal": goal, "period": self._period(target), "end": told_day(self._end)})

    def _period(self, target: Target) -> object:
        """By when, in which years or over what a target is to be met."""
        return rule_of(target.period_type).window(target) or self._deadline(target)

    def _moved(self, outcome: ShareOutcome) -> Message | None:
        """How far the share moves and through what; nothing where nothing grows."""
        if (
            outcome.by_headcount is None
            or outcome.by_denominator is None
            or not (outcome.numerator.growth or outcome.denominator.growth)
        ):
            return None
        changes = {
            "change": outcome.by_headcount + outcome.by_denominator,
            "headcount": outcome.by_headcount,
            "base": outcome.by_denominator,
        }
        mark = Qualifier.EQ if outcome.mark is Qualifier.EQ else Qualifier.APPROX
        worded = {name: signed(self._words, change, outcome.ratio, mark, rate=True) for name, change in changes.items()}
        names = {"numerator": outcome.numerator.name, "denominator": outcome.denominator.name}
        return Message("analysis.moved", {"end": told_day(self._end), **names, **worded})

    def _need(self, outcome: ShareOutcome, target: Target, lacking: float) -> Message:
        """What closing today's gap takes, or that there is none, and what the denominator's growth adds to it."""
        counted, mark = outcome.numerator.measure, outcome.lacking_mark
        values: dict[str, object] = {"numerator": outcome.numerator.name, "now": signed(self._words, lacking, counted, mark)}
        if outcome.meets_now:
            room = bounded(Gap(abs(lacking), counted), turned(mark))
            values |= {"goal": Quantity(target.goal, outcome.ratio), "now": room}
        gap = "no_gap" if outcome.meets_now else "need"
        if not outcome.denominator.growth:
            return Message(f"analysis.{gap}_now", values)
        keep_up = outcome.to_keep_up or 0.0
        growth = signed(self._words, keep_up, counted, _of_change(outcome.denominator.mark, keep_up))
        return Message(f"analysis.{gap}_split", values | {"growth": growth, "denominator": outcome.denominator.name})

    def _verdict(self, outcome: ShareOutcome, target: Target, short: float) -> Message:
        """Whether the scenario reaches the target, by how much, and what growth would. An exact target has no room.

        Where the marks of the figures leave that open it is told by the figures as they are printed.
        """
        told = self._reached(outcome, target, short)
        above = (outcome.then or 0.0) >= target.goal
        sure = outcome.mark is Qualifier.EQ or outcome.mark in (_FROM if above else _UP_TO)
        return told if sure else Message("analysis.as_printed", {"told": told})

    def _reached(self, outcome: ShareOutcome, target: Target, short: float) -> Message:
        exactly, mark = target.comparator is Comparator.EQUAL, outcome.lacking_mark
        values = {
            "end": told_day(self._end),
            "goal": self._goal(outcome, target),
            "amount": bounded(Gap(abs(short), outcome.numerator.measure), mark if short > 0 else turned(mark)),
        }
        if analysis.satisfied(target, outcome):
            return Message("analysis.scenario_exact" if exactly else "analysis.scenario_reaches", values)
        missed = "over" if exactly and short < 0 else "short"
        if outcome.growth_needed is None:
            return Message(f"analysis.scenario_{missed}", values)
        growth = {"numerator": outcome.numerator.name, "growth": bounded(outcome.growth_needed, mark)}
        return Message(f"analysis.scenario_{missed}_growth", values | growth)

    def _goal(self, outcome: ShareOutcome, target: Target) -> object:
        """The target's value, with its deadline where the end looked at comes before it."""
        goal = Quantity(target.goal, outcome.ratio)
        if target.years or analysis.target_day(target) == self._end:
            return goal
        return Message("analysis.goal_by", {"goal": goal, "period": self._period(target)})


def _of_change(mark: Qualifier, change: float) -> Qualifier:
    """The mark of what a marked number changes by when it grows or shrinks by an exact rate."""
    return Qualifier.EQ if not change else mark if change > 0 else turned(mark)


def signed(
    words: Texts,
    value: float,
    measure: Measure,
    mark: Qualifier = Qualifier.EQ,
    *,
    rate: bool = False,
    rounding: Rounding = Rounding.NEAREST,
) -> str:
    """A change with its sign, and with what a mark says of it: +22.4万人, 约+22.4万人, −0.3个百分点."""
    shown = words.word(Pace(abs(value), measure, rounding) if rate else Gap(abs(value), measure))
    zero = words.word(Pace(0.0, measure) if rate else Gap(0.0, measure))
    return shown if shown == zero else words.word(bounded(("+" if value > 0 else "−") + shown, mark))
