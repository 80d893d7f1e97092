"""A .docx or .pptx as a package: what makes it unfit for a template, and its paragraphs with the words in them."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..archive import Archive, Elements, Handler, Unreadable

MOST_TAGS_BYTES = 20_000_000
"""Of one part of a package that may hold placeholders."""
_MAIN = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml"}
_FILLED = {
    "docx": (
        ("body", re.compile(r"word/document\.xml")),
        ("header", re.compile(r"word/header\d*\.xml")),
        ("footer", re.compile(r"word/footer\d*\.xml")),
        ("footnotes", re.compile(r"word/footnotes\.xml")),
    ),
    "pptx": (
        ("slide", re.compile(r"ppt/slides/slide(\d+)\.xml")),
        ("notes", re.compile(r"ppt/notesSlides/notesSlide(\d+)\.xml")),
    ),
}
"""Parts whose placeholders are filled in."""
_NOT_FILLED = re.compile(
    r"word/(endnotes|comments)\.xml|(word|ppt)/(charts|diagrams)/[^/]+\.xml|ppt/(slideLayouts|\w+Masters)/[^/]+\.xml"
)
_MACROS = re.compile(r"vbaProject|vbaData|\.bas$|customUI/", re.IGNORECASE)
_CODE_TYPES = ("macroenabled", "vbaproject", "activex")
_BROUGHT_IN = ("oleobject", "control", "afchunk", "subdocument", "frame", "activexcontrolbinary")
"""Kinds of relations to something that is no document of the office's but runs or is shown inside it."""
_FETCHING_FIELDS = re.compile(
    r"\s*(DDE|DDEAUTO|LINK|INCLUDETEXT|INCLUDEPICTURE|DATABASE|IMPORT|RD|MACROBUTTON)\b", re.IGNORECASE
)


class Unfit(Exception):
    """The package is refused as a template for the reason `code`; `value` is what was found."""

    def __init__(self, code: str, value: str = "") -> None:
        super().__init__(code)
        self.code, self.value = code, value


@dataclass
class Paragraph:
    """A paragraph of a part, by its number there from 1."""

    part: str
    number: int
    text: str = ""
    row: list["Paragraph"] | None = None
    """All paragraphs of the table row it stands in."""
    cell: list["Paragraph"] | None = None
    """All of its table cell."""


def kind_of(archive: Archive) -> str:
    """docx or pptx. Unfit where it is neither."""
    kind = next((kind for kind, main in _MAIN.items() if main in archive.names), "")
    if not kind:
        raise Unfit("template_not_office")
    return kind


def require_harmless(archive: Archive) -> None:
    """Unfit if there are macros in it, or anything that is not in it but fetched or started from somewhere else."""
    found = next((name for name in sorted(archive.names) if _MACROS.search(name)), "")
    if found or any(kind in declared for declared in _types(archive) for kind in _CODE_TYPES):
        raise Unfit("template_macro", found)
    for name in sorted(archive.names):
        if name.endswith(".rels"):
            _require_inside(archive, name)
        elif name.startswith("word/") and name.endswith(".xml") and "/" not in name.removeprefix("word/"):
            _require_no_fetching(archive, name)


def _types(archive: Archive) -> Iterator[str]:
    declared = Elements()
    archive.parse("[Content_Types].xml", declared)
    return (attributes.get("ContentType", "").lower() for _, attributes in declared.elements)


def _require_inside(archive: Archive, name: str) -> None:
    relations = Elements()
    archive.parse(name, relations)
    for _, attributes in relations.elements:
        target, kind = attributes.get("Target", ""), posixpath.basename(attributes.get("Type", "")).lower()
        if attributes.get("TargetMode") == "External":
            raise Unfit("template_external", target)
        if kind in _BROUGHT_IN:
            raise Unfit("template_embedded", target)


