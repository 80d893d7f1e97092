"""催办 from the claim to the answer: nobody is told twice, what was not answered for is shown, and who may remind at all.

On 2 March 2026 the city's bureau owes all five overdue figures of the tiny plan; the two towns owe nothing.
"""

from dataclasses import replace

import pytest

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated
from kpi.model import Actor, Channel, Grant, SendState
from kpi.services.outbox import reminding
from kpi.services.outbox.delivering.robot import Robot, RobotKind, says_whole
from kpi.services.outbox.delivering.told import failed, sent, unsure
from tests.hostile import HOST
from tests.unit.services.conftest import ZHANG, load, row, table

BUREAU = "unit:云溪市城市管理局"


class Killed(BaseException):
    """The process ends here."""


class Way:
    """A driver that does as it is told and remembers what it was handed."""

    def __init__(self, *outcomes):
        self.outcomes, self.handed = list(outcomes), []

    def deliver(self, out):
        self.handed.append(out)
        outcome = self.outcomes.pop(0) if self.outcomes else sent("ok")
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


@pytest.fixture
def way(monkeypatch):
    """Sets up one driver for every way."""

    def set_up(*outcomes):
        driver = Way(*outcomes)
        monkeypatch.setattr(reminding, "channels", lambda _: dict.fromkeys(Channel, driver))
        monkeypatch.setattr(reminding, "papers", lambda *_: ())
        return driver

    return set_up


def line(workspace):
    """The one message there is, as it stands."""
    (only,) = services.outbox(workspace, ZHANG)
    return only


def test_who_owes_is_listed_with_what_and_how_long(tiny):
    view = services.reminders(tiny, ZHANG)
    (bureau,) = view.rows
    assert (bureau.key, bureau.figures, bureau.oldest.isoformat(), bureau.last) == (BUREAU, 5, "2023-12-31", None)
    assert bureau.days_over == 792  # the leap year 2024, 2025, and 61 days of 2026
    assert view.told == "1个单位或地区有5项数据到期未报，其中今天已出函0个。"
    assert list(view.channels) == ["file"]


@pytest.mark.slow
def test_the_same_goes_out_once_a_day(tiny, way, clock):
    driver = way()
    services.set_contact(tiny, ZHANG, BUREAU, "csglj@yunxi.example")
    assert services.remind(tiny, ZHANG, [BUREAU, BUREAU], "smtp").told == "已发出或写入1件"
    again = services.remind(tiny, ZHANG, [BUREAU], "smtp", "请尽快")
    assert (again.lines, again.told, len(driver.handed)) == ((), "1件今天已有记录，不再重复；没有发出的请在发件记录里再发", 1)
    services.remind(tiny, ZHANG, [BUREAU], "webhook")
    clock.wind(days=1)
    services.remind(tiny, ZHANG, [BUREAU], "smtp")
    assert [out.message.channel for out in driver.handed] == [Channel.SMTP, Channel.WEBHOOK, Channel.SMTP]
    assert services.verify(tiny, ZHANG) == ()


@pytest.mark.slow
def test_what_is_owed_meanwhile_is_another_letter(tiny, way):
    driver = way()
    services.remind(tiny, ZHANG, [BUREAU], "file")
    load(tiny, table(row("landfill_daily", "310", "吨", year=2025)))
    services.remind(tiny, ZHANG, [BUREAU], "file")
    assert [out.message.figures for out in driver.handed] == [5, 4]


@pytest.mark.slow
def test_a_kill_between_claim_and_answer_leaves_it_open_until_a_person_says(tiny, way):
    driver = way(Killed())
    with pytest.raises(Killed):
        services.remind(tiny, ZHANG, [BUREAU], "file")
    assert (line(tiny).state, line(tiny).state_text, line(tiny).step) == (SendState.UNSURE, "不能确定", 2)
    services.remind(tiny, ZHANG, [BUREAU], "file")
    assert len(driver.handed) == 1
    with pytest.raises(PreviewOutdated):
        services.send_again(tiny, ZHANG, 1, 1)
    now = services.send_again(tiny, ZHANG, 1, 2)
    assert (now.state, now.attempts, now.by, len(driver.handed)) == (SendState.SENT, 2, "张三", 2)
    with pytest.raises(PreviewOutdated):
        services.send_again(tiny, ZHANG, 1, now.step)
    steps = [str(step.state) for step in tiny.store.outbox_steps(tiny.plan_id)]
    assert steps == ["queued", "sending", "unsure", "sending", "sent"]
    assert services.verify(tiny, ZHANG) == ()


