"""Who may do what, where: every service against every role, and roles for a part of the plan against what lies outside it."""

import ast
import re

import pytest

from kpi import services
from kpi.access import GIVEN, ROLES
from kpi.errors import KpiError, NotAllowed, NotFound, UploadRefused
from kpi.model import Action, Actor, Grant
from kpi.services import Query, ReportRequest
from kpi.services.workspace import Workspace
from tests.databases import TINY
from tests.sources import PROJECT
from tests.unit.services.conftest import ZHANG, load, row, table
from tests.unit.services.test_workspace import READS, READS_ONE, WRITES

SERVICES = READS | READS_ONE | WRITES
NEEDS = {
    Action.VIEW: """
        add_token against_choices aliases approval_counts ask askable asks_for_approval board change_points changes
        compare_issued count_call
        days_to_look_from document_file document_view duty_calendar find first_against_now form_for gap_view handed_out history
        issue_refusal issued_reports duties duty_form duty_rules lamp_schemes lamps_view level_view matters matters_about
        may_ask may_begin may_mark evidence_file measure_view member_column member_dimensions members_view notices
        office_templates official_form original own_account owes period_locks place_form place_view placeholders
        places_form places_view plan_list plan_revisions profile_choices profiles publication_line quality_view
        rankings recent_changes recomputed region_levels report_groups review revision_changes
        roll_up rows_asked rows_due scope_of
        scorecard series_there settled_now sources_view status submission submission_file submissions take_back
        template template_example template_named testable_ratios todo tokens used_up wall what_if
        """,
    Action.EXPORT: """
        check_office_template export_plan export_workbook gap_report issued_file new_plan new_workbook
        office_template_file opened_template report_archive report_model report_names report_preview report_series
        """,
    Action.UPLOAD: """
        accept_alias bring_in check_upload error_workbook goes_to_review import_files kept_answer remove_alias
        remove_profile rows_to_report save_profile
        submit_files under_key
        """,
    Action.WITHDRAW: "withdraw",
    Action.REVIEW: "approve send_back",
    Action.PUBLISH: "lock_period publish publishing reopen_period",
    Action.ISSUE: "issue_report issue_series outbox remind reminders send_again set_contact",
    Action.ATTACH: "attach_document remove_document",
    Action.AUDIT: "audit_chain audit_file audit_view",
    Action.ADMINISTER: """
        hand_over manages_accounts remove_duty_rule set_duty_rule
        add_office_template add_user asked_columns backup backup_key check_answer check_approval check_judgement
        check_load check_official_form check_owners check_plan check_revision check_rows check_withdrawal
        disable_user effects enable_user give_role is_proposed kept_template load_plan maintain make_revision move_database
        owners propose
        question_forms remove_office_template rename_user
        restore role_choices set_password sign_out_user take_role target_forms typed_changes units_there users
        verified_since verify withdraw_revision withdraw_token
        """,
}
NEED = {name: {action} for action, names in NEEDS.items() for name in names.split()}
NEED |= {
    "operations": {Action.AUDIT, Action.ADMINISTER},
    "begin_matter": {Action.REMARK, Action.INSTRUCT, Action.PUBLISH},
    "move_matter": {Action.REMARK, Action.INSTRUCT, Action.REVIEW, Action.PUBLISH},
    "mark_value": {Action.REMARK, Action.INSTRUCT, Action.REVIEW, Action.PUBLISH},
    "lift_mark": {Action.REMARK, Action.INSTRUCT, Action.REVIEW, Action.PUBLISH},
}
"""One of them is enough; which of them depends on what is asked."""
OF_THE_WHOLE = {Action.ADMINISTER, Action.PUBLISH, Action.ISSUE, Action.AUDIT}
NOT_IN_PART = {
    "ask", "askable", "plan_revisions", "revision_changes", "issued_reports", "compare_issued", "recomputed", "export_plan",
    "export_workbook", "issued_file",
}  # fmt: skip
"""What only who may look at the whole plan may look at."""
AT_WORK = ["submissions", "submission", "submission_file", "review", "take_back"]
"""What only who works on the figures may look at: what is sent in is not published."""
OF_EVERYTHING = {
    "add_user", "audit_chain", "backup", "backup_key", "disable_user", "enable_user", "give_role", "hand_over", "maintain",
    "move_database",
    "rename_user", "operations", "restore", "set_password", "sign_out_user", "verified_since", "verify", "withdraw_token",
}  # fmt: skip
"""What belongs to no plan: accounts, the database, the log as a whole; and, as the table asks for it, a role for every plan."""
WITHOUT_A_PLAN = {"backup_key", "move_database", "new_plan", "new_workbook", "restore"}
"""What asks no open plan, and so knows of no part of one, nor has a log to write to but a database it is about to replace."""


