"""A database with more figures than are held at once: every page is made of the regions it looks at, and says the same."""

import csv
import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import partial

import numpy as np
import pandas as pd
import pytest

from kpi import demo, services
from kpi.access import OWNER, READER
from kpi.errors import KpiError, NotFound
from kpi.i18n import texts
from kpi.model import Actor, Grant, Status
from kpi.report import Genre
from kpi.services import Each, Grouping, Query, ReportRequest, UploadFile, frames
from kpi.services.places import unreported
from kpi.services.status import overdue_anywhere
from kpi.services.workspace import Workspace
from tests.databases import LETTER
from tests.unit.services import test_workspace

TOWN, OTHER_TOWN, DISTRICT, OTHER_DISTRICT = "441900003", "441900102", "441900901", "441900902"
STOCK, FLOW, RATIO = "skilled_talent_total", "certified_skilled_new", "highly_skilled_share"
HEADER = "指标代码,年份,起始日期,截止日期,地区,分组,数值,单位\n"
OF_DISTRICTS = HEADER + "".join(
    f"{STOCK},,,{day},{code},,{value},人\n"
    for code, values in ((DISTRICT, (20_000, 400_000)), (OTHER_DISTRICT, (500_000, 500_000)))
    for day, value in zip(("2023-12-31", "2024-12-31"), values, strict=True)
)
OF_DISTRICTS += f"{STOCK},,,2024-03-31,{TOWN},,26000,人\n"
"""Of that day nothing else is: in the middle of 2024 the newest figures of other measures end before it."""
UPLOAD = UploadFile("新.csv", f"{HEADER}{STOCK},,,2025-12-31,{DISTRICT},,700000,人\n".encode())
OWNER_ = Actor("张三", OWNER)
LOOKING = {
    "everything": OWNER_,
    "what is published": Actor("读者", READER),
    "a town": Actor("镇街", frozenset({Grant("viewer", regions=(TOWN,)), Grant("reporter", regions=(TOWN,))})),
}
PLACES = {"position", "figures", "baseline_figures", "obstacles", "old_position"}
"""Fields that number rows of a frame: of two frames the same figure has two numbers."""


DOUBTS = {"doubts", "further_doubts", "doubts_reach"}
"""What 数据质量 finds, which says how far it looked: see the test of it."""


def told(thing):
    """What something says, without the numbers of rows."""
    if is_dataclass(thing) and not isinstance(thing, type):
        own = type(thing).__name__ == "Assessment"
        shown = [each.name for each in fields(thing) if not each.name.startswith("_") and not (own and each.name in PLACES)]
        return type(thing).__name__, {
            name: told(getattr(thing, name)) for name in shown if name not in {"known", "frame", "positions", *DOUBTS}
        }
    if isinstance(thing, Mapping):
        return {str(key): told(value) for key, value in thing.items()}
    if isinstance(thing, pd.DataFrame | np.ndarray):
        return ""
    if isinstance(thing, frozenset | set):
        return sorted(map(str, thing))
    if isinstance(thing, tuple | list) or type(thing).__name__ == "FigureChanges":
        return [told(each) for each in thing]
    return repr(thing) if not callable(thing) else ""


