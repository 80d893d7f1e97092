"""Figures as this room compares them: one record each, whether current or just uploaded; a finding is a problem at its row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pandas as pd

from kpi.catalog import half_printed_digit
from kpi.model import Measure, Message, Observation, ObservationKey, Problem, Qualifier, Severity, Window

Part = tuple[str, str, str, str]
"""Measure, region, breakdown and member: figures of one part differ only in their period."""
Period = tuple[date | None, date | None, date | None]
"""Window start, window end and as-of date."""


@dataclass(frozen=True, slots=True)
class KnownFigures:
    """One figure. `upload` is the uploaded row it comes from; None for one that is already there."""

    part: Part
    period: Period
    value: float
    qualifier: Qualifier
    printed: str
    upload: Observation | None = None

    @property
    def key(self) -> ObservationKey:
        """What makes it the same figure as another."""
        return (*self.part, *self.period)

    @property
    def end(self) -> date:
        """The last day it speaks of; the first day of all where none is given."""
        return self.period[2] or self.period[1] or date.min

    @property
    def span(self) -> Window | date:
        """Its period as people read it: a window whose start is known, or a date."""
        start, end, _ = self.period
        return Window(start, end) if start and end else self.end

    def half_digit(self, measure: Measure) -> float:
        """Half a unit of its last printed digit, in base units."""
        return float(half_printed_digit(Decimal(f"{self.value:.15g}"), self.printed, measure))

    def bounds(self, measure: Measure) -> tuple[float, float]:
        """Least and greatest number it may stand for, by its qualifier."""
        if self.qualifier in (Qualifier.GE, Qualifier.GT):
            return self.value, float("inf")
        if self.qualifier in (Qualifier.LE, Qualifier.LT):
            return float("-inf"), self.value
        slack = self.half_digit(measure) if self.qualifier is Qualifier.APPROX else 0.0
        return self.value - slack, self.value + slack

    def reach(self, measure: Measure) -> tuple[float, float]:
        """The same, of an exact one also by its last printed digit."""
        low, high = self.bounds(measure)
        half = self.half_digit(measure) if self.qualifier is Qualifier.EQ else 0.0
        return low - half, high + half


@dataclass(frozen=True, slots=True)
class Doubt:
    """Figures that do not fit together, as `problem.<code>` says it; what no upload is warned of, as `doubt.<code>`."""

    code: str
    figures: tuple[KnownFigures, ...]
    """The one that is doubted first."""
    values: Mapping[str, object]
    """What goes into the message."""
    severity: Severity = Severity.WARNING

    @property
    def key(self) -> frozenset[ObservationKey]:
        """The figures it is about."""
        return frozenset(figure.key for figure in self.figures)


Book = Mapping[Part, Mapping[Period, KnownFigures]]
"""Figures by part and period."""


def from_frame(frame: pd.DataFrame) -> list[KnownFigures]:
    """The rows of an observation frame, in its order."""
    texts = [frame[name].tolist() for name in ("measure_id", "region_code", "breakdown", "member")]
    dates = [[_day(moment) for moment in frame[name]] for name in ("window_start", "window_end", "as_of")]
    rest = [frame[name].tolist() for name in ("value", "qualifier", "printed")]
    return [
        KnownFigures((m, r, b, x), (start, end, as_of), value, Qualifier(qualifier), printed)
        for m, r, b, x, start, end, as_of, value, qualifier, printed in zip(*texts, *dates, *rest, strict=True)
    ]


def from_upload(observations: Iterable[Observation]) -> list[KnownFigures]:
    """Uploaded rows."""
    return [KnownFigures(o.key[:4], o.key[4:], float(o.value), o.qualifier, o.printed, o) for o in observations]


def after_upload(new: Sequence[Observation], current: pd.DataFrame) -> list[KnownFigures]:
    """What there would be with `new` loaded: a new figure stands in the place of the current one of its key."""
    uploaded = from_upload(new)
    replaced = {known.key for known in uploaded}
    return [known for known in from_frame(current) if known.key not in replaced] + uploaded


def of_measures(frame: pd.DataFrame, new: Sequence[Observation]) -> pd.DataFrame:
    """The rows of an observation frame whose measures are among the uploaded ones."""
    return frame[frame["measure_id"].isin({observation.measure_id for observation in new})]


def by_part(figures: Iterable[KnownFigures]) -> dict[Part, list[KnownFigures]]:
    """Figures that differ only in their period, together."""
    groups: dict[Part, list[KnownFigures]] = {}
    for figure in figures:
        groups.setdefault(figure.part, []).append(figure)
    return groups


def by_period(figures: Iterable[KnownFigures]) -> Book:
    """Figures by part and then by period; of several at one key the last."""
    return {part: {figure.period: figure for figure in same} for part, same in by_part(figures).items()}


def _day(moment: pd.Timestamp) -> date | None:
    return None if pd.isna(moment) else moment.date()


def at_new_rows(doubts: Iterable[Doubt]) -> tuple[Problem, ...]:
    """Each as a problem at the first of its figures that is uploaded; none where all were there before."""
    return tuple(problem for doubt in doubts for problem in _at_new_row(doubt))


def _at_new_row(doubt: Doubt) -> list[Problem]:
    rows = [figure.upload for figure in doubt.figures if figure.upload]
    code, severity, suggestion = doubt.code, doubt.severity, Message(f"suggestion.{doubt.code}")
    return [Problem(severity, code, r.file, r.sheet, r.row, "", r.printed, doubt.values, suggestion) for r in rows[:1]]
