"""An archive of tables: unpacked in a child, each member read like a file of its own, and all together one file.

Its sheets are the tables of its members, so that whatever is said of a sheet says which member it is of: one file comes, one
batch is loaded, and the one file is given back.
"""

import hashlib
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile
from pathlib import PurePath
from typing import cast

from kpi.ingest.bulk.figures import FigureWriter
from kpi.ingest.child.archive import MOST_BYTES
from kpi.ingest.files import UploadFile
from kpi.ingest.opening.containers import MOST_LARGE_MEGABYTES, check_size
from kpi.ingest.problems import MOST_PROBLEMS, errors_in, listed, problem_of
from kpi.ingest.reading import MOST_VALUES, OUTLINE_CELLS, Reading, duplicate, unread
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.serving import frames, sandbox
from kpi.ingest.serving.large import OnStage
from kpi.ingest.serving.working import DONE
from kpi.ingest.serving.working_archive import MEMBER
from kpi.ingest.sheets.task import SheetReading
from kpi.ingest.tables.choices import FileChoices
from kpi.ingest.tables.grid import Book, Sheet
from kpi.model import Message, Observation, ObservationKey, Problem, Severity

BETWEEN = " › "
"""Stands between a member and its sheet."""
ReadMembers = Callable[[Sequence[UploadFile], Sequence[FileChoices | None]], Iterable[Reading]]
_FIRST_OF_DOCUMENTS = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"xl/", b"word/", b"ppt/", b"mimetype", b"META-INF/")
_NAME_LENGTH, _NAME = slice(26, 28), 30
"""Where a zip says how long the name of its first member is, and where that begins."""
_ZIP = b"PK\x03\x04"
_AT_ONCE = 200
"""Members that are handed to the readers together."""
_SHOWN = 30
"""Sheets that are kept to be looked at though nothing is wrong with them."""
_MOST_NAMED = 20
_LONGEST_NAME = 120
"""Characters of a path, of which the end tells most."""
_STAGE, _NO_ARCHIVE = "reading", "not_an_archive"


def is_archive(content: bytes) -> bool:
    """Whether a zip is none that is one document: these have a member of their own kind first. The child knows for certain."""
    if not content.startswith(_ZIP):
        return False
    length = int.from_bytes(content[_NAME_LENGTH], "little")
    return not content[_NAME : _NAME + length].startswith(_FIRST_OF_DOCUMENTS)


def read_archive(file: UploadFile, choices: FileChoices, read: ReadMembers, on_stage: OnStage) -> Reading:
    """The reading of all members together, see `is_document`. Never raises for what they hold."""
    try:
        check_size(file.content, MOST_LARGE_MEGABYTES)
        on_stage(_STAGE, 0.0)
        members = list(_unpacked(file.content))
    except Refused as refused:
        return unread(file, refused)
    tables = [UploadFile(name, content) for name, content in members if content is not None]
    whole, folder = _Whole(file.name), _folder([name for name, _ in members])
    whole.leave_out([name for name, content in members if content is None])
    for first in range(0, len(tables), _AT_ONCE):
        if whole.full:
            whole.stop(len(tables) - first)
            break
        some = tables[first : first + _AT_ONCE]
        named = [UploadFile(_as_file(file.name, table.name), table.content) for table in some]
        shown = [table.name.removeprefix(folder)[-_LONGEST_NAME:] for table in some]
        chosen = [_of_member(choices, name) for name in shown]
        for number, (name, reading) in enumerate(zip(shown, read(named, chosen), strict=True), first + 1):
            whole.take(name, reading)
            on_stage(_STAGE, number / len(tables))
    return whole.reading(hashlib.sha256(file.content).hexdigest(), len(tables))


def _folder(paths: Sequence[str]) -> str:
    """The folder that all of them are in, which need not be said of each."""
    above = [path.rpartition("/")[0].split("/") for path in paths]
    common = list(takewhile(lambda parts: len(set(parts)) == 1, zip(*above, strict=False)))
    return "".join(f"{parts[0]}/" for parts in common if parts[0])


def _as_file(archive: str, path: str) -> str:
    """A member's name with those of its folders and its archive: each may say whose figures they are, or in what unit."""
    return " ".join((PurePath(archive).stem, *PurePath(path).parts))


