"""发布: who does not work on the figures sees what was known at the last publication, whichever way they ask."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kpi import services
from kpi.errors import KpiError, NotFound, PreviewOutdated
from kpi.model import Grant, MatterEvent, ValueOf, local
from kpi.services import Draft, Point, Query, ReportRequest
from kpi.store.asking import VIEWS
from tests.databases import LETTER
from tests.unit.services.approval.conftest import (
    ADMINISTRATOR,
    CLERK,
    DAILY,
    LEADER,
    PUBLISHER,
    REVIEWER,
    approved,
    person,
    sent,
)
from tests.unit.services.conftest import ZHANG, load, row, standing, table

VIEWER = person("查看", "viewer")


def current(workspace, actor, **asked):
    return standing(services.status(workspace, actor, Query(**asked)), "G3").current.text


def goal(workspace, actor):
    return standing(services.status(workspace, actor, Query()), "G3").goal.text


def publish(workspace, note="月报"):
    return services.publish(workspace, PUBLISHER, note, data_version=workspace.store.data_version)


@pytest.fixture
def unpublished(approving, clock):
    """A figure approved, a target revised and a document attached an hour after the plan was loaded; nothing is published."""
    clock.wind(hours=1)
    approved(approving, sent(approving, DAILY))
    checked = services.check_revision(
        approving, ADMINISTRATOR, "G3", {"value": "280"}, document="8号", effective_on=date(2024, 6, 1), note="调整"
    )
    approved(approving, services.propose(approving, ADMINISTRATOR, checked))
    services.attach_document(approving, ADMINISTRATOR, "plan", "文.txt", "三百吨".encode())
    clock.wind(hours=1)
    return approving


def _sources(workspace, actor):
    view = services.sources_view(workspace, actor, Query())
    return (*view.sources, *view.policies)


SEEN = {
    "figure": current,
    "figure looked back for": lambda ws, actor: current(ws, actor, known_at=ws.now() + timedelta(days=9)),
    "target": goal,
    "batches": lambda ws, actor: len(services.history(ws, actor).batches),
    "events": lambda ws, actor: len(services.history(ws, actor).events),
    "revisions": lambda ws, actor: len(services.plan_revisions(ws, actor, ws.plan_id)),
    "plans": lambda ws, actor: services.plan_list(ws, actor)[0].revisions,
    "documents": lambda ws, actor: sum(len(each.documents) for each in _sources(ws, actor)),
    "changes to choose from": lambda ws, actor: len(services.change_points(ws, actor, Query())),
    "last changes": lambda ws, actor: len(services.recent_changes(ws, actor, Query()).changes),
    "exported plan": lambda ws, actor: b"280" in services.export_plan(ws, actor, ws.plan_id)["targets.csv"],
    "workbook of the plan": lambda ws, actor: services.export_workbook(ws, actor, ws.plan_id),
    "report": lambda ws, actor: services.gap_report(ws, actor, ReportRequest(), "csv").content,
    "form": lambda ws, actor: services.template(ws, actor, 2025, "csv"),
    "scorecard": lambda ws, actor: [each.standing.current.text for each in services.scorecard(ws, actor, Query())],
    "gaps": lambda ws, actor: [each.catch_up.text for each in services.gap_view(ws, actor, Query()).rows],
    "quality": lambda ws, actor: services.quality_view(ws, actor, Query()).sentence,
    "due": lambda ws, actor: len(services.rows_due(ws, actor, Query()).items),
}
"""What somebody may learn, by the way of asking."""


@pytest.mark.slow
def test_leaders_see_the_plan_as_approval_found_it_and_after_a_publication_what_all_see(unpublished):
    """Two ways of asking need not differ here, and the publication itself is an event."""
    before, working = ({way: see(unpublished, actor) for way, see in SEEN.items()} for actor in (LEADER, CLERK))
    assert {way for way in SEEN if before[way] == working[way]} <= {"quality", "due"}
    told = {way: before[way] for way in ("figure", "target", "batches", "revisions", "documents")}
    assert told == {"figure": "420吨", "target": "≤300吨", "batches": 1, "revisions": 1, "documents": 0}
    publish(unpublished)
    after = {way: see(unpublished, VIEWER) for way, see in SEEN.items()}
    assert {way for way in SEEN if after[way] != working[way]} <= {"events"}


@pytest.mark.slow
def test_by_number_nothing_unpublished_is_handed_out(unpublished):
    for ask in (services.original, services.document_file, services.document_view):
        number = 2 if ask is services.original else 1
        with pytest.raises(NotFound):
            ask(unpublished, LEADER, number)
        ask(unpublished, CLERK, number)
    with pytest.raises(NotFound):
        services.revision_changes(unpublished, LEADER, 2)
    with pytest.raises(NotFound):
        services.changes(unpublished, LEADER, Query(), Point(batch=2))


PEOPLE_WHO_LOOK = [LEADER, VIEWER, person("两者", "viewer", "leader"), person("本规划", "viewer", plan_id="catalog")]
PEOPLE_OF_A_PART = [person("一地", "viewer", regions=("990101",)), person("一地填报", "reporter", regions=("990101",))]
PEOPLE_AT_WORK = [CLERK, REVIEWER, PUBLISHER, ADMINISTRATOR, person("审计", "auditor"), person("兼", "viewer", "reporter")]


@pytest.mark.parametrize("somebody", [*PEOPLE_WHO_LOOK, *PEOPLE_OF_A_PART], ids=lambda one: one.name)
@pytest.mark.parametrize("published", [False, True])
def test_no_view_of_sql_is_read_by_who_sees_what_is_published(unpublished, somebody, published):
    """The views have no day to look back from: once something is published, the next figure already waits in them."""
    if published:
        publish(unpublished)
    assert services.may_ask(unpublished, somebody) is False
    asks = [lambda view=view: services.ask(unpublished, somebody, f"from {view}") for view in VIEWS]
    for ask in (*asks, lambda: services.askable(unpublished, somebody)):
        before = len(unpublished.store.audit_entries())
        with pytest.raises(KpiError, match=r"sql_unpublished|not_allowed"):
            ask()
        assert [str(each.outcome) for each in unpublished.store.audit_entries()[before:]] == ["refused"]


@pytest.mark.parametrize("somebody", PEOPLE_AT_WORK, ids=lambda one: one.name)
def test_who_works_on_the_figures_asks_in_sql(unpublished, somebody):
    """300 tonnes were asked for until the revision that is not published, and 280 since."""
    assert services.may_ask(unpublished, somebody) is True
    assert services.ask(unpublished, somebody, "select value from targets where target_id = 'G3'").rows == ((280.0,),)
    assert [*services.askable(unpublished, somebody)] == [*VIEWS]


def test_one_plan_that_waits_closes_the_views_of_all_of_them(unpublished, monkeypatch):
    """Somebody who works on the other plan, which does not wait, may not read this one's figures in its views."""
    with monkeypatch.context() as patch:
        patch.setenv("KPI_SIGN_IN", "none")
        services.load_plan(unpublished, ZHANG, services.check_plan(unpublished, ZHANG, LETTER, plan_id="another"))
    both = replace(VIEWER, grants=VIEWER.grants | {Grant("reporter", "another")})
    for seen in (unpublished, unpublished.of("another")):
        assert services.may_ask(seen, both) is False
        with pytest.raises(KpiError, match="sql_unpublished"):
            services.ask(seen, both, "from figures")


