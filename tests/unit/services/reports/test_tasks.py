"""责任单位任务清单 of a plan that names its units: whose each target is, what a month must bring, and what is late."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from kpi import services
from kpi.i18n import texts
from kpi.report import UNITS
from kpi.report.document import Annex, Group, Signature, Table, document_of
from kpi.report.document.gap.collecting import wanted_of
from kpi.report.duties import duties_by_unit, helped_by_unit
from kpi.services import Each, Genre, Grouping, Query, ReportRequest
from kpi.services.reports.series import report_requests
from tests.databases import PROJECT
from tests.unit.services.conftest import ZHANG, load, row, table

OWNERS = {"G1": "城管局", "G2": "民政局", "G3": "城管局；民政局"}


@pytest.fixture
def plan(opened, tiny_copy):
    """Half of 2024 is over. The share is at 70 % of 90 % by the end of 2025, volunteers at 6,000 of 12,000, 380 t of 300 t."""
    path = tiny_copy / "targets.csv"
    rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    for cells in rows[1:]:
        cells[rows[0].index("owner")] = OWNERS[cells[0]]
    path.write_text("\n".join(",".join(cells) for cells in rows) + "\n", encoding="utf-8")
    made = opened(tiny_copy)
    load(
        made,
        table(
            row("volunteers_trained", "1.25", "万人次", year=2023),
            row("volunteers_trained", "0.6", "万人次", start="2024-01-01", end="2024-06-30"),
            row("sorted_share", "70", "%", end="2024-06-30"),
            row("landfill_daily", "380", "吨", end="2024-06-30"),
        ),
        accept_warnings=True,
    )
    return made


def model(plan, **asked):
    return services.report_model(plan, ZHANG, ReportRequest(genre=Genre.TASKS, **asked))


def test_each_unit_has_its_own_targets_and_a_shared_one_is_a_duty_of_both(plan):
    found = {unit.unit: [duty.standing.target.target_id for duty in unit.open] for unit in duties_by_unit(model(plan))}
    assert found == {"城管局": ["G1", "G3"], "民政局": ["G2", "G3"]}


@pytest.mark.parametrize(("lang", "heading"), [("zh", "其中到期未报"), ("en", "Of which not reported")])
def test_what_a_unit_has_not_reported_is_counted_under_that_word(plan, lang, heading):
    """And not under a word for all whose periods are over, be it with a verdict."""
    (table, *_) = (block for block in document_of(model(plan, query=Query(lang=lang))) if isinstance(block, Table))
    assert heading in [head.text for head in table.heads]


def test_a_month_must_bring_what_is_lacking_over_the_months_that_are_left(plan):
    """From 30 June 2024, in two digits: 20 points in 18 months are 1.11, so 1.2; 80 t 4.44, so 4.5; 0.6万 in 6 months 0.1万."""
    duties = {duty.standing.target.target_id: duty for unit in duties_by_unit(model(plan)) for duty in unit.open}
    told = {name: (duty.gap, duty.monthly.text, duty.since, duty.due, duty.wanted) for name, duty in duties.items()}
    assert told == {
        "G1": ("20个百分点", "1.2个百分点", "2024年6月30日起", date(2025, 12, 31), False),
        "G2": ("0.6万人次", "0.1万人次", "2024年6月30日起", date(2024, 12, 31), False),
        "G3": ("80吨", "4.5吨", "2024年6月30日起", date(2025, 12, 31), False),
    }


def test_the_text_counts_by_unit_and_the_annex_names_what_each_has_to_do(plan):
    blocks = document_of(model(plan))
    units, tasks = (block for block in blocks if isinstance(block, Table))
    assert [(line["owner"], line["total"], line["kind.open_tasks"]) for line in units.rows] == [
        ("城管局", "2", "2"),
        ("民政局", "2", "2"),
    ]
    groups = [line.text for line in tasks.rows if isinstance(line, Group)]
    assert groups == ["城管局（2项）", "民政局（2项）"]
    assert [line["number"] for line in tasks.rows if not isinstance(line, Group)] == ["1", "2", "1", "2"]
    assert next(block for block in blocks if isinstance(block, Annex)).landscape


def test_a_bulletin_of_one_unit_ranks_no_other_by_what_they_share(plan):
    """城管局 has G1 and G3, and 民政局 shares G3 alone with it; the whole plan's bulletin ranks both."""
    request = ReportRequest(grouping=Grouping.OWNER, group="城管局", genre=Genre.BRIEFING)
    whole, own = (
        document_of(services.report_model(plan, ZHANG, one))
        for one in (replace(request, grouping=Grouping.PLAN, group=""), request)
    )
    tables = [{block.key: block for block in blocks if isinstance(block, Table)} for blocks in (whole, own)]
    assert [set(each) for each in tables] == [{"kind.caption_ranked_units", "kind.caption_scores"}, {"kind.caption_scores"}]
    assert [line["measure"] for line in tables[1]["kind.caption_scores"].rows] == [
        "生活垃圾分类达标小区占比",
        "生活垃圾日均填埋量",
    ]
    offered = [
        UNITS in services.rankings(plan, ZHANG, one) for one in (replace(request, grouping=Grouping.PLAN, group=""), request)
    ]
    assert offered == [True, False]