@pytest.fixture
def refusals(monkeypatch):
    """What the gate writes down, instead of into the database: hundreds of refusals take their time there."""
    told = []
    monkeypatch.setattr(
        Workspace, "audit", lambda _, actor, action, **said: told.append((actor.name, action, str(said["outcome"])))
    )
    return told


def let_in(opened, somebody, names, refusals):
    """The services of those named that somebody got past the gate of; each refusal is on record once, and nothing else is."""
    past = []
    for name in names:
        refusals.clear()
        try:
            SERVICES[name](opened, somebody)
        except NotAllowed:
            assert refusals == [] if name in WITHOUT_A_PLAN else [told[::2] for told in refusals] == [("某人", "refused")], name
            continue
        except KpiError:
            pass
        past.append(name)
    return past


def test_every_service_is_in_the_table():
    assert NEED.keys() == SERVICES.keys()


SCOPES = {
    "everything": {},
    "a plan": {"plan_id": TINY.name},
    "a unit": {"unit": "无此单位"},
    "a region": {"regions": ("990102",)},
}


def lacking(role, scope):
    """The services that a role does not let somebody use, as far as it reaches."""
    for name, actions in NEED.items():
        works = role not in ("viewer", "leader") or name not in AT_WORK
        reaches = scope == "everything" or name not in OF_EVERYTHING
        in_part = scope in ("everything", "a plan") or not (actions <= OF_THE_WHOLE or name in NOT_IN_PART)
        if not (actions & ROLES[role] and works and reaches and (in_part or name in WITHOUT_A_PLAN)):
            yield name


@pytest.mark.slow
@pytest.mark.parametrize("role", GIVEN)
@pytest.mark.parametrize("scope", SCOPES)
def test_every_service_refuses_every_role_that_lacks_it(tiny, role, scope, refusals):
    somebody = Actor("某人", frozenset({Grant(role.value, **SCOPES[scope])}), "mou")
    assert let_in(tiny, somebody, lacking(role, scope), refusals) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", AT_WORK)
def test_whoever_works_on_figures_gets_past_the_gate_of_what_is_for_them(tiny, name, refusals):
    """What the table says of these is no more than it must be: each of the other roles is let in."""
    for role in set(GIVEN) - {"viewer", "leader"}:
        somebody = Actor("某人", frozenset({Grant(role.value)}), "mou")
        assert let_in(tiny, somebody, [name], refusals) == [name]


@pytest.mark.slow
@pytest.mark.parametrize("role", GIVEN)
def test_a_role_for_another_plan_does_nothing_here(tiny, role, refusals):
    somebody = Actor("某人", frozenset({Grant(role.value, "another plan")}), "mou")
    for name in NEED.keys() - WITHOUT_A_PLAN - {"plan_list"}:
        with pytest.raises((NotAllowed, NotFound)):
            SERVICES[name](tiny, somebody)


EAST, WEST = "990101", "990102"
CLERK = Actor("东岸经办", frozenset({Grant("reporter", regions=(EAST,))}), "dong")
BUREAU = Actor("城管经办", frozenset({Grant("reporter", unit="云溪市城市管理局")}), "cheng")
VISITOR = Actor("东岸查看", frozenset({Grant("viewer", regions=(EAST,))}), "kan")


def trained(region, value="600"):
    return row("volunteers_trained", value, "人次", year=2023, region=region)


def test_rows_of_others_are_refused_cell_by_cell(tiny):
    """Row 2 is the clerk's own town, row 3 the other one, row 4 the city; the figures stand in column G."""
    preview = services.check_upload(tiny, CLERK, [table(trained("东岸"), trained("西岸"), trained("", "12000"))])
    assert [(told.problem.code, told.place, told.problem.column) for told in preview.problems if told.refuses] == [
        ("out_of_reach", "填报.csv G3", ""),
        ("out_of_reach", "填报.csv G4", ""),
    ]
    with pytest.raises(UploadRefused):
        services.import_files(tiny, CLERK, preview)


def test_what_is_ones_own_is_loaded(tiny):
    assert load(tiny, table(trained("东岸")), actor=CLERK) == (2,)
    assert load(tiny, table(trained("西岸"), name="2.csv"), actor=BUREAU) == (3,)