@pytest.mark.slow
def test_a_comparison_of_leaders_ends_at_the_publication(unpublished):
    with pytest.raises(KpiError, match="nothing_before"):
        services.changes(unpublished, LEADER, Query(known_at=unpublished.now() - timedelta(days=1)))
    publish(unpublished)
    told = services.changes(unpublished, LEADER, Query(), Point(moment=unpublished.now() - timedelta(hours=2)))
    assert len(told.figures) == 1


@pytest.mark.slow
def test_each_page_says_how_far_it_goes(unpublished):
    lines = [services.publication_line(unpublished, actor) for actor in (LEADER, CLERK)]
    assert lines == [
        "尚未发布，所示为2026年3月2日 16:30启用审核发布时的情况",
        "工作数据，启用审核发布（2026年3月2日 16:30）以来尚未发布",
    ]
    assert publish(unpublished) == local(unpublished.now())
    lines = [services.publication_line(unpublished, actor) for actor in (LEADER, CLERK)]
    assert lines == ["截至2026年3月2日 18:30发布", "工作数据，含未发布内容；最近发布于2026年3月2日 18:30"]


def test_a_plan_that_waits_for_nothing_says_nothing_and_publishes_nothing(tiny):
    assert services.publication_line(tiny, LEADER) == ""
    with pytest.raises(KpiError, match="plan_without_approval"):
        publish(tiny)
    assert services.publishing(tiny, PUBLISHER, Query()).since is None