def test_what_is_over_and_was_not_reported_is_late(plan):
    """At the end of 2024 its second half has not come: nothing is worked out by the month, and it is to be reported."""
    load(plan, table(row("sorted_share", "75", "%", end="2024-12-31")), accept_warnings=True)
    unit = next(unit for unit in duties_by_unit(model(plan)) if unit.unit == "民政局")
    late = [duty for duty in unit.open if duty.wanted]
    assert [(duty.standing.key, duty.monthly.text) for duty in late] == [(("G2", 2024), "")]


@pytest.mark.parametrize("running", [True, False])
def test_a_note_of_the_monthly_need_goes_with_its_columns(plan, running):
    """After the last deadline, of 2025, no month is left: the list has neither the columns nor a word on them."""
    asked = request() if running else request(query=Query(as_of=date(2025, 12, 31)))
    book = openpyxl.load_workbook(io.BytesIO(services.gap_report(plan, ZHANG, asked, "xlsx").content))
    cells = {str(cell) for sheet in book for line in sheet.iter_rows(values_only=True) for cell in line if cell}
    words = texts("zh")
    assert ("每月需" in cells, words("kind.note_tasks") in cells, words("kind.note_steps") in cells) == (
        running,
        running,
        not running,
    )


def test_years_whose_figures_never_came_are_named_also_of_a_target_that_is_met(opened, tiny_copy):
    """G2 asks for 12,000 a year. No year has a figure; then 2025 has one and is met; the two others still lack theirs."""
    made = opened(tiny_copy)
    load(made, table(row("sorted_share", "75", "%", end="2025-12-31")), accept_warnings=True)
    assert late_of(made) == (True, (2023, 2024), ("到期未报", "另有2023—2024年数据到期未报"))
    load(made, table(row("volunteers_trained", "1.3", "万人次", year=2025)), accept_warnings=True)
    assert late_of(made) == (False, (2023, 2024), ("2023—2024年数据到期未报",))
    [unit] = duties_by_unit(model(made))
    assert (len(unit.open) + len(unit.met) + len(unit.unassessed), sum(duty.wanted for duty in unit.open)) == (3, 2)


def late_of(plan):
    """Of the yearly target: whether its own figure is late, which other years are, and the words."""
    report = model(plan)
    [duty] = [duty for unit in duties_by_unit(report) for duty in unit.open if duty.standing.target.target_id == "G2"]
    return duty.late, duty.late_years, duty.told_late(report.texts)


def test_a_list_of_one_unit_has_nothing_of_another_and_a_series_is_one_for_each(plan):
    own = model(plan, grouping=Grouping.OWNER, group="民政局")
    assert [unit.unit for unit in duties_by_unit(own)] == ["民政局"]
    assert "民政局负责的目标共2项，其中2项尚待完成或补报，清单见附件。" in [
        getattr(block, "text", "") for block in document_of(own)
    ]
    files = list(services.report_series(plan, ZHANG, ReportRequest(genre=Genre.TASKS), Each.OWNER, "xlsx"))
    named = {file.name: values(file.content) for file in files}
    assert {name: ("城管局" in cells, "民政局" in cells) for name, cells in named.items()} == {
        name: ("城管局" in name, "民政局" in name) for name in named
    }
    assert len(named) == 2


def test_a_shared_target_is_one_and_a_unit_with_nothing_left_is_not_concerned(plan):
    assert "规划目标中，3项尚待完成或补报，涉及2个责任单位，清单见附件。" in texts_of(model(plan))
    ends = (row("sorted_share", "95", "%", end="2025-12-31"), row("landfill_daily", "280", "吨", end="2025-12-31"))
    load(plan, table(*ends), accept_warnings=True)
    assert "规划目标中，1项尚待完成或补报，涉及1个责任单位，清单见附件。" in texts_of(model(plan))