def test_a_kill_before_the_claim_loses_nothing(tiny, way, monkeypatch):
    driver = way()
    with monkeypatch.context() as patch:
        patch.setattr(type(tiny.store), "claim_message", lambda *_, **__: (_ for _ in ()).throw(Killed()))
        with pytest.raises(Killed):
            services.remind(tiny, ZHANG, [BUREAU], "file")
    assert (line(tiny).state, len(driver.handed)) == (SendState.QUEUED, 0)
    services.remind(tiny, ZHANG, [BUREAU], "file")
    assert (line(tiny).state, len(driver.handed)) == (SendState.SENT, 1)


def test_only_one_of_two_claims_it(tiny, way):
    way()
    store, now = tiny.store, tiny.now()
    way(failed("550 no"))
    services.remind(tiny, ZHANG, [BUREAU], "file")
    store.claim_message(1, 3, actor=ZHANG, at=now)
    with pytest.raises(PreviewOutdated):
        store.claim_message(1, 3, actor=ZHANG, at=now)
    with pytest.raises(PreviewOutdated):
        services.send_again(tiny, ZHANG, 1, 3)


@pytest.mark.parametrize(
    ("outcome", "state", "told"),
    [
        (failed("550 no such box"), SendState.FAILED, "1件未发出"),
        (unsure("timeout"), SendState.UNSURE, "1件不能确定是否送达"),
        (RuntimeError("a surprise with a secret"), SendState.UNSURE, "1件不能确定是否送达"),
    ],
)
def test_what_did_not_arrive_is_said(tiny, way, outcome, state, told):
    way(outcome)
    assert services.remind(tiny, ZHANG, [BUREAU], "file").told == told
    assert (line(tiny).state, line(tiny).may_go_again, "secret" in line(tiny).detail) == (state, True, False)


def test_who_has_no_address_gets_no_mail_and_is_named(tiny, way):
    driver = way()
    done = services.remind(tiny, ZHANG, [BUREAU], "smtp")
    assert (done.without, driver.handed, services.outbox(tiny, ZHANG)) == (("云溪市城市管理局",), [], ())


def test_a_group_is_told_once_of_all(tiny, way):
    driver = way()
    services.remind(tiny, ZHANG, [BUREAU], "webhook")
    (out,) = driver.handed
    assert out.message.body.splitlines()[0] == "云溪市城市管理局：5项到期未报，最早一项期间2023年12月31日止"
    assert services.reminders(tiny, ZHANG).rows[0].today


def test_of_many_nobody_is_cut_off(tiny, monkeypatch):
    """Forty towns are more than a robot of 企业微信 says at once: it speaks thrice, each time with the closing."""
    robot = Robot(RobotKind.WECOM, f"https://{HOST}/send")
    monkeypatch.setattr(reminding, "channels", lambda _: {Channel.WEBHOOK: robot})
    ((one,), _) = reminding.owing(tiny, ZHANG)
    names = [f"云溪市第{number}片区管理委员会" for number in range(40)]
    many = [replace(one, unit=name, letter=replace(one.letter, addressee=name)) for name in names]
    messages = reminding._messages(tiny, ZHANG, Channel.WEBHOOK, many, "")
    assert "、".join(message.addressee for message in messages) == "、".join(names)
    assert len(messages) == 3  # 40 rows of 95 bytes and more
    closings = {message.body.splitlines()[-1] for message in messages}
    assert len(closings) == 1
    assert all(says_whole(robot, message) for message in messages)
    assert len({message.send_key for message in messages}) == 3


