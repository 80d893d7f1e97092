"""A server that is told to stop finishes what it writes and lets go of its databases; it runs with one writable folder."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kpi import services
from kpi.access import OWNER
from kpi.model import Actor
from kpi.server.stopping import letting_go_at_the_end
from kpi.services.keeping.held import hold
from kpi.services.workspace import open_workspace
from tests.databases import PROJECT, TINY
from tools.browser import free_port, wait_until_serving

ACTOR = Actor("审核人", OWNER)
ONE_FOLDER = """
set -e
mount --make-rprivate /
mount --bind "$0" "$0"
mount -o remount,ro,bind /
if touch /written 2>/dev/null; then exit 9; fi
exec "$@"
"""


def test_what_is_being_written_is_finished_first(tmp_path):
    database = str(tmp_path / "kpi.duckdb")
    workspace = hold(database, str(TINY))
    writing, go_on = threading.Event(), threading.Event()

    def write():
        with workspace.store._database.writing(datetime.now(UTC)) as transaction:
            writing.set()
            go_on.wait()
            transaction.audit(ACTOR, "export", subject="the last one")

    async def run_and_stop():
        async with letting_go_at_the_end(None):
            writer.start()
            writing.wait()
            threading.Timer(0.2, go_on.set).start()

    writer = threading.Thread(target=write)
    with ThreadPoolExecutor(1) as aside:  # a browser in this worker has a loop of its own
        aside.submit(asyncio.run, run_and_stop()).result()
    writer.join()
    again = open_workspace(database, TINY)
    assert "the last one" in {entry.subject for entry in again.store.audit_entries()}
    again.close()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="needs a mount namespace")
def test_it_runs_with_one_writable_folder_and_ends_when_told(tmp_path):
    port, log, house = free_port(), tmp_path / "log", tmp_path / "house"
    (tmp_path / "tmp").mkdir()
    database = tmp_path / "kpi.duckdb"
    as_in_the_container(house)
    settings = {
        "KPI_DATABASE": str(database),
        "KPI_CATALOG": str(TINY),
        "TMPDIR": str(tmp_path / "tmp"),
        "HOME": "/nonexistent",
    }
    catalog = house / "data" / "catalog"
    command = [sys.executable, "tools/serve.py", "--port", str(port)]
    isolated = ["unshare", "-m", "sh", "-c", ONE_FOLDER, str(tmp_path), *command]
    environment = {**os.environ, **settings}
    with log.open("wb") as told, subprocess.Popen(isolated, cwd=house, env=environment, stdout=told, stderr=told) as server:
        try:
            wait_until_serving(server, port, "/", log)
            server.send_signal(signal.SIGTERM)
            assert server.wait(30) in (0, -signal.SIGTERM)
        finally:
            server.kill()
    opened = open_workspace(database, catalog)
    assert services.verify(opened, ACTOR) == ()
    opened.close()


def as_in_the_container(folder: Path) -> None:
    """The project's files that the container file copies, and no others."""
    for line in (PROJECT / "Containerfile").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if words[:1] == ["COPY"] and not words[1].startswith("--"):
            *sources, target = words[1:]
            for source in sources:
                place = folder / (source if target in (".", "./") else target)
                place.parent.mkdir(parents=True, exist_ok=True)
                copy = shutil.copytree if (PROJECT / source).is_dir() else shutil.copyfile
                copy(PROJECT / source, place)