@pytest.mark.slow
def test_what_is_wanted_is_what_the_gap_report_calls_due_also_where_figures_came_that_may_not_be_compared(opened):
    """Of the share of days with good air both ends are there, counted in two ways: its deadline is past all the same."""
    report = model(opened(PROJECT / "data" / "examples" / "national" / "14th"))
    [unit] = duties_by_unit(report)
    told = {duty.standing.target.target_id: duty.told_late(report.texts) for duty in unit.open}
    due = {row.target.target_id for wanted in wanted_of(report) if wanted.is_due for row in wanted.rows}
    assert {target for target, words in told.items() if words} == due
    assert {told["P14_14"], told["P14_16"]} == {("已到期，可比数未报",)}
    assert told["P14_15"] == ()


def test_a_place_without_targets_is_told_so_and_its_list_is_signed(plan):
    town = next(code for code, each in plan.catalog.regions.items() if each.parent_code == plan.catalog.plan_region.region_code)
    report = model(plan, query=Query(region=town))
    assert f"{report.scope}未设目标，没有任务可列。" in texts_of(report)
    assert any(isinstance(block, Signature) for block in document_of(report))
    book = openpyxl.load_workbook(
        io.BytesIO(services.gap_report(plan, ZHANG, request(query=Query(region=town)), "xlsx").content)
    )
    assert f"{report.scope}未设目标，没有任务可列。" in {
        cell for cells in book.active.iter_rows(values_only=True) for cell in cells
    }


def values(content):
    """The texts in column headings of groups and cells that name a unit alone."""
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return {part for cells in sheet.iter_rows(values_only=True) for cell in cells if cell for part in units_named(str(cell))}


def units_named(text):
    return [unit for unit in ("城管局", "民政局") if text.startswith(unit)]


@pytest.fixture
def helped(plan):
    """教育局, which answers for nothing, and 民政局, which does for the volunteers, help with the share and the volunteers."""
    said = {measure: {"owner": "", "co_owners": "教育局；民政局"} for measure in ("sorted_share", "volunteers_trained")}
    services.make_revision(plan, ZHANG, services.check_owners(plan, ZHANG, said, note="分工"))
    return plan


def texts_of(report):
    return [text for block in document_of(report) if (text := getattr(block, "text", ""))]


def test_what_units_help_with_stands_apart_and_is_not_counted_again(plan, helped):
    report = model(helped)
    assert [(unit.unit, unit.total) for unit in duties_by_unit(report)] == [("城管局", 2), ("民政局", 2)]
    told = {unit: [row.standing.target.target_id for row in rows] for unit, rows in helped_by_unit(report)}
    assert told == {"教育局": ["G1", "G2"], "民政局": ["G1"]}
    assert "其中2项另有协办单位，列入协办事项；协办事项已计入责任单位，不重复计数。" in texts_of(report)
    *_, last = (block for block in document_of(report) if isinstance(block, Table))
    assert [line.text if isinstance(line, Group) else line["owner"] for line in last.rows] == [
        *("教育局（2项）", "城管局", "民政局", "民政局（1项）", "城管局"),
    ]
    book = openpyxl.load_workbook(io.BytesIO(services.gap_report(helped, ZHANG, request(), "xlsx").content))
    assert book.sheetnames == ["任务清单", "协办事项"]


def request(**asked):
    return ReportRequest(genre=Genre.TASKS, **asked)


def test_a_unit_that_only_helps_has_a_list_of_that_and_no_other_report(helped):
    report = model(helped, grouping=Grouping.OWNER, group="教育局")
    assert duties_by_unit(report) == ()
    assert {
        "教育局没有负责的目标。",
        "另有2项目标由其他单位负责、教育局协办，尚待完成，列入协办事项，不计入教育局负责的目标。",
    } <= set(texts_of(report))
    own = model(helped, grouping=Grouping.OWNER, group="民政局")
    assert [row.standing.target.target_id for _, rows in helped_by_unit(own) for row in rows] == ["G1"]
    lists, gaps = (report_requests(helped, ZHANG, ReportRequest(genre=genre), Each.OWNER) for genre in (Genre.TASKS, Genre.GAP))
    assert [one.group for one in lists] == ["城管局", "民政局", "教育局"]
    assert [one.group for one in gaps] == ["城管局", "民政局"]


def test_what_is_reached_is_helped_with_no_more(helped):
    load(helped, table(row("sorted_share", "95", "%", end="2025-12-31")), accept_warnings=True)
    assert {unit: [row.standing.target.target_id for row in rows] for unit, rows in helped_by_unit(model(helped))} == {
        "教育局": ["G2"]
    }
