"""The text of a .docx or .pdf: paragraphs as lines, nothing of its looks."""

import io

from .archive import Archive, Handler, Unreadable

MOST_CHARACTERS = 5_000_000
MOST_PAGES = 2_000


def read_docx(content: bytes) -> object:
    """The paragraphs of the body, tables included, one line each."""
    archive = Archive(content)
    if "word/document.xml" not in archive.names:
        raise Unreadable("not_a_document")
    body = _Body()
    archive.parse("word/document.xml", body)
    return _limited("".join(body.pieces))


def read_pdf(content: bytes) -> object:
    """The text of every page, in order."""
    import pypdf  # noqa: PLC0415 - takes longer to import than most files to read, and only this task needs it

    try:
        reader = pypdf.PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise Unreadable("encrypted")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("document_too_large")
        return _limited("\n".join(page.extract_text() for page in reader.pages))
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # a hostile file brings out errors of every class that the library does not wrap
        raise Unreadable("document_damaged") from error


def _limited(text: str) -> str:
    if len(text) > MOST_CHARACTERS:
        raise Unreadable("document_too_large")
    return text


class _Body(Handler):
    """Keeps the words and where paragraphs end; deleted words and field codes are other elements."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self._in_text = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Words begin, or a tab or a line break stands for itself."""
        self._in_text = tag == "t"
        if tag in ("tab", "br", "cr"):
            self.pieces.append("\t" if tag == "tab" else "\n")

    def end(self, tag: str) -> None:
        """A paragraph ends a line."""
        self._in_text = False
        if tag == "p":
            self.pieces.append("\n")

    def text(self, data: str) -> None:
        """Keep words only."""
        if self._in_text:
            self.pieces.append(data)