def _require_no_fetching(archive: Archive, name: str) -> None:
    fields = _Fields()
    archive.parse(name, fields)
    found = next((code for code in fields.codes if _FETCHING_FIELDS.match(code)), "")
    if found:
        raise Unfit("template_external", found.strip())


def parts_of(archive: Archive, kind: str) -> Iterator[tuple[str, tuple[Paragraph, ...]]]:
    """The paragraphs of every part that is filled in, by what the part is called: body, header, slide 3.

    Unfit where a part that is not filled in has a placeholder.
    """
    for name in filter(_NOT_FILLED.fullmatch, sorted(archive.names)):
        words = _Words()
        archive.parse(name, words)
        if "{{" in words.found or "{%" in words.found:
            raise Unfit("template_not_filled_there", name)
    for called, pattern in _FILLED[kind]:
        found = filter(None, map(pattern.fullmatch, sorted(archive.names, key=lambda name: (len(name), name))))
        for match in found:
            part = f"{called} {match[1]}" if match.groups() else called
            yield part, _paragraphs(archive, match[0], part)


def _paragraphs(archive: Archive, name: str, part: str) -> tuple[Paragraph, ...]:
    reader = _Paragraphs(part)
    archive.parse(name, reader)
    return tuple(reader.found)


@dataclass
class _Paragraphs(Handler):
    """Gathers paragraphs in the order they begin in; one in a text box stands inside another and has words of its own."""

    part: str
    found: list[Paragraph] = field(default_factory=list)
    _open: list[Paragraph] = field(default_factory=list)
    _rows: list[list[Paragraph]] = field(default_factory=list)
    _cells: list[list[Paragraph]] = field(default_factory=list)
    _in_text: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A paragraph, row, cell or words begin."""
        if tag == "p":
            paragraph = Paragraph(self.part, len(self.found) + 1)
            for kept, name in ((self._rows, "row"), (self._cells, "cell")):
                if kept:
                    kept[-1].append(paragraph)
                    setattr(paragraph, name, kept[-1])
            self.found.append(paragraph)
            self._open.append(paragraph)
        elif tag in ("tr", "tc"):
            (self._rows if tag == "tr" else self._cells).append([])
        elif tag == "t":
            self._in_text = True
        elif tag in ("br", "tab") and self._open:
            self._open[-1].text += "\n"

    def end(self, tag: str) -> None:
        """One of them ends."""
        if tag == "p":
            self._open.pop()
        elif tag in ("tr", "tc"):
            (self._rows if tag == "tr" else self._cells).pop()
        elif tag == "t":
            self._in_text = False

    def text(self, data: str) -> None:
        """Words go to the paragraph that is open."""
        if self._in_text and self._open:
            if len(data) + len(self._open[-1].text) > MOST_TAGS_BYTES:
                raise Unreadable("archive_too_large")
            self._open[-1].text += data


class _Words(Handler):
    """Gathers all characters of a part, whatever holds them: a chart has no paragraphs, but names and what they stand for."""

    def __init__(self) -> None:
        self.found = ""

    def text(self, data: str) -> None:
        """Of any element."""
        if len(data) + len(self.found) > MOST_TAGS_BYTES:
            raise Unreadable("archive_too_large")
        self.found += data


class _Fields(Handler):
    """Gathers the codes of fields, which may be cut into several runs."""

    def __init__(self) -> None:
        self.codes: list[str] = []
        self._inside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A field begins, or a piece of its code."""
        if tag == "fldSimple":
            self.codes += [value for name, value in attributes.items() if name.rpartition(":")[2] == "instr"]
        elif tag == "fldChar":
            self.codes.append("")
        self._inside = tag == "instrText"

    def end(self, tag: str) -> None:
        """A piece ends."""
        self._inside = False

    def text(self, data: str) -> None:
        """A piece of a code goes to the field that is open."""
        if self._inside:
            if not self.codes:
                self.codes.append("")
            self.codes[-1] += data