def is_document(reading: Reading) -> bool:
    """Whether what looked like an archive is one document after all."""
    return any(problem.code == _NO_ARCHIVE for problem in reading.problems)


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes | None]]:
    """What the child finds in it. Refused."""
    with sandbox.SLOTS:
        process = sandbox.started("archive")
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        clock = threading.Timer(sandbox.SECONDS, stop)
        clock.start()
        try:
            frames.send(process.stdin, content)
            size = 0
            while (said := frames.receive(process.stdout, MOST_BYTES)).startswith(MEMBER):
                member = cast("tuple[str, bytes | None]", frames.records(said[1:]))
                size += len(member[1] or b"")
                if size > MOST_BYTES:
                    raise sandbox.refusal("archive_too_large")
                yield member
        except (OSError, EOFError) as error:
            raise sandbox.refusal("reader_slow" if late.is_set() else sandbox.cause_of_death(process.end())) from error
        finally:
            clock.cancel()
            process.kill()
            process.end()
    if not said.startswith(DONE):
        raise sandbox.refusal(said[1:].decode("ascii", "replace"))


def _of_member(choices: FileChoices, member: str) -> FileChoices:
    """What is chosen for the sheets of a member, by their own names."""
    own = f"{member}{BETWEEN}"

    def sheet(place: str) -> str | None:
        return "" if place == member else place.removeprefix(own) if place.startswith(own) else None

    by_sheet = {name: chosen for place, chosen in choices.by_sheet.items() if (name := sheet(place)) is not None}
    wanted = None
    if choices.sheets is not None:
        wanted = tuple(name for place in choices.sheets if (name := sheet(place)) is not None)
    return replace(choices, sheets=wanted, by_sheet=by_sheet)


@dataclass
class _Whole:
    """What the members say, each in its place."""

    file: str
    sheets: list[SheetReading] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    """As many as are held one by one; once there are more, all of them are with the `writer`."""
    writer: FigureWriter | None = None
    problems: list[Problem] = field(default_factory=list)
    outlines: list[Sheet] = field(default_factory=list)
    cells: int = 0

    @property
    def full(self) -> bool:
        """Whether nothing more need be read: the file is refused whatever follows."""
        return errors_in(self.problems) >= MOST_PROBLEMS

    def leave_out(self, names: Sequence[str]) -> None:
        """Members that are no tables, to be confirmed."""
        if names:
            refused = Refused("members_ignored", count=len(names), names=tuple(names[:_MOST_NAMED]))
            self.problems.append(problem_of(self.file, refused, Severity.WARNING))

    def stop(self, count: int) -> None:
        """Say how many members nobody has looked at."""
        refused = Refused("members_unread", advice("members_unread"), count=count)
        self.problems.append(problem_of(self.file, refused, Severity.ERROR))

    def take(self, member: str, reading: Reading) -> None:
        """What one says, moved to its place in the whole."""

        def place(sheet: str) -> str:
            return f"{member}{BETWEEN}{sheet}" if sheet else member

        self.observations += [replace(each, file=self.file, sheet=place(each.sheet)) for each in reading.observations]
        if self.writer is None and len(self.observations) > MOST_VALUES:
            self.writer = FigureWriter()
        if self.writer:
            self.writer.add(self.observations)
            self.observations = []
        self.problems += [replace(each, file=self.file, sheet=place(each.sheet)) for each in reading.problems]
        self.sheets += [replace(each, sheet=place(each.sheet)) for each in reading.sheets]
        for sheet in reading.book.sheets if reading.book else ():
            if reading.problems or len(self.outlines) < _SHOWN:
                self._outline(replace(sheet, name=place(sheet.name)))

    def _outline(self, sheet: Sheet) -> None:
        self.cells += sum(len(row) + 1 for row in sheet.rows)
        if self.cells > OUTLINE_CELLS:
            sheet = Sheet(sheet.name, (), beyond=len(sheet.rows) + sheet.beyond)
        self.outlines.append(sheet)

    def reading(self, sha256: str, count: int) -> Reading:
        """All of it."""
        taken_for = Message("reading.archive_of", {"count": count})
        large = self.writer.done(self.file) if self.writer else None
        again = large.rows(large.repeated(large.table())) if large else self.observations
        told = [*self.problems, *_in_several(again)]
        refused = errors_in(told) > 0
        return Reading(
            self.file,
            sha256,
            taken_for,
            tuple(self.sheets),
            tuple(self.observations),
            tuple(listed(self.file, told)),
            Book(tuple(self.outlines), taken_for),
            None if refused else large,
        )


def _in_several(observations: Iterable[Observation]) -> Iterator[Problem]:
    """What two members say of the same; what one says twice is among its own problems."""
    first: dict[ObservationKey, Observation] = {}
    for observation in observations:
        earlier = first.setdefault(observation.key, observation)
        if earlier.sheet.partition(BETWEEN)[0] != observation.sheet.partition(BETWEEN)[0]:
            yield duplicate(earlier, observation)
