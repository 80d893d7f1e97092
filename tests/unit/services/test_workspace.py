"""Opening a plan: the baseline, changed catalogs, the day it is, and files that are no database."""

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from kpi import services
from kpi.access import READER
from kpi.catalog import load_catalog
from kpi.errors import CatalogRefused, KpiError, NotAllowed, NotFound, StoreBusy, StoreUnusable
from kpi.model import Actor, Grant, MatterEvent, NamedThing, OfficialForm, Status, ValueOf, end_of_day
from kpi.services import Each, Grouping, Query, ReportRequest
from kpi.store import Store, migrating
from kpi.store.engines.file import FileEngine
from tests.databases import TINY
from tests.store.helpers import load_figures
from tests.unit.services.conftest import ZHANG, load, row, standing, table


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def batches(workspace):
    return [each.batch for each in services.history(workspace, ZHANG).batches]


def test_a_new_database_holds_the_figures_that_are_loaded_as_batch_1(tiny):
    """W1, W2, W2A, W2B and W3; W4 is a plan."""
    assert [(batch.batch_id, batch.rows, str(batch.kind)) for batch in batches(tiny)] == [(1, 5, "baseline")]


def test_opening_again_loads_nothing(opened):
    opened(TINY).close()
    assert len(batches(opened(TINY))) == 1


CHANGED = "W3,landfill_daily,990100,,,420,", "W3,landfill_daily,990100,,,410,"


def test_a_changed_folder_is_said_with_the_command_that_loads_it_and_not_loaded(opened, tiny_copy):
    opened(tiny_copy).close()
    edit(tiny_copy / "figures.csv", *CHANGED)
    workspace = opened(tiny_copy)
    assert [(batch.batch_id, batch.rows) for batch in batches(workspace)] == [(1, 5)]
    assert standing(services.status(workspace, ZHANG, Query()), "G3").current.text == "420吨"
    (notice,) = services.notices(workspace, ZHANG)
    assert notice.problem.code == "plan_folder_differs"
    assert f"python -m kpi plan load {tiny_copy}" in notice.message


def test_a_folder_that_is_broken_now_does_not_keep_the_database_from_being_shown(opened, tiny_copy):
    opened(tiny_copy).close()
    edit(tiny_copy / "targets.csv", "G3,landfill_daily", "G3,no_such_measure")
    workspace = opened(tiny_copy)
    assert [each.problem.code for each in services.notices(workspace, ZHANG)] == ["plan_folder_differs"]
    assert standing(services.status(workspace, ZHANG, Query()), "G3").current.text == "420吨"


def test_the_folder_of_another_plan_is_said_to_be_unknown(opened, tiny_copy):
    opened(TINY).close()
    other = tiny_copy.rename(tiny_copy.with_name("another"))
    edit(other / "figures.csv", *CHANGED)
    workspace = opened(other)
    assert [each.problem.code for each in services.notices(workspace, ZHANG)] == ["plan_folder_unknown"]
    assert workspace.plan_id == TINY.name


def test_a_moved_folder_with_the_same_files_is_the_same_plan(opened, tiny_copy):
    opened(TINY).close()
    workspace = opened(tiny_copy.rename(tiny_copy.with_name("moved")))
    assert (services.notices(workspace, ZHANG), workspace.plan_id) == ((), TINY.name)


@pytest.fixture
def before_plans(tmp_path, tiny_copy, clock):
    """A database as it was before plans had tables: schema 4, the figures of the tiny plan as batch 1, and nothing else."""
    database, made = tmp_path / "kpi.duckdb", tmp_path / "made.duckdb"
    store = Store.open(made, at=clock.moment)
    load_figures(store, load_catalog(tiny_copy).observations(), "as it was", actor=ZHANG, at=clock.moment)
    store.close()
    with duckdb.connect(str(database)) as old:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migrating, "_MIGRATIONS", migrating._MIGRATIONS[:4])
            migrating.migrate(old, FileEngine(database), clock.moment)
        old.execute(f"attach '{made}' as made (read_only)")
        for name in ("batches", "observation_log", "current_observations", "events"):
            old.execute(f"insert into {name} from made.{name}")
    lines = Path(f"{made}.journal").read_text(encoding="utf-8").splitlines(keepends=True)
    told = "".join(line for line in lines if '"log"' not in line)  # there was no audit log yet, and no mark of one
    Path(f"{database}.journal").write_text(told, encoding="utf-8")
    made.unlink()
    return tiny_copy


