"""How a person wants a file read: what it was taken for may be overridden, and a mapping kept for the next such file."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from kpi.ingest.periods import Quarters
from kpi.ingest.tables.grid import Role


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """What one column is."""

    role: Role | None
    """None leaves the column out."""
    says: str = ""
    """Of a column of values: what its header is to mean, such as 2023年前三季度 where it says Q3; empty: as it stands."""


@dataclass(frozen=True, slots=True)
class SheetChoices:
    """How one sheet is to be read. Whatever is not said is found."""

    header_row: int = 0
    """First row of the header as seen in Excel; 0 if it is to be found."""
    header_rows: int = 1
    columns: Mapping[int, ColumnChoice] = field(default_factory=dict)
    """By place, from 0; columns without a choice are understood from their headers."""
    around: Mapping[Role, str] = field(default_factory=dict)
    """What holds for every row that does not say otherwise: a measure, region, period or unit."""
    quarters: Quarters = Quarters.UNSAID
    profile: str = ""
    """Name of the profile these come from."""


@dataclass(frozen=True, slots=True)
class FileChoices:
    """How one file is to be read."""

    encoding: str = ""
    """As shown to people: UTF-8, UTF-16 LE, UTF-16 BE, GB18030; empty if it is to be found."""
    delimiter: str = ""
    sheets: tuple[str, ...] | None = None
    """Sheets to read; None: all that fit."""
    by_sheet: Mapping[str, SheetChoices] = field(default_factory=dict)
    every_sheet: SheetChoices | None = None
    """For sheets without choices of their own."""
    profiles: bool = True
    """Whether saved profiles may be used where a header fits."""


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping as it is saved: choices for tables with exactly these headers."""

    headers: tuple[str, ...]
    """The text over each column, rows of a header joined by a line."""
    choices: SheetChoices


def mapping_text(mapping: SavedMapping) -> str:
    """A mapping as JSON, to be kept."""
    return json.dumps(asdict(mapping), ensure_ascii=False)


def read_mapping(text: str) -> SavedMapping | None:
    """A mapping from its JSON; None if this version does not understand it."""
    try:
        saved = json.loads(text)
        return SavedMapping(tuple(saved["headers"]), _sheet(saved["choices"]))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _sheet(chosen: Any) -> SheetChoices:  # noqa: ANN401 - whatever JSON holds
    """The choices for a sheet from their JSON. ValueError, KeyError, TypeError, AttributeError."""
    columns = {
        int(place): ColumnChoice(Role(choice["role"]) if choice["role"] else None, choice["says"])
        for place, choice in chosen["columns"].items()
    }
    around = {Role(role): value for role, value in chosen["around"].items()}
    return SheetChoices(chosen["header_row"], chosen["header_rows"], columns, around, Quarters(chosen["quarters"]))


def choices_text(choices: Mapping[str, FileChoices]) -> str:
    """How files are to be read, by their hashes, as JSON: what is sent in is read the same way by whoever looks at it."""
    return json.dumps({sha256: asdict(chosen) for sha256, chosen in choices.items()}, ensure_ascii=False)


def read_choices(text: str) -> dict[str, FileChoices]:
    """The same back again. ValueError, KeyError, TypeError, AttributeError where this version does not understand it."""
    return {sha256: _file(chosen) for sha256, chosen in json.loads(text).items()}


def _file(chosen: Any) -> FileChoices:  # noqa: ANN401 - whatever JSON holds
    return FileChoices(
        chosen["encoding"],
        chosen["delimiter"],
        None if chosen["sheets"] is None else tuple(chosen["sheets"]),
        {name: _sheet(one) for name, one in chosen["by_sheet"].items()},
        _sheet(chosen["every_sheet"]) if chosen["every_sheet"] else None,
        chosen["profiles"],
    )


def headers_of(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The text over each column of a header block, by which a mapping is found again."""
    width = max((len(row) for row in rows), default=0)
    columns = [[row[place].strip() if place < len(row) else "" for row in rows] for place in range(width)]
    texts = ["|".join(" ".join(text.split()) for text in column if text) for column in columns]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)
