"""What the sheets of a plan are called and what their columns hold: words to choose from, numbers, days, ids of other sheets.

A sheet, a heading and a word are understood in every language there is and by the names that files have; they are written in
one. A name that a file has and that would be understood as something else is written within 〔〕 and means just itself.
"""

from collections.abc import Iterator, Mapping
from functools import cache

from kpi.catalog import FORMATS
from kpi.i18n import LANGUAGES, Texts, texts
from kpi.ingest.spelling import folded
from kpi.model import (
    PERIOD_TYPES,
    Certainty,
    ChangeUnit,
    Comparator,
    Direction,
    Kind,
    Lamp,
    LampClock,
    Load,
    Nature,
    Partition,
    Qualifier,
    Severity,
    Status,
)

ORDER = (
    "plan", "regions", "units", "sources", "measures", "targets", "figures", "breakdowns", "identities", "breaks", "lamps",
    "questions",
)  # fmt: skip
"""The sheets in the order in which they are filled in; a file is a sheet's name with `.csv`."""
GUIDE, CHOICES = "guide", "choices"
"""Sheets of a workbook that hold nothing of the plan."""

YES_NO = ("yes", "no")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "measures.kind": tuple(Kind),
    "measures.direction": tuple(Direction),
    "measures.headline": YES_NO,
    "targets.comparator": tuple(Comparator),
    "targets.load": (Load.PRIMARY, Load.DUPLICATE),
    "targets.change_unit": tuple(ChangeUnit),
    "targets.nature": tuple(Nature),
    "figures.certainty": tuple(Certainty),
    "figures.qualifier": tuple(Qualifier),
    "figures.partition": tuple(Partition),
    "figures.load": tuple(Load),
    "units.integer": YES_NO,
    "regions.active": YES_NO,
    "regions.in_partition": YES_NO,
    "identities.kind": ("sum", "ratio", "bound", "context"),
    "identities.severity": tuple(Severity),
    "lamps.status": tuple(Status),
    "lamps.lamp": tuple(Lamp),
    "lamps.clock": tuple(LampClock),
    "lamps.nature": tuple(Nature),
    "plan.default": YES_NO,
    "plan.approval": YES_NO,
}
_WORDED_ELSEWHERE = frozenset({"status", "lamp", "nature"})
_SPELT = {">=": "at_least", "<=": "at_most", "=": "equal"}
"""Codes that no key can be made of."""
NUMBERS = frozenset({"value", "value_high", "tolerance", "weight", "decimals", "lead_from", "lead_above", "lead_below"}) | {
    "display_scale",
    "tile_row",
    "tile_col",
}
DAYS = frozenset({"window_start", "window_end", "deadline", "as_of", "issued", "date", "starts_on", "ends_on"})
YEARS = frozenset({"years"})
LISTS = frozenset({"spellings", "aliases"})
"""Several texts with `;` between them."""
_LISTED: Mapping[str, str] = {
    "unit": "units",
    "measure_id": "measures",
    "change_of": "measures",
    "reference_measure_id": "measures",
    "region_code": "regions",
    "parent_code": "regions",
    "baseline_figure_id": "figures",
    "parent_figure_id": "figures",
    "parent_target_id": "targets",
    "source_id": "sources",
}
"""Whose first column a column chooses from."""
FILLED = frozenset({
    "units.unit", "units.name_zh", "measures.measure_id", "measures.name_zh", "measures.kind", "measures.unit",
    "measures.display_unit", "measures.display_scale", "measures.direction", "regions.region_code", "regions.name_zh",
    "targets.target_id", "targets.measure_id", "targets.comparator", "targets.period_type", "figures.figure_id",
    "figures.measure_id", "figures.value", "breakdowns.breakdown", "breakdowns.member", "identities.identity_id",
    "identities.kind", "sources.source_id", "sources.title", "breaks.measure_id", "breaks.date", "lamps.scheme", "lamps.lamp",
    "questions.question_id", "questions.text_zh", "plan.name_zh",
})  # fmt: skip
"""Columns that no row may leave empty."""