@pytest.mark.slow
def test_what_comes_after_a_publication_waits_for_the_next_even_at_the_same_moment(unpublished):
    publish(unpublished)
    approved(unpublished, sent(unpublished, row("landfill_daily", "390", "吨", year=2024), name="再.csv"))
    assert (current(unpublished, LEADER), current(unpublished, CLERK)) == ("415吨", "390吨")
    publish(unpublished)
    assert current(unpublished, LEADER) == "390吨"
    assert services.verify(unpublished, ADMINISTRATOR) == ()


@pytest.mark.slow
def test_the_publisher_sees_what_would_become_public_and_presses_once(unpublished, clock):
    view = services.publishing(unpublished, PUBLISHER, Query())
    assert (view.published, len(view.changes.figures), [each.target_id for each in view.changes.goals]) == (False, 1, ["G3"])
    with pytest.raises(KpiError, match="publication_note_missing"):
        publish(unpublished, " ")
    approved(unpublished, sent(unpublished, row("landfill_daily", "390", "吨", year=2024), name="再.csv"))
    with pytest.raises(PreviewOutdated):
        services.publish(unpublished, PUBLISHER, "月报", data_version=view.data_version)
    publish(unpublished)
    clock.wind(hours=1)
    with pytest.raises(KpiError, match="published_already"):
        publish(unpublished)
    view = services.publishing(unpublished, PUBLISHER, Query())
    assert (view.published, view.changes, [each.note for each in view.publications]) == (True, None, ["月报"])


