"""Text that no file format can choke on. Every record of a report passes its strings through here once, on the way in.

Afterwards a text is one line of characters that XML, CSV and a workbook can all hold; what it says is left as it is.
"""

import math
import re

_BLANKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ufdd0-\ufdef\ufeff\ufffe\uffff]")


def printable(text: str) -> str:
    """`text` on one line, without control characters; half of a character becomes �."""
    if text.isprintable():  # nearly every text: Unicode counts none of what goes as printable
        return text
    text = _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", _BLANKS.sub(" ", text))
    return _UNPRINTABLE.sub("", text)


class Printable:
    """Base of the records of a report: strings become printable, floats that are no number become None."""

    __slots__ = ()

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:  # type: ignore[attr-defined]  # every subclass is a dataclass
            value = getattr(self, name)
            if type(value) is str:
                if not value.isprintable():
                    object.__setattr__(self, name, printable(value))
            elif isinstance(value, float):
                if not math.isfinite(value):
                    object.__setattr__(self, name, None)
            elif isinstance(value, tuple) and value and isinstance(value[0], str):
                object.__setattr__(self, name, tuple(map(printable, value)))