SAID = {
    "status": services.status,
    "board": services.board,
    "scorecard": services.scorecard,
    "wall": services.wall,
    "gap_view": services.gap_view,
    "roll_up": lambda ws, actor, query: services.roll_up(ws, actor, query, Grouping.CATEGORY),
    "lamps_view": services.lamps_view,
    "what_if": lambda ws, actor, query: services.what_if(ws, actor, query, RATIO, services.Scenario()),
    "testable_ratios": lambda ws, actor, query: services.testable_ratios(ws, actor),
    "days_to_look_from": services.days_to_look_from,
    "sources_view": services.sources_view,
    "changes": services.changes,
    "before": lambda ws, actor, query: services.changes(ws, actor, query, services.Point(batch=3, before=True)),
    "first_against_now": services.first_against_now,
    "change_points": services.change_points,
    "recent_changes": services.recent_changes,
    "member_dimensions": services.member_dimensions,
    "members_view": lambda ws, actor, query: services.members_view(ws, actor, query, "region"),
    "member_column": lambda ws, actor, query: services.member_column(ws, actor, query, "region", STOCK),
    "places_view": lambda ws, actor, query: services.places_view(ws, actor, query, "region", STOCK),
    "place_view": lambda ws, actor, query: services.place_view(ws, actor, query, query.region or TOWN),
    "unreported": lambda ws, actor, query: unreported(ws, actor, query, query.region or TOWN),
    "place_form": lambda ws, actor, query: services.place_form(ws, actor, query, query.region or TOWN, "csv"),
    "places_form": lambda ws, actor, query: services.places_form(ws, actor, query, STOCK, "", "csv"),
    "measure_view": lambda ws, actor, query: services.measure_view(ws, actor, query, STOCK),
    "of_flow": lambda ws, actor, query: services.measure_view(ws, actor, query, FLOW),
    "rows_due": services.rows_due,
    "rows_asked": lambda ws, actor, query: services.rows_asked(ws, actor, "T01,T02,T91"),
    "form_for": lambda ws, actor, query: services.form_for(ws, actor, [("T01", None), ("T91", None)], "csv", regions=[TOWN]),
    "template": lambda ws, actor, query: services.template(ws, actor, 2025, "csv"),
    "duties": lambda ws, actor, query: services.duties(ws, actor),
    "duty_form": lambda ws, actor, query: services.duty_form(ws, actor, [(STOCK, DISTRICT, "2025-12-31")], "csv"),
    "duty_calendar": lambda ws, actor, query: services.duty_calendar(ws, actor),
    "todo": lambda ws, actor, query: services.todo(ws, actor),
    "report_model": lambda ws, actor, query: services.report_model(ws, actor, ReportRequest(query)),
    "gap_report": lambda ws, actor, query: services.gap_report(ws, actor, ReportRequest(query), "csv").content,
    "briefing": lambda ws, actor, query: services.report_model(ws, actor, ReportRequest(query, genre=Genre.BRIEFING)),
    "summary": lambda ws, actor, query: services.report_model(ws, actor, ReportRequest(query, genre=Genre.SUMMARY)),
    "tasks": lambda ws, actor, query: services.report_model(ws, actor, ReportRequest(query, genre=Genre.TASKS)),
    "reminder": lambda ws, actor, query: services.report_model(ws, actor, ReportRequest(query, genre=Genre.REMINDER)),
    "since": lambda ws, actor, query: services.report_model(ws, actor, ReportRequest(query, against="2023-12-31")),
    "report_series": lambda ws, actor, query: [
        each.content for each in services.report_series(ws, actor, ReportRequest(query), Each.REGION, "json")
    ],
    "rankings": lambda ws, actor, query: services.rankings(ws, actor, ReportRequest(query)),
    "issue_refusal": lambda ws, actor, query: services.issue_refusal(ws, actor, ReportRequest(query)),
    "owes": lambda ws, actor, query: services.owes(ws, actor, ReportRequest(query, genre=Genre.REMINDER)),
    "scope_of": lambda ws, actor, query: services.scope_of(ws, actor, ReportRequest(query)),
    "overdue": lambda ws, actor, query: overdue_anywhere(ws, actor, query.lang),
    "coverage": lambda ws, actor, query: (ws.seen_by(actor).coverage(), ws.seen_by(actor).period_ends()),
    "matters": services.matters,
    "reminders": lambda ws, actor, query: services.reminders(ws, actor),
    "publishing": services.publishing,
    "check_upload": lambda ws, actor, query: services.check_upload(ws, actor, [UPLOAD]),
    "check_judgement": lambda ws, actor, query: services.check_judgement(
        ws, actor, "T04", Status.MET, reason="已定", evidence="文件"
    ),
    "check_revision": lambda ws, actor, query: services.check_revision(
        ws, actor, "T91", {"value": "0.01"}, document="1号", effective_on=date(2025, 1, 1), note="调整"
    ),
    "check_withdrawal": lambda ws, actor, query: services.check_withdrawal(ws, actor, 1, "误"),
}
OF_NO_FIGURES = {
    "count_call", "used_up", "find", "history", "report_names", "report_preview", "report_archive", "issued_reports",
    "lamp_schemes", "notices", "against_choices", "report_groups", "series_there", "settled_now", "aliases",
    "region_levels",
    "office_templates", "opened_template", "placeholders", "template_example", "check_office_template", "profiles", "ask",
    "may_ask", "askable", "plan_list", "new_plan", "export_plan", "plan_revisions", "revision_changes", "export_workbook",
    "new_workbook", "official_form", "tokens", "duty_rules", "handed_out", "period_locks", "publication_line",
    "approval_counts", "asks_for_approval", "matters_about", "may_begin", "may_mark",
}  # fmt: skip
"""Readers that look at no frame of figures, or at nothing that another of the table does not."""


