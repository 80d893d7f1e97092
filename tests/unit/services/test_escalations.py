"""Whoever reaches for more than was given: another town, unit or plan, other people's submissions, files, tokens and visits.

One world, in which there is something behind every number that is tried, and a table of what is tried. Each is refused, or
there is nothing of that number, and nothing is as much as touched.
"""

import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from types import SimpleNamespace

import pytest
from argon2 import PasswordHasher

from kpi import services
from kpi.errors import CatalogRefused, KpiError, NotAllowed, NotFound, UploadRefused
from kpi.model import Actor, Grant, MatterEvent, ValueOf
from kpi.services import Draft, People, Query, ReportRequest, UploadFile
from kpi.services.people import passwords
from kpi.services.people.accounts import token_proof
from tests.databases import TINY
from tests.unit.services.approval.conftest import approved, person, sent
from tests.unit.services.conftest import Clock, load, row, table

pytestmark = pytest.mark.slow

EAST, WEST, HERE, OTHER = "990101", "990102", "tiny_catalog", "other"
GOOD = "river-Lantern 42"
OWNER = Actor("本机用户", services.OWNER)
EAST_CLERK, WEST_CLERK = person("东岸经办", "reporter", regions=(EAST,)), person("西岸经办", "reporter", regions=(WEST,))
EAST_REVIEWER, REVIEWER = person("东岸审核", "reviewer", regions=(EAST,)), person("市审核", "reviewer")
BOTH = person("兼职", "reporter", "reviewer")
WEST_REVIEWER = replace(WEST_CLERK, grants=WEST_CLERK.grants | REVIEWER.grants)
LOOKING_AFTER = person("审核兼东岸经办")
LOOKING_AFTER = replace(LOOKING_AFTER, grants=EAST_CLERK.grants | REVIEWER.grants)
EAST_PUBLISHER, EAST_ADMINISTRATOR = (
    person("东岸发布", "publisher", regions=(EAST,)),
    person("东岸管理", "administrator", unit="无"),
)
LEADER, VIEWER, EAST_VIEWER = person("领导", "leader"), person("看客", "viewer"), person("东岸看客", "viewer", regions=(EAST,))
READER = person("本规划看客", "viewer", plan_id=HERE)
MANAGER = person("本规划管理", "administrator", "auditor", "reporter", "publisher", "reviewer", plan_id=HERE)
RENAMED = ("sorted_share", "volunteers_trained", "landfill_daily"), ("W", "G", "J", "Q")


