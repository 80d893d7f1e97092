"""催办 from the claim to the answer: nobody is told twice, what was not answered for is shown, and who may remind at all.

On 2 March 2026, the day on which the tiny plan is loaded, the city's bureau owes nine figures by 2 April (three measures, 2023
to 2025); targets wait for five of them. The two towns owe nothing.
"""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, PreviewOutdated
from kpi.model import Actor, Channel, Grant, SendState
from kpi.services import DutyRule, Frequency
from kpi.services.outbox import messages, reminding
from kpi.services.outbox.delivering.robot import Robot, RobotKind, says_whole
from kpi.services.outbox.delivering.told import failed, sent, unsure
from kpi.services.outbox.messages import Sending, in_parts, to_group
from kpi.services.outbox.owing import owing, papers, sentence_of
from kpi.store.kept import outbox as kept_outbox
from tests.hostile import HOST
from tests.unit.services.conftest import ZHANG, load, row, table
from tests.unit.services.remarks.conftest import plan  # noqa: F401 - a fixture

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
        monkeypatch.setattr(messages, "papers", lambda *_: ())
        return driver

    return set_up


def line(workspace):
    """The one message there is, as it stands."""
    (only,) = services.outbox(workspace, ZHANG)
    return only


def test_who_owes_is_listed_with_what_and_how_long(tiny):
    view = services.reminders(tiny, ZHANG)
    (bureau,) = view.rows
    assert (bureau.key, bureau.figures, bureau.late, bureau.last) == (BUREAU, 9, 0, None)
    assert (bureau.deadline, bureau.days_over, view.pressing) == (date(2026, 4, 2), 0, ())
    assert view.told == "9项数据待报，均未逾期，其中5项为目标评价所缺，最近的填报期限为2026年4月2日。"
    assert list(view.channels) == ["file"]


def test_who_is_overdue_is_pressing(tiny, clock):
    """On 12 April all nine are ten days late."""
    clock.wind(days=41)
    view = services.reminders(tiny, ZHANG)
    (bureau,) = view.pressing
    assert (bureau.late, bureau.days_over) == (9, 10)
    assert view.told == "9项数据待报，其中5项为目标评价所缺；9项逾期。"


def test_quarters_are_reminded_of_as_they_stand_on_the_calendar(tiny, clock):
    """Asked for on 2 March and owed by the 22nd, the twelve quarters of three years are five days late on the 27th."""
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.QUARTERLY, 20, "landfill_daily"))
    clock.wind(days=25)
    ((one,), view) = owing(tiny, ZHANG), services.duties(tiny, ZHANG)
    assert (len(one.letter.owed), one.letter.late, one.letter.common) == (18, 12, 0)
    assert {figure.over for figure in one.letter.figures} == {5, 0}
    assert set(one.letter.keys) == {row.key for row in view.owed}
    assert services.reminders(tiny, ZHANG).told == f"{view.told}。"
    assert view.told == "18项数据待报，其中5项为目标评价所缺；12项逾期，最近的填报期限为2026年4月2日"


def test_letter_form_and_calendar_are_one(tiny, clock):
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.QUARTERLY, 20, "landfill_daily"))
    clock.wind(days=25)
    (one,) = owing(tiny, ZHANG)
    (letter,) = services.report_model(tiny, ZHANG, one.request).letters
    assert letter == one.letter
    _, form = papers(tiny, ZHANG, one)
    rows = list(load_workbook(io.BytesIO(form.content)).worksheets[0].iter_rows(values_only=True))
    told = [row for row in rows if row[0] in tiny.catalog.measures]
    assert len(told) == 18
    asked = [(row.measure_id, row.region_code, row.period.end.isoformat()) for row in services.duties(tiny, ZHANG).owed]
    of_progress = load_workbook(io.BytesIO(services.duty_form(tiny, ZHANG, asked, "xlsx"))).worksheets[0]
    assert sorted(map(str, rows)) == sorted(map(str, of_progress.iter_rows(values_only=True)))
    text = sentence_of(one)
    assert text.splitlines()[0] == "云溪市城市管理局：截至2026年3月27日，18项待报，其中12项逾期："
    assert text.count("填报期限2026年3月22日，逾期5天") == 12
    assert text.count("填报期限2026年4月2日\n") == 6


