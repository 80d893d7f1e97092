"""Files and fields as a program sends them (multipart/form-data), bounded while they arrive."""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus

from starlette.datastructures import UploadFile as Received
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from kpi.server.api.problems import Refused, usage
from kpi.server.uploads import MOST_BYTES, MOST_BYTES_OF_ALL, MOST_FILES
from kpi.services import UploadFile

_MOST_FIELD_BYTES = 64 * 1024
_MEGABYTE = 1024 * 1024
FILE = "file"
READ_AS = ("unit", "period")
"""Fields that say how files are to be read where they do not say it themselves."""
LABEL = re.compile(r"^[^{}\[\]]*$")
"""What a unit or a period may look like: no program's list or object that was sent for one."""
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent."""

    files: tuple[UploadFile, ...]
    fields: Mapping[str, str]


class _Parser(MultiPartParser):
    """Starlette's, which knows whether a form came to its end: what was cut off must not pass for less."""

    spool_max_size = MOST_BYTES  # nothing that was sent is written anywhere but into the database
    ended = False

    def on_end(self) -> None:
        """The last boundary has come."""
        self.ended = True

    def close(self) -> None:
        """Lets go of what has come so far."""
        for file in self._files_to_close_on_error:
            file.close()


class Room:
    """How much all calls together may hold while it arrives and is read."""

    def __init__(self, most: int = MOST_BYTES_OF_ALL // 2) -> None:
        self._most, self._held = most, 0

    @contextmanager
    def holding(self, size: int) -> Iterator[None]:
        """While so many bytes are held. Refused as busy where there is no room."""
        if self._held + size > self._most:
            raise Refused(HTTPStatus.CONFLICT, "busy", {"Retry-After": "10"})
        self._held += size
        try:
            yield
        finally:
            self._held -= size


def announced(request: Request) -> int:
    """How many bytes are to come, as far as the request says so. Refused where those are too many."""
    said = request.headers.get("content-length", "")
    size = int(said) if said.isascii() and said.isdecimal() else MOST_BYTES
    if said and size > MOST_BYTES:
        raise _too_large()
    return size


async def form_of(request: Request, known: Sequence[str]) -> Form:
    """The form of a request, each field once, none that is not known. Refused with status 400 or 413."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise usage("not_multipart")
    parser = _Parser(
        request.headers, _bounded(request), max_files=MOST_FILES, max_fields=len(known), max_part_size=_MOST_FIELD_BYTES
    )
    try:
        sent = await parser.parse()
    except (MultiPartException, ClientDisconnect) as error:
        raise usage("multipart_unreadable") from error
    if not parser.ended:
        parser.close()
        raise usage("multipart_unreadable")
    files, fields = [], dict[str, str]()
    try:
        for name, value in sent.multi_items():
            if isinstance(value, Received) and name == FILE:
                files.append(UploadFile(_name(value.filename or ""), await value.read()))
            elif name not in known or name == FILE or not isinstance(value, str):
                raise usage("no_such_field", name=name[:200], known=tuple(known))
            elif name in fields:
                raise usage("parameter_twice", name=name)
            else:
                fields[name] = value
    finally:
        await sent.close()
    if not files:
        raise usage("no_file")
    return Form(tuple(files), fields)


async def _bounded(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES:
            raise _too_large()
        yield chunk


def _too_large() -> Refused:
    return Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too_large", most=MOST_BYTES // _MEGABYTE)


def _name(sent: str) -> str:
    """The name of a file without folders, as text that every encoding can hold."""
    return sent.replace("\\", "/").rpartition("/")[2].encode("utf-8", "replace").decode("utf-8")
