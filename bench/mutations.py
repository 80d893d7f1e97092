"""Uploads files of which bytes were changed by chance to a file and to a lake, and counts what the two answer otherwise.

Usage: python -m bench.mutations [TABLES] [WORKBOOKS]. Each file is read, and loaded where nothing in it is an error;
every answer but a sentence is a fault. In the end both databases must be whole and tell the same.
"""

import io
import os
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import openpyxl

from bench.kills import ACTOR, PLAN
from bench.writers import reports_of
from kpi import services
from kpi.errors import KpiError, UploadRefused
from kpi.services import UploadFile, Workspace
from tests.unit.ingest.pollution import Rows, as_csv, long_table, wide_table
from tools.postgres import lake_of_its_own

ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "utf-16")
LETTERS = [ord(letter) for letter in "0123456789.,;\t\"'\n -+%/()（）年月吨区约余至合计其中万，：\u3000\x00"]
_START = datetime(2026, 1, 1, tzinfo=UTC)
_MOST_CHANGES = 3
_LONGEST = 40
"""Bytes or letters that one change takes away, adds or moves, at most."""


@dataclass
class Tally:
    """What came of it."""

    files: int = 0
    loaded: int = 0
    refused: int = 0
    held_already: int = 0
    """Nothing in them was new."""
    by_code: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    """Files that ended in anything but a sentence."""
    differing: list[str] = field(default_factory=list)
    """Files, and in the end reports, of which the two say different things."""
    findings: int = 0

    @property
    def faults(self) -> int:
        """How much is wrong."""
        return len(self.broken) + len(self.differing) + self.findings


def _flipped(signs: list[int], known: Sequence[int], chance: Random) -> None:
    signs[chance.randrange(len(signs))] ^= 1 << chance.randrange(7)


def _shorter(signs: list[int], known: Sequence[int], chance: Random) -> None:
    place = chance.randrange(len(signs))
    del signs[place : place + chance.randint(1, _LONGEST)]


def _cut_off(signs: list[int], known: Sequence[int], chance: Random) -> None:
    del signs[chance.randrange(len(signs)) :]


def _longer(signs: list[int], known: Sequence[int], chance: Random) -> None:
    place = chance.randrange(len(signs))
    signs[place:place] = chance.choices(known, k=chance.randint(1, _LONGEST))


def _doubled(signs: list[int], known: Sequence[int], chance: Random) -> None:
    place = chance.randrange(len(signs))
    signs[place:place] = signs[place : place + chance.randint(1, _LONGEST)]


def _another(signs: list[int], known: Sequence[int], chance: Random) -> None:
    signs[chance.randrange(len(signs))] = chance.choice(known)


CHANGES = (_flipped, _shorter, _cut_off, _longer, _doubled, _another, _another, _another)


def mutated(content: Iterable[int], known: Sequence[int], chance: Random) -> list[int]:
    """Bytes or the numbers of letters with one to three changes; what is new in them is out of `known`."""
    signs = list(content)
    for _ in range(chance.randint(1, _MOST_CHANGES)):
        if signs:
            chance.choice(CHANGES)(signs, known, chance)
    return signs


def mutated_table(chance: Random) -> bytes:
    """A table as some program would have written it, changed in its letters or, one in four, in its bytes."""
    rows, _ = chance.choice([long_table, wide_table])(chance)
    text, encoding = as_csv(rows, chance.choice(",;\t")), chance.choice(ENCODINGS)
    if chance.randrange(4) == 0:
        return bytes(mutated(text.encode(encoding), range(256), chance))
    return "".join(map(chr, mutated(map(ord, text), LETTERS, chance))).encode(encoding)


def workbook(chance: Random) -> bytes:
    """A good table as a workbook, its figures as such."""
    rows, _ = chance.choice([long_table, wide_table])(chance)
    return as_workbook(rows)


def as_workbook(rows: Rows) -> bytes:
    """The table on its only sheet."""
    book, written = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(written)
    return written.getvalue()


def mutated_workbook(content: bytes, chance: Random) -> bytes:
    """Changed as it lies there, or, twice as often, in one of the files within, which are packed anew."""
    if chance.randrange(3) == 0:
        return bytes(mutated(content, range(256), chance))
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    name = chance.choice(sorted(members))
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, told in members.items():
            packed.writestr(member, bytes(mutated(told, range(256), chance)) if member == name else told)
    return written.getvalue()


def answer(workspace: Workspace, file: UploadFile) -> tuple[str, ...]:
    """What a user is told who uploads it and confirms every warning: each problem's code and id, then what became of it."""
    preview = services.check_upload(workspace, ACTOR, [file])
    told = tuple(f"{each.problem.code} {each.id}" for each in preview.problems)
    try:
        made = services.import_files(workspace, ACTOR, preview, note="x", accept_warnings=True)
    except KpiError as error:
        return (*told, *([] if isinstance(error, UploadRefused) else [error.message.key]), "refused")
    return (*told, "loaded" if made else "nothing")


def try_file(tally: Tally, workspaces: list[Workspace], file: UploadFile) -> None:
    """Uploads it everywhere, and counts."""
    tally.files += 1
    try:
        told = [answer(workspace, file) for workspace in workspaces]
    except Exception as error:
        tally.broken.append(f"{file.name}: {error!r}")
        return
    if any(each != told[0] for each in told):
        tally.differing.append(file.name)
    tally.by_code.update({code.split()[0] for code in told[0][:-1]})
    ended = told[0][-1]
    tally.loaded += ended == "loaded"
    tally.refused += ended == "refused"
    tally.held_already += ended == "nothing"


def run(databases: list[str], tables: int, workbooks: int, seed: int = 1) -> Tally:
    """So many changed files of each kind; where a lake has its files, KPI_DATA_PATH says."""
    tally, moment = Tally(), [_START]
    with ExitStack() as stack:
        workspaces = []
        for database in databases:
            workspaces.append(services.open_workspace(database, PLAN, now=lambda: moment[0]))
            stack.callback(workspaces[-1].close)
        for number in range(tables + workbooks):
            chance = Random(f"{seed} {number}")  # noqa: S311 - so that a fault comes back
            moment[0] += timedelta(minutes=1)
            if number < tables:
                file = UploadFile(f"{number}.csv", mutated_table(chance))
            else:
                file = UploadFile(f"{number}.xlsx", mutated_workbook(workbook(chance), chance))
            try_file(tally, workspaces, file)
        tally.findings = sum(len(services.verify(workspace, ACTOR)) for workspace in workspaces)
        told = [reports_of(workspace) for workspace in workspaces]
        tally.differing += [name for name in told[0] if any(each[name] != told[0][name] for each in told)]
    return tally


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as scratch, lake_of_its_own() as lake:
        begun = time.perf_counter()
        os.environ["KPI_DATA_PATH"] = f"{scratch}/files"
        counted = run([f"{scratch}/one.duckdb", lake], *(given or [10_000, 1_000]))
        print(counted, f"{time.perf_counter() - begun:.0f} s")
        sys.exit(bool(counted.faults))