def test_anothers_preview_is_no_way_round(tiny):
    """An administrator of the data made the preview; the clerk loads it."""
    preview = services.check_upload(tiny, ZHANG, [table(trained("西岸"))])
    with pytest.raises(UploadRefused):
        services.import_files(tiny, CLERK, preview, note="x", accept_warnings=True)


def test_only_ones_own_batch_is_taken_back(tiny):
    """A batch with a row of the other town is not the clerk's, whoever sent it."""
    load(tiny, table(trained("东岸"), trained("西岸")))
    load(tiny, table(trained("东岸", "700"), name="2.csv"))
    with pytest.raises(NotAllowed):
        services.withdraw(tiny, CLERK, 2, "重报")
    services.withdraw(tiny, CLERK, 3, "重报")
    with pytest.raises(KpiError, match="baseline_stays"):
        services.withdraw(tiny, ZHANG, 1, "重报")


@pytest.fixture
def both_towns(tiny):
    """Batch 2 has both towns, batch 3 the east alone."""
    load(tiny, table(trained("东岸", "6111"), trained("西岸", "5222")))
    load(tiny, table(row("landfill_daily", "133", "吨", year=2023, region="东岸"), name="2.csv"))
    return tiny


def test_whoever_may_see_a_town_sees_that_town(both_towns):
    view = services.place_view(both_towns, VISITOR, Query(), EAST)
    assert view.name == "东岸区"
    assert services.status(both_towns, VISITOR, Query()).region.region_code == EAST
    measure = services.measure_view(both_towns, VISITOR, Query(region=EAST), "volunteers_trained")
    assert "6111" in str(measure)
    assert [batch.batch.batch_id for batch in services.history(both_towns, VISITOR).batches] == [3]
    assert services.original(both_towns, VISITOR, 3)[0] == "2.csv"


def test_whoever_may_see_a_town_sees_nothing_of_another_or_of_the_city(both_towns):
    """5222 of the west, and the city's 62.5 %, 1.05万 and 420吨, in everything that may be read."""
    told = []
    for name, read in READS.items():
        try:
            told.append(str(read(both_towns, VISITOR)))
        except NotAllowed:
            assert name in NOT_IN_PART
        except KpiError:
            continue  # there is nothing of it within reach
    assert len(told) > len(READS) / 2
    told.append(str(services.measure_view(both_towns, VISITOR, Query(region=WEST), "volunteers_trained")))
    for fmt in ("csv", "json"):
        told.append(
            services.gap_report(both_towns, VISITOR, ReportRequest(Query(region=WEST)), fmt).content.decode("utf-8-sig")
        )
    found = [secret for secret in ("5222", "62.5%", "1.05万", "6300", "420吨") if any(secret in each for each in told)]
    assert found == []
    for number in (1, 2):
        with pytest.raises(NotFound):
            services.original(both_towns, VISITOR, number)


def test_whoever_may_see_a_unit_sees_the_targets_of_that_unit(both_towns):
    """Every measure of the tiny plan is the bureau's."""
    bureau = Actor("城管", frozenset({Grant("viewer", unit="云溪市城市管理局")}), "cg")
    other = Actor("教育", frozenset({Grant("viewer", unit="云溪市教育局")}), "jy")
    assert len(services.status(both_towns, bureau, Query()).standings) == 5
    assert services.status(both_towns, other, Query()).standings == ()


def test_roles_add_up(tiny):
    both = Actor("两岗", frozenset({Grant("reporter", regions=(EAST,)), Grant("viewer")}), "liang")
    assert len(services.status(tiny, both, Query()).standings) == 5
    preview = services.check_upload(tiny, both, [table(trained("西岸"))])
    assert [told.problem.code for told in preview.problems if told.refuses] == ["out_of_reach"]


def test_no_service_reads_past_the_lens():
    """What is handed an open plan and an actor and reads of the plan has first let itself be admitted."""
    past = {}
    for path in sorted((PROJECT / "kpi" / "services").rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                told = ast.unparse(node)
                asked = {argument.arg for argument in node.args.args}
                reads = re.search(r"workspace\.(known|kept|catalog|observations|catalog_for|catalog_at|batches)\b", told)
                if (
                    {"workspace", "actor"} <= asked
                    and reads
                    and not re.search(r"workspace = .*(admit|seen_by|_managing)", told)
                ):
                    past[f"{path.name} {node.name}"] = reads[0]
    assert past == {}