@pytest.mark.slow
def test_a_database_from_before_plans_has_no_table_of_them(before_plans, tmp_path):
    with duckdb.connect(str(tmp_path / "kpi.duckdb"), read_only=True) as old:
        assert old.execute("select count(*) from duckdb_tables() where table_name = 'revisions'").fetchall() == [(0,)]
        assert old.execute("select max(version) from schema_migrations").fetchall() == [(4,)]


@pytest.mark.slow
def test_the_catalog_of_an_old_database_becomes_revision_1_and_batches_stay(opened, before_plans, clock):
    made_at = clock.moment
    clock.wind(days=30)
    workspace = opened(before_plans)
    (batch,) = batches(workspace)
    assert (batch.batch_id, batch.rows, batch.approved_at.astimezone(UTC)) == (1, 5, made_at)
    assert workspace.store.data_version == 1
    (revision,) = workspace.store.revisions()
    assert (revision.revision_id, str(revision.kind), revision.made_at) == (1, "load", clock.moment)
    assert services.verify(workspace, ZHANG) == ()
    long_ago = services.status(workspace, ZHANG, Query(known_at=made_at + timedelta(days=1)))
    assert standing(long_ago, "G3").current.text == "420吨"


@pytest.mark.slow
def test_an_old_database_under_a_clock_that_lags_is_looked_at_and_its_plan_saved_later(opened, before_plans, clock):
    """A clock that was a year ahead, then right: the figures saved before stand, and nothing hides that they do."""
    edit(before_plans / "figures.csv", *CHANGED)
    clock.wind(days=-365)
    workspace = opened(before_plans)
    assert standing(services.status(workspace, ZHANG, Query()), "G3").current.text == "420吨"
    assert [each.problem.code for each in services.notices(workspace, ZHANG)] == ["store_clock_lags", "store_catalog_behind"]
    with pytest.raises(KpiError, match="clock_lags"):
        load(workspace, table(row("landfill_daily", "415", "吨", year=2024)))
    clock.wind(days=365)
    workspace.begin()
    assert standing(services.status(workspace, ZHANG, Query()), "G3").current.text == "410吨"
    assert services.notices(workspace, ZHANG) == ()
    assert services.verify(workspace, ZHANG) == ()


@pytest.mark.slow
def test_an_old_database_with_a_journal_that_cannot_be_written_is_looked_at(opened, before_plans, tmp_path):
    journal = tmp_path / "kpi.duckdb.journal"
    journal.unlink()
    journal.mkdir()
    workspace = opened(before_plans)
    assert standing(services.status(workspace, ZHANG, Query()), "G3").current.text == "420吨"
    assert [each.problem.code for each in services.notices(workspace, ZHANG)] == [
        "store_catalog_behind",
        "store_journal_unwritable",
    ]


@pytest.mark.slow
def test_a_measure_that_got_another_code_meanwhile_has_no_figure_and_breaks_no_view(opened, before_plans, clock):
    for path in before_plans.glob("*.csv"):
        path.write_text(path.read_text(encoding="utf-8").replace("landfill_daily", "landfill_each_day"), encoding="utf-8")
    clock.wind(days=-365)
    workspace = opened(before_plans)
    assert workspace.unsaved
    assert standing(services.status(workspace, ZHANG, Query()), "G3").current.text == ""
    assert services.gap_report(workspace, ZHANG, ReportRequest(), "csv").content != b""


