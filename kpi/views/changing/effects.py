"""What a change of the plan does, told before it is made: each verdict and number that would read otherwise, side by side."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace

from kpi import progress
from kpi.model import Assessment
from kpi.views.changing.pairing import Key, paired
from kpi.views.judging import assess
from kpi.views.standings import Standing
from kpi.views.status import Known, Query, word_standings

_IN_PASSING = frozenset({"figures", "baseline_figures", "obstacles", "broken_on", "reason", "remarks"})
"""Fields that say where numbers stand or how they are told, and so differ without a difference."""
_Judged = Mapping[Key, Assessment]


@dataclass(frozen=True, slots=True)
class Told:
    """A target at one of the two times; empty texts where there is none."""

    goal: str = ""
    status: str = ""
    gap: str = ""
    lead: str = ""
    required: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """A target, or a year of one, before and after."""

    target_id: str
    name: str
    before: Told
    after: Told


def effects_of(before: Known, after: Known, lang: str) -> tuple[Effect, ...]:
    """Every target whose verdict or numbers differ between two states of a plan, each as of its coverage date."""
    old, new = _judged(before), _judged(after)
    differing = [(first, second) for _, first, second in paired(old, new) if _facts(old.get(first)) != _facts(new.get(second))]
    was = _worded(before, old, dict.fromkeys(first for first, _ in differing), lang)
    becomes = _worded(after, new, dict.fromkeys(second for _, second in differing), lang)
    return tuple(_effects(was, becomes, differing))


def _effects(
    was: Mapping[Key, Standing],
    becomes: Mapping[Key, Standing],
    differing: Iterable[tuple[Key, Key]],
) -> Iterator[Effect]:
    for before, after in differing:
        first, second = was.get(before), becomes.get(after)
        named = second or first
        told = _told(first), _told(second)
        if named and told[0] != told[1]:
            yield Effect(before[0], named.name, *told)


def _told(standing: Standing | None) -> Told:
    if standing is None:
        return Told()
    goal = f"{standing.goal.text} · {standing.period}"
    return Told(goal, standing.status_text, standing.gap.text, standing.lead_told, standing.required.text)


def _judged(known: Known) -> _Judged:
    as_of = known.coverage
    return (
        {(assessment.target_id, assessment.year): assessment for assessment in assess(known.catalog, known.frame, as_of)}
        if as_of
        else {}
    )


def _facts(assessment: Assessment | None) -> tuple[object, ...]:
    if assessment is None:
        return ()
    return tuple(getattr(assessment, known.name) for known in fields(assessment) if known.name not in _IN_PASSING)


def _worded(known: Known, judged: _Judged, differing: Iterable[Key], lang: str) -> dict[Key, Standing]:
    """The standings of what differs. They name no figures: of two frames the same figure has two places."""
    wanted = tuple(replace(judged[key], figures=(), baseline_figures=(), obstacles=()) for key in differing if key in judged)
    as_of = known.coverage
    if not wanted or as_of is None:
        return {}
    standings = word_standings(known, Query(lang=lang), wanted, progress.summarise(wanted, as_of))
    return {standing.key: standing for standing in standings}