def other_plan(folder):
    """The same plan once more, no row of whose library is the first one's."""
    shutil.copytree(TINY, folder)
    for path in folder.glob("*.csv"):
        text = path.read_text(encoding="utf-8")
        for name in RENAMED[0]:
            text = text.replace(name, f"other_{name}")
        for letter in RENAMED[1]:
            for number in ("1", "2", "3", "4"):
                text = text.replace(f"\n{letter}{number}", f"\nX{letter}{number}").replace(
                    f",{letter}{number}", f",X{letter}{number}"
                )
        path.write_text(
            re.sub(r",plan,(?=[一二])|\nplan,", lambda found: found[0].replace("plan", "other"), text), encoding="utf-8"
        )
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two plans, the first of which waits for approval; people, and one thing of each kind that has a number."""
    folder, clock = tmp_path_factory.mktemp("escalations"), Clock()
    shutil.copytree(TINY, folder / HERE)
    (folder / HERE / "plan.csv").write_text("name_zh,name_en,approval\n云溪,Yunxi,yes\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_SIGN_IN", "accounts")
        patch.setattr(passwords, "_hasher", cache(lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
        opened = services.open_workspace(folder / "kpi.duckdb", folder / HERE, now=clock)
        services.load_plan(opened, OWNER, services.check_plan(opened, OWNER, other_plan(folder / OTHER)))
        clock.wind(days=1)
        yield filled(opened, clock)
        opened.close()


@pytest.fixture
def world(built, monkeypatch):
    """That world, in which people sign in."""
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    return built


def filled(opened, clock):
    """What is behind the numbers, each by its name."""
    there = SimpleNamespace(here=opened.of(HERE), other=opened.of(OTHER), people=People(opened), clock=clock)
    services.add_user(opened, OWNER, "wang", "王芳", [Grant("administrator")], GOOD)
    services.add_user(opened, OWNER, "li", "李明", [Grant("viewer"), Grant("reporter", regions=(EAST,))], GOOD)
    there.role = services.users(opened, OWNER)[0].roles[0].grant_id
    there.token = services.add_token(opened, OWNER, "汇总", Grant("administrator"), 9, "wang")
    west = row("landfill_daily", "210", "吨", year=2024, region="西岸区")
    there.batch = approved(there.here, sent(there.here, west, actor=WEST_CLERK), REVIEWER)[0]
    there.waiting = sent(
        there.here, row("landfill_daily", "220", "吨", year=2025, region="西岸区"), actor=WEST_CLERK, name="2.csv"
    )
    there.own = sent(there.here, row("landfill_daily", "410", "吨", year=2024), actor=BOTH, name="3.csv")
    there.back = sent(
        there.here, row("landfill_daily", "230", "吨", year=2023, region="西岸区"), actor=WEST_CLERK, name="4.csv"
    )
    services.send_back(there.here, REVIEWER, services.review(there.here, REVIEWER, there.back), "请核对")
    (there.foreign,) = load(there.other, table(row("other_landfill_daily", "777", "吨", year=2024), name="5.csv"), actor=OWNER)
    there.report = services.issue_report(there.other, OWNER, ReportRequest(), ["csv"]).record.report_id
    there.document = services.attach_document(there.other, OWNER, "other", "方案.txt", "正文".encode())
    there.matter = services.begin_matter(there.here, LEADER, "G3", None, MatterEvent.INSTRUCT, Draft(note="抓紧"))
    said = Draft(files=(UploadFile("凭据.txt", b"seen"),))
    services.move_matter(there.here, OWNER, there.matter, MatterEvent.EVIDENCE, said, 1)
    figure = services.measure_view(there.here, OWNER, Query(), "landfill_daily").series[-1]
    there.mark = services.mark_value(there.here, OWNER, ValueOf.keyed(figure.observation_key), "跟踪")
    there.revision = next(each.revision_id for each in opened.plans.revisions if each.plan_id == OTHER)
    there.west = services.check_upload(there.here, OWNER, [table(west.replace("210", "211"), name="6.csv")])
    revised = {"document": "1号", "effective_on": date(2024, 1, 1), "note": "调整"}
    there.revised = services.check_revision(there.other, OWNER, "XG1", {"value": "0.8"}, **revised)
    there.loading = services.check_plan(there.other, OWNER, changed(there.other), plan_id=OTHER)
    return there


def changed(workspace):
    """The other plan as it is exported, with one number changed."""
    files = services.export_plan(workspace, OWNER, OTHER)
    files["targets.csv"] = files["targets.csv"].replace(b",0.9,", b",0.7,")
    return [UploadFile(name, content) for name, content in files.items()]


def reviewed_by(world, actor, number):
    """What the reviewer of everything saw, in the hands of somebody else."""
    seen = services.review(world.here, REVIEWER, number)
    return lambda: services.approve(world.here, actor, seen)


ATTACKS = {
    # another town, unit or person in the same plan
    "rows of another town": lambda w: services.import_files(
        w.here,
        EAST_CLERK,
        services.check_upload(w.here, EAST_CLERK, [table(row("landfill_daily", "1", "吨", year=2024, region="西岸区"))]),
    ),
    "rows of another town among one's own": lambda w: services.submit_files(
        w.here,
        EAST_CLERK,
        services.check_upload(
            w.here,
            EAST_CLERK,
            [
                table(
                    row("landfill_daily", "1", "吨", year=2024, region="东岸"),
                    row("landfill_daily", "1", "吨", year=2024, region="西岸"),
                )
            ],
        ),
    ),
    "a preview that somebody else made": lambda w: services.import_files(w.here, EAST_CLERK, w.west),
    "a preview that somebody else made, sent in": lambda w: services.submit_files(w.here, EAST_CLERK, w.west),
    "loading past approval": lambda w: services.import_files(w.here, WEST_CLERK, w.west),
    "another's batch taken back": lambda w: services.withdraw(w.here, EAST_CLERK, w.batch, "错"),
    "one's own batch taken back past approval": lambda w: services.withdraw(w.here, WEST_CLERK, w.batch, "错"),
    "one's own batch taken back": lambda w: services.withdraw(w.here, WEST_REVIEWER, w.batch, "错"),
    "another's submission replaced by who looks after it": lambda w: sent(
        w.here, row("landfill_daily", "1", "吨", year=2023, region="东岸区"), actor=LOOKING_AFTER, name="8.csv", number=w.back
    ),
    "another's file": lambda w: services.original(w.here, EAST_VIEWER, w.batch),
    "another's submission": lambda w: services.submission(w.here, EAST_CLERK, w.waiting),
    "a file of another's submission": lambda w: services.submission_file(w.here, EAST_CLERK, w.waiting, 1, "2.csv"),
    "a submission for who only looks": lambda w: services.submission(w.here, VIEWER, w.waiting),
    "another's submission looked through": lambda w: services.review(w.here, EAST_CLERK, w.waiting),
    "another's submission ended": lambda w: services.take_back(w.here, EAST_CLERK, w.waiting),
    "another's submission ended by its reviewer": lambda w: services.take_back(w.here, REVIEWER, w.waiting),
    "another's submission replaced": lambda w: sent(
        w.here, row("landfill_daily", "1", "吨", year=2023, region="东岸区"), actor=EAST_CLERK, name="7.csv", number=w.back
    ),
    "approving one's own": lambda w: reviewed_by(w, BOTH, w.own)(),
    "approving one's own under another name": lambda w: reviewed_by(w, replace(BOTH, name="别人"), w.own)(),
    "approving without the role": lambda w: reviewed_by(w, WEST_CLERK, w.waiting)(),
    "approving another town's": lambda w: reviewed_by(w, EAST_REVIEWER, w.waiting)(),
    "sending back another town's": lambda w: services.send_back(
        w.here, EAST_REVIEWER, services.review(w.here, REVIEWER, w.waiting), "错"
    ),
    "publishing for a town": lambda w: services.publish(w.here, EAST_PUBLISHER, "月报", data_version=w.here.store.data_version),
    "closing a period for a town": lambda w: services.lock_period(w.here, EAST_PUBLISHER, "2024", "年报"),
    "issuing for a town": lambda w: services.issue_report(w.here, EAST_PUBLISHER, ReportRequest(), ["csv"]),
    "revising for a unit": lambda w: services.typed_changes(w.here, EAST_ADMINISTRATOR, "G1", {}),
    "what is not published, by its number": lambda w: services.original(w.here, LEADER, w.batch),
    "what is not published, by a query": lambda w: services.ask(w.here, LEADER, "from figures"),
    "what is said and not published, by a query": lambda w: services.ask(w.here, LEADER, "from actions"),
    "what is said under another plan, by a query": lambda w: services.ask(w.other, MANAGER, "select note from action_steps"),
    "evidence about the city": lambda w: services.evidence_file(w.here, EAST_CLERK, 1),
    "a matter about the city": lambda w: services.move_matter(
        w.here, EAST_CLERK, w.matter, MatterEvent.ANSWER, Draft(cause="雨", steps="修", due=date(2026, 4, 1)), 2
    ),
    "a matter begun about the city": lambda w: services.begin_matter(
        w.here, EAST_CLERK, "G3", None, MatterEvent.BEGIN, Draft(note="改")
    ),
    "a mark on a value of the city": lambda w: services.lift_mark(w.here, EAST_CLERK, w.mark, 1),
    "the log of all": lambda w: services.audit_file(w.here, EAST_ADMINISTRATOR, services.audit_asked()),
    # another plan of the same database
    "another plan": lambda w: services.status(w.other, READER, Query()),
    "another plan's file": lambda w: services.original(w.here, READER, w.foreign),
    "another plan's file from there": lambda w: services.original(w.other, READER, w.foreign),
    "another plan's report": lambda w: services.issued_file(w.here, READER, w.report, "csv"),
    "another plan's report compared": lambda w: services.compare_issued(w.here, READER, w.report),
    "another plan's document": lambda w: services.document_file(w.here, MANAGER, w.document),
    "another plan's document marked": lambda w: services.document_view(w.here, MANAGER, w.document),
    "another plan's document removed": lambda w: services.remove_document(w.here, MANAGER, w.document),
    "another plan's files": lambda w: services.export_plan(w.here, READER, OTHER),
    "another plan's workbook": lambda w: services.export_workbook(w.here, READER, OTHER),
    "another plan's revisions": lambda w: services.plan_revisions(w.here, READER, OTHER),
    "what a revision of another plan changed": lambda w: services.revision_changes(w.here, READER, w.revision),
    "another plan in a query": lambda w: services.ask(w.here, MANAGER, "select printed from figures"),
    "another plan's batch taken back": lambda w: services.withdraw(w.here, MANAGER, w.foreign, "错"),
    "another plan's revision taken back": lambda w: services.withdraw_revision(w.here, MANAGER, w.revision, "错"),
    "another plan revised": lambda w: services.make_revision(w.here, MANAGER, w.revised),
    "another plan read in": lambda w: services.check_plan(w.here, MANAGER, changed(w.other), plan_id=OTHER),
    "another plan loaded": lambda w: services.load_plan(w.here, MANAGER, w.loading),
    "another plan's report's file of a format": lambda w: services.recomputed(w.here, READER, w.report),
    # accounts, tokens, the whole database
    "a copy of every plan": lambda w: services.backup(w.here, MANAGER, w.here.store.path.parent / "copies"),
    "proof of every plan": lambda w: services.verify(w.here, MANAGER),
    "a copy put back over every plan": lambda w: services.restore(MANAGER, w.here.store.path, w.here.store.path),
    "the log of another plan": lambda w: services.audit_view(w.other, MANAGER, services.audit_asked()),
    "the log of another plan as a file": lambda w: services.audit_file(w.other, MANAGER, services.audit_asked()),
    "proof of the log of every plan": lambda w: services.audit_chain(w.here, MANAGER),
    "the log for a town": lambda w: services.give_role(w.here, OWNER, "li", Grant("auditor", regions=(EAST,))),
    "a new account": lambda w: services.add_user(w.here, MANAGER, "mine", "新人", [Grant("administrator", HERE)]),
    "another's password": lambda w: services.set_password(w.here, MANAGER, "wang", "another-Lantern 7"),
    "an account barred": lambda w: services.disable_user(w.here, MANAGER, "wang"),
    "a role for everything": lambda w: services.give_role(w.here, MANAGER, "li", Grant("administrator")),
    "a role in another plan": lambda w: services.give_role(w.here, MANAGER, "li", Grant("viewer", OTHER)),
    "a role that nobody is given": lambda w: services.give_role(w.here, OWNER, "li", Grant("owner")),
    "a role of the local user by a name in capitals": lambda w: services.give_role(w.here, OWNER, "li", Grant("Administrator")),
    "a role for everything taken away": lambda w: services.take_role(w.here, MANAGER, w.role),
    "a token of a role that nobody is given": lambda w: services.add_token(w.here, EAST_CLERK, "我的", Grant("owner"), 9),
    "a token of a role that its owner lacks": lambda w: services.add_token(
        w.here, w.people.actor("li", "page"), "我的", Grant("reporter"), 9
    ),
    "a token in another's name": lambda w: services.add_token(w.here, EAST_CLERK, "我的", Grant("administrator"), 9, "wang"),
    "another's token made worthless": lambda w: services.withdraw_token(w.here, EAST_CLERK, 1),
    "everybody's tokens": lambda w: services.tokens(w.here, EAST_CLERK, everybodys=True),
    "another's password by guessing": lambda w: w.people.change_password("wang", "guess-Lantern 1", "another-Lantern 7"),
    "a token made up": lambda w: w.people.actor_of_token("kpi_" + "a" * 43),
    "what is kept of a token": lambda w: w.people.actor_of_token(services.tokens(w.here, OWNER, everybodys=True)[0].label),
}


def everything(world):
    """All that an attack could have changed, and what is in the database by its version."""
    store = world.here.store
    versions = store.data_version, store.plan_version, store.approval_version, store.remarks_version, store.documents_version
    return versions, store.people(), store.given(), store.tokens(), store.locks(), len(store.submissions()), len(store.issued())


@pytest.mark.parametrize("attack", ATTACKS)
def test_whoever_reaches_for_more_is_refused_and_changes_nothing(world, attack):
    before, written = everything(world), len(world.here.store.audit_entries())
    with pytest.raises((NotAllowed, NotFound, UploadRefused, KpiError)) as refused:
        ATTACKS[attack](world)
    entries = [(each.outcome, each.actor) for each in world.here.store.audit_entries()[written:]]
    by_right = isinstance(refused.value, NotAllowed | UploadRefused) or refused.value.message.key in OWN
    assert [outcome for outcome, _ in entries] == ["refused"] * (by_right and attack not in AT_THE_DOOR)
    assert not isinstance(refused.value, CatalogRefused)
    assert refused.value.message.key not in UNRELATED
    assert everything(world) == before


OWN = {"error.sql_unpublished", "error.own_submission", "error.not_own_submission", "error.own_batch", "error.own_closing"}
"""Refusals of what is one's own, or is not."""
AT_THE_DOOR = {
    "a copy put back over every plan",
    "another's password by guessing",
    "a token made up",
    "what is kept of a token",
}
"""What is written down by the door that was knocked at; a database that is put back is not open."""
UNRELATED = {
    "error.nothing_new",
    "error.matter_turn",
    "error.matter_moved",
    "error.withdrawal_note_missing",
}
"""Refusals that would say that an attack never came as far as what it is about."""


