"""The period a row is of: what its cells, its column, its measure's name and the titles say together."""

from dataclasses import replace
from datetime import date

from kpi.ingest.periods import (
    Label,
    Period,
    Quarters,
    check_bounds,
    is_early,
    label_of,
    only_window,
    period,
    place,
    read_date,
    refuse_other_window,
    titled_label,
    together,
    window_word,
    year_label,
)
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Fields
from kpi.ingest.tables.headers import Entry, Role
from kpi.model import Kind, Measure, Severity


class PeriodReader(Fields):
    """Reads the periods of the entries of one sheet."""

    def read(self, entry: Entry, measure: Measure | None) -> Period | None:
        """The period of an entry; None where it says none for certain, or one from before figures are kept."""
        before = self.course.problems.errors
        labels = self._labels(entry, measure)
        start, end = self.field(entry, Role.START, read_date), self.field(entry, Role.END, read_date)
        if measure is None or self.course.problems.errors > before:
            return None
        try:
            span = self._placed(entry, measure, labels, (start, end))
        except Refused as refused:
            cell = entry.first(Role.END if end else Role.YEAR, Role.END, Role.PERIOD, Role.START)
            self.refuse(refused, entry, cell or next(iter(entry.labels), None))
            return None
        if is_early(span):
            self.course.early.append((entry, span))
            return None
        if start and span.window_start is None:
            self.refuse(Refused("start_unused", day=span.end), entry, entry.first(Role.START), Severity.NOTE)
        return span

    def _labels(self, entry: Entry, measure: Measure | None) -> tuple[Label, ...]:
        """What the row, its column and the measure's own name say of the period besides dates."""
        word = window_word(measure.name_zh)[1] if measure else ""
        own = [Label(cumulative="累计" in word, alone="累计" not in word)] if word else []
        read = [self.field(entry, Role.YEAR, year_label), self.field(entry, Role.PERIOD, label_of)]
        read += [self.attempt(entry.row, cell, label_of, cell.text) for cell in entry.labels]
        said = tuple(label for label in read if label)
        return said if any(map(only_window, said)) else (*said, *own)

    def _placed(
        self, entry: Entry, measure: Measure, labels: tuple[Label, ...], dates: tuple[date | None, date | None]
    ) -> Period:
        """The same within the bounds of what anybody may report."""
        span = self._meant(entry, measure, labels, dates)
        check_bounds(span, self.setting.today)
        return span

    def _meant(
        self, entry: Entry, measure: Measure, labels: tuple[Label, ...], dates: tuple[date | None, date | None]
    ) -> Period:
        """The period that labels and dates mean together; a year may come from the title."""
        label = together(labels)
        unfilled = label == Label() and bool({Role.YEAR, Role.PERIOD} & entry.cells.keys())
        if label.year is None and label.stated is None and dates == (None, None) and not unfilled:
            titled = self.around(entry, Role.PERIOD)
            label = together((*labels, titled_label(titled.text, label))) if titled else label
        if any(dates):
            stated = period(measure.kind, label.year, *dates)
            beyond_year = replace(label, year=label.year or stated.end.year)
            if (label.months or label.stated) and place(beyond_year, measure.kind, Quarters.ALONE).end != stated.end:
                raise Refused("period_conflict", advice("period_conflict"))
            refuse_other_window(label, stated)
            return stated
        if label == Label():
            return period(measure.kind, None, None, None)
        if label.serial:
            serial = Refused("serial_date", day=label.stated.end if label.stated else "")
            self.refuse(serial, entry, entry.first(Role.PERIOD, Role.YEAR) or entry.value, Severity.WARNING)
        over_year = measure.measure_id in self.setting.ratios_of_years and label == Label(label.year)
        return place(label, Kind.FLOW if over_year else measure.kind, self.setting.quarters)
