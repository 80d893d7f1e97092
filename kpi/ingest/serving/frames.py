"""How the server and the process that reads for it talk: frames of bytes, each with its length before it.

What goes to the child is the server's own. What comes back was made by a process that has seen somebody's file: it is
unpickled with nothing in reach but the records a reading is made of, and no longer than a reading can be.
"""

import io
import pickle
from datetime import date
from decimal import Decimal
from enum import EnumType
from typing import IO, Any

from kpi import model
from kpi.ingest.reading import Reading
from kpi.ingest.sheets.task import SheetReading
from kpi.ingest.tables.grid import Book, Mark, Role, Sheet, SheetColumn
from kpi.ingest.tables.layouts import Layout, ValueColumn

MOST_ANSWER = 256_000_000
"""Bytes of an answer; the largest reading within the limits has a tenth of it."""
_SIZE = 8
_OWN = (Book, SheetColumn, Layout, Mark, Reading, Role, Sheet, SheetReading, ValueColumn)
_SHARED = tuple(
    record for record in vars(model).values() if isinstance(record, type) and record.__module__.startswith(f"{model.__name__}.")
)
_KNOWN = {(record.__module__, record.__qualname__): record for record in (*_OWN, *_SHARED, date, Decimal)}


def _member(kind: object, name: object) -> object:
    """A member of an enumeration of ours. UnpicklingError for whatever else `getattr` would give."""
    if isinstance(kind, EnumType) and isinstance(name, str) and kind in _KNOWN.values() and name in kind.__members__:
        return kind.__members__[name]
    raise pickle.UnpicklingError("getattr")


class _Records(pickle.Unpickler):
    """Makes records of ours, dates and decimals; everything else is refused."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401 - as of the base class
        """The class of a record."""
        if (module, name) == ("builtins", "getattr"):  # so a member of an enumeration is packed by Python up to 3.11.3
            return _member
        try:
            return _KNOWN[module, name]
        except KeyError as error:
            raise pickle.UnpicklingError(f"{module}.{name}") from error


def packed(thing: object) -> bytes:
    """A thing as bytes."""
    return pickle.dumps(thing, protocol=5)


def trusted(content: bytes) -> object:
    """What the server has packed, as the child sees it."""
    return pickle.loads(content)  # noqa: S301 - only ever bytes that the server itself has written


def records(content: bytes) -> object:
    """What the child has packed. UnpicklingError, or another error of a wrong pickle, if it holds anything but records."""
    return _Records(io.BytesIO(content)).load()


def send(stream: IO[bytes], content: bytes) -> None:
    """Write one frame."""
    stream.write(len(content).to_bytes(_SIZE, "big"))
    stream.write(content)
    stream.flush()


def receive(stream: IO[bytes], most: int | None = None) -> bytes:
    """Read one frame of at most `most` bytes. EOFError if there is none, not all of it, or more."""
    head = stream.read(_SIZE)
    size = int.from_bytes(head, "big")
    if len(head) < _SIZE or (most is not None and size > most):
        raise EOFError
    content = stream.read(size)
    if len(content) < size:
        raise EOFError
    return content
