"""Why two windows do not fit: when a figure was counted, above when the target counts, on one line of years.

Values have no scale here: nothing that may not be compared stands where it could be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kpi.charts.marks.message import Told, brief
from kpi.charts.marks.rail import rail
from kpi.charts.marks.shapes import flag
from kpi.charts.marks.svg import HATCHED, Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out
from kpi.i18n import Texts
from kpi.model import Status
from kpi.progress import rule_of
from kpi.views import FigureView, Standing

HEIGHT = 58
_PAD = 12.0
_FIGURE, _YEARS, _TARGET = (10.0, 14.0), 33.0, (55.0, 36.0)
"""Pixels from the top: the words and the bar of the figure, the years, the words and the bar of the target."""
_THICK = 7.0
_LEAST_YEAR = 36.0
"""Pixels that a year's number needs."""
_UNKNOWN = 366
"""Days drawn before the target's own of a figure that does not say when it began."""


def window_diagram(standing: Standing, words: Texts, *, width: int = 260, paint: Paint = Paint.SCREEN) -> Mark:
    """When the figures were counted that may not be held against a target, and when it counts."""
    end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
    if end is None or not any(figure.end for figure in standing.obstacles):
        return rail(standing, words, width=width, paint=paint)
    diagram = _Windows(Told(standing, words), Drawing(width, HEIGHT, paint), end)
    diagram.draw()
    return diagram.drawing.mark(diagram.told.alt)


def mark_of(
    standing: Standing, words: Texts, *, width: int = 260, paint: Paint = Paint.SCREEN, steps: Sequence[Standing] = ()
) -> Mark:
    """A rail, with its steps and second lines; of what may not be compared, why there is none."""
    if standing.status is Status.NOT_COMPARABLE:
        return window_diagram(standing, words, width=width, paint=paint)
    return rail(standing, words, width=width, paint=paint, steps=steps)


@dataclass(frozen=True)
class _Windows:
    told: Told
    drawing: Drawing
    end: date
    """The last day of what the target is for."""

    @cached_property
    def figures(self) -> Sequence[FigureView]:
        """In the order of their days."""
        return sorted((each for each in self.told.standing.obstacles if each.end), key=lambda each: each.end or self.end)

    @cached_property
    def start(self) -> date | None:
        """The first day of what the target is for; None where it is for one day."""
        standing = self.told.standing
        period = standing.assessment.period
        return None if period is None or standing.assessment.period_type.from_baseline else period.start

    @cached_property
    def span(self) -> tuple[date, date]:
        """From the first of January before all of it to the last of December after it."""
        days = [self.end, *([self.start] if self.start else [])]
        for figure in self.figures:
            days += [day for day in (figure.start, figure.end) if day]
        first = min(days)
        if any(figure.start is None and not figure.dated for figure in self.figures):
            first = date.fromordinal(max(first.toordinal() - _UNKNOWN, 1))
        return date(first.year, 1, 1), date(max(days).year, 12, 31)

    def at(self, day: date, *, over: bool = False) -> float:
        """Where a day begins, or is over, in pixels."""
        first, last = self.span
        share = (day.toordinal() - first.toordinal() + over) / (last.toordinal() - first.toordinal() + 1)
        return _PAD + share * (self.drawing.width - 2 * _PAD)

    def draw(self) -> None:
        """Figures above, years between, the target below."""
        self._years()
        self._figures()
        self._target()

    def _years(self) -> None:
        first, last = self.span
        years = range(first.year, last.year + 2)
        room = (self.drawing.width - 2 * _PAD) / (len(years) - 1)
        for year in years:
            x = self.at(date(year, 1, 1)) if year <= last.year else self.drawing.width - _PAD
            self.drawing.add("path", "axis", d=f"M{x:.1f} 22v3")
        step = max(1, -int(-_LEAST_YEAR // room))
        for year in years[:-1:step]:
            middle = self.at(date(year, 1, 1)) + room / 2 * (room >= _LEAST_YEAR)
            anchor = "middle" if room >= _LEAST_YEAR else "start"
            self.drawing.add("text", "quiet small", str(year), x=middle, y=_YEARS, text_anchor=anchor)

    def _figures(self) -> None:
        words_at, top = _FIGURE
        labels = []
        for figure in self.figures:
            left, right = self._bar(figure, top)
            labels.append(Label((left + right) / 2, self._wordings(figure), "quiet"))
        chosen = [labels[-1], labels[0]] if len(labels) > 1 else labels
        self._row([*chosen, *self._break()], words_at)

    def _bar(self, figure: FigureView, top: float) -> tuple[float, float]:
        """When it was counted: the days of its window, open to the left where nobody says when it began; of one day a dot."""
        day = figure.end or self.end
        if figure.dated:
            x = (self.at(day) + self.at(day, over=True)) / 2
            self.drawing.add("circle", HATCHED, cx=x, cy=top + _THICK / 2, r=4)
            return x, x
        left = self.at(figure.start) if figure.start else _PAD
        right = self.at(day, over=True)
        self.drawing.add("rect", HATCHED, x=left, y=top, width=right - left, height=_THICK)
        if figure.start is None:
            self.drawing.add("path", "open", d=f"M{left - 1:.1f} {top - 1:g}h9l-3 {_THICK + 2:g}h-6z")
            self.drawing.add("text", "ink bold small", "?", x=left, y=top + _THICK)
        return left, right

    def _wordings(self, figure: FigureView) -> tuple[str, ...]:
        told, words = self.told, self.told.words
        text = told.figure(figure, figure.text)
        short = brief(figure.amount, figure.unit, words)
        if len(self.figures) > 1:
            return (text, figure.text, short)
        full = words("mark.start_unknown" if figure.start is None and not figure.dated else "mark.excluded", figure=text)
        return (full, words("mark.excluded", figure=text), words("mark.excluded_short", figure=text), text, short)

    def _break(self) -> list[Label]:
        """The day from which it is counted differently."""
        day = self.told.standing.assessment.broken_on
        if day is None or not self.span[0] <= day <= self.span[1]:
            return []
        x = self.at(day)
        self.drawing.add("path", "tick dashed", d=f"M{x:.1f} 12V{_TARGET[1] + _THICK:g}")
        return [Label(x, (self.told.words("mark.redefined"), ""), "ink")]

    def _target(self) -> None:
        words_at, top = _TARGET
        right = self.at(self.end, over=True)
        if self.start is None:
            flag(self.drawing, right, top - 2, top + _THICK)
            place = Label(min(right + 8, self.drawing.width - 2), self._goals(), "ink", lean=1.0)
        else:
            left = self.at(self.start)
            self.drawing.add("rect", "frame", x=left, y=top, width=right - left, height=_THICK)
            place = Label((left + right) / 2, self._goals(), "ink")
        self._row([place], words_at)

    def _goals(self) -> tuple[str, ...]:
        texts = (self.told.words("mark.goal", goal=goal) for goal in self.told.goals)
        return (*texts, self.told.goals[-1])

    def _row(self, labels: Sequence[Label], y: float) -> None:
        for placed in lay_out(labels, 1, self.drawing.width - 1):
            self.drawing.add("text", placed.classes, placed.text, x=placed.x, y=y, text_anchor=placed.anchor)