def test_each_attack_would_succeed_for_who_may(world):
    """Numbers and files are such that they are there: whoever may everything gets what the others are refused."""
    assert services.original(world.other, OWNER, world.foreign)[0] == "5.csv"
    assert b"777" in services.issued_file(world.other, OWNER, world.report, "csv").content
    assert services.document_file(world.other, OWNER, world.document)[0] == "方案.txt"
    assert services.revision_changes(world.here, OWNER, world.revision)
    assert services.evidence_file(world.here, REVIEWER, 1)[2] == b"seen"
    assert services.submission_file(world.here, WEST_CLERK, world.waiting, 1, "2.csv").startswith("指标代码".encode())
    assert services.review(world.here, REVIEWER, world.own).ok
    assert services.check_plan(world.here, OWNER, changed(world.other), plan_id=OTHER).view.ok
    seen = {who.name: [each.batch.batch_id for each in services.history(world.here, who).batches] for who in (READER, OWNER)}
    assert seen == {"本规划看客": [1], "本机用户": [4, 3, 2, 1]}, "what each plan began with, the west's, the other plan's"


WIDENED = [Grant("administrator"), Grant("reporter"), Grant("reporter", regions=(EAST, WEST)), Grant("viewer", unit="无")]


@pytest.mark.parametrize("grant", WIDENED)
def test_a_token_does_no_more_than_its_owner(world, grant):
    """Li looks at everything and reports for the east. A token of before that asks for more is good for nothing."""
    li, held = world.people.actor("li", "page"), grant.role == "viewer"
    if not held:
        with pytest.raises(NotAllowed, match="token_beyond"):
            services.add_token(world.here, li, "程序", grant, 9)
    token = f"kpi_{grant.role}{len(grant.regions)}"
    proof, until = token_proof(token), world.here.now() + timedelta(days=9)
    world.here.store.add_token("li", "程序", proof, grant, until, actor=li, at=world.here.now())
    used = world.people.actor_of_token(token)
    assert used.grants == (frozenset({grant}) if held else frozenset())
    assert (used.user_id, used.door) == ("li", "api")