@pytest.mark.slow
def test_the_publisher_sees_the_verdicts_of_other_regions_that_change(tiny_copy, opened, monkeypatch, clock):
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    (tiny_copy / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    targets = tiny_copy / "targets.csv"
    city = next(line for line in targets.read_text(encoding="utf-8").splitlines() if line.startswith("G2,"))
    east = city.replace("G2,", "G9,").replace("990100", "990101").replace("12000", "5000").replace("2023;2024;2025", "2024")
    targets.write_text(targets.read_text(encoding="utf-8").rstrip() + f"\n{east}\n", encoding="utf-8")
    plan = opened(tiny_copy)
    clock.wind(hours=1)
    assert services.publishing(plan, PUBLISHER, Query()).elsewhere == ()
    approved(plan, sent(plan, row("volunteers_trained", "0.6", "万人次", year=2024, region="东岸区")))
    (place,) = services.publishing(plan, PUBLISHER, Query()).elsewhere
    assert place.end.status.region.region_code == "990101"
    changed = [each.new.assessment for each in place.standings if not each.by_date]
    assert [(each.target_id, str(each.status)) for each in changed] == [("G9", "met")]


@pytest.mark.slow
def test_a_withdrawal_after_the_publication_is_not_public_either(unpublished, clock):
    publish(unpublished)
    clock.wind(hours=1)
    services.withdraw(unpublished, REVIEWER, 2, "错")
    assert (current(unpublished, LEADER), current(unpublished, CLERK)) == ("415吨", "420吨")
    assert [each.withdrawn_at for each in services.history(unpublished, LEADER).batches] == [None, None]


@pytest.mark.slow
def test_switched_on_for_a_plan_in_use_what_there_is_stays_public(tiny, clock, monkeypatch):
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    load(tiny, table(DAILY))
    clock.wind(hours=1)
    services.make_revision(tiny, ADMINISTRATOR, services.check_approval(tiny, ADMINISTRATOR, wanted=True, note="试行"))
    clock.wind(hours=1)
    approved(tiny, sent(tiny, row("landfill_daily", "390", "吨", year=2024), name="再.csv"))
    assert (current(tiny, LEADER), current(tiny, CLERK)) == ("415吨", "390吨")
    clock.wind(hours=1)
    off = services.check_approval(tiny, ADMINISTRATOR, wanted=False, note="停用")
    approved(tiny, services.propose(tiny, ADMINISTRATOR, off))
    assert current(tiny, LEADER) == "390吨"
    clock.wind(hours=1)
    services.make_revision(tiny, ADMINISTRATOR, services.check_approval(tiny, ADMINISTRATOR, wanted=True, note="再启用"))
    assert current(tiny, LEADER) == "390吨"


@pytest.mark.slow
def test_a_report_is_not_issued_while_it_says_what_is_not_public(unpublished):
    assert services.issue_refusal(unpublished, PUBLISHER, ReportRequest()).startswith("报告中有尚未发布的内容")
    with pytest.raises(KpiError, match="issue_unpublished"):
        services.issue_report(unpublished, PUBLISHER, ReportRequest(), ["csv"])
    as_public = ReportRequest(Query(known_at=unpublished.plans.ceiling(unpublished.plan_id)))
    assert services.issue_refusal(unpublished, PUBLISHER, as_public) == ""
    publish(unpublished)
    assert services.issue_refusal(unpublished, PUBLISHER, ReportRequest()) == ""


def test_work_on_one_plan_shows_nothing_unpublished_of_another(approving):
    elsewhere = person("外单位", "reporter", plan_id="another")
    both = elsewhere.__class__("外单位", elsewhere.grants | LEADER.grants, "id-外")
    approved(approving, sent(approving, DAILY))
    approving.now.wind(hours=1)
    assert current(approving, both) in ("420吨", "415吨")
    assert approving.seen_by(both).lens.ceiling is not None
    assert approving.seen_by(ZHANG).lens.ceiling is None


def test_what_is_said_about_a_target_is_shown_to_the_publisher_and_becomes_public_by_itself(approving, clock):
    """No figure changes: an instruction and a mark are enough, and what follows them is published again."""
    publish(approving)
    clock.wind(hours=1)
    begun = services.begin_matter(approving, LEADER, "G3", None, MatterEvent.INSTRUCT, Draft(note="抓紧整改"))
    clock.wind(hours=1)
    value = ValueOf("landfill_daily", "990100", "", "", None, None, date(2022, 12, 31))
    mark = services.mark_value(approving, CLERK, value, "与台账不符")
    assert services.matters(approving, VIEWER, Query()).matters == ()
    view = services.publishing(approving, PUBLISHER, Query())
    assert view.changes is None
    assert [(each.text, each.who, each.note) for each in view.remarks] == [
        ("标注跟踪", "填报员", "与台账不符"),
        ("批示", "领导", "抓紧整改"),
    ]
    publish(approving, "公开批示")
    shown = services.matters(approving, VIEWER, Query())
    assert ([each.matter_id for each in shown.matters], [each.mark_id for each in shown.marks]) == ([begun], [mark])
    clock.wind(hours=1)
    with pytest.raises(KpiError, match="published_already"):
        publish(approving)
    services.lift_mark(approving, CLERK, mark, 1, "已核实")
    view = services.publishing(approving, PUBLISHER, Query())
    assert [(each.text, each.note) for each in view.remarks] == [("取消跟踪", "已核实")]
    publish(approving)
    assert services.publishing(approving, PUBLISHER, Query()).remarks == ()


def test_the_store_itself_makes_no_second_publication_of_what_is_public(approving, clock):
    """Two who press at once: what the service looked at before says nothing any longer."""
    store = approving.store
    store.publish(approving.plan_id, "一", actor=PUBLISHER, at=clock.moment, expected_version=store.data_version)
    with pytest.raises(KpiError, match="published_already"):
        store.publish(approving.plan_id, "二", actor=PUBLISHER, at=clock.moment, expected_version=store.data_version)
    assert [each.note for each in store.publications(approving.plan_id)] == ["一"]
