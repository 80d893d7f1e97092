"""Children are forked from a process that has seen no file; each is limited, alone with its pipes, and dies with the server."""

import os
import select
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from kpi.ingest import Readers, UploadFile
from kpi.ingest.refusals import Refused
from kpi.ingest.serving import frames, sandbox
from kpi.ingest.serving.working import DONE, HandedOver, ToRead

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every child is an interpreter of its own"),
]
TODAY = date(2026, 1, 15)
ROOT = Path(__file__).resolve().parents[4]
TEXT = "指标代码,年份,数值,单位\nlandfill_daily,2024,5,吨".encode()


@pytest.fixture
def forker():
    """A forker of this test's own."""
    own = sandbox.Forker()
    yield own
    own.stop()


@pytest.fixture
def reader(forker, tiny):
    """See `reading`."""
    child = reading(forker, tiny)
    yield child
    child.end()


def reading(forker, catalog):
    """A child that has read one file, so that it has long set its limits."""
    child = forker.child("reader")
    frames.send(child.stdin, frames.packed(HandedOver(catalog, (), (), TODAY)))
    frames.send(child.stdin, frames.packed(ToRead(UploadFile("a.csv", TEXT), None)))
    assert frames.receive(child.stdout).startswith(DONE)
    return child


def of_child(forker, what):
    """What the system tells of the forker's newest child."""
    pid = forker._process.pid
    newest = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[-1]
    return Path(f"/proc/{newest}/{what}")


@pytest.mark.parametrize(
    ("limit", "most"), [("Max address space", 1 << 30), ("Max file size", 0), ("Max open files", 64), ("Max core file size", 0)]
)
def test_a_forked_child_has_its_limits(forker, reader, limit, most):
    (line,) = [line for line in of_child(forker, "limits").read_text().splitlines() if line.startswith(limit)]
    assert line.removeprefix(limit).split()[:2] == [str(most), str(most)]


def test_a_forked_child_has_processor_time_for_one_file(forker, reader):
    (line,) = [line for line in of_child(forker, "limits").read_text().splitlines() if line.startswith("Max cpu time")]
    assert 20 <= int(line.split()[3]) <= 22


def test_a_forked_child_holds_no_pipe_but_its_own(forker, tiny):
    older = [forker.child("reader") for _ in range(3)]
    newest = reading(forker, tiny)
    assert sorted(each.name for each in of_child(forker, "fd").iterdir()) == ["0", "1", "2"]
    for each in (*older, newest):
        each.end()


def test_memory_ends_where_it_should_in_a_forked_child(forker):
    code = "from kpi.ingest.child import workbook; workbook.read_workbook = lambda _: len(bytearray(3 << 30))"
    assert outcome_of(code) == "reader_limit"


def outcome_of(code):
    """What a parser that does `code` comes to in a child of a forker that has it."""
    script = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
{code}
from kpi.ingest.serving import forker
sys.exit(forker.main())
"""
    own = sandbox.Forker()
    original = sandbox._interpreter

    def started(_task, _folder, source, target):
        return subprocess.Popen([sys.executable, "-c", script], stdin=source, stdout=target)

    sandbox._interpreter = started
    try:
        child = own.child("workbook")
    finally:
        sandbox._interpreter = original
    output = sandbox._said(child, b"x")
    code = child.end()
    own.stop()
    try:
        return sandbox._answer(output) if code == 0 else sandbox.cause_of_death(code)
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize(
    ("code", "expected"),
    [("os.abort()", "reader_died"), ("os.kill(os.getpid(), 24)", "reader_slow"), ("os._exit(0)", "reader_died")],
)
def test_how_a_forked_child_ended_is_known(code, expected):
    assert (
        outcome_of(f"import os\nfrom kpi.ingest.child import workbook\nworkbook.read_workbook = lambda _: {code}") == expected
    )


def test_a_forked_child_that_takes_too_long_is_killed(forker):
    child = forker.child("reader")  # it waits for what is never sent
    child.kill()
    assert child.stdout.read() == b""
    assert child.end() == -signal.SIGKILL


def test_a_child_that_nobody_talks_to_ends_by_itself(forker, reader):
    assert reader.end() == 0
    assert reader.returncode == 0


def test_a_forker_that_died_is_followed_by_another(tiny, monkeypatch, forker):
    monkeypatch.setattr(sandbox, "FORKER", forker)
    read = lambda: [each.ok for each in Readers(tiny, (), (), TODAY).read([UploadFile("a.csv", TEXT)], lambda _: None)]  # noqa: E731
    assert read() == [True]
    first = forker._process
    first.kill()
    first.wait()
    assert read() == [True]
    assert forker._process is not first


def test_whoever_has_inherited_a_forker_starts_one_of_its_own(forker, monkeypatch):
    forker.child("reader").end()
    first, control = forker._process, forker._control
    monkeypatch.setattr(forker, "_owner", os.getpid() + 1)
    forker.child("reader").end()
    assert forker._process is not first
    control.close()
    assert first.wait(30) == 0


def test_the_forker_ends_with_the_server_and_takes_its_children_along():
    script = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from kpi.ingest.serving.sandbox import FORKER
child = FORKER.child("reader")
pid = FORKER._process.pid
while not (children := open(f"/proc/{{pid}}/task/{{pid}}/children").read()):
    pass
print(pid, children, flush=True)
sys.stdin.read()
"""
    server = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with server:
        ends = [os.pidfd_open(int(pid)) for pid in server.stdout.readline().split()]
        server.kill()
    for end in ends:
        assert select.select([end], [], [], 30)[0] == [end]
        os.close(end)


def test_the_forker_knows_neither_the_environment_nor_the_rest_of_the_product(forker, tiny, monkeypatch):
    monkeypatch.setenv("KPI_DATABASE", "secret")
    child = reading(forker, tiny)
    forker_itself = Path(f"/proc/{forker._process.pid}")
    assert b"KPI" not in (forker_itself / "environ").read_bytes()
    mapped = (forker_itself / "maps").read_text()
    assert [each for each in ("duckdb", "pandas", "numpy", "pyarrow") if each in mapped] == []
    assert len(list((forker_itself / "task").iterdir())) == 1
    child.end()