def test_towns_are_reminded_where_the_calendar_asks_them(tiny, clock):
    """Each of two towns owes the volunteers of three years; what is owed is the same as on the page of progress."""
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 31, "volunteers_trained", each_place=True))
    clock.wind(days=32)
    told = {row.key: (row.figures, row.late) for row in services.reminders(tiny, ZHANG).rows}
    assert told == {BUREAU: (9, 9), "region:990101": (3, 3), "region:990102": (3, 3)}
    assert sum(figures for figures, _ in told.values()) == len(services.duties(tiny, ZHANG).owed)


def test_targets_say_whose_a_figure_is(plan):  # noqa: F811
    """Of three measures one is 城管局's, one 民政局's and one of both, three years each: nine figures, six to each."""
    told = {row.key: row.figures for row in services.reminders(plan, ZHANG).rows}
    assert told == {"unit:城管局": 6, "unit:民政局": 6}
    assert len(services.duties(plan, ZHANG).owed) == 9
    assert {
        letter.addressee for one in owing(plan, ZHANG) for letter in services.report_model(plan, ZHANG, one.request).letters
    } == {
        "城管局",
        "民政局",
    }


def test_where_nothing_is_owed_the_page_says_when_something_will_be(tiny, clock):
    """Before the first period of a plan is over nothing is owed; its day is counted from when the plan came."""
    clock.moment = datetime(2023, 5, 4, tzinfo=UTC)
    view = services.reminders(tiny, ZHANG)
    assert (view.rows, view.told) == ((), "截至2023年5月4日，没有待报的数据。最近的填报期限为2026年4月2日。")


@pytest.mark.slow
def test_the_same_goes_out_once_a_day(tiny, way, clock):
    driver = way()
    services.set_contact(tiny, ZHANG, BUREAU, "csglj@yunxi.example")
    assert services.remind(tiny, ZHANG, [BUREAU, BUREAU], "smtp").told == "已发出1件"
    again = services.remind(tiny, ZHANG, [BUREAU], "smtp", "请尽快")
    assert (again.lines, again.told, len(driver.handed)) == ((), "1件今天已有记录，不再重复；没有发出的请在发件记录里再发", 1)
    services.remind(tiny, ZHANG, [BUREAU], "webhook")
    clock.wind(days=1)
    services.remind(tiny, ZHANG, [BUREAU], "smtp")
    assert [out.message.channel for out in driver.handed] == [Channel.SMTP, Channel.WEBHOOK, Channel.SMTP]
    assert services.verify(tiny, ZHANG) == ()


@pytest.mark.slow
def test_one_figure_that_came_meanwhile_makes_no_second_letter(tiny, way, clock):
    driver = way()
    services.remind(tiny, ZHANG, [BUREAU], "file")
    load(tiny, table(row("landfill_daily", "310", "吨", year=2025)))
    again = services.remind(tiny, ZHANG, [BUREAU], "file")
    assert (again.before, again.told) == (1, "1件今天已有记录，不再重复；没有发出的请在发件记录里再发")
    clock.wind(days=1)
    services.remind(tiny, ZHANG, [BUREAU], "file")
    assert [out.message.figures for out in driver.handed] == [9, 8]


@pytest.fixture
def killed(tiny, monkeypatch):
    """Reminds and ends before the first message is claimed: they wait."""

    def remind(*asked):
        with monkeypatch.context() as patch:
            patch.setattr(type(tiny.store), "claim_message", lambda *_, **__: (_ for _ in ()).throw(Killed()))
            with pytest.raises(Killed):
                services.remind(tiny, ZHANG, *asked)

    return remind


def states(workspace):
    """The states of all messages, the newest first."""
    return [(line.message_id, str(line.state)) for line in services.outbox(workspace, ZHANG)]


