"""What the charts of a report show, whatever draws them: names, values, the digits of their labels and a text instead.

Word, Excel, slides and PDF each draw these natively. Every chart can be read in black and white: series differ by lightness
and pattern, and values stand beside their marks.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from kpi.i18n import Texts, day_short, language, round_half_up
from kpi.model import Status, ends_year, year_end
from kpi.report.model import GapReport
from kpi.views import Amount, Face, MemberColumn, PathPoint, PathRow, Standing, YearlyRow, heading

_FEWEST_BARS, _MOST_MEMBERS = 2, 15
"""Categories of a chart of bars: one alone compares nothing, and of members more cannot be read on a page."""
_ROOM = 0.35
"""What a label takes with its mark above and below lines, as a share of the height between the least and the most of them."""
_MOST_DAYS = 3
"""Days within years that are named below a chart; where there are more, years say enough."""
_FEWEST_DAYS = 2
"""One day alone lies nowhere on a line of days."""
_LEAP = 1
"""Days by which years are not equally long."""
LONGEST = 150.0
"""Per cent that a bar of progress is drawn to: one that goes further is broken, its number at its end, and dwarfs none."""


class PlotForm(StrEnum):
    """How a plot is drawn."""

    BARS = "bars"
    """Horizontal bars, the first category on top."""
    STACKED = "stacked"
    """Horizontal bars, the series one after the other."""
    LINES = "lines"
    """Lines with marks over categories that are days."""


class Ink(StrEnum):
    """What a series stands for; each format has a shade and a pattern for it."""

    VALUE = "value"
    """What is."""
    YARDSTICK = "yardstick"
    """What it is held against: time gone, the way to the target."""
    EARLIER = "earlier"
    """What was before a break in how it is counted."""
    EARLIEST = "earliest"
    """What was before the break before that."""
    MET = "met"
    ON_PACE = "on_pace"
    BEHIND = "behind"
    FAR_BEHIND = "far_behind"
    MISSED = "missed"
    OPEN = "open"
    """Without a verdict."""


@dataclass(frozen=True, slots=True)
class PlotSeries:
    """One series: a value for each category, None where there is none."""

    name: str
    values: tuple[float | None, ...]
    ink: Ink
    marks: tuple[str, ...] = ()
    """What stands before each number: ≥, 约 and the like; none at all where no value has one."""

    @classmethod
    def of(cls, name: str, amounts: Iterable[Amount | None], ink: Ink) -> "PlotSeries":
        """Amounts with their marks."""
        shown = [amount or Amount() for amount in amounts]
        marks = tuple(_before_a_number(amount.mark) for amount in shown)
        return cls(name, tuple(amount.number for amount in shown), ink, marks if any(marks) else ())

    def mark(self, place: int) -> str:
        """What stands before the number of a category."""
        return self.marks[place] if self.marks else ""


@dataclass(frozen=True, slots=True)
class Plot:
    """One chart."""

    name: str
    """Short, for parts of files: progress, status."""
    title: str
    form: PlotForm
    unit: str
    decimals: int
    """Digits after the point of the labels."""
    categories: tuple[str, ...]
    series: tuple[PlotSeries, ...]
    summary: str
    """The same in words, for who cannot see it."""
    longest: float | None = None
    """Where the axis of bars ends if a value goes further; its bar ends there too, with a break."""
    days: tuple[date, ...] = ()
    """The days that the categories of lines are, so that each stands where its day is; none of what is counted over days."""

    def at(self, place: int) -> float:
        """How far along a category stands, 0 to 1: by its day, so that a steady course is a straight line."""
        if len(self.days) < _FEWEST_DAYS or self.days[0] == self.days[-1]:
            return (place + 0.5) / len(self.categories)
        gone, whole = (self.days[place] - self.days[0]).days, (self.days[-1] - self.days[0]).days
        edge = 0.5 / len(self.categories)
        return edge + (1 - 2 * edge) * gone / whole

    @property
    def years(self) -> tuple[date, date] | None:
        """The ends of years that an axis of days goes between, where the days are no even steps apart; else names serve."""
        steps = [(later - earlier).days for earlier, later in pairwise(self.days)]
        if not steps or max(steps) - min(steps) <= _LEAP:
            return None
        first, last = self.days[0], self.days[-1]
        return (first if ends_year(first) else year_end(first.year - 1)), year_end(last.year)

    def broken(self, series: PlotSeries) -> tuple[int, ...]:
        """The places of the bars of a series that go further than they are drawn."""
        if self.longest is None:
            return ()
        return tuple(place for place, value in enumerate(series.values) if value is not None and value > self.longest)

    def stands_below(self, series: int, place: int) -> bool:
        """Whether a label on lines stands below its mark: of the lower of two values, and of the same one on a later line."""
        own, others = self.series[series].values[place], enumerate(line.values[place] for line in self.series)
        return own is not None and any(value is not None and (value, series) > (own, other) for other, value in others)

    def is_told(self, series: int, place: int) -> bool:
        """Whether the same number stands at the same mark already, on a line before."""
        own = self.series[series]
        shown = own.values[place], own.mark(place)
        return any((line.values[place], line.mark(place)) == shown for line in self.series[:series])

    @property
    def reach(self) -> tuple[float, float]:
        """Where the axis of lines ends, so that there is room for a label above the highest mark and below the lowest."""
        known = [value for line in self.series for value in line.values if value is not None]
        least, most = min(known, default=0.0), max(known, default=0.0)
        room = _ROOM * (most - least) or abs(most) or 1.0
        return least - room, most + room

    def label(self, series: PlotSeries, place: int, lang: str) -> str:
        """A number with its mark, in the plot's digits, in English by thousands; nothing where there is none."""
        value = series.values[place]
        if value is None:
            return ""
        number = round_half_up(value, self.decimals)
        shown = f"{number:{',' if language(lang).grouped else ''}.{self.decimals}f}"
        return series.mark(place) + shown.replace("-", "−")

    def within_years(self, words: Texts) -> str:
        """On an axis that names ends of years: which numbers are of other days. Nothing where all are of ends of years."""
        others = [place for place, day in enumerate(self.days) if self.years and not ends_year(day)]
        if len(others) > _MOST_DAYS:
            return words("report.plot_within_years")
        shown = (
            (dict.fromkeys(filter(None, (self.label(line, place, words.lang) for line in self.series))), self.days[place])
            for place in others
        )
        return words.language.phrases.join(words("report.plot_of_day", values=tuple(values), day=day) for values, day in shown)


