"""What was published first and later in the place of one figure, and figures as they were first published."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Figure, ObservationKey
from kpi.views.figures import state_text

_KEY = ("measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of")
_MONTH, _DAY = len("2021-12"), len("2021-12-17")


def published_text(words: Texts, published_on: str) -> str:
    """The day a figure came out, or the month or the year, as far as it is known; what is no date stands as it is written."""
    try:
        if len(published_on) == _DAY:
            return words.day(date.fromisoformat(published_on))
        if len(published_on) == _MONTH:
            return words.month(date.fromisoformat(f"{published_on}-01"))
    except ValueError:
        return published_on
    return words("value.year", year=published_on) if published_on.isdigit() else published_on


def vintages_of(catalog: Catalog, words: Texts, figure_id: str) -> str:
    """The same of a figure by its id; empty where it was published once, or gave way to another."""
    vintages = catalog.vintages.get(figure_id)
    return vintage_text(catalog, words, vintages) if vintages else ""


def vintage_text(catalog: Catalog, words: Texts, vintages: Sequence[Figure]) -> str:
    """All that was published in the place of one figure, the first first."""
    *earlier, now = vintages
    told = [words("service.vintage_first" if place == 0 else "service.vintage_then", told=_told(catalog, words, each))
            for place, each in enumerate(earlier)]  # fmt: skip
    return words("service.vintage_arrow").join([*told, words("service.vintage_now", told=_told(catalog, words, now))])


def _told(catalog: Catalog, words: Texts, figure: Figure) -> str:
    measure = catalog.measures[figure.measure_id]
    source = catalog.sources.get(figure.source_id)
    publisher = (source.issuer or source.title) if source else figure.source
    said = (published_text(words, figure.published_on), publisher, state_text(words, figure.state))
    value = words.quantity(figure.value, measure, figure.qualifier)
    details = tuple(filter(None, said))
    return words("service.vintage", value=value, details=words("service.within").join(details)) if details else value


def first_published(catalog: Catalog, frame: pd.DataFrame) -> pd.DataFrame:
    """An observation frame as it would be had nothing that was published since changed a figure."""
    firsts = {those[-1].key: those[0] for those in catalog.vintages.values()}
    if not firsts or frame.empty:
        return frame
    places = [(place, firsts[key]) for place, key in enumerate(_keys(frame)) if key in firsts]
    changed = frame.copy()
    rows = np.array([place for place, _ in places], dtype=np.int64)
    for name, of in _STATED.items():
        values = changed[name].to_numpy(copy=True)
        values[rows] = [of(figure) for _, figure in places]
        changed[name] = values
    return changed


_STATED: Mapping[str, Callable[[Figure], object]] = {
    "value": lambda figure: float(figure.value),
    "qualifier": lambda figure: str(figure.qualifier),
    "certainty": lambda figure: str(figure.certainty),
    "printed": lambda figure: figure.printed,
    "figure_id": lambda figure: figure.figure_id,
    "source_id": lambda figure: figure.source_id,
    "section": lambda figure: figure.section,
    "note": lambda figure: figure.note.zh,
    "file": lambda figure: "",
}
"""What a publication says of a figure, by the columns of an observation frame."""


def _keys(frame: pd.DataFrame) -> list[ObservationKey]:
    texts = [frame[name].tolist() for name in _KEY[:4]]
    days = [[None if pd.isna(day) else day.date() for day in frame[name]] for name in _KEY[4:]]
    return list(zip(*texts, *days, strict=True))