def test_what_was_queued_and_not_sent_is_superseded_on_a_later_day(tiny, way, killed, clock):
    driver = way()
    killed([BUREAU], "file")
    clock.wind(days=3)
    done = services.remind(tiny, ZHANG, [BUREAU], "file")
    assert (done.told, [out.message.message_id for out in driver.handed]) == ("已写入文件夹1件，待人发出", [2])
    assert states(tiny) == [(2, "sent"), (1, "superseded")]
    assert "截至2026年3月5日" in driver.handed[0].message.body
    assert services.remind(tiny, ZHANG, [BUREAU], "file").before == 1
    old = services.outbox(tiny, ZHANG)[1]
    assert (old.state_text, old.may_go_again) == ("已作废", False)
    with pytest.raises(PreviewOutdated):
        services.send_again(tiny, ZHANG, 1, old.step)
    with pytest.raises(PreviewOutdated):
        tiny.store.claim_message(1, old.step, actor=ZHANG, at=tiny.now())
    assert services.verify(tiny, ZHANG) == ()


@pytest.mark.parametrize("days", [0, 3])
def test_a_group_is_told_of_nobody_who_was_not_chosen(tiny, way, killed, clock, days):
    """A message of the bureau and a town waits; only the bureau is reminded, and then both: the town's is news."""
    driver = way()
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 31, "volunteers_trained", each_place=True))
    killed([BUREAU, "region:990101"], "webhook")
    clock.wind(days=days)
    services.remind(tiny, ZHANG, [BUREAU], "webhook")
    assert states(tiny) == [(2, "sent"), (1, "superseded")]
    services.remind(tiny, ZHANG, [BUREAU, "region:990101"], "webhook")
    assert [out.message.addressee for out in driver.handed] == ["云溪市城市管理局", "东岸区"]
    assert services.verify(tiny, ZHANG) == ()


@pytest.mark.parametrize("channel", ["file", "webhook"])
def test_what_waits_with_a_figure_that_came_is_superseded_on_the_same_day(tiny, way, killed, channel):
    driver = way()
    killed([BUREAU], channel)
    load(tiny, table(row("landfill_daily", "310", "吨", year=2025)))
    services.remind(tiny, ZHANG, [BUREAU], channel)
    assert [(out.message.message_id, out.message.figures) for out in driver.handed] == [(2, 8)]
    assert states(tiny) == [(2, "sent"), (1, "superseded")]
    assert services.verify(tiny, ZHANG) == ()


def test_what_waits_without_the_note_that_is_to_go_with_it_is_superseded(tiny, way, killed):
    driver = way()
    killed([BUREAU], "file")
    services.remind(tiny, ZHANG, [BUREAU], "file", "请于周五前报送")
    assert [out.message.body.splitlines()[-1] for out in driver.handed] == ["请于周五前报送"]
    assert states(tiny) == [(2, "sent"), (1, "superseded")]


def test_what_another_has_taken_meanwhile_is_not_superseded_and_nothing_is_queued(tiny, way, killed):
    way()
    killed([BUREAU], "file")
    tiny.store.claim_message(1, 1, actor=ZHANG, at=tiny.now())
    with pytest.raises(PreviewOutdated):
        tiny.store.queue_messages(tiny.plan_id, [], [1], actor=ZHANG, at=tiny.now())
    assert [str(step.state) for step in tiny.store.outbox_steps(tiny.plan_id)] == ["queued", "sending"]


@pytest.mark.parametrize("states", [(SendState.SENDING, SendState.SUPERSEDED), (SendState.SUPERSEDED, SendState.SENDING)])
def test_only_what_waits_is_superseded_and_then_for_good(tiny, way, killed, states):
    """Steps that are in the history of events as well, but cannot have come about, are found by `verify`."""
    way()
    killed([BUREAU], "file")
    with tiny.store._database.writing(tiny.now()) as transaction:
        for number, state in enumerate(states, start=2):
            kept_outbox._step(transaction, 1, number, state, "", ZHANG)
    assert [problem.values["subject"] for problem in tiny.store.verify()] == ["outbox_steps #1/3"]


def test_a_unit_and_a_town_of_one_name_are_told_apart(tiny, way, monkeypatch):
    """What goes to the town is no reminder of the unit of its name."""
    driver = way()
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 31, "volunteers_trained", each_place=True))
    held = {one.key: one for one in owing(tiny, ZHANG)}
    town, bureau = held["region:990101"], held[BUREAU]
    unit = replace(bureau, unit="东岸区", letter=replace(bureau.letter, addressee="东岸区"))
    monkeypatch.setattr(reminding, "owing", lambda *_: (town, unit))
    services.remind(tiny, ZHANG, [town.key], "file")
    assert {row.key: row.today for row in services.reminders(tiny, ZHANG).rows} == {town.key: True, "unit:东岸区": False}
    assert services.remind(tiny, ZHANG, [unit.key], "file").before == 0
    assert [out.message.keys for out in driver.handed] == [("region:990101",), ("unit:东岸区",)]


