"""Files that show what was done: kept as they came and never opened here. What one is, its first bytes say, not its name."""

from pathlib import PurePath

from kpi.errors import KpiError
from kpi.ingest.opening.delimited import decode
from kpi.ingest.refusals import Refused

MOST_EVIDENCE_MEGABYTES = 10
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ZIP = b"PK\x03\x04"
_KINDS: dict[str, tuple[str, bytes, bytes]] = {
    ".pdf": ("application/pdf", b"%PDF-", b""),
    ".png": ("image/png", b"\x89PNG\r\n\x1a\n", b""),
    ".jpg": ("image/jpeg", b"\xff\xd8\xff", b""),
    ".jpeg": ("image/jpeg", b"\xff\xd8\xff", b""),
    ".docx": (f"{_OFFICE}.wordprocessingml.document", _ZIP, b"word/document.xml"),
    ".xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _ZIP, b"xl/workbook.xml"),
    ".txt": ("text/plain", b"", b""),
}
"""By the ending: the media type, what the file begins with, and what must stand in it."""
EVIDENCE_ENDINGS = tuple(ending.removeprefix(".") for ending in _KINDS)
_PROGRAM = b"vbaProject.bin"


def evidence_type(name: str, content: bytes) -> str:
    """The media type of a file that may be kept. KpiError `evidence_empty`, `evidence_large` or `evidence_type`."""
    if not content:
        raise KpiError("evidence_empty", file=name)
    if len(content) > MOST_EVIDENCE_MEGABYTES * 1024 * 1024:
        raise KpiError("evidence_large", file=name, most=MOST_EVIDENCE_MEGABYTES)
    media_type, beginning, part = _KINDS.get(PurePath(name).suffix.lower(), ("", b"", b""))
    office = beginning == _ZIP
    if not media_type or not content.startswith(beginning) or part not in content or (office and _PROGRAM in content):
        raise KpiError("evidence_type", file=name)
    if not beginning:
        _require_text(name, content)
    return media_type


def _require_text(name: str, content: bytes) -> None:
    try:
        decode(content)
    except Refused as refused:
        raise KpiError("evidence_type", file=name) from refused
