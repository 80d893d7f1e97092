"""最近变化: which verdicts gave way to others of late, and by what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Verdict, VerdictStep
from kpi.views.comparing.causes import Cause, CauseKind, causes_text
from kpi.views.goals import period_text


@dataclass(frozen=True, slots=True)
class RecentChange:
    """A target whose verdict gave way to another."""

    at: datetime
    """Asia/Shanghai."""
    cause: str
    target_id: str
    measure_id: str
    name: str
    old_text: str
    new_text: str
    by_date: bool
    """Whether no figure of it moved: the day did."""


def recent_change(
    catalog: Catalog, words: Texts, step: VerdictStep, at: datetime, causes: tuple[Cause, ...]
) -> RecentChange | None:
    """A step in words; None where the plan has the target no longer."""
    target_id, year = step.key
    target = catalog.targets.get(target_id)
    if target is None:
        return None
    measure = catalog.measures[target.measure_id]
    return RecentChange(
        at=at,
        cause=causes_text(words, tuple(replace(each, at=None) for each in causes)),
        target_id=target_id,
        measure_id=measure.measure_id,
        name=words("service.name_and_period", name=measure, period=period_text(words, target, year)),
        old_text=_told(catalog, words, step.old),
        new_text=_told(catalog, words, step.new),
        by_date=_stands_still(step.old, step.new) and all(each.kind in _OF_FIGURES for each in causes),
    )


_OF_FIGURES = frozenset({CauseKind.BATCH, CauseKind.WITHDRAWAL})


def _stands_still(old: Verdict | None, new: Verdict | None) -> bool:
    if old is None or new is None:
        return False
    return (old.current_value, old.current_date, old.gap) == (new.current_value, new.current_date, new.gap)


def _told(catalog: Catalog, words: Texts, verdict: Verdict | None) -> str:
    """A verdict in words, marked where it is a person's, which it is where one said so and no rule judges."""
    if verdict is None:
        return words("value.none")
    status = words(f"status.{verdict.status}")
    said = {(each.target_id, each.verdict) for each in catalog.judgements}
    return words("service.by_person", status=status) if (verdict.target_id, verdict.status) in said else status


@dataclass(frozen=True, slots=True)
class RecentView:
    """The last changes of verdicts."""

    changes: tuple[RecentChange, ...]
    by_date: int
    """How many more changed at the same events by the day alone."""


def recent_of(changes: Sequence[RecentChange], most: int) -> RecentView:
    """The last changes that a figure or a revision made, and how many the day alone did as they came."""
    moved = [each for each in changes if not each.by_date][:most]
    since = moved[-1].at if moved else None
    return RecentView(tuple(moved), sum(each.by_date for each in changes if since is None or each.at >= since))