LOST = {
    "withdrawn": lambda w, _: services.withdraw_token(
        w.here, OWNER, services.tokens(w.here, OWNER, everybodys=True)[0].token_id
    ),
    "too old": lambda w, _: w.clock.wind(days=10),
    "its owner barred": lambda w, user: services.disable_user(w.here, OWNER, user),
    "its owner's role gone": lambda w, user: services.take_role(w.here, OWNER, grants_of(w, user)[0].grant_id),
}


def grants_of(world, user_id):
    return next(user.roles for user in services.users(world.here, OWNER) if user.user_id == user_id)


@pytest.mark.parametrize("how", LOST)
def test_a_token_is_worth_nothing_once(world, how):
    user = services.add_user(world.here, OWNER, f"clerk{list(LOST).index(how)}", "经办", [Grant("reporter")])
    token = services.add_token(world.here, world.people.actor(user, "page"), "程序", Grant("reporter"), 9)
    assert world.people.actor_of_token(token).grants == frozenset({Grant("reporter")})
    LOST[how](world, user)
    try:
        assert world.people.actor_of_token(token).grants == frozenset()
    except NotAllowed:
        assert how != "its owner's role gone"


ENDED = {
    "barred": lambda w, user: services.disable_user(w.here, OWNER, user),
    "another password": lambda w, user: services.set_password(w.here, OWNER, user, "another-Lantern 7"),
    "a role more": lambda w, user: services.give_role(w.here, OWNER, user, Grant("auditor")),
    "a role less": lambda w, user: services.take_role(w.here, OWNER, grants_of(w, user)[0].grant_id),
    "shown the door": lambda w, user: services.sign_out_user(w.here, OWNER, user),
    "signed out": lambda w, user: [w.people.end(key) for key, visit in w.people.live().items() if visit.person.user_id == user],
}


