"""Fiction: the same each time, for any plan, marked as such, adding up, with every kind of verdict in it."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpi import services
from kpi.demo import make_demo
from kpi.demo.fiction import leant, split, within
from kpi.demo.making import demo_files
from kpi.errors import StoreUnusable
from kpi.i18n import texts
from kpi.ingest import read_upload
from kpi.model import Kind, Status, end_of_day
from kpi.report.document import Paragraph, Style, Table, document_of
from kpi.services import Genre, Query, ReportRequest
from tests.databases import LETTER, TINY
from tests.unit.services.conftest import ZHANG, standing

PLANS = pytest.mark.parametrize("catalog", [LETTER, TINY], ids=["letter", "tiny"])
AFTER = date(2026, 3, 2)


@pytest.fixture
def demo(opened, ready_made, tmp_path, clock):
    """A demonstration database of a catalog, opened."""

    def make(catalog):
        ready_made.place(tmp_path / "demo.duckdb", catalog, clock.moment, demo=True)
        return opened(catalog, "demo.duckdb")

    return make


def observations(workspace):
    files = demo_files(workspace, texts("zh"))
    return [each for file in files for each in read_upload(file, workspace.catalog, today=AFTER).observations]


def seen(workspace, as_of):
    return {each.status for each in services.status(workspace, ZHANG, Query(as_of=as_of)).standings}


@pytest.mark.slow
@PLANS
def test_it_is_marked_and_loaded_as_four_returns_without_a_warning(demo, catalog):
    workspace = demo(catalog)
    view = services.status(workspace, ZHANG, Query())
    assert (view.demo, view.coverage_date) == (True, date(2025, 12, 31))
    uploads = [each.batch for each in services.history(workspace, ZHANG).batches][:-1]
    assert [(each.batch_id, each.warnings) for each in uploads] == [(5, ()), (4, ()), (3, ()), (2, ())]
    assert services.verify(workspace, ZHANG) == ()


@pytest.mark.slow
def test_one_page_of_it_has_room_for_the_rails_of_its_three_worst(demo):
    workspace = demo(LETTER)
    page = document_of(services.report_model(workspace, ZHANG, ReportRequest(genre=Genre.SUMMARY)))
    (worst,) = [block for block in page if isinstance(block, Table) and block.key == "kind.caption_worst"]
    assert (len(worst.rows), len([mark for mark in worst.marks if mark])) == (3, 3)


@pytest.mark.slow
@pytest.mark.parametrize("against", ["", "2024-12-31"])
def test_one_page_of_it_in_english_cuts_no_name_and_leaves_out_no_need(demo, against):
    request = ReportRequest(Query(lang="en"), genre=Genre.SUMMARY, against=against)
    page = document_of(services.report_model(demo(LETTER), ZHANG, request))
    told = [
        text for block in page if isinstance(block, Table) for text in (*(head.text for head in block.heads), *cells(block))
    ]
    assert not [text for text in told if text.endswith("…")]
    needs = [block.text for block in page if isinstance(block, Paragraph) and block.style is Style.COMPACT]
    assert any("lack figures of periods that are over" in need for need in needs)
    assert any("points to be settled" in need for need in needs)


def cells(table):
    for row in table.rows:
        for cell in row.values():
            yield from (cell,) if isinstance(cell, str) else cell


@pytest.mark.slow
def test_every_kind_of_verdict_occurs(demo):
    workspace = demo(LETTER)
    assert {Status.MET, Status.MISSED, Status.PENDING, Status.NOT_COMPARABLE} <= seen(workspace, None)
    in_the_middle = seen(workspace, date(2025, 6, 30))
    assert {Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.INCOMPLETE} <= in_the_middle


def test_the_tiny_plan_has_its_own(demo):
    workspace = demo(TINY)
    assert {Status.MET, Status.PENDING} <= seen(workspace, None)
    assert Status.ON_PACE in seen(workspace, date(2025, 6, 30))


@pytest.mark.slow
def test_returns_come_in_after_their_periods(demo):
    """So that what was known at the end of 2024 is the return of 2023 alone."""
    workspace = demo(TINY)
    then = services.status(workspace, ZHANG, Query(known_at=end_of_day(date(2024, 12, 31))))
    assert then.coverage_date == date(2023, 12, 31)
    assert standing(then, "G2", 2024).current.text == ""


@pytest.mark.slow
@PLANS
def test_the_same_each_time(opened, catalog):
    workspace = opened(catalog)
    assert demo_files(workspace, texts("zh")) == demo_files(workspace, texts("zh"))


@pytest.mark.slow
@PLANS
def test_making_it_again_loads_nothing(demo, tmp_path, clock, catalog):
    demo(catalog).close()
    assert make_demo(tmp_path / "demo.duckdb", catalog, now=clock) == ()


def test_a_real_database_is_refused_and_left_alone(opened, tmp_path, clock):
    opened(TINY).close()
    before = (tmp_path / "kpi.duckdb").read_bytes()
    with pytest.raises(StoreUnusable):
        make_demo(tmp_path / "kpi.duckdb", TINY, now=clock)
    assert (tmp_path / "kpi.duckdb").read_bytes() == before


@pytest.mark.slow
@PLANS
def test_towns_add_up_to_the_city_exactly(opened, catalog):
    workspace = opened(catalog)
    city, towns = {}, defaultdict(Decimal)
    for each in observations(workspace):
        key = (each.measure_id, each.window_start, each.window_end, each.as_of)
        if each.region_code != workspace.catalog.plan_region.region_code:
            towns[key] += each.value
        elif not each.breakdown:
            city[key] = each.value
    assert towns
    assert towns == {key: city[key] for key in towns}


@pytest.mark.slow
@PLANS
def test_towns_differ_and_no_part_is_more_than_its_whole(opened, catalog):
    workspace = opened(catalog)
    measures = workspace.catalog.measures
    ratios = [each for each in measures.values() if each.numerator_id in measures and each.denominator_id in measures]
    values = {(each.measure_id, each.region_code, each.as_of, each.window_end): each.value for each in observations(workspace)}
    for ratio in ratios:
        shares = [
            value / values[ratio.denominator_id, *key]
            for (measure_id, *key), value in values.items()
            if measure_id == ratio.numerator_id and (ratio.denominator_id, *key) in values
        ]
        assert all(0 <= share <= 1 for share in shares)


@pytest.mark.slow
def test_towns_of_the_letter_are_not_all_alike(opened):
    """At the end of 2025 their shares of skilled workers lie several points apart round the city's, in both directions."""
    workspace = opened(LETTER)
    at_the_end = {
        (each.measure_id, each.region_code): each.value
        for each in observations(workspace)
        if each.as_of == date(2025, 12, 31) and not each.breakdown
    }
    shares = {
        code: value / at_the_end["employed_total", code]
        for (measure_id, code), value in at_the_end.items()
        if measure_id == "skilled_talent_total"
    }
    city = shares.pop("441900")
    assert len({round(share, 3) for share in shares.values()}) > len(shares) / 2
    assert city + Decimal("0.02") < max(shares.values()) < city + Decimal("0.10")
    assert city - Decimal("0.10") < min(shares.values()) < city - Decimal("0.02")


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), min_size=1))
def test_what_does_not_fit_goes_where_there_is_room(pairs):
    parts, rooms = [Decimal(part) for part, _ in pairs], [Decimal(room) for _, room in pairs]
    assume(sum(parts) <= sum(rooms))
    found = within(parts, rooms)
    assert sum(found) == sum(parts)
    assert all(0 <= part <= room for part, room in zip(found, rooms, strict=True))


