"""In which way a target of ≥100 moved between two states of a plan."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from kpi.i18n import texts
from kpi.model import Comparator, Lamp, Status
from kpi.views import Amount, Cause, CauseKind, StandingChange, moved_of
from kpi.views.comparing.causes import DATE
from kpi.views.comparing.rows import standing_rows
from tests.unit.report.sample import row

BATCH = Cause(CauseKind.BATCH, 3, "2025.csv")


def stands(status, gap=None, target_id="T01", counted=True, text="", comparator=Comparator.AT_LEAST):
    """A target with a verdict and `gap`, target − current."""
    standing = row(target_id, status=status, counted=counted, current=Amount(text, None, 0), gap=Amount(text, gap, 0))
    return replace(standing, assessment=replace(standing.assessment, gap=gap, comparator=comparator))


def since(*changes):
    """What moved, of all targets, since the end of 2024."""
    start = SimpleNamespace(status=SimpleNamespace(as_of=date(2024, 12, 31)))
    view = SimpleNamespace(start=start, standings=changes)
    return moved_of(texts("zh"), view, None, {change.standing.target.target_id for change in changes})


@pytest.mark.parametrize(
    ("before", "after", "way"),
    [
        # a verdict goes before the gap: it is smaller, and the target is missed all the same
        (stands(Status.BEHIND, 38), stands(Status.MISSED, 7), "failed"),
        (stands(Status.NOT_STARTED), stands(Status.MISSED, 7), "failed"),
        (stands(Status.ON_PACE, 30), stands(Status.BEHIND, 20), "slipped"),
        (stands(Status.BEHIND, 30), stands(Status.FAR_BEHIND, 30), "slipped"),
        (stands(Status.MISSED, 7), stands(Status.MISSED, 9), "widened"),
        # up from far behind to behind is no slipping
        (stands(Status.FAR_BEHIND, 30), stands(Status.BEHIND, 20), "narrowed"),
        (stands(Status.FAR_BEHIND, 30), stands(Status.MET, -1), "closed"),
        (stands(Status.NOT_STARTED), stands(Status.MET, 0), "closed"),
        (None, stands(Status.MET, 0), "closed"),
        (stands(Status.NOT_STARTED), stands(Status.PENDING, 4), "begun"),
        (stands(Status.MET, -1), stands(Status.PENDING, 4), "opened"),
        (stands(Status.NO_DATA), stands(Status.BASELINE_ONLY, 4), "opened"),
        (stands(Status.ON_PACE, 20), stands(Status.ON_PACE, 10), "narrowed"),
        (stands(Status.BASELINE_ONLY, 20), stands(Status.PENDING, 20), "judged"),
        (stands(Status.PENDING), stands(Status.NOT_COMPARABLE), "judged"),
        (stands(Status.MISSED, 7), None, "judged"),
        # nothing is said of gaps where nothing is judged
        (stands(Status.NOT_ASSESSED, 5, text="5"), stands(Status.NOT_ASSESSED, 9, text="9"), "value"),
        # of a limit: 110 of ≤100 is 10 too many, then 4
        (
            stands(Status.MISSED, -10, comparator=Comparator.AT_MOST),
            stands(Status.MISSED, -4, comparator=Comparator.AT_MOST),
            "narrowed",
        ),
    ],
)
def test_the_verdict_says_the_way_and_else_the_gap(before, after, way):
    (moved,) = since(StandingChange(before, after, (DATE,))).rows
    assert moved.way == way


def test_a_gap_against_another_goal_tells_no_way():
    before, after = stands(Status.ON_PACE, 20), stands(Status.ON_PACE, 10)
    lower = replace(after, lamp=Lamp.GREEN, target=replace(after.target, value=90))
    assert [row.way for row in since(StandingChange(before, lower, (BATCH,))).rows] == ["judged"]


def test_what_reads_the_same_is_not_told_and_of_years_gone_by_only_verdicts():
    same = StandingChange(stands(Status.NOT_ASSESSED, text="7"), stands(Status.NOT_ASSESSED, text="7"), (BATCH,))
    gone = {"counted": False, "target_id": "T02"}
    closer = StandingChange(stands(Status.MISSED, 9, **gone), stands(Status.MISSED, 7, **gone), (BATCH,))
    found = since(same, closer)
    assert (found.rows, found.causes) == ((), ())


def test_the_worst_comes_first_and_causes_are_told_once():
    one = StandingChange(stands(Status.NO_DATA, target_id="T03"), stands(Status.MET, 0, "T03"), (DATE, BATCH))
    other = StandingChange(stands(Status.ON_PACE, 4, "T04"), stands(Status.FAR_BEHIND, 4, "T04"), (BATCH,))
    found = since(one, other)
    assert [row.standing.target.target_id for row in found.rows] == ["T04", "T03"]
    assert found.causes == ("批次3 2025.csv",)


def told_of(old, new):
    """Both sides of a difference as a table of changes has them."""
    (change,) = standing_rows(texts("zh"), SimpleNamespace(standings=[StandingChange(old, new, (BATCH,))]), by_date=False)
    return change.before, change.after


def test_what_looks_alike_is_told_apart_by_its_way_or_by_its_days():
    """No prize by June and none by December, of a target that is not judged: there is no way, and no sentence ends in 进度."""
    none = replace(
        stands(Status.NOT_ASSESSED, text="0个"), status_text="不评价", progress=Amount("", None, 0), lead=Amount("", None, 0)
    )
    june, december = replace(none, counted_over="2025年1—6月"), replace(none, counted_over="2025年")
    assert told_of(june, december) == ("不评价 0个（2025年1—6月）", "不评价 0个（2025年）")
    here, there = (replace(none, progress=Amount(text, None, 0)) for text in ("12%", "14%"))
    assert told_of(here, there) == ("不评价 0个，进度12%", "不评价 0个，进度14%")
