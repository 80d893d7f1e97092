"""Office files as archives whose bytes depend on what is in them alone: parts in a fixed order, under a fixed date."""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

_FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255
_FIRST_PART = "[Content_Types].xml"


def zipped(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip whose bytes depend on what is in it alone."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _FIRST_DAY_OF_ZIP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def normalised(content: bytes) -> bytes:
    """The same archive, in which nothing tells when it was written."""
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        names = sorted(source.namelist(), key=lambda name: (name != _FIRST_PART, name))
        return zipped((name, source.read(name)) for name in names)


def made(moment: datetime) -> datetime:
    """A moment as the properties of a file have it: of Greenwich, without a zone."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None, microsecond=0)


def describe(properties: Any, title: str, language: str, moment: datetime) -> None:  # noqa: ANN401  Word's and PowerPoint's
    """The properties of a file. Nobody is named as its author."""
    properties.title, properties.language = title[:_LONGEST_PROPERTY], language
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.created = properties.modified = made(moment)
    properties.revision = 1
