"""What came of one table: how it was read and which of its rows were passed over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kpi.ingest.tables.headers import Role
from kpi.ingest.tables.layouts import Layout
from kpi.model import Message

MOST_NAMED = 60
"""Rows, columns or texts that one sentence names."""


@dataclass(frozen=True, slots=True)
class SheetReading:
    """What one table was taken for. Rows as seen in Excel."""

    sheet: str
    first_row: int
    """First row of the header."""
    header_row: int
    """Last row of the header."""
    shape: Message
    columns: tuple[str, ...]
    """Headers understood."""
    rows: int
    """Rows below the header that are not blank."""
    skipped: tuple[int, ...]
    """Of these, rows without a value, or that are no data."""
    around: Mapping[Role, str] = field(default_factory=dict)
    """What titles and headings said for rows that did not say it."""
    layout: Layout | None = None
    profile: str = ""
    """The mapping it was read by."""


def shape_of(layout: Layout) -> Message:
    """Whether a table is long or wide, and what stands in its columns."""
    said = {role for value in layout.values for role in value.said}
    ways = []
    if any(value.period for value in layout.values):
        ways.append(Message("reading.by_period"))
    for role, key in (
        (Role.REGION, "reading.by_region"),
        (Role.NAME, "reading.by_measure"),
        (Role.BREAKDOWN, "reading.by_group"),
    ):
        if role in said:
            ways.append(Message(key))
    return Message("reading.wide", {"ways": tuple(ways)}) if ways else Message("reading.long")


def ranges(rows: Sequence[int]) -> str:
    """Row numbers in short: 2–5, 8."""
    spans: list[list[int]] = []
    for row in rows:
        if spans and row == spans[-1][1] + 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(few(tuple(str(a) if a == b else f"{a}–{b}" for a, b in spans)))


def few(texts: tuple[str, ...]) -> tuple[str, ...]:
    """As many of some texts as one sentence can name."""
    return texts if len(texts) <= MOST_NAMED else (*texts[:MOST_NAMED], "…")
