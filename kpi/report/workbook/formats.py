"""Cell formats of the workbook, made once each. Numbers show the digits and the mark of their text and keep all others."""

import re
from collections.abc import Mapping
from typing import Any

from xlsxwriter import Workbook

from kpi.charts import palette
from kpi.i18n import language, texts
from kpi.model import Lamp
from kpi.report.workbook.cells import Percent
from kpi.views import Amount

Format = Any
"""An xlsxwriter format; xlsxwriter ships no types."""

SIZE = 10
_NOT_OF_A_MARK = re.compile(r"[^\w≥≤<>≈~]")
"""What could end the quotes round a mark, or be read as a part of the number's format."""
_LONGEST_MARK = 10
_LINE = "#A6B0BA"
_HEAD = "#E6EAEE"
_TABLE = {"valign": "vcenter", "border": 1, "border_color": _LINE}
_KINDS: Mapping[str, Mapping[str, object]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "note": {"font_color": "#4A5560", "valign": "vcenter"},
    "wrapped": {"font_color": "#4A5560", "valign": "vcenter", "text_wrap": True},
    "link": {**_TABLE, "font_color": "#1F4FA3", "underline": 1, "indent": 1},
    "lead": {"text_wrap": True, "valign": "top", "font_size": 11},
    "paragraph": {"text_wrap": True, "valign": "vcenter"},
    "term": {"bold": True, "text_wrap": True, "valign": "vcenter", "indent": 1},
    "section": {"bold": True, "valign": "vcenter", "font_size": 11},
    "head": {**_TABLE, "bold": True, "bg_color": _HEAD, "text_wrap": True, "align": "center"},
    "text": {**_TABLE, "text_wrap": True, "indent": 1},
    "number": {**_TABLE, "num_format": "0", "align": "center"},
    "count": {**_TABLE, "num_format": '0;-0;"—"', "align": "center"},
    "date": {**_TABLE, "num_format": "yyyy-mm-dd", "align": "center"},
    "total": {**_TABLE, "bold": True, "num_format": '0;-0;"—"', "align": "center"},
    "total_text": {**_TABLE, "bold": True, "indent": 1},
}
PARTIAL = "*"
"""Behind a number that is not of the whole year."""
_PARTIAL = {"italic": True, "font_color": "#6B7680"}
_SIGNS_OF_BOUNDS = {"at_most": "≤", "at_least": "≥"}
"""What stands for the words of a bound in a column of numbers, where words have no room."""
_TINT = 0.45
"""How much of a lamp's colour is in the ground of its cell: black text on it reads in print too."""


class Formats:
    """The formats of one workbook."""

    def __init__(self, workbook: Workbook, lang: str) -> None:
        self._workbook = workbook
        self._language = language(lang)
        words = texts(lang)
        self._signs = {words(f"analysis.gap_{bound}", gap="").strip(): sign for bound, sign in _SIGNS_OF_BOUNDS.items()}
        self._font = {"font_name": self._language.sheet_font, "font_size": SIZE}
        self._made: dict[str, Format] = {}
        self._lamps: dict[Lamp, Format] = {}

    def __getitem__(self, kind: str) -> Format:
        """The format of a kind of cell. KeyError if there is none."""
        return self._make(kind, _KINDS[kind])

    def number(self, cell: Amount | Percent, least: int = 0, *, partial: bool = False) -> Format:
        """The format in which a number shows as its text does, with the mark and without the unit; `partial` has a star.

        It has at least `least` digits after the point, as its column has; a marked number keeps its own, for it is
        known no closer, and is set as wide.
        """
        amount, sign = (cell.amount, "%") if isinstance(cell, Percent) else (cell, "")
        mark = _NOT_OF_A_MARK.sub("", self._signs.get(amount.mark, amount.mark))[:_LONGEST_MARK]
        behind = sign + (f'"{PARTIAL}"' if partial else "")
        digits = self._padded(amount.decimals, amount.even_with(least), behind, blank=bool(mark))
        if amount.lead:
            pattern = f'"{amount.lead}"{digits};"{amount.lead}"{digits}'  # the word says which way it went
        else:
            pattern = f'"{mark}"{digits};"{mark}"-{digits}' if mark else digits
        look = _PARTIAL if partial else {}
        return self._make(pattern, {**_TABLE, "num_format": pattern, "align": "right", **look})

    def _padded(self, own: int, least: int, behind: str, *, blank: bool) -> str:
        """The format of `own` digits after the point, filled up to `least` with zeros, or with blanks behind what follows."""
        more = max(least - own, 0)
        if not more or not blank:
            return self.digits(own + more) + behind
        return self.digits(own) + behind + ("" if own else "_.") + "_0" * more

    def digits(self, decimals: int) -> str:
        """The number format of so many digits after the point."""
        return self._language.digits(decimals)

    def lamp(self, lamp: Lamp) -> Format:
        """What a cell with this lamp's shape looks like, on top of its own format."""
        if lamp not in self._lamps:
            self._lamps[lamp] = self._workbook.add_format(
                {"bg_color": tint(palette.LAMP_COLOURS[lamp]), "bold": lamp is not Lamp.GREY}
            )
        return self._lamps[lamp]

    def _make(self, key: str, properties: Mapping[str, object]) -> Format:
        if key not in self._made:
            self._made[key] = self._workbook.add_format(self._font | dict(properties))
        return self._made[key]


def tint(colour: str) -> str:
    """A colour as the ground behind black text."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * _TINT):02X}" for part in parts)
