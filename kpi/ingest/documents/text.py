"""The text of a source document (txt, docx, pdf), so that figures can be found where they are printed."""

from pathlib import PurePath

from kpi.errors import UnreadableFile
from kpi.ingest.opening.containers import check_size
from kpi.ingest.opening.decoding import decode
from kpi.ingest.process import sandbox
from kpi.ingest.refusals import Refused


def document_text(name: str, content: bytes) -> str:
    """The text of a document, paragraphs on lines of their own. UnreadableFile, with the reason, if there is none to be had."""
    try:
        text = _text(content)
        if not text.strip():
            raise Refused("document_no_text")
    except Refused as refused:
        raise UnreadableFile(refused.code, **{"name": PurePath(name).name, **refused.values}) from refused
    return text


def _text(content: bytes) -> str:
    check_size(content)
    if content.startswith(b"%PDF"):
        return str(sandbox.run("pdf", content))
    if content.startswith(b"PK"):
        return str(sandbox.run("docx", content))
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refused("document_old_word")
    return decode(content, allow_page_breaks=True).text.replace("\r\n", "\n").replace("\r", "\n")