def test_a_refused_catalog_leaves_no_database_behind(tmp_path, tiny_copy, clock):
    edit(tiny_copy / "targets.csv", "G3,landfill_daily", "G3,no_such_measure")
    with pytest.raises(CatalogRefused) as refused:
        services.open_workspace(tmp_path / "kpi.duckdb", tiny_copy, now=clock)
    assert [problem.code for problem in refused.value.problems] == ["catalog_unknown_measure"]
    assert not (tmp_path / "kpi.duckdb").exists()


@pytest.mark.slow
def test_today_is_the_day_in_shanghai(opened, clock):
    clock.moment = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)
    assert opened(TINY).today == date(2026, 1, 1)


def test_a_day_as_known_at_means_its_end_in_shanghai():
    assert end_of_day(date(2026, 3, 2)).astimezone(UTC) == datetime(2026, 3, 2, 15, 59, 59, 999999, tzinfo=UTC)


@pytest.mark.parametrize("content", [b"a,b\r\n1,2\r\n", b"", b"\x89PNG\r\n\x1a\n" * 20])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    """DuckDB itself opens a CSV file as a database in memory, where every figure loaded would be lost."""
    path = tmp_path / "figures.csv"
    path.write_bytes(content)
    with pytest.raises(StoreUnusable):
        services.open_workspace(path, TINY)
    assert path.read_bytes() == content


@pytest.mark.parametrize("database", [":memory:", "postgres://somewhere/kpi", ""])
def test_what_is_no_file_is_refused(database):
    with pytest.raises(StoreUnusable):
        services.open_workspace(database, TINY)


def test_a_region_nobody_knows(tiny):
    with pytest.raises(NotFound):
        services.status(tiny, ZHANG, Query(region="999999"))


