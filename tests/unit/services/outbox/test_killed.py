"""kill -9 of a process in the middle of sending: what it had claimed is 不能确定 afterwards, and no second letter goes out."""

import signal
import subprocess
import sys
import threading

import pytest
from aiosmtpd.controller import Controller

from kpi import services
from kpi.model import SendState
from tests.databases import PROJECT, TINY
from tests.unit.services.conftest import ZHANG
from tests.unit.services.outbox.conftest import Post, free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL"),
]
BUREAU = "unit:云溪市城市管理局"


class Silent(Post):
    """Takes what it is sent as far as a word of the client's, and never answers that one."""

    def __init__(self, word):
        super().__init__()
        self.word, self.reached = word, threading.Event()
        self._answered = None

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - as aiosmtpd calls it
        await self._silence("RCPT", server)
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        await super().handle_DATA(server, session, envelope)
        await self._silence("DATA", server)
        return self.answer

    async def _silence(self, word, server):
        if word == self.word and not self.reached.is_set():
            self._answered = server.loop, server.loop.create_future()
            self.reached.set()
            await self._answered[1]

    def answer_now(self):
        """It speaks again."""
        loop, answered = self._answered
        loop.call_soon_threadsafe(answered.set_result, None)


@pytest.fixture
def office(monkeypatch):
    """Starts a mail server that falls silent at a word, for whoever sends from here on."""
    started = []

    def start(word):
        post = Silent(word)
        controller = Controller(post, hostname="127.0.0.1", port=free_port())
        controller.start()
        started.append(controller)
        monkeypatch.setenv("KPI_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("KPI_SMTP_PORT", str(controller.port))
        monkeypatch.setenv("KPI_SMTP_SECURITY", "none")
        monkeypatch.setenv("KPI_MAIL_FROM", "kpi@yunxi.example")
        return post

    yield start
    for controller in started:
        controller.stop()


def line(workspace):
    """The one message there is."""
    (only,) = services.outbox(workspace, ZHANG)
    return only


@pytest.mark.parametrize(("word", "arrived"), [("DATA", 1), ("RCPT", 0)])
def test_a_process_killed_while_it_sends_leaves_no_second_letter(office, tmp_path, word, arrived):
    """Killed once the server has the whole letter, and once it has only been named the recipient; then all is opened anew."""
    post, database = office(word), tmp_path / "kpi.duckdb"
    workspace = services.open_workspace(database, TINY)
    services.set_contact(workspace, ZHANG, BUREAU, "csglj@yunxi.example")
    workspace.close()
    where = ["--database", str(database), "--catalog", str(TINY)]
    words = [sys.executable, "-m", "kpi", *where, "remind", BUREAU.removeprefix("unit:"), "--by", "smtp"]
    with subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as sending:
        assert post.reached.wait(60)
        sending.send_signal(signal.SIGKILL)
    assert (sending.returncode, len(post.taken)) == (-signal.SIGKILL, arrived)
    workspace = services.open_workspace(database, TINY)
    assert (line(workspace).state_text, line(workspace).attempts, line(workspace).may_go_again) == ("不能确定", 1, True)
    again = services.remind(workspace, ZHANG, [BUREAU], "smtp")
    assert (again.lines, again.before, len(post.taken)) == ((), 1, arrived)
    now = services.send_again(workspace, ZHANG, 1, line(workspace).step)
    assert (now.state, now.attempts, len(post.taken)) == (SendState.SENT, 2, arrived + 1)
    steps = [str(step.state) for step in workspace.store.outbox_steps(workspace.plan_id)]
    assert steps == ["queued", "sending", "unsure", "sending", "sent"]
    assert services.verify(workspace, ZHANG) == ()
    workspace.close()