def own_columns(sheet: str) -> tuple[str, ...]:
    """The columns of a sheet that the product reads, in their order."""
    form = next(form for form in FORMATS if form.name == f"{sheet}.csv")
    return (*form.required, *form.optional)


def key_of(sheet: str) -> str:
    """The column that says which row is meant, or is an example."""
    return own_columns(sheet)[0]


def choices(sheet: str, column: str) -> tuple[str, ...]:
    """The codes a column may hold; none where anything may stand in it."""
    if (sheet, column) == ("targets", "period_type"):
        return tuple(PERIOD_TYPES)
    return tuple(str(code) for code in _CHOICES.get(f"{sheet}.{column}", ()))


def listed(sheet: str, column: str) -> str:
    """The sheet whose first column a column chooses from; empty where it is none of another's."""
    other = _LISTED.get(column, "")
    return "" if other == sheet and column == key_of(sheet) else other


def title(sheet: str, words: Texts) -> str:
    """What a sheet is called."""
    return words(f"plan_sheet.{sheet}")


def heading(sheet: str, column: str, words: Texts) -> str:
    """What stands over a column. A column that only the plan's own file knows is called as there."""
    if column not in own_columns(sheet):
        return literal(column) if column.startswith("〔") or understood(sheet, column) else column
    return words(key) if (key := f"plan_column.{sheet}.{column}") in words else words(f"plan_column.{column}")


def word(sheet: str, column: str, code: str, words: Texts) -> str:
    """How a code is chosen; itself where it is none that may be chosen."""
    if code not in choices(sheet, column):
        return code
    if column in _WORDED_ELSEWHERE:
        return words(f"{column}.{code}")
    spelt = _SPELT.get(code, code)
    if choices(sheet, column) == YES_NO:
        return words(f"plan_choice.{spelt}")
    own = f"plan_choice.{sheet}.{column}.{spelt}"
    return words(own) if own in words else words(f"plan_choice.{column}.{spelt}")


@cache
def _sheets() -> Mapping[str, str]:
    named = {folded(title(sheet, texts(lang))): sheet for lang in LANGUAGES for sheet in (*ORDER, GUIDE, CHOICES)}
    return named | {name: sheet for sheet in ORDER for name in (sheet, f"{sheet}.csv")}


def sheet_of(name: str) -> str:
    """The sheet that is called so in any language; empty if none is."""
    return _sheets().get(folded(name), "")


@cache
def _columns(sheet: str) -> Mapping[str, str]:
    known = own_columns(sheet)
    headings = {folded(heading(sheet, column, texts(lang))): column for lang in LANGUAGES for column in known}
    return headings | {folded(column): column for column in known}


def understood(sheet: str, text: str) -> str:
    """The column of the product's own that a heading means; empty if it means none."""
    return _columns(sheet).get(folded(text), "")


def column_of(sheet: str, text: str) -> str:
    """The column that a heading means: one of the product's, or one that is called just so."""
    inner = within(text)
    return (understood(sheet, text) or text) if inner is None else inner


@cache
def _codes(sheet: str, column: str) -> Mapping[str, str]:
    return {folded(word(sheet, column, code, texts(lang))): code for lang in LANGUAGES for code in choices(sheet, column)}


def code_of(sheet: str, column: str, text: str) -> str:
    """The code that a chosen word means; the text itself where it means none, or is a code already."""
    known = choices(sheet, column)
    return text if not known or text in known else _codes(sheet, column).get(folded(text), text)


def literal(text: str) -> str:
    """A name that is to mean nothing but itself."""
    return f"〔{text}〕"


def within(text: str) -> str | None:
    """What stands within 〔〕, if the whole text does."""
    return text[1:-1] if text.startswith("〔") and text.endswith("〕") else None


def example_marks() -> Iterator[str]:
    """How a row begins that is only an example, in every language."""
    return (texts(lang)("plan_sheet.example_mark") for lang in LANGUAGES)


def is_example(text: str) -> bool:
    """Whether the key of a row says that the row is only an example."""
    return any(folded(text).startswith(folded(mark)) for mark in example_marks())