NO_VALUE = ValueOf("no_such_measure", "990100", "", "", None, None, None)
READER, NOBODY = Actor("读者", READER), Actor("路人", frozenset())
READS = {
    "count_call": services.count_call,
    "used_up": lambda ws, actor: services.used_up(ws, actor, services.Quota.DOWNLOADS),
    "status": lambda ws, actor: services.status(ws, actor, Query()),
    "board": lambda ws, actor: services.board(ws, actor, Query()),
    "wall": lambda ws, actor: services.wall(ws, actor, Query()),
    "scorecard": lambda ws, actor: services.scorecard(ws, actor, Query()),
    "measure_view": lambda ws, actor: services.measure_view(ws, actor, Query(), "landfill_daily"),
    "gap_view": lambda ws, actor: services.gap_view(ws, actor, Query()),
    "find": lambda ws, actor: services.find(ws, actor, "分类", {}, "zh"),
    "days_to_look_from": lambda ws, actor: services.days_to_look_from(ws, actor, Query()),
    "sources_view": lambda ws, actor: services.sources_view(ws, actor, Query()),
    "lamps_view": lambda ws, actor: services.lamps_view(ws, actor, Query()),
    "roll_up": lambda ws, actor: services.roll_up(ws, actor, Query(), Grouping.PLAN),
    "member_dimensions": lambda ws, actor: services.member_dimensions(ws, actor, Query()),
    "members_view": lambda ws, actor: services.members_view(ws, actor, Query(), "audience"),
    "region_levels": lambda ws, actor: services.region_levels(ws, actor, Query()),
    "member_column": lambda ws, actor: services.member_column(ws, actor, Query(), "audience", "volunteers_trained"),
    "places_view": lambda ws, actor: services.places_view(ws, actor, Query(), "audience", "volunteers_trained"),
    "place_view": lambda ws, actor: services.place_view(ws, actor, Query(), "990101"),
    "history": services.history,
    "changes": lambda ws, actor: services.changes(ws, actor, Query()),
    "first_against_now": lambda ws, actor: services.first_against_now(ws, actor, Query()),
    "change_points": lambda ws, actor: services.change_points(ws, actor, Query()),
    "recent_changes": lambda ws, actor: services.recent_changes(ws, actor, Query()),
    "gap_report": lambda ws, actor: services.gap_report(ws, actor, ReportRequest(), "csv"),
    "report_model": lambda ws, actor: services.report_model(ws, actor, ReportRequest()),
    "report_names": lambda ws, actor: services.report_names(ws, actor, ReportRequest()),
    "report_preview": lambda ws, actor: services.report_preview(ws, actor, ReportRequest()),
    "report_series": lambda ws, actor: list(services.report_series(ws, actor, ReportRequest(), Each.CATEGORY, "csv")),
    "report_archive": lambda ws, actor: services.report_archive(ws, actor, ReportRequest(), Each.CATEGORY, "csv"),
    "scope_of": lambda ws, actor: services.scope_of(ws, actor, ReportRequest()),
    "issued_reports": services.issued_reports,
    "lamp_schemes": lambda ws, actor: services.lamp_schemes(ws, actor, "zh"),
    "testable_ratios": services.testable_ratios,
    "notices": services.notices,
    "against_choices": lambda ws, actor: services.against_choices(ws, actor, ReportRequest(Query())),
    "report_groups": lambda ws, actor: services.report_groups(ws, actor, Grouping.CATEGORY, "zh"),
    "rankings": lambda ws, actor: services.rankings(ws, actor, ReportRequest()),
    "owes": lambda ws, actor: services.owes(ws, actor, ReportRequest()),
    "series_there": lambda ws, actor: services.series_there(ws, actor, ReportRequest()),
    "settled_now": lambda ws, actor: services.settled_now(ws, actor, Query()),
    "aliases": services.aliases,
    "office_templates": services.office_templates,
    "opened_template": lambda ws, actor: services.opened_template(
        ws, actor, "a.docx", services.template_example(ws, ZHANG, "docx", "zh").content
    ),
    "placeholders": lambda ws, actor: services.placeholders(ws, actor, "zh"),
    "template_example": lambda ws, actor: services.template_example(ws, actor, "docx", "zh"),
    "check_office_template": lambda ws, actor: services.check_office_template(ws, actor, "a.docx", b"x"),
    "profiles": services.profiles,
    "ask": lambda ws, actor: services.ask(ws, actor, "from plans"),
    "may_ask": services.may_ask,
    "askable": services.askable,
    "plan_list": services.plan_list,
    "new_plan": lambda _, actor: services.new_plan(actor),
    "export_plan": lambda ws, actor: services.export_plan(ws, actor, ws.plan_id),
    "plan_revisions": lambda ws, actor: services.plan_revisions(ws, actor, ws.plan_id),
    "template": lambda ws, actor: services.template(ws, actor, 2024, "csv"),
    "form_for": lambda ws, actor: services.form_for(ws, actor, [("G2", 2024)], "csv"),
    "rows_asked": lambda ws, actor: services.rows_asked(ws, actor, "G2.2024"),
    "rows_due": lambda ws, actor: services.rows_due(ws, actor, Query()),
    "quality_view": lambda ws, actor: services.quality_view(ws, actor, Query()),
    "revision_changes": lambda ws, actor: services.revision_changes(ws, actor, 1),
    "export_workbook": lambda ws, actor: services.export_workbook(ws, actor, ws.plan_id),
    "new_workbook": lambda _, actor: services.new_workbook(actor),
    "official_form": services.official_form,
    "tokens": services.tokens,
    "duties": services.duties,
    "todo": services.todo,
    "duty_form": lambda ws, actor: services.duty_form(ws, actor, [("landfill_daily", "990100", "2025-12-31")], "csv"),
    "duty_rules": services.duty_rules,
    "handed_out": lambda ws, actor: services.handed_out(ws, actor, "a.csv"),
    "period_locks": services.period_locks,
    "publication_line": services.publication_line,
    "approval_counts": services.approval_counts,
    "asks_for_approval": services.asks_for_approval,
    "issue_refusal": lambda ws, actor: services.issue_refusal(ws, actor, ReportRequest()),
    "matters": lambda ws, actor: services.matters(ws, actor, Query()),
    "matters_about": lambda ws, actor: services.matters_about(ws, actor, Query(), "landfill_daily", "990100"),
    "duty_calendar": services.duty_calendar,
    "may_begin": lambda ws, actor: services.may_begin(ws, actor, "G3"),
    "may_mark": lambda ws, actor: services.may_mark(ws, actor, "landfill_daily", "990100"),
}
READS_ONE = {
    "level_view": lambda ws, actor: services.level_view(ws, actor, Query(), "县"),
    "evidence_file": lambda ws, actor: services.evidence_file(ws, actor, 99),
    "add_token": lambda ws, actor: services.add_token(ws, actor, "程序", Grant("viewer"), 1),
    "own_account": services.own_account,
    "office_template_file": lambda ws, actor: services.office_template_file(ws, actor, 99),
    "template_named": lambda ws, actor: services.template_named(ws, actor, "无"),
    "original": lambda ws, actor: services.original(ws, actor, 99),
    "document_view": lambda ws, actor: services.document_view(ws, actor, 99),
    "document_file": lambda ws, actor: services.document_file(ws, actor, 99),
    "issued_file": lambda ws, actor: services.issued_file(ws, actor, 99, "csv"),
    "compare_issued": lambda ws, actor: services.compare_issued(ws, actor, 99),
    "recomputed": lambda ws, actor: services.recomputed(ws, actor, 99),
    "profile_choices": lambda ws, actor: services.profile_choices(ws, actor, "无此方案"),
    "what_if": lambda ws, actor: services.what_if(ws, actor, Query(), "no_such_ratio", services.Scenario()),
    "places_form": lambda ws, actor: services.places_form(ws, actor, Query(), "no_such_measure", "", "csv"),
    "place_form": lambda ws, actor: services.place_form(ws, actor, Query(), "000000", "csv"),
}
WRITES = {
    "kept_answer": services.kept_answer,
    "under_key": lambda ws, actor: services.under_key(ws, actor, "a key"),
    "bring_in": lambda ws, actor: services.bring_in(ws, actor, services.check_upload(ws, ZHANG, [])),
    "operations": services.operations,
    "begin_matter": lambda ws, actor: services.begin_matter(
        ws, actor, "G3", None, MatterEvent.BEGIN, services.Draft(note="改")
    ),
    "move_matter": lambda ws, actor: services.move_matter(ws, actor, 1, MatterEvent.CLOSE, services.Draft(), 1),
    "mark_value": lambda ws, actor: services.mark_value(ws, actor, NO_VALUE, "看"),
    "lift_mark": lambda ws, actor: services.lift_mark(ws, actor, 1, 1),
    "add_office_template": lambda ws, actor: services.add_office_template(ws, actor, "a", "a.docx", b"x"),
    "kept_template": lambda ws, actor: services.kept_template(ws, actor, "a.docx", b"x"),
    "remove_office_template": lambda ws, actor: services.remove_office_template(ws, actor, "a"),
    "check_upload": lambda ws, actor: services.check_upload(ws, actor, []),
    "rows_to_report": lambda ws, actor: services.rows_to_report(ws, actor, Query()),
    "import_files": lambda ws, actor: services.import_files(ws, actor, services.check_upload(ws, ZHANG, [])),
    "withdraw": lambda ws, actor: services.withdraw(ws, actor, 2, "错"),
    "error_workbook": lambda ws, actor: services.error_workbook(ws, actor, services.check_upload(ws, ZHANG, []), ""),
    "accept_alias": lambda ws, actor: services.accept_alias(ws, actor, NamedThing.REGION, "东边", "990101"),
    "remove_alias": lambda ws, actor: services.remove_alias(ws, actor, 1),
    "save_profile": lambda ws, actor: services.save_profile(ws, actor, "x", None, "", None),
    "remove_profile": lambda ws, actor: services.remove_profile(ws, actor, 1),
    "attach_document": lambda ws, actor: services.attach_document(ws, actor, "plan", "a.txt", "正文".encode()),
    "remove_document": lambda ws, actor: services.remove_document(ws, actor, 1),
    "check_revision": lambda ws, actor: services.check_revision(
        ws, actor, "G1", {"value": "0.8"}, document="1号", effective_on=date(2024, 1, 1), note="调整"
    ),
    "check_answer": lambda ws, actor: services.check_answer(ws, actor, "Q1", [], document="1号", note="答复"),
    "check_judgement": lambda ws, actor: services.check_judgement(ws, actor, "G1", Status.MET, reason="理由", evidence="文件"),
    "check_rows": lambda ws, actor: services.check_rows(ws, actor, "targets", [], note="新增"),
    "check_owners": lambda ws, actor: services.check_owners(ws, actor, {}, note="调整"),
    "check_official_form": lambda ws, actor: services.check_official_form(ws, actor, OfficialForm(), note="调整"),
    "typed_changes": lambda ws, actor: services.typed_changes(ws, actor, "G1", {}),
    "target_forms": services.target_forms,
    "question_forms": services.question_forms,
    "asked_columns": lambda ws, actor: services.asked_columns(ws, actor, "targets"),
    "owners": services.owners,
    "effects": lambda ws, actor: services.effects(ws, actor, None),
    "make_revision": lambda ws, actor: services.make_revision(ws, actor, None),
    "check_withdrawal": lambda ws, actor: services.check_withdrawal(ws, actor, 2, "误"),
    "check_load": lambda ws, actor: services.check_load(ws, actor, services.check_plan(ws, ZHANG, TINY)),
    "withdraw_revision": lambda ws, actor: services.withdraw_revision(ws, actor, 2, "误"),
    "check_plan": lambda ws, actor: services.check_plan(ws, actor, TINY),
    "load_plan": lambda ws, actor: services.load_plan(ws, actor, services.check_plan(ws, ZHANG, TINY)),
    "reminders": services.reminders,
    "outbox": services.outbox,
    "remind": lambda ws, actor: services.remind(ws, actor, ["unit:云溪市城市管理局"], "file"),
    "send_again": lambda ws, actor: services.send_again(ws, actor, 1, 1),
    "set_contact": lambda ws, actor: services.set_contact(ws, actor, "region:990101", "a@b.cn"),
    "set_duty_rule": lambda ws, actor: services.set_duty_rule(ws, actor, services.DutyRule(services.Frequency.YEARLY, 31)),
    "remove_duty_rule": lambda ws, actor: services.remove_duty_rule(ws, actor, 1),
    "hand_over": lambda ws, actor: services.hand_over(ws, actor, "li", "zhao", "调离"),
    "users": services.users,
    "manages_accounts": services.manages_accounts,
    "add_user": lambda ws, actor: services.add_user(ws, actor, "new", "新人"),
    "rename_user": lambda ws, actor: services.rename_user(ws, actor, "li", "新名"),
    "disable_user": lambda ws, actor: services.disable_user(ws, actor, "li"),
    "enable_user": lambda ws, actor: services.enable_user(ws, actor, "li"),
    "set_password": lambda ws, actor: services.set_password(ws, actor, "li", "river-Lantern 42"),
    "sign_out_user": lambda ws, actor: services.sign_out_user(ws, actor, "li"),
    "give_role": lambda ws, actor: services.give_role(ws, actor, "li", Grant("viewer")),
    "take_role": lambda ws, actor: services.take_role(ws, actor, 1),
    "units_there": services.units_there,
    "role_choices": services.role_choices,
    "withdraw_token": lambda ws, actor: services.withdraw_token(ws, actor, 1),
    "audit_view": lambda ws, actor: services.audit_view(ws, actor, services.audit_asked()),
    "audit_file": lambda ws, actor: services.audit_file(ws, actor, services.audit_asked()),
    "audit_chain": services.audit_chain,
    "backup_key": lambda _, actor: services.backup_key(actor),
    "backup": lambda ws, actor: services.backup(ws, actor, ws.store.path.parent / "copies"),
    "maintain": lambda ws, actor: services.maintain(ws, actor, 7),
    "issue_report": lambda ws, actor: services.issue_report(ws, actor, ReportRequest(), ["csv"]),
    "issue_series": lambda ws, actor: services.issue_series(ws, actor, ReportRequest(), Each.CATEGORY, ["csv"]),
    "submissions": services.submissions,
    "submission": lambda ws, actor: services.submission(ws, actor, 1),
    "submission_file": lambda ws, actor: services.submission_file(ws, actor, 1, 1, "a.xlsx"),
    "submit_files": lambda ws, actor: services.submit_files(ws, actor, services.check_upload(ws, ZHANG, [])),
    "goes_to_review": lambda ws, actor: services.goes_to_review(ws, actor, services.check_upload(ws, ZHANG, [])),
    "is_proposed": lambda ws, actor: services.is_proposed(ws, actor, None),
    "propose": lambda ws, actor: services.propose(ws, actor, None),
    "take_back": lambda ws, actor: services.take_back(ws, actor, 1),
    "review": lambda ws, actor: services.review(ws, actor, 1),
    "approve": lambda ws, actor: services.approve(ws, actor, None),
    "send_back": lambda ws, actor: services.send_back(ws, actor, None, "错"),
    "publishing": lambda ws, actor: services.publishing(ws, actor, Query()),
    "publish": lambda ws, actor: services.publish(ws, actor, "月报", data_version=1),
    "lock_period": lambda ws, actor: services.lock_period(ws, actor, "2024", "年报"),
    "reopen_period": lambda ws, actor: services.reopen_period(ws, actor, 1, "补报"),
    "check_approval": lambda ws, actor: services.check_approval(ws, actor, wanted=True, note="启用"),
    "verify": services.verify,
    "verified_since": services.verified_since,
    "move_database": lambda ws, actor: services.move_database(actor, str(ws.store.path), str(ws.store.path.with_name("new"))),
    "restore": lambda ws, actor: services.restore(actor, ws.store.path, ws.store.path),
}


