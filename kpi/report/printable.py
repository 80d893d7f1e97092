"""Text that no file format can choke on. All that a report holds passes through here once, on the way in.

Afterwards a text is one line of characters that XML, CSV and a workbook can all hold; what it says is left as it is.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from operator import is_
from typing import Any

_BLANKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
"""What keeps XlsxWriter from making formulas, links or numbers of texts."""
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff]")

_FIELDS: dict[type, tuple[str, ...]] = {}


def printable(text: str) -> str:
    """`text` on one line, without control characters; half of a character becomes �."""
    if text.isprintable():  # nearly every text: Unicode counts none of what goes as printable
        return text
    text = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _BLANKS.sub(" ", text))
    return _UNPRINTABLE.sub("", text)


def printed(value: object, known: dict[int, object]) -> object:
    """The same with every text in it printable and every float that is no number left out; itself where nothing is to be done.

    Records and tuples are gone through, all the way down, and each record once: `known` are those that were seen, by `id`.
    """
    match value:
        case str():
            return value if value.isprintable() or type(value) is not str else printable(value)
        case float():
            return value if math.isfinite(value) else None
        case tuple():
            parts = tuple(printed(part, known) for part in value)
            return value if all(map(is_, parts, value)) else parts
    names = _fields_of(type(value))
    if names and id(value) not in known:
        held = {name: getattr(value, name) for name in names}
        clean = {name: printed(part, known) for name, part in held.items()}
        changes = {name: part for name, part in clean.items() if part is not held[name]}
        known[id(value)] = _with(value, changes) if changes else value
    return known[id(value)] if names else value


def _with(record: Any, changes: Mapping[str, object]) -> object:  # noqa: ANN401 - a record of any kind
    return replace(record, **changes)


def _fields_of(kind: type) -> tuple[str, ...]:
    """The names of the fields of a kind of record, none for anything else: worked out once, not for each of ten thousand."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]
