"""Matters (整改事项) as people read them: what is to be put right, by whom, until when, how far it is, and what was done."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Evidence, MatterEntry, MatterEvent, MatterState, Measure, Target, local
from kpi.views.goals import period_text
from kpi.views.naming import name_in_place, name_in_year

_FIELDS = ("cause", "steps", "unit", "person", "due")
LIVE = (MatterState.OPEN, MatterState.IN_HAND, MatterState.DONE)
"""States in which something is still to be done, by the unit or by whoever looks after it."""
OWED = (MatterState.OPEN, MatterState.IN_HAND)
"""States in which it is the unit's turn: only then can it be late."""
_INSTRUCTIONS = (MatterEvent.INSTRUCT, MatterEvent.ADVISE)


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """A file that shows what was done."""

    evidence_id: int
    file: str
    media_type: str
    size: str
    """As it is shown: 12 KB."""
    sha256: str


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of a matter."""

    event: MatterEvent
    text: str
    """What was done, in a word or two."""
    at: datetime
    """Asia/Shanghai."""
    by: str
    note: str
    told: tuple[tuple[str, str], ...]
    """What it said anew of cause, measure, unit, person and day: labels and texts."""
    seen: str
    """The verdict that was shown to whoever wrote it, where that is not the one of the step before."""
    evidence: EvidenceView | None


@dataclass(frozen=True, slots=True)
class MatterView:
    """A matter as it stands."""

    matter_id: int
    version: int
    target_id: str
    year: int | None
    """Of a target that is judged by years."""
    measure_id: str
    """Empty where the plan no longer has the target."""
    name: str
    """The target's, with its year, and with its region where that is not the plan's."""
    period: str
    region_code: str
    state: MatterState
    state_text: str
    unit: str
    person: str
    cause: str
    steps: str
    due: date | None
    opened_on: date
    settled_on: date | None
    """The day it was closed; None while it is not."""
    days_over: int
    """Days since the day by which it should have been put right, while that is the unit's turn; 0 where it is not late."""
    history: tuple[StepView, ...]
    """The first step first."""
    finished_by: tuple[str, str] | None
    """Who said that it was done, as an account and a name; None where nobody says so now."""
    offered: tuple[MatterEvent, ...] = ()
    """What whoever looks may do about it."""

    @property
    def live(self) -> bool:
        """Whether something is still to be done."""
        return self.state in LIVE

    @property
    def overdue(self) -> bool:
        """Whether it is late."""
        return self.days_over > 0

    @property
    def key(self) -> tuple[str, int | None]:
        """What names its target, as of a standing."""
        return self.target_id, self.year

    @property
    def instruction(self) -> StepView | None:
        """The newest 批示."""
        return next((step for step in reversed(self.history) if step.event in _INSTRUCTIONS), None)

    @property
    def problem(self) -> str:
        """What is to be put right, as whoever began it said; empty where a 批示 says so."""
        return next((step.note for step in reversed(self.history) if step.event is MatterEvent.BEGIN), "")

    @property
    def evidence(self) -> tuple[EvidenceView, ...]:
        """Every file, the first one first."""
        return tuple(step.evidence for step in self.history if step.evidence)