_INKS_OF_RUNS = Ink.VALUE, Ink.EARLIER, Ink.EARLIEST
"""From the last stretch back."""
_INKS = {status: Ink(status) for status in (Status.MET, Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED)}


def status_plot(report: GapReport) -> Plot | None:
    """How many targets of each category stand where; what has no verdict is one series. None of fewer than two categories."""
    words, groups = report.texts, [group for group in report.categories if group.counted]
    if len(groups) < _FEWEST_BARS:
        return None
    judged = [count for count in report.counts if count.status in _INKS]
    series = [
        PlotSeries(count.text, tuple(_count(group.counted, count.status) for group in groups), _INKS[count.status])
        for count in judged
    ]
    opened = tuple(float(sum(not row.judged for row in group.counted)) or None for group in groups)
    if any(opened):
        series.append(PlotSeries(words("report.without_verdict"), opened, Ink.OPEN))
    title, names = words("report.plot_status"), tuple(group.name for group in groups)
    summary = _summary(words, title, ((group.name, str(len(group.counted))) for group in groups))
    return Plot("status", title, PlotForm.STACKED, "", 0, names, tuple(series), summary)


def _before_a_number(mark: str) -> str:
    """A sign stands at its number, a Latin word apart from it."""
    return f"{mark} " if mark[-1:].isascii() and mark[-1:].isalpha() else mark


def _summary(words: Texts, title: str, told: Iterable[tuple[str, str]]) -> str:
    """A plot in words: its title, and of each category what it shows."""
    items = tuple(words("report.plot_item", name=name, value=value) for name, value in told)
    return words("report.plot_summary", title=title, items=items)


def _bars(words: Texts, name: str, title: str, unit: str, series: str, amounts: Sequence[tuple[str, Amount]]) -> Plot | None:
    """A plot of one series of bars; None of fewer than two."""
    if len(amounts) < _FEWEST_BARS:
        return None
    drawn = PlotSeries.of(series, (amount for _, amount in amounts), Ink.VALUE)
    decimals = max(amount.decimals for _, amount in amounts)
    summary = _summary(words, title, ((category, amount.told) for category, amount in amounts))
    return Plot(name, title, PlotForm.BARS, unit, decimals, tuple(category for category, _ in amounts), (drawn,), summary)


def _count(rows: Sequence[Standing], status: Status) -> float | None:
    return float(sum(row.status is status for row in rows)) or None


def progress_plot(report: GapReport, among: Sequence[Standing] | None = None) -> Plot | None:
    """Targets with a pace: how far they are beside how much of the time has gone, per cent. None of fewer than two.

    `among` are the targets looked at, by default every one that the headline counts.
    """
    looked_at = report.counted if among is None else among
    rows = paced_rows(looked_at)
    if len(rows) < _FEWEST_BARS:
        return None
    words = report.texts
    done = PlotSeries.of(heading(words, "progress", Face.LIST), (row.progress for row in rows), Ink.VALUE)
    gone = PlotSeries(heading(words, "time", Face.LIST), tuple(row.time.number for row in rows), Ink.YARDSTICK)
    names = [_in_year(words, row) for row in rows]
    marked = tuple(
        words("report.with_label", name=name, label=row.progress.text) if (row.progress.number or 0.0) < 0 else name
        for name, row in zip(names, rows, strict=True)
    )
    title = words("report.plot_progress")
    summary = _summary(words, title, ((name, row.progress.text) for name, row in zip(names, rows, strict=True)))
    longest = LONGEST if any((row.progress.number or 0.0) > LONGEST for row in rows) else None
    return Plot("progress", title, PlotForm.BARS, "%", 1, marked, (done, gone), summary, longest)