@pytest.mark.slow
def test_the_letter_goes_with_its_form(tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_OUTBOX", str(tmp_path / "out"))
    services.remind(tiny, ZHANG, [BUREAU], "file", "有问题请来电。")
    letter, form = tiny.store.attachments(1)
    assert (letter.file[-5:], letter.content[:2], form.file[-5:], form.content[:2]) == (".docx", b"PK", ".xlsx", b"PK")
    assert "有问题请来电。" in line(tiny).body
    assert len(list((tmp_path / "out").glob("*.eml"))) == 1


@pytest.mark.parametrize("text", ["x\r\nBcc: a@b.cn", "a@b.cn, c@d.cn", "a" * 255 + "@b.cn"])
def test_what_is_no_address_is_refused(tiny, text):
    with pytest.raises(KpiError, match="bad_address"):
        services.set_contact(tiny, ZHANG, BUREAU, text)


def test_addresses_are_of_those_there_are_and_can_be_taken_back(tiny):
    for nobody in ("unit:无此单位", "unit:", "town:x", ""):
        with pytest.raises(NotFound):
            services.set_contact(tiny, ZHANG, nobody, "a@b.cn")
    with pytest.raises(NotFound):
        services.set_contact(tiny, ZHANG, "region:999999", "a@b.cn")
    services.set_contact(tiny, ZHANG, BUREAU, "a@b.cn")
    services.set_contact(tiny, ZHANG, "region:990101", "c@d.cn")
    services.set_contact(tiny, ZHANG, BUREAU, "")
    assert [(one.unit, one.region_code, one.address) for one in tiny.store.contacts(tiny.plan_id)] == [("", "990101", "c@d.cn")]


def test_nobody_else_is_reminded_and_notes_are_text(tiny, way):
    way()
    for keys in (["region:990101"], [BUREAU, "unit:无此单位"], []):
        with pytest.raises(NotFound, match="owes_nothing"):
            services.remind(tiny, ZHANG, keys, "file")
    with pytest.raises(NotFound, match="no_such_channel"):
        services.remind(tiny, ZHANG, [BUREAU], "fax")
    for note in ("甲" * 501, "甲\x00乙"):
        with pytest.raises(KpiError, match="text_"):
            services.remind(tiny, ZHANG, [BUREAU], "file", note)
    assert services.outbox(tiny, ZHANG) == ()


def test_only_who_issues_reminds(tiny, way):
    way()
    clerk = Actor("经办", frozenset({Grant("reporter", unit="云溪市城市管理局")}), "cheng")
    for asked in (
        lambda: services.reminders(tiny, clerk),
        lambda: services.outbox(tiny, clerk),
        lambda: services.remind(tiny, clerk, [BUREAU], "file"),
        lambda: services.send_again(tiny, clerk, 1, 1),
        lambda: services.set_contact(tiny, clerk, BUREAU, "a@b.cn"),
    ):
        with pytest.raises(NotAllowed):
            asked()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KPI_MAIL_FROM", "no address"),
        ("KPI_SMTP_HOST", "mail.example"),
        ("KPI_WEBHOOK_FILE", "/no/such/file"),
    ],
)
def test_a_way_that_is_set_up_wrongly_is_named_without_its_secret(tiny, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(KpiError, match="bad_channel") as refused:
        services.reminders(tiny, ZHANG)
    assert value not in str(refused.value)


def test_ways_are_off_unless_set(tiny, tmp_path, monkeypatch):
    secrets = tmp_path / "secrets"
    secrets.write_text("https://127.0.0.1/send?key=k\n", encoding="utf-8")
    for name, value in {
        "KPI_MAIL_FROM": "kpi@yunxi.example",
        "KPI_SMTP_HOST": "mail.example",
        "KPI_SMTP_SECURITY": "tls",
        "KPI_WEBHOOK_FILE": str(secrets),
    }.items():
        monkeypatch.setenv(name, value)
    assert list(services.reminders(tiny, ZHANG).channels) == ["file", "smtp", "webhook"]


@pytest.mark.parametrize("name", ["KPI_SMTP_PORT", "KPI_SMTP_SECURITY", "KPI_WEBHOOK_KIND"])
def test_a_choice_there_is_none_of_is_named(tiny, tmp_path, monkeypatch, name):
    (tmp_path / "secrets").write_text("https://127.0.0.1/", encoding="utf-8")
    told = {
        "KPI_MAIL_FROM": "kpi@yunxi.example",
        "KPI_SMTP_HOST": "mail.example",
        "KPI_WEBHOOK_FILE": str(tmp_path / "secrets"),
    }
    for other, value in (told | {name: "0"}).items():
        monkeypatch.setenv(other, value)
    with pytest.raises(KpiError, match=name):
        services.reminders(tiny, ZHANG)
