"""抄送: the bureau owes nine figures; 教育局 helps with six of them, the share's and the volunteers'."""

import pytest

from kpi import services
from kpi.errors import KpiError
from kpi.model import Channel
from kpi.services import DutyRule, Frequency
from kpi.services.outbox.delivering.told import failed
from kpi.services.outbox.owing import owing
from tests.unit.services.conftest import ZHANG, load, row, table
from tests.unit.services.outbox.test_reminding import BUREAU, way  # noqa: F401 - a fixture

HELPER = "unit:教育局"


@pytest.fixture
def helped(tiny):
    said = {measure: {"owner": BUREAU[5:], "co_owners": "教育局"} for measure in ("sorted_share", "volunteers_trained")}
    services.make_revision(tiny, ZHANG, services.check_owners(tiny, ZHANG, said, note="分工"))
    return tiny


def sent(driver):
    return [(out.message.addressee, out.message.subject[:3], out.message.figures) for out in driver.handed]


def test_a_copy_goes_only_where_it_is_asked_for_and_once_a_day(helped, way, clock):  # noqa: F811
    driver = way()
    services.remind(helped, ZHANG, [BUREAU], "file")
    assert sent(driver) == [("云溪市城市管理局", "关于报", 9)]
    done = services.remind(helped, ZHANG, [BUREAU], "file", copies=True)
    assert (done.before, sent(driver)[1:]) == (1, [("教育局", "抄送：", 9)])
    assert services.remind(helped, ZHANG, [BUREAU], "file", copies=True).before == 2
    clock.wind(days=1)
    services.remind(helped, ZHANG, [BUREAU], "file", copies=True)
    assert len(driver.handed) == 4


def test_it_says_what_it_is_and_has_no_form(helped, tmp_path, monkeypatch):
    monkeypatch.setenv("KPI_OUTBOX", str(tmp_path / "out"))
    services.remind(helped, ZHANG, [BUREAU], "file", "请尽快。", copies=True)
    letter, copy = sorted(services.outbox(helped, ZHANG), key=lambda line: line.message_id)
    assert letter.body.endswith("请尽快。\n\n抄送：教育局")
    assert copy.body.startswith(
        "教育局：以下是发给云溪市城市管理局的催办，其中有贵单位牵头或协办的数据，现抄送知悉；数据由云溪市城市管理局填报。"
    )
    assert [[each.file[-5:] for each in helped.store.attachments(number)] for number in (1, 2)] == [
        [".docx", ".xlsx"],
        [".docx"],
    ]


def test_it_is_no_reminder_of_who_gets_it(helped, way):  # noqa: F811
    """The helper is to report the volunteers itself: it is copied of the bureau's, and reminded of its own all the same."""
    driver = way()
    services.set_duty_rule(helped, ZHANG, DutyRule(Frequency.YEARLY, 31, "volunteers_trained", "教育局"))
    services.remind(helped, ZHANG, [BUREAU], "file", copies=True)
    rows = {one.key: (one.figures, one.copies, one.today) for one in services.reminders(helped, ZHANG).rows}
    assert rows == {BUREAU: (6, ("教育局",), True), HELPER: (3, ("云溪市城市管理局",), False)}
    services.remind(helped, ZHANG, [HELPER], "file", copies=True)
    assert sent(driver) == [
        *[("云溪市城市管理局", "关于报", 6), ("教育局", "抄送：", 6)],
        *[("教育局", "关于报", 3), ("云溪市城市管理局", "抄送：", 3)],
    ]


def test_mail_goes_to_its_own_address_and_who_has_none_is_named(helped, way):  # noqa: F811
    driver = way()
    services.set_contact(helped, ZHANG, BUREAU, "cg@yunxi.example")
    assert services.remind(helped, ZHANG, [BUREAU], "smtp", copies=True).without == ("教育局",)
    services.set_contact(helped, ZHANG, HELPER, "jy@yunxi.example")
    assert services.reminders(helped, ZHANG).contacts[HELPER] == ("教育局", "jy@yunxi.example")
    services.remind(helped, ZHANG, [BUREAU], "smtp", copies=True)
    assert [out.message.recipient for out in driver.handed] == ["cg@yunxi.example", "jy@yunxi.example"]


def test_a_group_reads_it_in_the_line(helped, way):  # noqa: F811
    driver = way()
    services.remind(helped, ZHANG, [BUREAU], "webhook", copies=True)
    (out,) = driver.handed
    assert out.message.body.splitlines()[0] == "云溪市城市管理局：9项待报（抄送：教育局）"
    assert services.remind(helped, ZHANG, [BUREAU], "webhook", copies=True).before == 1


def test_a_copy_that_failed_goes_again_while_its_letter_is_so(helped, way):  # noqa: F811
    driver = way(failed("550"), failed("550"))
    services.remind(helped, ZHANG, [BUREAU], "file", copies=True)
    services.send_again(helped, ZHANG, 2, 3)
    assert driver.handed[-1].message.addressee == "教育局"
    load(helped, table(row("landfill_daily", "310", "吨", year=2025)))
    with pytest.raises(KpiError, match="message_outdated"):
        services.send_again(helped, ZHANG, 1, 3)


def test_nobody_is_copied_where_nobody_helps(tiny, way):  # noqa: F811
    driver = way()
    services.remind(tiny, ZHANG, [BUREAU], str(Channel.FILE), copies=True)
    assert (len(driver.handed), [one.letter.copies for one in owing(tiny, ZHANG)]) == (1, [()])
