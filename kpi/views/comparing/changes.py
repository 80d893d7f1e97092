"""Two views of one plan side by side: figures, targets and verdicts that differ, and by what each difference came about.

A verdict may differ by the day, by the figures and by the plan. They are exchanged one after another, in this order, and what
each exchange moves is put down to it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Protocol, TypeVar

import pandas as pd

from kpi import progress
from kpi.catalog import Catalog, part_reference
from kpi.i18n import Texts
from kpi.model import Assessment, ObservationKey, Target, VerdictKey
from kpi.views.comparing.causes import DATE, Cause
from kpi.views.comparing.figures import FigureCauses, FigureChanges, keys_at
from kpi.views.goals import period_text, target_text
from kpi.views.judging import assess
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

Held = TypeVar("Held")


@dataclass(frozen=True, slots=True)
class Seen:
    """One of two views that are compared."""

    label: str
    status: StatusView
    known: Known
    batch: int | None = None
    """The batch after which it is, where it was asked for so."""


@dataclass(frozen=True, slots=True)
class GoalChange:
    """A target that asks for something else, or is in one of the views alone."""

    target_id: str
    measure_id: str
    name: str
    old: Target | None
    new: Target | None
    old_text: str
    new_text: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class StandingChange:
    """A target, or a year of one, that stands otherwise."""

    old: Standing | None
    new: Standing | None
    causes: tuple[Cause, ...]

    @property
    def standing(self) -> Standing:
        """How it stands where it stands at all."""
        return _there(self.new, self.old)

    @property
    def judged_otherwise(self) -> bool:
        """Whether verdict or lamp differ, and not only numbers."""
        return self.old is None or self.new is None or (self.old.status, self.old.lamp) != (self.new.status, self.new.lamp)

    @property
    def by_date(self) -> bool:
        """Whether the date alone makes the difference."""
        return self.causes == (DATE,)


@dataclass(frozen=True, slots=True)
class ChangesView:
    """What differs between two views of a plan."""

    start: Seen
    end: Seen
    standings: tuple[StandingChange, ...]
    goals: tuple[GoalChange, ...]
    figures: FigureChanges

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not (self.standings or self.goals or self.figures)

    @property
    def published_again(self) -> bool:
        """Whether any figure of the plan was published several times."""
        return bool(self.end.known.catalog.vintages)


class Causes(FigureCauses, Protocol):
    """What is known of how the second view came from the first."""

    def of_target(self, target_id: str) -> tuple[Cause, ...]:
        """Which revisions changed a target."""

    def of_plan(self) -> tuple[Cause, ...]:
        """Which revisions changed the plan."""


def changes_of(words: Texts, start: Seen, end: Seen, causes: Causes) -> ChangesView:
    """What differs between two views, the second coming after the first."""
    figures = FigureChanges(words, start.known, end.known, causes)
    standings = tuple(_Judging(start, end, causes, figures).changes())
    return ChangesView(start, end, standings, tuple(_goals(words, start.known.catalog, end.known.catalog, causes)), figures)


def _there(new: Held | None, old: Held | None) -> Held:
    there = old if new is None else new
    if there is None:
        raise ValueError("a change from nothing to nothing")
    return there


def _goals(words: Texts, start: Catalog, end: Catalog, causes: Causes) -> Iterator[GoalChange]:
    before, after = ({each.target_id: each for each in catalog.primary_targets} for catalog in (start, end))
    for target_id in dict.fromkeys((*after, *before)):
        old, new = before.get(target_id), after.get(target_id)
        if old is new or (old and new and _promised(old) == _promised(new)):
            continue
        target, catalog = (new, end) if new else (old, start)
        if target:
            measure = catalog.measures[target.measure_id]
            yield GoalChange(
                target_id=target_id,
                measure_id=measure.measure_id,
                name=measure.name(words.lang),
                old=old,
                new=new,
                old_text=_goal_text(words, old, start),
                new_text=_goal_text(words, new, end),
                causes=causes.of_target(target_id),
            )


def _goal_text(words: Texts, target: Target | None, catalog: Catalog) -> str:
    if target is None:
        return words("value.none")
    goal = target_text(words, target, catalog.measures[target.measure_id])
    return words("service.goal_by", goal=goal, period=period_text(words, target, None))


def _promised(target: Target) -> tuple[object, ...]:
    """What a target asks for, by when."""
    what = (target.comparator, target.value, target.value_high, target.change_unit, target.reference_measure_id)
    return (*what, target.period_type, target.window, target.years, target.deadline, target.baseline_figure_id, target.nature)


_Rows = Mapping[VerdictKey, Assessment]


class _Judging:
    """Puts the differences of verdicts down to the day, the figures and the plan."""

    def __init__(self, start: Seen, end: Seen, causes: Causes, figures: FigureChanges) -> None:
        self._start, self._end, self._causes, self._figures = start, end, causes, figures
        self._old, self._new = ({_key(each): each for each in seen.status.standings} for seen in (start, end))

    def changes(self) -> Iterator[StandingChange]:
        """Every target that stands otherwise, in the order of the plan."""
        there = dict.fromkeys((*self._new, *self._old))
        differing = [key for key in there if not self._agree(self._old.get(key), self._new.get(key))]
        if differing:
            on_the_day, by_figures = self._on_the_way()
            for key in differing:
                found = chain.from_iterable(self._found(key, on_the_day, by_figures))
                yield StandingChange(self._old.get(key), self._new.get(key), tuple(dict.fromkeys(found)))

    def _agree(self, old: Standing | None, new: Standing | None) -> bool:
        if old is None or new is None:
            return False
        return old.lamp is new.lamp and self._alike(old.assessment, new.assessment)

    def _alike(self, old: Assessment | None, new: Assessment | None) -> bool:
        """Whether nothing that is written down of two assessments differs; which lamp each has, their plans say."""
        if old is None or new is None:
            return old is new
        lamps = progress.DEFAULT_SCHEME
        return progress.verdict_of(lamps, old).agrees(progress.verdict_of(lamps, new))

    def _on_the_way(self) -> tuple[_Rows, _Rows]:
        """The first view as of the day of the second; the same with the second's figures."""
        catalog, frame = self._start.known.catalog, self._start.known.frame
        old: _Rows = {key: each.assessment for key, each in self._old.items()}
        moved = self._start.status.as_of != self._end.status.as_of
        on_the_day = self._assessed(catalog, frame) if moved else old
        exchanged = frame is not self._end.known.frame
        return on_the_day, self._assessed(catalog, self._end.known.frame) if exchanged else on_the_day

    def _assessed(self, catalog: Catalog, frame: pd.DataFrame) -> _Rows:
        region = self._end.status.region.region_code
        found = assess(catalog, frame, self._end.status.as_of, region_code=region)
        return {(each.target_id, each.year): each for each in found}

    def _found(self, key: VerdictKey, on_the_day: _Rows, by_figures: _Rows) -> Iterator[tuple[Cause, ...]]:
        old, new = (standings[key].assessment if key in standings else None for standings in (self._old, self._new))
        if old and not self._alike(old, on_the_day.get(key)):
            yield (DATE,)
        before, after = on_the_day.get(key), by_figures.get(key)
        if old and before and after and not self._alike(before, after):
            yield self._by_figures(before, after)
        if not self._alike(after, new) or self._other_lamp(key, after, new):
            yield self._causes.of_target(key[0])

    def _other_lamp(self, key: VerdictKey, after: Assessment | None, new: Assessment | None) -> bool:
        if after is None or new is None:
            return False
        lamps = progress.scheme(self._start.known.catalog, self._start.status.query.lamps)
        return progress.lamp(lamps, after) is not self._new[key].lamp

    @cached_property
    def _of_figures(self) -> tuple[dict[ObservationKey, tuple[Cause, ...]], dict[str, dict[Cause, None]]]:
        """By what figures came to differ, each and by measure."""
        causes = self._figures.causes()
        by_measure: dict[str, dict[Cause, None]] = {}
        for key, those in causes.items():
            by_measure.setdefault(key[0], {}).update(dict.fromkeys(those))
        return causes, by_measure

    def _by_figures(self, before: Assessment, after: Assessment) -> tuple[Cause, ...]:
        """Of the figures that the verdict rests on those that differ; else those it could rest on; else all that differ."""
        causes, by_measure = self._of_figures
        rests = [*_evidence(before, self._start.known.frame), *_evidence(after, self._end.known.frame)]
        related = _related(self._start.known.catalog, before)
        ways: tuple[list[Iterable[Cause]], ...] = (
            [causes[key] for key in rests if key in causes],
            [those for measure_id, those in by_measure.items() if measure_id in related],
            list(by_measure.values()),
        )
        for found in filter(None, ways):
            return tuple(dict.fromkeys(cause for those in found for cause in those))
        return ()


def _key(standing: Standing) -> VerdictKey:
    return standing.assessment.target_id, standing.assessment.year


def _evidence(assessment: Assessment, frame: pd.DataFrame) -> Iterable[ObservationKey]:
    return filter(None, keys_at(frame, (*assessment.figures, *assessment.baseline_figures)))


def _related(catalog: Catalog, assessment: Assessment) -> frozenset[str]:
    """The measures whose figures a verdict may rest on."""
    target = catalog.targets[assessment.target_id]
    own = [catalog.measures[each] for each in (target.measure_id, target.reference_measure_id) if each]
    parts = [part_reference(text)[0] for each in own for text in (each.numerator_id, each.denominator_id) if text]
    return frozenset([*(each.measure_id for each in own), *parts, *(each.change_of for each in own if each.change_of)])
