"""Plans in words: which there are, what loading one would change, and who revised it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kpi.i18n import Texts
from kpi.model import Status
from kpi.views.changing.pairing import paired
from kpi.views.judging import assess
from kpi.views.status import Known
from kpi.views.uploads.preview import VerdictChange
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
    effective_on: date | None = None
    withdrawn: str = ""
    """Who took it back and why; empty where it counts."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """The rows of a file that are new, changed and gone, by their keys."""

    file: str
    new: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]

    @property
    def sheet(self) -> str:
        """What the file is called where a plan is a workbook."""
        return self.file.removesuffix(".csv")


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
    judged: tuple[VerdictChange, ...]
    data_version: int

    @property
    def ok(self) -> bool:
        """Whether it may be loaded."""
        return not any(problem.refuses for problem in self.problems)


def judged_changes(words: Texts, old: Known | None, new: Known) -> tuple[VerdictChange, ...]:
    """The verdicts that differ between a plan as it is, with its figures, and as it would be; each as of its coverage date."""
    before, after = _statuses(old) if old else {}, _statuses(new)
    changes = []
    for (target_id, year), first, second in paired(before, after):
        was, becomes = before.get(first), after.get(second)
        if was is not becomes:
            catalog = new.catalog if becomes or not old else old.catalog
            name = catalog.measures[catalog.targets[target_id].measure_id].name(words.lang)
            old_text, new_text = (words(f"status.{status}") if status else words("value.none") for status in (was, becomes))
            changes.append(VerdictChange(target_id, year, name, was, becomes, old_text, new_text))
    return tuple(changes)


def _statuses(plan: Known) -> Mapping[tuple[str, int | None], Status]:
    as_of = plan.coverage
    judged = assess(plan.catalog, plan.frame, as_of) if as_of else ()
    return {(assessment.target_id, assessment.year): assessment.status for assessment in judged}