def _in_year(words: Texts, row: Standing) -> str:
    year = row.assessment.year
    return words("report.plot_name", measure=row.measure_name, year=year) if year else row.measure_name


def paced_rows(rows: Sequence[Standing]) -> list[Standing]:
    """Those that have a verdict, a progress and a time, in their order."""
    return [row for row in rows if row.judged and row.progress.number is not None and row.time.number is not None]


def path_plots(report: GapReport) -> tuple[Plot, ...]:
    """Each headline measure over time beside the way to its target."""
    return tuple(path_plot(report, path) for path in report.paths if path.headline)


def path_plot(report: GapReport, row: PathRow) -> Plot:
    """A target over time beside the way to it."""
    words = report.texts
    days = sorted({point.day for point in (*row.points, *row.expected)})
    labels = {point.day: point.over or day_short(words, point.day) for point in (*row.expected, *row.points)}
    averaged = any(point.over for point in (*row.expected, *row.points))
    wanted = {point.day: point.value for point in row.expected}
    title = row.title or words("report.plot_path", measure=row.measure, unit=row.unit)
    return Plot(
        name="path",
        title=title,
        form=PlotForm.LINES,
        unit=row.unit,
        decimals=max((point.value.decimals for point in (*row.points, *row.expected)), default=0),
        categories=tuple(labels[day] for day in days),
        series=(
            *_reported(words, row, days),
            PlotSeries.of(words("report.plot_expected"), (wanted.get(day) for day in days), Ink.YARDSTICK),
        ),
        summary=_summary(words, title, ((point.label, point.value.told) for point in row.points)),
        days=() if averaged else tuple(days),
    )


def _reported(words: Texts, row: PathRow, days: Sequence[date]) -> Iterator[PlotSeries]:
    """What was reported, in a series for each stretch that is counted alike, so that no line crosses to the next."""
    runs = row.runs or ((),)
    for later, run in zip(reversed(range(len(runs))), runs, strict=True):
        values = {point.day: point.value for point in run}
        ink = _INKS_OF_RUNS[min(later, len(_INKS_OF_RUNS) - 1)]
        yield PlotSeries.of(_run_name(words, row, run), (values.get(day) for day in days), ink)


def _run_name(words: Texts, row: PathRow, run: Sequence[PathPoint]) -> str:
    if not row.breaks:
        return words("report.plot_actual")
    since = max((day for day in row.breaks if day <= run[0].day), default=None)
    return words("report.plot_since", day=since) if since else words("report.plot_before", day=row.breaks[0])


def member_plot(report: GapReport, column: MemberColumn) -> Plot | None:
    """A measure's best members, as many as can be read. None where there are no two to compare."""
    words, there = report.texts, [member for member in column.rows if member.amount.number is not None]
    shown = there[:_MOST_MEMBERS]
    key = "report.plot_members" if len(shown) == len(there) else "report.plot_members_first"
    counts = {"shown": len(shown), "count": len(there)}
    title = words(key, measure=column.name, period=column.period_name, unit=column.unit, **counts)
    return _bars(words, "members", title, column.unit, column.name, [(member.name, member.amount) for member in shown])


def yearly_plot(report: GapReport, measure_id: str) -> Plot | None:
    """A measure's value of each year, or of a day in it, oldest first. None where fewer than two have one."""
    rows = [row for row in report.yearly if row.measure_id == measure_id and row.value.number is not None]
    if not rows:
        return None
    words, first = report.texts, rows[0]
    title = words("report.plot_path", measure=first.measure, unit=first.unit)
    return _bars(words, "yearly", title, first.unit, first.measure, [(_year(words, row), row.value) for row in rows])


def _year(words: Texts, row: YearlyRow) -> str:
    """What a value is of, in few words; one at the last day of a year is of its end."""
    return day_short(words, year_end(row.year)) if row.period == words.day(year_end(row.year)) else row.period


def share_plot(report: GapReport) -> Plot | None:
    """A region's shares of the whole above it, per cent. None where it has fewer than two."""
    rows = [row for row in report.values if row.share.number is not None]
    if not rows:
        return None
    words, title = report.texts, report.texts("report.plot_share", above=report.above)
    alike = len({row.period for row in rows}) == 1
    key = "report.target_named_plain"
    names = [row.measure if alike else words(key, measure=row.measure, period=row.period) for row in rows]
    shares = [(name, row.share) for name, row in zip(names, rows, strict=True)]
    return _bars(words, "share", title, "%", words("report.plot_share_series"), shares)
