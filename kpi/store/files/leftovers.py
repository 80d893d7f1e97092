"""Copies that a killed process left in the making. Only files that bear our mark and the number of a process that is gone."""

import os
import re
import shutil
from datetime import datetime
from pathlib import Path

from kpi.store.files.journal import journal_of
from kpi.store.files.logs import logs_of
from kpi.store.moments import stamp

_IN_SCRATCH = re.compile(r"(?:backup|restore|demo|move)-\d{8}T\d{6}Z-(\d+)\.duckdb")
_SPILLED = re.compile(r"spilled-(\d+)-[0-9a-f]{32}")
_PART = re.compile(r".+-\d{8}T\d{6}Z\.duckdb\.(\d+)\.part")


def scratch_name(use: str, at: datetime) -> str:
    """The name of a copy in the making: what for, when, by which process."""
    return f"{use}-{stamp(at)}-{os.getpid()}.duckdb"


def part_of(wanted: Path) -> Path:
    """Where a file is put together before it gets its name."""
    return wanted.with_name(f"{wanted.name}.{os.getpid()}.part")


def clear_scratch(folder: Path, *, before: datetime | None = None) -> None:
    """Removes copies that nobody is making any more, with their logs: those last written to `before`, where it is given."""
    for spilled in _abandoned(folder, _SPILLED, before):
        shutil.rmtree(spilled, ignore_errors=True)
    for copy in _abandoned(folder, _IN_SCRATCH, before):
        for file in (*logs_of(copy), journal_of(copy), copy):
            _remove(file)


def spilled_name(use: str) -> str:
    """The name of a folder into which this process lets DuckDB put what its memory does not hold."""
    return f"spilled-{os.getpid()}-{use}"


def clear_parts(folder: Path, *, before: datetime | None = None) -> None:
    """Removes halves of backups that nobody is writing any more: those last written to `before`, where it is given."""
    for part in _abandoned(folder, _PART, before):
        _remove(part)


def _abandoned(folder: Path, ours: re.Pattern[str], before: datetime | None) -> list[Path]:
    try:
        names = sorted(folder.iterdir())
    except OSError:
        return []
    marked = [(path, match) for path in names if (match := ours.fullmatch(path.name))]
    return [path for path, match in marked if not _runs(int(match[1])) and _is_old(path, before)]


def _is_old(path: Path, before: datetime | None) -> bool:
    try:
        return before is None or path.stat().st_mtime < before.timestamp()
    except OSError:
        return False


def _runs(process: int) -> bool:
    """Whether a process is there. Windows removes no file that is open, so nobody needs to be asked."""
    if process == os.getpid():
        return True
    if os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _remove(file: Path) -> None:
    """What cannot be removed now is tried again at the next start."""
    try:
        file.unlink()
    except OSError:
        return
