"""Raised digits inside a text: 137.6¹ is kept in a file as the text 137.61 whose last digit is set as superscript.

Read without its setting the mark of a footnote would become a digit of the number; here it is the character that people see.
"""

from collections.abc import Sequence
from itertools import pairwise

from .archive import Handler

RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
LOWERED = str.maketrans("0123456789()", "₀₁₂₃₄₅₆₇₈₉₍₎")
_SHIFTS = {"superscript": RAISED, "subscript": LOWERED}
_DIGITS = frozenset("0123456789() ")


def shifted(text: str, alignment: str) -> str:
    """The text of a run as its alignment shows it; only digits are changed."""
    table = _SHIFTS.get(alignment)
    return text.translate(table) if table and text and set(text) <= _DIGITS else text


def in_runs(text: str, runs: Sequence[tuple[int, str]]) -> str:
    """A text whose runs begin at places, each with its alignment."""
    starts = [*runs, (len(text), "")]
    parts = [text[: starts[0][0]]]
    parts += [shifted(text[start:end], kind) for (start, kind), (end, _) in pairwise(starts)]
    return "".join(parts)


class RunReader:
    """Collects the text of one string element by element, each run in its alignment; readings of pronunciation are left out."""

    def __init__(self) -> None:
        self.text = ""
        self.changed = False
        """Whether any run is shown otherwise than its characters say."""
        self._alignment = ""
        self._silent = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Notice the alignment of the run that follows."""
        if tag == "vertAlign":
            self._alignment = attributes.get("val", "")
        elif tag == "rPh":
            self._silent = True

    def end(self, tag: str) -> None:
        """A run ends with its alignment."""
        if tag == "r":
            self._alignment = ""
        elif tag == "rPh":
            self._silent = False

    def add(self, data: str) -> None:
        """Take the characters of a `t`."""
        if not self._silent:
            shown = shifted(data, self._alignment)
            self.changed = self.changed or shown != data
            self.text += shown


class SharedStrings(Handler):
    """Goes through the table of strings: by number, those in which digits are raised or lowered."""

    def __init__(self) -> None:
        self.shown: dict[int, str] = {}
        self._number = -1
        self._inside = False
        self._runs = RunReader()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A new string with `si`, its characters in `t`."""
        if tag == "si":
            self._number += 1
            self._runs = RunReader()
        self._inside = tag == "t"
        self._runs.start(tag, attributes)

    def end(self, tag: str) -> None:
        """Keep a string that is shown otherwise than it is written."""
        self._inside = False
        self._runs.end(tag)
        if tag == "si" and self._runs.changed:
            self.shown[self._number] = self._runs.text

    def text(self, data: str) -> None:
        """Characters between tags are none of a cell's."""
        if self._inside:
            self._runs.add(data)
