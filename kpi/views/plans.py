"""Plans in words: which there are, what loading one would change, and who revised it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from kpi import progress
from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Assessment, Status
from kpi.views.uploads.problems import ProblemView


@dataclass(frozen=True, slots=True)
class PlanView:
    """One plan of the database."""

    plan_id: str
    name: str
    region: str
    measures: int
    targets: int
    """Main ones; duplicates are not counted."""
    lines: int
    """Their steps, second lines and further readings."""
    revisions: int
    is_default: bool


@dataclass(frozen=True, slots=True)
class RevisionView:
    """One change of a plan. Moments are Asia/Shanghai."""

    revision_id: int
    kind_text: str
    name: str
    document_number: str
    made_by: str
    made_at: datetime
    note: str
    state_text: str


@dataclass(frozen=True, slots=True)
class JudgedChange:
    """A target, or a year of one, whose verdict a change of the plan changes; None where there is no such target."""

    target_id: str
    year: int | None
    name: str
    old: Status | None
    new: Status | None
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """How many rows of a file are new, changed and gone."""

    file: str
    new: int
    changed: int
    removed: int


@dataclass(frozen=True, slots=True)
class PlanLoadPreview:
    """What loading a plan's files would change. Nothing is loaded yet."""

    plan_id: str
    is_new: bool
    """Whether the database does not have the plan yet."""
    is_loaded: bool
    """Whether just these files were loaded last, so that there is nothing to do."""
    problems: tuple[ProblemView, ...]
    files: tuple[FileChange, ...]
    shared: tuple[tuple[str, tuple[str, ...]], ...]
    """Rows of the library that would read otherwise for other plans too, and those plans."""
    judged: tuple[JudgedChange, ...]
    data_version: int

    @property
    def ok(self) -> bool:
        """Whether it may be loaded."""
        return not any(each.refuses for each in self.problems)


_Judged = Mapping[tuple[str, int | None], Assessment]


def judged_changes(
    words: Texts, old: tuple[Catalog, pd.DataFrame] | None, new: tuple[Catalog, pd.DataFrame]
) -> tuple[JudgedChange, ...]:
    """The verdicts that differ between a plan as it is, with its figures, and as it would be; each as of its coverage date."""
    before, after = _judged(old) if old else {}, _judged(new)
    changes = []
    for key in (*after, *(key for key in before if key not in after)):
        was, becomes = before.get(key), after.get(key)
        if (was and was.status) is not (becomes and becomes.status):
            changes.append(_change(words, new[0] if becomes else old[0] if old else new[0], key, was, becomes))
    return tuple(changes)


def _judged(plan: tuple[Catalog, pd.DataFrame]) -> _Judged:
    catalog, frame = plan
    as_of = progress.coverage_date(frame)
    return {(each.target_id, each.year): each for each in progress.assess(catalog, frame, as_of)} if as_of else {}


def _change(
    words: Texts, catalog: Catalog, key: tuple[str, int | None], was: Assessment | None, becomes: Assessment | None
) -> JudgedChange:
    target_id, year = key
    measure = catalog.measures[catalog.targets[target_id].measure_id]
    old, new = (each.status if each else None for each in (was, becomes))
    texts = [words(f"status.{each}") if each else words("value.none") for each in (old, new)]
    return JudgedChange(target_id, year, measure.name(words.lang), old, new, *texts)
