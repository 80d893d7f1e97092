"""A zip whose size is known before any of it is unpacked, and XML that can bring in nothing from outside it."""

import io
import zipfile
from xml.parsers import expat

MOST_ENTRIES = 5_000
MOST_BYTES = 200_000_000
MOST_RATIO = 200
"""Unpacked to packed bytes of one entry beyond a megabyte; the most repetitive honest sheets stay under a hundred."""
_SAID_TO_BE_UTF_8 = 0x800


class Unreadable(Exception):
    """The file is refused for the reason `code`, a key of the parent's texts."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Handler:
    """Whoever goes through the elements of an XML entry; tags come without prefix. What is left out here is overlooked."""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def text(self, data: str) -> None:
        """Characters inside one."""


class Archive:
    """The entries of a zip file that keeps within the limits. Unreadable if it does not."""

    def __init__(self, content: bytes, most_entries: int = MOST_ENTRIES) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise Unreadable("archive_damaged") from error
        entries = self._zip.infolist()
        self.ordered = tuple(entry.filename for entry in entries)
        self.names = frozenset(self.ordered)
        if len(entries) > most_entries or sum(entry.file_size for entry in entries) > MOST_BYTES:
            raise Unreadable("archive_too_large")
        if any(entry.file_size > max(1_000_000, MOST_RATIO * entry.compress_size) for entry in entries):
            raise Unreadable("archive_too_large")
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable("encrypted")
        if len(self.names) < len(entries):
            # Two entries of one name: the parsers that follow might each take a different one.
            raise Unreadable("archive_damaged")

    def shown(self, name: str) -> str:
        """An entry's name as its sender reads it: what is not said to be UTF-8 is GB18030, as Windows packs it."""
        if self._zip.getinfo(name).flag_bits & _SAID_TO_BE_UTF_8:
            return name
        try:
            return name.encode("cp437").decode("gb18030")
        except UnicodeError:
            return name

    def read(self, name: str) -> bytes:
        """The bytes of one entry."""
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
            raise Unreadable("archive_damaged") from error
        except Exception as error:  # zlib.error is no subclass of the above, and other compressors have their own
            raise Unreadable("archive_damaged") from error

    def parse(self, name: str, handler: Handler) -> None:
        """Send an XML entry through `handler`. Unreadable if it is not well formed or declares a document type."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: handler.start(tag.rpartition(":")[2], attributes)
        parser.EndElementHandler = lambda tag: handler.end(tag.rpartition(":")[2])
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            parser.Parse(self.read(name), True)
        except expat.ExpatError as error:
            raise Unreadable("archive_damaged") from error


def _refuse_doctype(*_declaration: object) -> None:
    """Office files have no DOCTYPE; whoever adds one wants its entities expanded."""
    raise Unreadable("archive_damaged")


class Elements(Handler):
    """Keeps every element's tag and attributes, for the small files of a package."""

    def __init__(self) -> None:
        self.elements: list[tuple[str, dict[str, str]]] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Keep it, its attributes without prefix."""
        self.elements.append((tag, {name.rpartition(":")[2]: value for name, value in attributes.items()}))
