"""What a language does in its own way, as `language.po` of its folder says it: a language is its .po files and no code.

Texts in which `{before}` and `{after}` stand say what comes between two things.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from babel.dates import format_date

FOLDER = Path(__file__).parent
OF_PLANS = "zh"
"""The language that every plan is written in; names in others stand beside."""
LANGUAGES = (OF_PLANS, *sorted(path.parent.name for path in FOLDER.glob("*/language.po") if path.parent.name != OF_PLANS))


class Script(StrEnum):
    """How a language is written, by its code in ISO 15924: how pages are set, and which fonts come first."""

    CHINESE = "Hans"
    LATIN = "Latn"


@dataclass(frozen=True, slots=True)
class Language:
    """One language, by its folder."""

    code: str
    name: str
    """As its own readers call it."""
    tag: str
    """As HTML names it."""
    locale: str
    """As office programs name it: language and country."""
    script: Script
    number: str
    """A whole number as a workbook's format: `0`, or `#,##0` where thousands are set apart."""
    units: str
    """`plan`: with the plan's own display units (万人); else counts are written out, with a unit's name behind."""
    sheet_font: str
    day: str
    """Pattern of Babel, as the three below."""
    month: str
    first_month: str
    """Of two months in one year."""
    last_month: str
    sentences: str
    """Between sentences that bring their full stops."""
    phrases: str
    """Between what stands in one cell."""
    items: str
    """Between items of a list."""
    last_item: str
    long_items: str
    """The same where an item has a comma of its own."""
    last_long_item: str
    colon: str
    dash: str
    """Between the first and the last of a few numbers."""

    @classmethod
    def of(cls, code: str, catalog: Mapping[str, object]) -> "Language":
        """The language as its texts say it. KeyError where they leave something out."""
        said = {field.name: str(catalog[f"language.{field.name}"]) for field in fields(cls) if field.name != "code"}
        said = {name: text.removeprefix("{before}").removesuffix("{after}") for name, text in said.items()}
        return cls(code=code, script=Script(said.pop("script")), **said)

    @property
    def grouped(self) -> bool:
        """Whether thousands are set apart."""
        return "," in self.number

    @property
    def plan_units(self) -> bool:
        """Whether numbers stand in the plan's own display units."""
        return self.units == "plan"

    def digits(self, decimals: int) -> str:
        """A workbook's format of numbers with so many digits after the point."""
        return self.number + ("." + "0" * decimals if decimals else "")

    def written(self, day: date, pattern: str) -> str:
        """A day after a pattern."""
        return _written(self.code, day, pattern)

    def listing(self, items: list[str], *, long: bool) -> str:
        """Items one after the other; `long` where one of them has a comma."""
        between, last = (self.long_items, self.last_long_item) if long else (self.items, self.last_item)
        return last.join(filter(None, (between.join(items[:-1]), *items[-1:])))


@lru_cache(4096)
def _written(code: str, day: date, pattern: str) -> str:
    return format_date(day, pattern, locale=code)
