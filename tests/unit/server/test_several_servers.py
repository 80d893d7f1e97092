"""Several servers over one lake: no letter goes out twice, and what a program asks for under a key is done once."""

import threading
from contextlib import nullcontext
from itertools import count

import pytest
from aiosmtpd.controller import Controller

from kpi import services
from kpi.errors import PreviewOutdated
from kpi.model import SendState
from kpi.services.outbox import reminding
from tests.databases import TINY
from tests.unit.server.api.conftest import TRAINED, Site
from tests.unit.services.conftest import ZHANG
from tests.unit.services.outbox.conftest import free_port
from tests.unit.services.outbox.test_killed import BUREAU, Silent
from tools.postgres import postgres_programs

pytestmark = pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")


@pytest.fixture(scope="module")
def filled(lakes):
    """A lake with a plan, which nobody opens, and a number for each copy of it."""
    address, files = lakes.new()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KPI_DATA_PATH", files)
        services.open_workspace(address, TINY).close()
    return address.split("dbname=")[1].split()[0], count(1)


@pytest.fixture
def two(lakes, filled, monkeypatch):
    """Two openings of one lake, as two servers have it."""
    template, numbers = filled
    name = f"servers{next(numbers)}"
    lakes.copy(template, lakes.files(template), name, lakes.files(name))
    monkeypatch.setenv("KPI_DATA_PATH", str(lakes.files(name)))
    opened = [services.open_workspace(lakes.address(name), TINY) for _ in range(2)]
    yield opened
    for workspace in opened:
        workspace.close()


@pytest.fixture
def silent(monkeypatch):
    """A mail server that does not answer a letter until it is told to."""
    post = Silent("DATA")
    controller = Controller(post, hostname="127.0.0.1", port=free_port())
    controller.start()
    monkeypatch.setenv("KPI_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("KPI_SMTP_PORT", str(controller.port))
    monkeypatch.setenv("KPI_SMTP_SECURITY", "none")
    monkeypatch.setenv("KPI_MAIL_FROM", "kpi@yunxi.example")
    yield post
    controller.stop()


def test_what_one_server_is_sending_no_other_sends(two, silent):
    """It is under way at all of them: not 不能确定, and not to be sent again."""
    here, there = two
    services.set_contact(here, ZHANG, BUREAU, "csglj@yunxi.example")
    sending = threading.Thread(target=services.remind, args=(here, ZHANG, [BUREAU], "smtp"))
    sending.start()
    assert silent.reached.wait(60)
    (line,) = services.outbox(there, ZHANG)
    assert (line.state, line.may_go_again) == (SendState.SENDING, False)
    again = services.remind(there, ZHANG, [BUREAU], "smtp")
    assert (again.lines, again.before) == ((), 1)
    with pytest.raises(PreviewOutdated):
        services.send_again(there, ZHANG, 1, line.step)
    silent.answer_now()
    sending.join(60)
    assert [one.state for one in services.outbox(there, ZHANG)] == [SendState.SENT]
    assert len(silent.taken) == 1


def test_who_was_chosen_at_another_server_meanwhile_is_not_reminded_again(two, monkeypatch, tmp_path):
    here, there = two
    monkeypatch.setattr(reminding, "_choosing", nullcontext())  # each process has one of its own
    monkeypatch.setenv("KPI_OUTBOX", str(tmp_path / "outbox"))
    standing, others = reminding._standing, []

    def standing_while_another_reminds(*asked):
        found = standing(*asked)
        if not others:
            others.append(None)
            others.append(services.remind(there, ZHANG, [BUREAU], "file"))
        return found

    monkeypatch.setattr(reminding, "_standing", standing_while_another_reminds)
    mine = services.remind(here, ZHANG, [BUREAU], "file", "请于周五前报送")
    assert (len(others[1].lines), mine.lines, mine.before) == (1, (), 1)
    assert len(services.outbox(here, ZHANG)) == 1


def test_what_is_under_way_under_a_key_at_one_server_is_not_begun_at_another(two, monkeypatch):
    here, there = two
    site = Site(here)
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")

    def send(workspace):
        monkeypatch.setattr(services, "hold", lambda *_: workspace)
        return site.send("/v1/import", TRAINED, **{"Idempotency-Key": "a"})

    monkeypatch.setattr(services, "hold", lambda *_: here)
    with services.under_key(here, site.actor("cheng", *services.OWNER), "a") as alone:
        under_way = send(there)
    first, again = send(here), send(there)
    assert (alone, under_way.status_code, under_way.json()["type"]) == (True, 409, "urn:kpi:problem:under_way")
    assert (first.status_code, again.content, again.headers["idempotency-replayed"]) == (201, first.content, "true")
    assert [one.batch_id for one in there.store.batches()] == [2, 1]
