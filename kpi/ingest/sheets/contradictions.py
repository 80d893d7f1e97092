"""Periods that a title, a sheet name, a file name or a note tells, held against those that the rows were read for.

Whether it is what the figures are of or the day they were handed in: no row can end later than that. A title that fits none of
its rows is asked about.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kpi.ingest.periods import Told, told_in, with_years
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.sheets.passages import Passage, Passed
from kpi.ingest.spelling import halved
from kpi.model import Message, Observation, Severity, Window

_NOTE_OF_FIGURES = re.compile(
    r"截[至止]|累计|数据[为是]|数$|^[^，,。；;]{0,4}\d{1,2}月[^，,。；;]{0,4}$|^[上下]半年$|日期|时间"
)
"""What a note says of all figures, and not of some of them or of their history."""


@dataclass(frozen=True, slots=True)
class Telling:
    """Texts of one sort that tell something of rows `first` to `last`."""

    place: str
    """title, sheet, file or note; what a person sees it called is `place.<that>`."""
    texts: tuple[str, ...]
    first: int = 0
    last: int = 10**9

    def speaks(self, text: str) -> bool:
        """Whether a text is about the figures: a title always, a note only if it says so."""
        return self.place != "note" or (bool(_NOTE_OF_FIGURES.search(halved(text))) and "其中" not in text)


def tellings(
    above: tuple[str, ...], names: tuple[str, str], passed: Sequence[Passed], observations: Sequence[Observation]
) -> list[Telling]:
    """Title, headings inside the table, the sheet's and the file's name, and notes, each with the rows it stands over."""
    headings = [row for row in passed if row.passage is Passage.HEADING and told_in(row.text)]
    edges = [0, *(heading.row for heading in headings), 10**9]
    over = zip([above, *((heading.text,) for heading in headings)], edges, edges[1:], strict=False)
    notes = tuple(row.text for row in passed if row.passage is Passage.NOTE)
    return [
        *(Telling("title", texts, first, last) for texts, first, last in over),
        Telling("sheet", names[:1]),
        Telling("file", names[1:]),
        Telling("note", notes),
        *(Telling("note", (row.note,), row.row, row.row) for row in observations if row.note),
    ]


def contradictions(
    around: Iterable[Telling], observations: Sequence[Observation]
) -> Iterator[tuple[Refused, Observation, Severity]]:
    """What sources tell against the rows they stand over, at the first such row.

    A row that ends later in the very year is refused, for it would be read as more than it is; anything else is asked about.
    """
    ordered = sorted(observations, key=_row)
    for source in around:
        below = ordered[bisect_left(ordered, source.first, key=_row) : bisect_right(ordered, source.last, key=_row)]
        told = with_years([period for text in source.texts if source.speaks(text) for period in told_in(text)])
        if source.place == "note":
            told = [period for period in told if not period.whole and not period.unnamed]
        if any(not period.whole and not period.unnamed for period in told):
            told = [period for period in told if not period.unnamed]
        if below and told:
            yield from _contradictions(source, told, below)


def _contradictions(
    source: Telling, told: Sequence[Told], below: Sequence[Observation]
) -> Iterator[tuple[Refused, Observation, Severity]]:
    year = max(_end(row).year for row in below)
    latest = max(told, key=lambda period: period.end(year))
    limit = latest.end(year)
    later = [row for row in below if _end(row) > limit]
    cut = [row for row in later if _end(row).year == limit.year]
    if cut and source.place != "note":
        yield _refused("period_beyond", source, latest, cut), cut[0], Severity.ERROR
    elif later:
        yield _refused("period_unlike", source, latest, later), later[0], Severity.WARNING
    elif source.place != "note":
        own = [period for period in told if not period.dated]
        if own and not any(_fits(period, row, year) for period in own for row in below):
            yield _refused("period_unlike", source, own[-1], below), below[0], Severity.WARNING


def _refused(code: str, source: Telling, told: Told, rows: Sequence[Observation]) -> Refused:
    first = rows[0]
    period = Window(first.window_start, first.window_end) if first.window_start and first.window_end else _end(first)
    values = {"place": Message(f"place.{source.place}"), "said": told.text, "period": period, "count": len(rows)}
    return Refused.saying(code, advice(code), values)


def _fits(told: Told, observation: Observation, year: int) -> bool:
    """Whether a row may be what it speaks of."""
    if told.unnamed:
        return not _is_year(observation)
    if told.whole:
        return _end(observation).year == told.year
    starts_later = observation.window_start is not None and observation.window_start > told.start(year)
    return _end(observation) == told.end(year) and not (told.cumulative and starts_later)


def _row(observation: Observation) -> int:
    return observation.row


def _is_year(observation: Observation) -> bool:
    """Whether a row is of a whole year."""
    start, end = observation.window_start, _end(observation)
    return start is not None and (start.month, start.day, end.month, end.day) == (1, 1, 12, 31)


def _end(observation: Observation) -> date:
    """The last day of a row; every row that was read has one."""
    return observation.period_end or date.min
