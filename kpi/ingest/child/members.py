"""The tables that a zip holds, one after another, each by the path that its sender gave it."""

import posixpath
import re
from collections.abc import Iterator

from .archive import Archive, Unreadable

MOST_MEMBERS = 10_000
ENDINGS = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xls"})
_DOCUMENT = "[Content_Types].xml"
"""Stands in every Office document, which is read as what it is."""
_OF_SYSTEMS = re.compile(r"(^|/)(__MACOSX/|\.|~\$|desktop\.ini$|thumbs\.db$)", re.IGNORECASE)
"""What systems and programs that are open put beside the files of people."""
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")


def members(content: bytes) -> Iterator[tuple[str, bytes | None]]:
    """Path and bytes of every table, in the order of the archive; no bytes where the ending says that it is none.

    Unreadable as `Archive`, for an Office document, and where there is no table at all.
    """
    archive = Archive(content, MOST_MEMBERS)
    if _DOCUMENT in archive.names:
        raise Unreadable("not_an_archive")
    named = [(entry, archive.shown(entry)) for entry in archive.ordered]
    wanted = [(entry, name) for entry, name in named if not entry.endswith("/") and not _OF_SYSTEMS.search(name)]
    if not any(_ending(name) in ENDINGS for _, name in wanted):
        raise Unreadable("archive_without_tables")
    for entry, name in wanted:
        yield _CONTROL.sub(" ", name), archive.read(entry) if _ending(name) in ENDINGS else None


def _ending(name: str) -> str:
    return posixpath.splitext(name)[1].lower()
