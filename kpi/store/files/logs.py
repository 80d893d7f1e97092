"""Write-ahead logs found on opening: a sound one is replayed, one that is not is set aside under another name, never deleted.

DuckDB refuses a whole database for one flipped bit in its log, and takes a log that was torn for one that ended there. Every
commit is checkpointed before it is acknowledged, so neither costs more than what nobody was told had succeeded.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from kpi.store.files.durable import free_name, settle_name

_HEADER = bytes.fromhex("640062650002ffff")
_ENTRY = 16
"""Bytes before an entry's content: its length and a checksum, eight each."""

_END_OF_TRANSACTION = bytes.fromhex("640064ffff")
_SUFFIXES = (".wal", ".wal.checkpoint", ".wal.recovery")
_REFUSED = "replaying WAL"
"""How DuckDB says that it is the log, and not the file, that it cannot read."""


def logs_of(path: Path) -> list[Path]:
    """The write-ahead logs there are of a database file; they belong to it wherever it goes."""
    return [log for suffix in _SUFFIXES if (log := path.with_name(path.name + suffix)).exists()]


def is_whole(content: bytes) -> bool:
    """Whether a log is a row of whole transactions and nothing else. What lies inside an entry has DuckDB's own checksum."""
    if not content:
        return True
    if not content.startswith(_HEADER):
        return False
    place, last = len(_HEADER), _END_OF_TRANSACTION
    while place + _ENTRY < len(content):
        size = int.from_bytes(content[place : place + 8], "little")
        last = content[place + _ENTRY : place + _ENTRY + min(size, len(_END_OF_TRANSACTION))]
        place += _ENTRY + size
    return place == len(content) and last == _END_OF_TRANSACTION


@dataclass
class FoundLogs:
    """The logs beside a database that is about to be opened, and what became of them."""

    path: Path
    set_aside: list[Path] = field(default_factory=list)
    """Where the bad ones are now."""

    _copies: list[Path] = field(default_factory=list)

    def keep_what_is_not_whole(self) -> None:
        """Copies what DuckDB would quietly cut short, before it does. OSError."""
        for log in logs_of(self.path):
            if not is_whole(log.read_bytes()):
                copy = free_name(_bad_name(log))
                shutil.copyfile(log, copy)
                settle_name(copy)
                self._copies.append(copy)

    def blamed(self, error: BaseException) -> bool:
        """Whether an error on opening says that a log cannot be read."""
        return isinstance(error, duckdb.Error) and _REFUSED in str(error) and bool(logs_of(self.path))

    def put_aside(self) -> None:
        """Takes every log out of DuckDB's way. OSError."""
        self.forget_copies()
        for log in logs_of(self.path):
            kept = free_name(_bad_name(log))
            log.replace(kept)
            self.set_aside.append(kept)
        settle_name(self.path)

    def put_back(self) -> None:
        """Undoes `put_aside`: without its log the file could not be opened either. OSError."""
        for kept in self.set_aside:
            kept.replace(kept.with_name(kept.name.rpartition(".damaged")[0]))
        self.set_aside = []

    def forget_copies(self) -> None:
        """Removes the copies: the logs themselves are kept, or were not touched. OSError."""
        for copy in self._copies:
            copy.unlink(missing_ok=True)
        self._copies = []

    def opened(self) -> list[Path]:
        """To be called when the file is open; returns where the bad logs are."""
        self.set_aside += self._copies
        self._copies = []
        return self.set_aside


def _bad_name(log: Path) -> Path:
    return log.with_name(log.name + ".damaged")