@pytest.mark.parametrize("how", ENDED)
def test_a_visit_that_ended_acts_no_more(world, how):
    user = services.add_user(world.here, OWNER, f"guest{list(ENDED).index(how)}", "访客", [Grant("viewer")], GOOD)
    visit = world.people.begin(user, "127.0.0.1")
    assert world.people.visitor(visit, "").user_id == user
    with pytest.raises(NotAllowed):
        world.people.visitor(world.people.key_of(visit), "")
    ENDED[how](world, user)
    with pytest.raises(NotAllowed):
        world.people.visitor(visit, "")
    assert all(each.person.user_id != user for each in world.people.live().values())


def as_written(world, lines):
    """Entries of the log as they are kept, by the lines that somebody was shown of them."""
    entries = {each.entry_id: each for each in world.here.store.audit_entries()}
    return {(entries[line.number].action, entries[line.number].subject, entries[line.number].detail) for line in lines}


def test_an_auditor_of_one_plan_reads_what_is_about_it_and_nothing_else(world):
    """Here: the west's batch, submissions, the matter. There: another batch and a report. Neither: accounts and tokens."""
    view = services.audit_view(world.here, MANAGER, services.audit_asked())
    told = as_written(world, view.lines)
    every = as_written(world, services.audit_view(world.here, OWNER, services.audit_asked()).lines)
    assert told < every
    assert any(subject == f"batch {world.foreign}" for _, subject, _ in every)
    assert ("commit", f"batch {world.batch}", "填报.csv") in told
    assert not any(subject == f"batch {world.foreign}" for _, subject, _ in told)
    assert {("submit", "", f"{number} v1") for number in (world.waiting, world.own)} <= told
    assert ("matter", "", f"{world.matter}/1 instruct") in told
    assert not {"wang", "li"} & {subject for _, subject, _ in told}
    assert (view.total, view.whole) == (len(view.lines), False)
    assert "王芳" not in services.audit_file(world.here, MANAGER, services.audit_asked()).decode("utf-8-sig")
    there = person("那边的审计", "auditor", plan_id=OTHER)
    other = as_written(world, services.audit_view(world.other, there, services.audit_asked()).lines)
    assert ("commit", f"batch {world.foreign}", "5.csv") in other
    assert not any(subject == f"batch {world.batch}" for _, subject, _ in other)
    assert any(action == "issue" and detail.startswith(f"{world.report} ") for action, _, detail in other)


def test_every_refusal_by_role_is_on_record_and_no_secret_is(world):
    services.take_back(world.here, BOTH, world.own)
    told = world.here.store.audit_entries()
    refused = {each.actor for each in told if each.outcome == "refused"}
    assert {"东岸经办", "东岸发布", "本规划看客", "本规划管理", "兼职"} <= refused
    assert not any(secret in str(told) for secret in (GOOD, world.token, "another-Lantern 7"))
    assert world.clock.moment - told[0].happened_at < timedelta(days=99)
