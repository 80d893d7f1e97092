"""Figures in words: value, period, and the way back to where each was printed or uploaded."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import pandas as pd

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Batch, Bilingual, Figure, Qualifier, Window, local
from kpi.views.amounts import Amount, Amounts

_WITHIN = str.maketrans("《》", "〈〉")
_SOURCE = ["batch_id", "file", "sheet", "row", "source_id", "section", "printed"]


@dataclass(frozen=True, slots=True)
class FigureView:
    """One figure that was loaded, and the way back to where it stands: a document, or a file somebody uploaded."""

    observation_key: tuple[object, ...]
    measure_id: str
    measure_name: str
    region_code: str
    region_name: str
    breakdown: str
    member: str
    """Code of the breakdown's member."""
    label: str
    """Name of the breakdown's member; empty for the whole."""
    value: float
    """Base units."""
    amount: Amount
    """The value with mark and unit."""
    unit: str
    """Of the amount's number."""
    period: str
    start: date | None
    """First day of a window; None for a date, or where it is not stated."""
    end: date | None
    """The date, or the last day of the window."""
    source: str
    """Where it comes from, in one line."""
    document: str = ""
    """Title and number of the document; empty for an upload."""
    section: str = ""
    printed: str = ""
    """As the document writes it."""
    file: str = ""
    sheet: str = ""
    row: int = 0
    user: str = ""
    loaded_at: datetime | None = None
    """When the batch was approved, Asia/Shanghai."""
    batch_id: int = 0
    figure_id: str = ""
    note: str = ""
    state: str = ""
    """初步, 最终 or 修订, where its source says so."""
    withdrawn: bool = False
    """Whether its batch was; a version that does not count without that gave way to a newer one."""

    @property
    def text(self) -> str:
        """Value with mark and unit."""
        return self.amount.text

    @property
    def remark(self) -> str:
        """What its reporter remarked; the catalog's notes are its own."""
        return self.note if self.file else ""

    @property
    def dated(self) -> bool:
        """Whether it stands at a date, and is not of a window."""
        return self.observation_key[-1] is not None


class FigureWording:
    """Words the rows of observation frames in one language."""

    def __init__(self, catalog: Catalog, batches: Mapping[int, Batch], texts: Texts) -> None:
        self.catalog = catalog
        self.batches = batches
        self.texts = texts
        self._amounts = Amounts(texts)

    def views(self, frame: pd.DataFrame, positions: Iterable[int]) -> tuple[FigureView, ...]:
        """The figures at `positions` of an observation frame, in that order; one call for many is much faster than many."""
        rows = frame.iloc[list(positions)]
        return tuple(self.view(row) for row in rows.to_dict("records"))

    def sources(self, frame: pd.DataFrame, positions: Iterable[int]) -> tuple[str, ...]:
        """The way back to each of the figures at `positions`, and nothing else about them: a few thousand at once."""
        rows = frame[_SOURCE].iloc[list(positions)]
        return tuple(self._source(row, self.batches.get(int(row["batch_id"]))) for row in rows.to_dict("records"))

    def view(self, row: Mapping[Any, Any]) -> FigureView:
        """One row of an observation frame."""
        start, end, as_of = (_day(row[name]) for name in ("window_start", "window_end", "as_of"))
        measure = self.catalog.measures[row["measure_id"]]
        batch = self.batches.get(int(row["batch_id"]))
        withdrawn = row.get("withdrawn_at")
        return FigureView(
            observation_key=(row["measure_id"], row["region_code"], row["breakdown"], row["member"], start, end, as_of),
            measure_id=row["measure_id"],
            measure_name=measure.name(self.texts.lang),
            region_code=row["region_code"],
            region_name=self.catalog.regions[row["region_code"]].name(self.texts.lang),
            breakdown=row["breakdown"],
            member=row["member"],
            label=self.label(row["breakdown"], row["member"]),
            value=float(row["value"]),
            amount=self._amounts.value(float(row["value"]), measure, Qualifier(row["qualifier"])),
            unit=self._amounts.unit(measure),
            period=self.period(start, end, as_of),
            start=start,
            end=as_of or end,
            source=self._source(row, batch),
            document=self.document(row["source_id"]),
            section=row["section"],
            printed=row["printed"],
            file=row["file"],
            sheet=row["sheet"],
            row=int(row["row"]),
            user=batch.user if batch else "",
            loaded_at=local(batch.approved_at) if batch else None,
            batch_id=int(row["batch_id"]),
            figure_id=row["figure_id"],
            note=self._note(row),
            state=self._state(row),
            withdrawn=withdrawn is not None and not pd.isna(withdrawn),
        )

    def label(self, breakdown: str, member: str) -> str:
        """The name of a breakdown's member, empty for the whole."""
        return self.catalog.member_name(breakdown, member, self.texts.lang) if breakdown else ""

    def period(self, start: date | None, end: date | None, as_of: date | None) -> str:
        """The period a figure speaks of."""
        if as_of is not None:
            return self.texts.day(as_of)
        if end is None:
            return self.texts("service.period_unknown")
        if start is None:
            return self.texts("service.period_open", end=end)
        return self.texts.window(Window(start, end))

    def document(self, source_id: str) -> str:
        """Title and number of a source document."""
        source = self.catalog.sources.get(source_id)
        if source is None:
            return ""
        key = "service.document" if source.number else "service.document_plain"
        return self.texts(key, title=within_marks(self.texts, source.title), number=source.number)

    def _note(self, row: Mapping[Any, Any]) -> str:
        figure = self.catalog.figures.get(row["figure_id"])
        return Bilingual(str(row["note"]), figure.note.en if figure else "").in_(self.texts.lang)

    def _state(self, row: Mapping[Any, Any]) -> str:
        figure = self.catalog.figures.get(row["figure_id"])
        return state_text(self.texts, figure.state) if figure else ""

    def _source(self, row: Mapping[Any, Any], batch: Batch | None) -> str:
        if row["file"]:
            sheet = self.texts("service.sheet", sheet=row["sheet"]) if row["sheet"] else ""
            moment = self.texts.day(local(batch.approved_at).date()) if batch else ""
            user = batch.user if batch else ""
            return self.texts("service.from_file", file=row["file"], sheet=sheet, row=int(row["row"]), user=user, day=moment)
        return cited(self.texts, self.document(row["source_id"]), row["section"], row["printed"])


def state_text(texts: Texts, state: str) -> str:
    """初步, 最终 or 修订, where it is known; what a source calls otherwise stands as it is written."""
    key = f"service.state_{state}"
    return texts(key) if state and key in texts else state


def made_public(texts: Texts, figure: Figure) -> str:
    """The day a figure was made public and whether it was the first, the final or a revised one."""
    return texts.language.items.join(filter(None, (figure.published_on, state_text(texts, figure.state))))


def cited(texts: Texts, document: str, section: str, printed: str) -> str:
    """A document with the place in it and what is printed there, as far as these are known."""
    place = texts("service.place", document=document, section=section) if section else document
    return texts("service.from_document", place=place, printed=printed) if printed else place


def _day(value: object) -> date | None:
    return value.date() if isinstance(value, pd.Timestamp) and not pd.isna(value) else None


def within_marks(words: Texts, title: str) -> str:
    """A title that names another: within 《》 that stands in 〈〉."""
    return title.translate(_WITHIN) if "《" in words("service.document_plain", title="") else title
