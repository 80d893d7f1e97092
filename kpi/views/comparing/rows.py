"""The differences of two views as rows of tables: what it was, what it is, and by what that came about."""

from dataclasses import dataclass

from kpi.i18n import Texts
from kpi.views.comparing.causes import causes_text
from kpi.views.comparing.changes import ChangesView, GoalChange, StandingChange
from kpi.views.comparing.figures import FigureChange
from kpi.views.standings import Standing


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One difference in words."""

    target_id: str
    measure_id: str
    name: str
    part: str
    """Name of a breakdown's member; empty for the whole."""
    period: str
    before: str
    after: str
    cause: str


def standing_rows(words: Texts, view: ChangesView, *, by_date: bool) -> tuple[ChangeRow, ...]:
    """Targets that stand otherwise: by the date alone, or by more than that."""
    return tuple(_of_standing(words, each) for each in view.standings if each.by_date is by_date)


def goal_rows(words: Texts, view: ChangesView) -> tuple[ChangeRow, ...]:
    """Targets that ask for something else."""
    return tuple(_of_goal(words, each) for each in view.goals)


def figure_rows(words: Texts, view: ChangesView, most: int | None = None) -> tuple[ChangeRow, ...]:
    """Figures that read otherwise, or the first of them."""
    return tuple(_of_figure(words, each) for each in view.figures[:most])


def _of_standing(words: Texts, change: StandingChange) -> ChangeRow:
    standing = change.standing
    before, after = _stands(words, change.old), _stands(words, change.new)
    if before == after:
        before, after = (_stands_at(words, each) for each in (change.old, change.new))
    return ChangeRow(
        target_id=standing.target.target_id,
        measure_id=standing.measure.measure_id,
        name=standing.measure_name,
        part="",
        period=standing.period,
        before=before,
        after=after,
        cause=causes_text(words, change.causes),
    )


def _stands_at(words: Texts, standing: Standing | None) -> str:
    """The same with how far it is, or else of which days it is, which tells two alike apart."""
    stands, progress = _stands(words, standing), standing.progress.text or standing.lead.text if standing else ""
    if progress:
        return words("service.stands_at", stands=stands, progress=progress)
    days = (standing.counted_over or standing.assessment.current_date) if standing else None
    return words("service.stands_over", stands=stands, days=days) if days else stands


def _stands(words: Texts, standing: Standing | None) -> str:
    """A verdict with the value it is about, and what is missing."""
    if standing is None:
        return words("value.none")
    numbers = [standing.current.text]
    if standing.gap.number and standing.gap.number > 0 and standing.current.text:
        numbers.append(words("service.stands_short", gap=standing.gap.text))
    return " ".join([standing.status_text, words("service.within").join(filter(None, numbers))]).rstrip()


def _of_goal(words: Texts, change: GoalChange) -> ChangeRow:
    cause = causes_text(words, change.causes)
    return ChangeRow(change.target_id, change.measure_id, change.name, "", "", change.old_text, change.new_text, cause)


def _of_figure(words: Texts, change: FigureChange) -> ChangeRow:
    figure = change.figure
    before, after = (each.text if each else words("value.none") for each in (change.old, change.new))
    name = figure.measure_name if figure.region_code == change.plan_region else f"{figure.region_name} {figure.measure_name}"
    return ChangeRow("", figure.measure_id, name, figure.label, figure.period, before, after, causes_text(words, change.causes))