def test_what_was_queued_before_keys_were_kept_is_known_by_names(tiny, way, monkeypatch):
    driver = way()
    key = messages.key_of
    with monkeypatch.context() as patch:
        patch.setattr(messages, "key_of", lambda *told: key(*told).partition(" ")[0])
        services.remind(tiny, ZHANG, [BUREAU], "file")
    assert services.reminders(tiny, ZHANG).rows[0].today
    assert services.remind(tiny, ZHANG, [BUREAU], "file").before == len(driver.handed) == 1


def test_a_group_that_was_told_is_not_told_again_of_those_beside_another(tiny, way, clock):
    """The bureau is told alone; of all three only the two towns are news to the group."""
    driver = way()
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 31, "volunteers_trained", each_place=True))
    services.remind(tiny, ZHANG, [BUREAU], "webhook")
    done = services.remind(tiny, ZHANG, [BUREAU, "region:990101", "region:990102"], "webhook")
    assert (done.before, [out.message.addressee for out in driver.handed]) == (1, ["云溪市城市管理局", "东岸区、西岸区"])


def test_who_is_sending_one_meanwhile_does_not_keep_the_rest_waiting(tiny, way, monkeypatch):
    """Somebody else sends the first of three before it is our turn: ours are two, and two are counted."""
    driver, claim = way(), type(tiny.store).claim_message
    services.set_duty_rule(tiny, ZHANG, DutyRule(Frequency.YEARLY, 31, "volunteers_trained", each_place=True))

    def other_first(store, message_id, expected, **said):
        if message_id == 1:
            claim(store, message_id, expected, **said)
            store.settle_message(message_id, SendState.SENT, "", **said)
        claim(store, message_id, expected, **said)

    monkeypatch.setattr(type(tiny.store), "claim_message", other_first)
    done = services.remind(tiny, ZHANG, [BUREAU, "region:990101", "region:990102"], "file")
    assert [out.message.message_id for out in driver.handed] == [2, 3]
    assert [line.message_id for line in done.lines] == [3, 2]
    assert done.told == "已写入文件夹2件，待人发出、1件正由他人发送"


def test_written_into_the_folder_is_not_called_sent(tiny, way):
    way()
    services.set_contact(tiny, ZHANG, BUREAU, "csglj@yunxi.example")
    owed = "9项数据待报，均未逾期，其中5项为目标评价所缺，最近的填报期限为2026年4月2日。"
    assert services.reminders(tiny, ZHANG).told == owed
    services.remind(tiny, ZHANG, [BUREAU], "file")
    assert services.reminders(tiny, ZHANG).told == f"{owed}今天已写入文件夹1个，待人发出。"
    services.remind(tiny, ZHANG, [BUREAU], "smtp")
    assert services.reminders(tiny, ZHANG).told == f"{owed}今天已发出1个。"


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


def test_what_no_longer_holds_does_not_go_out_again(tiny, way, clock):
    """One of nine figures comes after the letter failed: again it would ask for that. Reminded anew it asks for eight."""
    driver = way(failed("550"), failed("550"))
    services.remind(tiny, ZHANG, [BUREAU], "file")
    load(tiny, table(row("landfill_daily", "310", "吨", year=2025)))
    with pytest.raises(KpiError, match="message_outdated"):
        services.send_again(tiny, ZHANG, 1, 3)
    assert len(driver.handed) == 1
    clock.wind(days=1)
    services.remind(tiny, ZHANG, [BUREAU], "file")
    assert [out.message.figures for out in driver.handed] == [9, 8]
    assert [one.message_id for one in services.reminders(tiny, ZHANG).again] == [2]
    services.send_again(tiny, ZHANG, 2, 3)
    assert [out.message.figures for out in driver.handed] == [9, 8, 8]