def test_every_reader_of_figures_is_in_the_table():
    assert set(test_workspace.READS) - OF_NO_FIGURES - {"quality_view"} <= set(SAID)


def _same(moment):
    return moment


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        return list(reader.fieldnames), list(reader)


def write(path, names, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names)
        writer.writeheader()
        writer.writerows(rows)


def three_levels(folder):
    """The letter's plan, whose towns lie in two districts; a district and two towns have targets of their own."""
    shutil.copytree(LETTER, folder)
    names, regions = rows_of(folder / "regions.csv")
    own, *towns = regions
    district = own | {
        "parent_code": own["region_code"],
        "type": "片区",
        "type_en": "District",
        "aliases": "",
        "in_partition": "yes",
    }
    between = [
        district | {"region_code": code, "name_zh": name, "name_en": name_en}
        for code, name, name_en in ((DISTRICT, "东片区", "East"), (OTHER_DISTRICT, "西片区", "West"))
    ]
    placed = [town | {"parent_code": (DISTRICT, OTHER_DISTRICT)[place % 2]} for place, town in enumerate(towns)]
    write(folder / "regions.csv", names, [own, *between, *placed])
    names, targets = rows_of(folder / "targets.csv")
    by_date = next(row for row in targets if row["target_id"] == "T02") | {"measure_id": STOCK, "baseline_figure_id": ""}
    each_year = next(row for row in targets if row["target_id"] == "T11")
    more = [
        by_date | {"target_id": "T91", "region_code": TOWN, "value": "30000", "printed": "3万人"},
        by_date | {"target_id": "T92", "region_code": DISTRICT, "value": "700000", "printed": "70万人"},
        each_year | {"target_id": "T93", "region_code": OTHER_TOWN, "value": "2500", "printed": "2500人"},
    ]
    write(folder / "targets.csv", names, targets + more)
    return folder


@pytest.fixture(scope="module")
def filled(ready_made, tmp_path_factory):
    """That plan with fictional figures of the city and its towns, and, not published, a file of its districts."""
    folder = tmp_path_factory.mktemp("parts")
    fictional = services.open_workspace(ready_made.place(folder / "demo.duckdb", demo=True), LETTER, demo=True)
    try:
        files = demo.making.demo_files(fictional, texts("zh"))
    finally:
        fictional.close()
    moments = [datetime(2026, 1, day, tzinfo=UTC) for day in range(1, 9)]
    opened = services.open_workspace(folder / "kpi.duckdb", three_levels(folder / "plan"), now=lambda: moments[0])
    services.make_revision(opened, OWNER_, services.check_approval(opened, OWNER_, wanted=True, note="启用"))
    for file in (*files, UploadFile("片区.csv", OF_DISTRICTS.encode())):
        opened.now = partial(_same, moments.pop(0))
        preview = services.check_upload(opened, OWNER_, [file])
        services.import_files(opened, OWNER_, preview)
        if file is files[-1]:  # that of the districts is not published
            services.publish(opened, OWNER_, "年报", data_version=opened.store.data_version)
    opened.now = partial(_same, moments[-1])
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def kept(filled):
    """The same database twice, each with what was worked out of it: of all its figures, and of those of some regions."""
    return {parts: Workspace(filled.store, filled.now, filled.plan_id, filled.folder) for parts in (True, False)}


@pytest.fixture
def opened(kept, monkeypatch):
    def open_one(*, parts):
        monkeypatch.setattr(frames, "MOST_WHOLE", 0 if parts else 10**9)
        return kept[parts]

    return open_one


