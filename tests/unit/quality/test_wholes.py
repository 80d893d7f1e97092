"""Parts above the whole they belong to, worked by hand."""

from dataclasses import replace
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.quality.records import by_period, from_frame
from kpi.quality.wholes import members_above, places_above, windows_above
from tests.unit.ingest.test_comparing import frame

PROJECT = Path(__file__).resolve().parents[3]
TINY = load_catalog(PROJECT / "tests" / "data" / "tiny_catalog")
FLOW = TINY.measures["volunteers_trained"]
YEAR = {"window_start": "2024-01-01", "window_end": "2024-12-31"}


def flow(value, start="2024-01-01", end="2024-12-31", **other):
    own = {
        "measure_id": "volunteers_trained",
        "region_code": "990100",
        "value": value,
        "window_start": start,
        "window_end": end,
    }
    return {**own, **other}


def told(doubts):
    return [(doubt.code, [figure.value for figure in doubt.figures]) for doubt in doubts]


def windows(*rows):
    return told(windows_above(FLOW, from_frame(frame(*rows))))


def test_a_cumulative_figure_that_falls():
    """5,000 by the end of June, 4,800 by the end of September: the later one is doubted."""
    half, later = flow(5000, end="2024-06-30", printed="5000人次"), flow(4800, end="2024-09-30", printed="4800人次")
    assert windows(half, later) == [("cumulative_falls", [4800, 5000])]
    assert windows(half, {**later, "value": 5000, "printed": "5000人次"}) == []


def test_what_rounding_explains_is_no_fall():
    """0.51万 may be 5,050, which is not above 5,060."""
    assert windows(flow(5100, end="2024-06-30", printed="0.51万人次"), flow(5060, printed="5060人次")) == []
    assert windows(flow(5100, end="2024-06-30", printed="0.51万人次"), flow(5040, printed="5040人次")) == [
        ("cumulative_falls", [5040, 5100])
    ]


def test_a_bound_from_below_may_be_enough():
    assert windows(flow(5000, end="2024-06-30", printed="5000人次"), flow(4800, qualifier="ge", printed="4800人次")) == []


def test_a_window_above_a_longer_one_around_it():
    quarter = flow(3000, "2024-07-01", "2024-09-30", printed="3000人次")
    assert windows(quarter, flow(2900, printed="2900人次")) == [("window_above", [3000, 2900])]


@pytest.mark.parametrize(("part", "found"), [(5001, [("part_above", [5001, 5000])]), (5000, [])])
def test_a_group_above_the_whole(part, found):
    whole, group = flow(5000, printed="5000人次"), flow(part, breakdown="audience", member="staff", printed=f"{part}人次")
    assert told(members_above(TINY, by_period(from_frame(frame(whole, group))))) == found


def test_a_place_above_the_one_it_lies_in():
    place = next(each.region_code for each in TINY.children("990100"))
    rows = flow(5000, printed="5000人次"), flow(5001, region_code=place, printed="5001人次")
    assert told(members_above(TINY, by_period(from_frame(frame(*rows))))) == [("part_above", [5001, 5000])]


def test_places_that_make_up_the_whole_and_exceed_it_together():
    """3,000 and 2,500 of 5,000, each less than the whole."""
    regions = {code: replace(each, in_partition=bool(each.parent_code)) for code, each in TINY.regions.items()}
    places = [each.region_code for each in TINY.children("990100")][:2]
    parts = [flow(value, region_code=place, printed=f"{value}人次") for place, value in zip(places, (3000, 2500), strict=True)]
    book = by_period(from_frame(frame(flow(5000, printed="5000人次"), *parts)))
    assert told(places_above(replace(TINY, regions=regions), book)) == [("places_above", [5000, 3000, 2500])]