@pytest.mark.parametrize("outcome", [failed("550"), unsure("timeout"), None], ids=["failed", "unsure", "queued"])
@pytest.mark.parametrize("keyed", [True, False], ids=["keyed", "named"])
def test_what_is_of_an_earlier_day_does_not_go_out_again(tiny, way, clock, monkeypatch, outcome, keyed):
    driver, key = way(*([outcome] if outcome else [])), messages.key_of
    with monkeypatch.context() as patch:
        if not keyed:
            patch.setattr(messages, "key_of", lambda *told: key(*told).partition(" ")[0])
        if not outcome:
            patch.setattr(reminding, "_sent_now", lambda *_: False)
        services.remind(tiny, ZHANG, [BUREAU], "file")
    handed, step = len(driver.handed), line(tiny).step
    assert [one.message_id for one in services.reminders(tiny, ZHANG).again] == [1]
    clock.wind(days=1)
    assert services.reminders(tiny, ZHANG).again == ()
    with pytest.raises(KpiError, match="message_outdated"):
        services.send_again(tiny, ZHANG, 1, step)
    assert len(driver.handed) == handed
    services.remind(tiny, ZHANG, [BUREAU], "file")
    assert len(driver.handed) == handed + 1


@pytest.mark.parametrize("keyed", [True, False], ids=["keyed", "named"])
def test_what_is_of_today_and_still_so_goes_out_again(tiny, way, monkeypatch, keyed):
    driver, key = way(failed("550")), messages.key_of
    with monkeypatch.context() as patch:
        if not keyed:
            patch.setattr(messages, "key_of", lambda *told: key(*told).partition(" ")[0])
        services.remind(tiny, ZHANG, [BUREAU], "webhook", "请尽快")
    assert services.send_again(tiny, ZHANG, 1, 3).state is SendState.SENT
    assert len(driver.handed) == 2


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
    assert out.message.body.splitlines()[0] == "云溪市城市管理局：9项待报"
    assert services.reminders(tiny, ZHANG).rows[0].today


def test_of_many_nobody_is_cut_off(tiny):
    """Eighty towns are more than a robot of 企业微信 says at once: it speaks thrice, each time with the closing."""
    robot = Robot(RobotKind.WECOM, f"https://{HOST}/send")
    (one,) = owing(tiny, ZHANG)
    names = [f"云溪市第{number}片区管理委员会" for number in range(80)]
    many = [Sending(replace(one, unit=name, letter=replace(one.letter, addressee=name))) for name in names]
    messages = [to_group(tiny, part, "") for part in in_parts(tiny, robot, many, "")]
    assert "、".join(message.addressee for message in messages) == "、".join(names)
    assert len(messages) == 3  # 80 rows of 48 bytes and more, of some 1,770 that subject and closing leave
    closings = {message.body.splitlines()[-1] for message in messages}
    assert len(closings) == 1
    assert all(says_whole(robot, message) for message in messages)
    assert len({message.send_key for message in messages}) == 3


def test_a_figure_that_two_units_answer_for_is_counted_once(tiny):
    """Nine are owed, four of them by another unit as well: each reads its own number, and the group nine."""
    (one,) = owing(tiny, ZHANG)
    other = replace(one, letter=replace(one.letter, addressee="云溪市教育局", figures=one.letter.figures[:4]))
    message = to_group(tiny, [Sending(one), Sending(other)], "")
    assert message.body.splitlines()[:2] == ["云溪市城市管理局：9项待报", "云溪市教育局：4项待报"]
    assert message.subject.endswith("数据的催办（9项待报）")


def test_what_a_robot_cannot_say_whole_is_refused_or_shortened(tiny):
    """A note of 500 rare characters, of four bytes each, leaves 48 bytes; a name of a thousand characters is shortened."""
    robot = Robot(RobotKind.WECOM, f"https://{HOST}/send")
    (one,) = owing(tiny, ZHANG)
    long = replace(one, letter=replace(one.letter, addressee="局" * 1000))
    ((told,),) = in_parts(tiny, robot, [Sending(long)], "")
    message = to_group(tiny, [told], "")
    assert says_whole(robot, message)
    assert message.body.splitlines()[0] == f"{'局' * 80}…：9项待报"
    assert message.addressee == "局" * 1000
    with pytest.raises(KpiError, match="note_too_long_to_say"):
        in_parts(tiny, robot, [Sending(one)], "𠮷" * 500)
    assert len(in_parts(tiny, robot, [Sending(one)], "甲" * 500)) == 1


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