def differences(one, other, place=""):
    """Where two answers differ, and in what."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [found for key in one for found in differences(one[key], other[key], f"{place}.{key}")]
    if isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [found for number, pair in pairs for found in differences(*pair, f"{place}[{number}]")]
    return [] if one == other else [f"{place}: {str(one)[:200]} {str(other)[:200]}"]


def answered(workspace, name, actor, query):
    """What a service says; of what it refuses, why."""
    try:
        return told(SAID[name](workspace, actor, query))
    except KpiError as error:
        return repr(error.message)


SLOW = {"report_model", "briefing", "summary", "tasks", "reminder", "since", "report_series", "gap_report"}
"""What one who sees everything alone is asked of."""
OF_NO_QUERY = {
    "testable_ratios", "change_points", "rows_asked", "form_for", "template", "duties", "duty_form", "duty_calendar", "todo",
    "overdue", "coverage", "reminders", "check_upload", "check_judgement", "check_revision", "check_withdrawal",
}  # fmt: skip
QUERIES = [Query(), Query(region=DISTRICT), Query(region=TOWN), Query(region=TOWN, as_of=date(2024, 6, 30))]


@pytest.mark.parametrize(
    ("name", "who"), [(name, who) for name in SAID for who in LOOKING if name not in SLOW or who == "everything"]
)
def test_a_page_made_of_some_regions_says_what_one_made_of_all_figures_does(opened, name, who):
    actor, queries = LOOKING[who], QUERIES[:1] if name in OF_NO_QUERY else QUERIES
    whole, parts = ([answered(opened(parts=parts), name, actor, query) for query in queries] for parts in (False, True))
    assert differences(parts, whole) == []


VILLAGES = {"街道", "镇", "园区"}


@pytest.mark.parametrize("query", [Query(), Query(region=DISTRICT), Query(as_of=date(2024, 6, 30))])
def test_all_places_of_a_level_are_side_by_side_however_many_figures_there_are(opened, query):
    """The towns of both districts, by the measures that have targets: the same of all figures and of the newest alone."""
    kinds, tables = [], []
    for parts in (False, True):
        workspace = opened(parts=parts)
        kinds.append(services.region_levels(workspace, OWNER_, query))
        tables.append({kind: services.level_view(workspace, OWNER_, query, kind).table for kind in kinds[-1]})
    whole, newest = tables
    assert kinds[0] == kinds[1] == ({} if query.region else {kind: f"全部{kind}" for kind in VILLAGES})
    assert told(newest) == told(whole)
    shown = {kind: table for kind, table in whole.items() if table}
    assert {kind: len(table.members) for kind, table in shown.items() if kind != "园区"} == (
        {} if query.region else {"街道": 4, "镇": 28}
    )
    for kind, table in shown.items():
        assert len(table.columns) == len(newest[kind].columns) > 3
        for one, other in zip(table.columns, newest[kind].columns, strict=True):
            np.testing.assert_array_equal(one.values.values, other.values.values)
            assert (one.values.period, one.values.dated) == (other.values.period, other.values.dated)
        assert set(table.within) == {"东片区", "西片区"}


@pytest.mark.parametrize("who", [name for name in LOOKING if name != "everything"])
def test_of_some_figures_a_level_is_shown_to_who_sees_all_of_them_as_they_stand(opened, who):
    workspace = opened(parts=True)
    assert services.region_levels(workspace, LOOKING[who], Query()) == {}
    with pytest.raises(NotFound):
        services.level_view(workspace, LOOKING[who], Query(), "镇")


def said(doubts, *, own, below):
    """Of doubts what is about a region's own figures, and whether those below it fit in with them."""
    parts = [each.sentence for each in doubts if each.code == "part_above" and each.figure.region_code in below]
    alone = [each for each in doubts if each.figure.region_code == own and (each.code != "part_above" or each.figure.breakdown)]
    return sorted([*parts, *(each.sentence for each in alone)])


def test_data_quality_looks_at_its_own_region_and_says_so(opened):
    """A district's towns are more than the district, and a town is more than it by itself: the district's own page says so."""
    whole = services.quality_view(opened(parts=False), OWNER_, Query())
    workspace = opened(parts=True)
    near, district, town = (services.quality_view(workspace, OWNER_, Query(region=code)) for code in (None, DISTRICT, TOWN))
    assert near.reach == (
        "数据量大，这里核对东莞市自身的数据，以及下一级2个地区与它的关系；其他核对见各地区和上一级的“数据质量”页。"
    )
    assert town.reach == "数据量大，这里核对东城街道自身的数据；它与上一级的关系，见上一级的“数据质量”页。"
    assert near.sentence.startswith(near.reach)
    assert not whole.reach
    towns = {region.region_code for region in workspace.catalog.children(DISTRICT)}
    own = workspace.catalog.plan_region.region_code
    assert {"places_above", "part_above"} <= {each.code for each in district.doubts}
    assert sorted(each.sentence for each in near.doubts) == said(whole.doubts, own=own, below={DISTRICT, OTHER_DISTRICT})
    assert sorted(each.sentence for each in district.doubts) == said(whole.doubts, own=DISTRICT, below=towns)
    assert sorted(each.sentence for each in town.doubts) == said(whole.doubts, own=TOWN, below=())
    assert near.measures == whole.measures
    assert near.places == whole.places