@pytest.mark.parametrize("name", [*READS, *READS_ONE, *WRITES])
def test_whoever_may_do_nothing_is_refused(tiny, name):
    with pytest.raises(NotAllowed):
        (READS | READS_ONE | WRITES)[name](tiny, NOBODY)


@pytest.mark.parametrize("name", WRITES)
def test_a_reader_may_not_change_anything(tiny, name):
    with pytest.raises(NotAllowed):
        WRITES[name](tiny, READER)


@pytest.mark.parametrize("name", READS)
def test_a_reader_may_read(tiny, name):
    """What a reader is refused raises; there may well be nothing to read."""
    READS[name](tiny, READER)


@pytest.mark.parametrize("name", READS_ONE)
def test_a_reader_may_read_one_of_them_and_is_told_that_there_is_none(tiny, name):
    with pytest.raises(NotFound):
        READS_ONE[name](tiny, READER)


def test_every_service_takes_an_actor_and_is_asked_above():
    """Whatever is handed an open plan; one added to the room must be added to the tables of this file."""
    taking = {
        name: getattr(thing, "__annotations__", {}) for name, thing in vars(services).items() if not isinstance(thing, type)
    }
    working = {name for name, asked in taking.items() if services.Workspace in asked.values() and "return" in asked}
    asking = {name for name, asked in taking.items() if Actor in asked.values()} - {"require", "can"}
    assert working - {"open_workspace", "hold"} <= asking
    assert asking == {*READS, *READS_ONE, *WRITES}


def test_the_plan_has_its_name_in_both_languages(tiny):
    assert services.status(tiny, ZHANG, Query()).plan_name == "云溪市生活垃圾分类三年行动计划"
    assert services.status(tiny, ZHANG, Query(lang="en")).plan_name == "Yunxi three-year waste-sorting plan"


@pytest.mark.slow
def test_opening_a_plan_twice_in_one_process_does_not_let_another_process_in(tmp_path):
    """Reading the file of an open database, if only its first bytes, would release the lock that keeps others out."""
    database = tmp_path / "kpi.duckdb"
    held = services.open_workspace(database, "data/catalog")
    with pytest.raises(StoreBusy):
        services.open_workspace(database, "data/catalog")
    command = [sys.executable, "-m", "kpi", "--database", str(database), "status"]
    other = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    held.close()
    assert other.returncode == 1
    assert str(database) in other.stderr
