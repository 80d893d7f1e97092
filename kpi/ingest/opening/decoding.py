"""Bytes → text, in one order for everyone: byte order mark, UTF-16 where there is a NUL, strict UTF-8, GB18030.

Nothing is replaced or dropped: a byte that does not fit, or a control character, refuses the file.
"""

import codecs
import re
from dataclasses import dataclass

from kpi.ingest.refusals import Refused, advice

_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 LE"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 BE"),
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what its bytes were taken for."""

    text: str
    encoding: str
    """As shown to people: UTF-8, UTF-16 LE, GB18030."""


ENCODINGS = {"UTF-8": "utf-8", "GB18030": "gb18030", "UTF-16 LE": "utf-16-le", "UTF-16 BE": "utf-16-be"}
"""What a person may choose, by the name shown to people."""


def decode(content: bytes, *, allow_page_breaks: bool = False, encoding: str = "") -> Decoded:
    """The text of `content`, in `encoding` if one is chosen. Refused if none fits or a control character is in it."""
    decoded = _as_chosen(content, encoding) if encoding else _decoded(content)
    for control in _CONTROL.finditer(decoded.text):
        if not (allow_page_breaks and control[0] == "\x0c"):
            line = decoded.text.count("\n", 0, control.start()) + 1
            character = f"U+{ord(control[0]):04X}"
            raise Refused(
                "control_characters", advice("check_export"), row=line, character=character, encoding=decoded.encoding
            )
    return decoded


def _as_chosen(content: bytes, encoding: str) -> Decoded:
    codec = ENCODINGS.get(encoding)
    if codec is None:
        raise Refused("encoding_unknown", advice("encoding_unknown", choices=tuple(ENCODINGS)), encoding=encoding)
    mark = next((mark for mark, own, _ in _MARKS if own == codec and content.startswith(mark)), b"")
    return _strict(content[len(mark) :], (codec, encoding))


def _decoded(content: bytes) -> Decoded:
    for mark, codec, name in _MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], (codec, name))
    if b"\0" in content:
        # Digits, separators and line ends have their NUL second in little endian, first in big endian.
        little = content[1::2].count(0) >= content[0::2].count(0)
        return _strict(content, ("utf-16-le", "UTF-16 LE") if little else ("utf-16-be", "UTF-16 BE"))
    return _strict(content, ("utf-8", "UTF-8"), ("gb18030", "GB18030"))


def _strict(content: bytes, *codecs_and_names: tuple[str, str]) -> Decoded:
    for codec, name in codecs_and_names:
        try:
            return Decoded(content.decode(codec), name)
        except UnicodeDecodeError:
            continue
    raise Refused("undecodable", advice("save_as_xlsx"), tried=tuple(name for _, name in codecs_and_names))