class MatterWording:
    """Words the matters of a plan in one language, as of a day."""

    def __init__(self, catalog: Catalog, words: Texts, day: date) -> None:
        self._catalog, self._words, self._day = catalog, words, day

    def matters(self, entries: Iterable[MatterEntry], evidence: Sequence[Evidence]) -> tuple[MatterView, ...]:
        """Those late first, the longest late before the others; then by the day they are due; what is settled last."""
        files = {(each.matter_id, each.version): each for each in evidence}
        by_matter = groupby(sorted(entries, key=lambda each: (each.matter_id, each.version)), lambda each: each.matter_id)
        views = (self._matter(list(steps), files) for _, steps in by_matter)
        return tuple(sorted(views, key=_place))

    def _matter(self, steps: Sequence[MatterEntry], files: Mapping[tuple[int, int], Evidence]) -> MatterView:
        words, first, last = self._words, steps[0], steps[-1]
        target = self._catalog.targets.get(first.target_id)
        measure = self._catalog.measures[target.measure_id] if target else None
        late = last.state in OWED and last.due is not None and last.due < self._day
        opened = next((step for step in steps if step.state in LIVE), first)
        return MatterView(
            matter_id=first.matter_id,
            version=last.version,
            target_id=first.target_id,
            year=first.target_year,
            measure_id=target.measure_id if target else "",
            name=self._name(target, measure, first.target_year) if target and measure else first.target_id,
            period=_period(words, target, first.target_year) if target else "",
            region_code=target.region_code if target else "",
            state=last.state,
            state_text=words(f"remarks.state_{last.state}"),
            unit=last.unit,
            person=last.person,
            cause=last.cause,
            steps=last.steps,
            due=last.due,
            opened_on=local(opened.made_at).date(),
            settled_on=local(last.made_at).date() if last.state is MatterState.CLOSED else None,
            days_over=(self._day - last.due).days if late and last.due else 0,
            history=tuple(self._steps(steps, files)),
            finished_by=_finished_by(steps),
        )

    def _name(self, target: Target, measure: Measure, year: int | None) -> str:
        catalog, name = self._catalog, name_in_year(self._words, target, measure, year)
        return name_in_place(name, catalog.regions.get(target.region_code), catalog.plan_region, self._words.lang)

    def _steps(self, steps: Sequence[MatterEntry], files: Mapping[tuple[int, int], Evidence]) -> Iterable[StepView]:
        words = self._words
        for before, step in zip((None, *steps), steps, strict=False):
            sent_back = step.event is MatterEvent.REOPEN and before is not None and before.state is MatterState.DONE
            file = files.get((step.matter_id, step.version))
            yield StepView(
                event=step.event,
                text=words("remarks.event_return" if sent_back else f"remarks.event_{step.event}"),
                at=local(step.made_at),
                by=step.made_by,
                note=step.note,
                told=tuple(self._told(before, step)),
                seen=self._seen(before, step),
                evidence=evidence_view(file) if file else None,
            )

    def _told(self, before: MatterEntry | None, step: MatterEntry) -> Iterable[tuple[str, str]]:
        for name in _FIELDS:
            value = getattr(step, name)
            if value != (getattr(before, name) if before else type(value)() if value is not None and name != "due" else None):
                told = self._words.word(value) if value else self._words("value.none")
                yield self._words(f"remarks.{name}"), told

    def _seen(self, before: MatterEntry | None, step: MatterEntry) -> str:
        same = before is not None and (before.seen_status, before.seen_as_of) == (step.seen_status, step.seen_as_of)
        if same or not step.seen_status or step.seen_as_of is None:
            return ""
        return self._words("remarks.seen", status=self._words(f"status.{step.seen_status}"), day=step.seen_as_of)


def _period(words: Texts, target: Target, year: int | None) -> str:
    """By when, or over what; nothing where the target is judged by years since, and the matter is of none."""
    return "" if year is None and target.period_type.yearly else period_text(words, target, year)


def _finished_by(steps: Sequence[MatterEntry]) -> tuple[str, str] | None:
    if steps[-1].state is not MatterState.DONE:
        return None
    return next(step.by for step in reversed(steps) if step.event is MatterEvent.FINISH)


def _place(view: MatterView) -> tuple[object, ...]:
    rank = 0 if view.overdue else 1 if view.live else 2 if view.state is MatterState.CLOSED else 3
    return rank, view.due or date.max, -(view.settled_on or date.min).toordinal(), view.matter_id


def evidence_view(file: Evidence) -> EvidenceView:
    """A file as it is shown."""
    size = f"{max(1, round(file.size / 1024))} KB" if file.size < 1024 * 1024 else f"{file.size / 1024 / 1024:.1f} MB"
    return EvidenceView(file.evidence_id, file.file, file.media_type, size, file.sha256)
