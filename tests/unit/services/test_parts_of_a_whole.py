"""Frames of some regions at the edges: a change while they are read, a clock set back, a second plan with a region more."""

import pytest

from kpi import services
from kpi.analysis import of_measures
from kpi.model import Actor, Grant
from kpi.services import Point, Query, frames
from kpi.services.plans.loading import known_after
from tests.databases import TINY
from tests.unit.services.conftest import ZHANG, load, row, table

CITY, EAST, WEST, NORTH = "990100", "990101", "990102", "990103"
OF_CITY = table(row("landfill_daily", "400", "吨", end="2024-12-31"), name="全市.csv")
OF_EAST = table(row("landfill_daily", "200", "吨", end="2023-12-31", region="东岸"), name="东岸.csv")


@pytest.fixture
def in_parts(monkeypatch):
    def hold(*, parts=True):
        monkeypatch.setattr(frames, "MOST_WHOLE", 0 if parts else 10**9)

    hold()
    return hold


def days(frame, region):
    return sorted(day.year for day in frame.loc[frame["region_code"] == region, "as_of"].dropna())


def test_regions_read_before_and_after_a_change_are_not_kept_together(opened, in_parts, monkeypatch):
    """The city's figures are read, then a file comes in, then those of the districts are read."""
    workspace = opened(TINY)
    read, coming = workspace.store.current, [OF_CITY]

    def overtaken(places=None, measures=None):
        if coming and set(places or ()) == {EAST, WEST}:
            load(workspace, coming.pop())
        return read(places, measures)

    monkeypatch.setattr(workspace.store, "current", overtaken)
    workspace.known_below(Query())
    assert not coming
    assert days(workspace.known_below(Query()).frame, CITY) == [2022, 2022, 2024]


def test_a_change_is_compared_though_the_clock_was_set_back_since(opened, clock, in_parts):
    workspace = opened(TINY)
    before = clock.wind(hours=1)
    clock.wind(hours=1)
    load(workspace, OF_EAST)
    clock.wind(minutes=-30)
    view = services.changes(workspace, ZHANG, Query(), Point(moment=before))
    assert len(view.figures) == 1


@pytest.fixture
def two_plans(opened, tiny_copy):
    """The tiny plan, and another with a district more, of which it states a figure of 2023."""
    workspace = opened(TINY)
    for name, like, changed in (
        ("regions.csv", "990102,", {"990102": NORTH, "西岸区": "北岸区", "West Bank": "North Bank", "西岸": "北岸"}),
        ("figures.csv", "W3,", {"W3,": "W9,", CITY: NORTH, "2022-12-31": "2023-01-31"}),
    ):
        text = (tiny_copy / name).read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if line.startswith(like))
        for old, new in changed.items():
            line = line.replace(old, new)
        (tiny_copy / name).write_text(f"{text.rstrip()}\n{line}\n", encoding="utf-8")
    checked = services.check_plan(workspace, ZHANG, tiny_copy, plan_id="another")
    assert [str(each.problem) for each in checked.view.problems if each.refuses] == []
    services.load_plan(workspace, ZHANG, checked)
    return workspace


@pytest.mark.parametrize("parts", [False, True])
def test_a_region_of_another_plan_does_not_move_the_day_figures_go_up_to(two_plans, in_parts, parts):
    """Neither where the plan is loaded anew, nor for who has a role for that region too."""
    in_parts(parts=parts)
    both = Actor("市北", frozenset({Grant("reporter", regions=(CITY, NORTH))}))
    assert known_after(two_plans, two_plans.catalog).coverage.year == 2022
    assert two_plans.seen_by(both).coverage().year == 2022
    assert two_plans.of("another").seen_by(both).coverage().year == 2023


@pytest.mark.parametrize("parts", [False, True])
def test_rows_of_a_plan_are_numbered_by_their_places(two_plans, in_parts, parts):
    """The other plan's figures lie between them: a row found by measure and region is the row at its number."""
    in_parts(parts=parts)
    load(two_plans, OF_CITY)
    frame = two_plans.known().frame
    (newest,) = (place for place, row in of_measures(frame, ["landfill_daily"], CITY).iterrows() if row["as_of"].year == 2024)
    assert frame.iloc[newest][["region_code", "value", "file"]].tolist() == [CITY, 400.0, "全市.csv"]


@pytest.mark.parametrize("parts", [False, True])
def test_figures_that_a_plan_comes_to_know_are_compared(opened, tiny_copy, clock, in_parts, parts):
    """East Bank is another plan's, and so are its figures, until that plan is loaded again with it."""
    in_parts(parts=parts)
    workspace = opened(TINY)
    load(workspace, OF_EAST)
    regions = tiny_copy / "regions.csv"
    whole = regions.read_text(encoding="utf-8")
    for text in ("".join(line for line in whole.splitlines(keepends=True) if not line.startswith(EAST)), whole):
        regions.write_text(text, encoding="utf-8")
        clock.wind(hours=1)
        services.load_plan(workspace, ZHANG, services.check_plan(workspace, ZHANG, tiny_copy, plan_id="another"))
    view = services.changes(workspace.of("another"), ZHANG, Query())
    assert [each.key[1] for each in view.figures] == [EAST]
