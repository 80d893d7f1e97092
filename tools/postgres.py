"""A PostgreSQL of one's own for as long as something runs: the tests of the lake and the benchmarks at scale."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

OWNER = "postgres"
"""Who runs it where we are root, whom it refuses."""
_BUILT = "/usr/lib/postgresql"
_SETTINGS = ("listen_addresses=", "lc_messages=C", "max_connections=200")


def postgres_programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest there is, or None."""
    found = sorted(Path(_BUILT).glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


@contextmanager
def postgres(*settings: str) -> Iterator[str]:
    """A new server that listens on a socket alone; yields what reaches it, as libpq reads it, but for dbname."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="kpi-pg"))
    whose: dict[str, Any] = {"user": OWNER} if os.geteuid() == 0 else {}
    if whose:
        shutil.chown(folder, OWNER)
    data = folder / "data"
    options = " ".join(f"-c {setting}" for setting in (f"unix_socket_directories={folder}", *_SETTINGS, *settings))
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "cwd": folder, **whose}
    begin = [programs / "pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"]
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-A", "trust", "-U", "kpi", "--no-sync", "-E", "UTF8"], check=True, **quiet
        )
        subprocess.run(begin, check=True, **quiet)
        try:
            yield f"host={folder} user=kpi"
        finally:
            subprocess.run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], check=True, **quiet)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def lake_of_its_own() -> Iterator[str]:
    """The address of an empty lake on such a server, which waits for no disk: it is gone afterwards."""
    with postgres("fsync=off", "synchronous_commit=off") as server:
        with psycopg.connect(f"dbname=postgres {server}", autocommit=True) as connection:
            connection.execute("create database kpi")
        yield f"ducklake:postgres:dbname=kpi {server}"