def test_a_share_leans_and_stays_one():
    """Odds of 1 to 1 made 1.5 times as good are 3 to 2."""
    assert leant(0.5, 1.5) == pytest.approx(0.6)
    assert [leant(0.0, 1.2), leant(1.0, 1.2)] == pytest.approx([0, 1])


@pytest.mark.slow
def test_shares_follow_from_their_parts(opened):
    """No ratio with parts is stated; at the end of 2023 each is Σ ÷ Σ and lies between 0 and 1."""
    workspace = opened(LETTER)
    stated = {each.measure_id for each in observations(workspace)}
    measures = workspace.catalog.measures
    assert [each for each in stated if measures[each].kind is Kind.RATIO and measures[each].numerator_id] == []
    at_year_end = {
        each.measure_id: each.value
        for each in observations(workspace)
        if each.as_of == date(2023, 12, 31) and each.region_code == "441900"
    }
    share = at_year_end["skilled_talent_total"] / at_year_end["employed_total"]
    assert Decimal("0.258") < share < Decimal("0.30")


@pytest.mark.parametrize(
    ("total", "weights", "step", "parts"),
    [
        ("10", [1, 1, 1], "1", ["4", "3", "3"]),
        ("7", [5, 2], "1", ["5", "2"]),
        ("0.7", [1, 3], "0.1", ["0.2", "0.5"]),
        ("0", [1, 1], "1", ["0", "0"]),
        ("5", [], "1", []),
    ],
)
def test_splitting_loses_nothing(total, weights, step, parts):
    assert split(Decimal(total), weights, Decimal(step)) == [Decimal(part) for part in parts]


@pytest.mark.slow
def test_a_making_that_breaks_off_leaves_no_file_that_passes_for_a_demo(tmp_path, clock, monkeypatch):
    from kpi.demo import making as room

    load, loaded = room._load, []

    def break_off(workspace, *given):
        if loaded:
            raise KeyboardInterrupt
        loaded.append(workspace.store.path)
        return load(workspace, *given)

    monkeypatch.setattr(room, "_load", break_off)
    with pytest.raises(KeyboardInterrupt):
        make_demo(tmp_path / "demo.duckdb", TINY, now=clock)
    assert [each.name for each in tmp_path.rglob("*") if each.is_file()] == []
    monkeypatch.undo()
    assert len(make_demo(tmp_path / "demo.duckdb", TINY, now=clock)) == 4
    assert sorted(each.name for each in tmp_path.rglob("*") if each.is_file()) == ["demo.duckdb", "demo.duckdb.journal"]


@pytest.mark.slow
def test_a_half_made_demo_of_earlier_days_is_completed(opened, tmp_path, clock):
    workspace = opened(TINY, "demo.duckdb", demo=True)
    workspace.close()
    assert make_demo(tmp_path / "demo.duckdb", TINY, now=clock) == (2, 3, 4, 5)
    assert make_demo(tmp_path / "demo.duckdb", TINY, now=clock) == ()


@pytest.mark.slow
def test_a_return_that_was_taken_back_is_not_brought_again(opened, tmp_path, clock):
    make_demo(tmp_path / "demo.duckdb", TINY, now=clock)
    workspace = opened(TINY, "demo.duckdb")
    services.withdraw(workspace, ZHANG, 3, "试一试")
    workspace.close()
    assert make_demo(tmp_path / "demo.duckdb", TINY, now=clock) == ()
