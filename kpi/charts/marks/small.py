"""A target as a chart so small that many stand side by side on one line of years: figures, the way to the target, its deadline.

Each has a scale of its own for values, and none where they may not be compared; the line of years is the same for all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate, pairwise

from kpi.charts.marks.message import Told
from kpi.charts.marks.shapes import flag, head
from kpi.charts.marks.svg import HATCHED, Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out, width_of
from kpi.i18n import Texts
from kpi.model import Kind, Status
from kpi.progress import required_path, rule_of
from kpi.views import FigureView, SheetRow, Standing

WIDTH, HEIGHT = 264, 116
_LEFT, _RIGHT = 8.0, 14.0
_WORDS, _TOP, _FLOOR, _YEARS = 10.0, 26.0, 94.0, 109.0
"""Pixels from the top: the words above, the highest value, the lowest, the years below them."""
_LEAST_YEAR = 34.0
"""Pixels that a year's number needs."""
_OPEN = frozenset({Status.NO_DATA, Status.NOT_STARTED, Status.NOT_COMPARABLE})
"""Verdicts beside which no figure may be held against the target."""
_SHORT = frozenset({Status.BEHIND, Status.FAR_BEHIND})
_HEAD_ROOM = 15.0
"""Pixels that a bar is high in which the shape of its lamp stands."""
_LINE = 2
"""One figure is a dot and no line."""
_A_DAY = timedelta(days=1)
Point = tuple[date, float]


@dataclass(frozen=True, slots=True)
class Years:
    """The line of years that charts have in common."""

    first: int
    last: int

    def at(self, day: date, width: int, *, over: bool = False) -> float:
        """Where a day begins, or is over, in a picture so many pixels wide; what lies before all of it stands at its edge."""
        start, end = date(self.first, 1, 1).toordinal(), date(self.last, 12, 31).toordinal() + 1
        share = (day.toordinal() + over - start) / (end - start)
        return _LEFT + min(max(share, 0.0), 1.0) * (width - _LEFT - _RIGHT)


def small(row: SheetRow, years: Years, as_of: date, words: Texts, *, width: int = WIDTH, paint: Paint = Paint.SCREEN) -> Mark:
    """One target of many."""
    drawing = Drawing(width, HEIGHT, paint)
    chart = _Small(row, years, as_of, Told(row.standing, words), drawing)
    chart.draw()
    return drawing.mark(chart.told.alt)


@dataclass
class _Scale:
    """Where values stand between the floor and the top."""

    low: float
    high: float
    turned: bool = False

    @classmethod
    def of(cls, values: Sequence[float], *, from_nothing: bool, turned: bool) -> "_Scale":
        """The scale that holds some values; one of sums begins at nothing."""
        low, high = min(values), max(values)
        if from_nothing:
            return cls(min(low, 0.0), max(high, 0.0) or 1.0)
        room = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
        return cls(low - room, high + room, turned)

    def at(self, value: float) -> float:
        """Pixels from the top."""
        share = (value - self.low) / (self.high - self.low)
        return _FLOOR - (1 - share if self.turned else share) * (_FLOOR - _TOP)


@dataclass
class _Small:
    row: SheetRow
    years: Years
    as_of: date
    told: Told
    drawing: Drawing
    labels: list[Label] = field(default_factory=list)

    @property
    def standing(self) -> Standing:
        return self.row.standing

    @cached_property
    def end(self) -> date | None:
        """The day it is due, of a yearly target the last of the year that is looked at; None where nothing states it."""
        return rule_of(self.standing.target.period_type).end(self.standing.target, self.standing.assessment.year)

    def x(self, day: date, *, over: bool = False) -> float:
        return self.years.at(day, self.drawing.width, over=over)

    def draw(self) -> None:
        self._axis()
        if self.standing.status is Status.NOT_COMPARABLE and any(each.end for each in self.standing.obstacles):
            self._windows()
        elif self.row.years:
            self._year_by_year()
        elif self._points() and self.standing.status not in _OPEN:
            self._over_time()
        else:
            self._empty()
        self._row(self.labels, _WORDS)

    def _row(self, labels: Sequence[Label], y: float) -> None:
        """Words on one line, which ends where the last of them belongs."""
        ends = [label.at + width_of(label.wordings[0], bold=label.bold) * (1 - label.lean) for label in labels]
        for placed in lay_out(labels, 1, min(max(ends), self.drawing.width - 1)) if labels else ():
            self.drawing.add("text", placed.classes, placed.text, x=placed.x, y=y, text_anchor=placed.anchor)

    def _now(self, top: float = _TOP - 10, bottom: float = _FLOOR + 2) -> None:
        """The day the page is about; it runs through no words."""
        now = self.x(self.as_of, over=True)
        self.drawing.add("path", "axis dashed", d=f"M{now:.1f} {top:g}V{bottom:g}")

    def _axis(self) -> None:
        """The years that all charts have in common."""
        draw, right = self.drawing, self.drawing.width - _RIGHT
        draw.add("path", "axis", d=f"M{_LEFT:g} {_FLOOR + 2:g}H{right:g}")
        room = (right - _LEFT) / (self.years.last - self.years.first + 1)
        step = max(1, -int(-_LEAST_YEAR // room))
        for year in range(self.years.first, self.years.last + 1):
            start = self.x(date(year, 1, 1))
            draw.add("path", "axis", d=f"M{start:.1f} {_FLOOR + 2:g}v3")
            if (self.years.last - year) % step == 0:
                draw.add("text", "quiet small", str(year), x=start + room / 2, y=_YEARS, text_anchor="middle")

    def _points(self) -> Sequence[Point]:
        """What the target is judged by: of a sum what it had come to after each of its figures, else the figures themselves."""
        standing, assessment = self.standing, self.standing.assessment
        if assessment.completion_pct is not None and assessment.year is None:
            whole = standing.status is not Status.INCOMPLETE
            return (_sums(standing.current_figures) if whole else ()) or _newest(standing)
        return [(point.day, point.value) for point in self.row.score.points] or _newest(standing)

    def _over_time(self) -> None:
        """Figures, the thin way from the baseline to the target, and the deadline."""
        self._now()
        assessment, points = self.standing.assessment, self._points()
        judged = self.standing.status is not Status.NOT_ASSESSED and not assessment.judgement
        done = self.standing.measure.kind is Kind.MILESTONE
        path = required_path(assessment) if judged and not done else ()
        edges = [assessment.target_value, *([assessment.target_high] if assessment.target_high is not None else [])]
        goal = edges if judged and not done else []
        ahead = [value for _, value in path]
        summed = assessment.completion_pct is not None
        values = [value for _, value in points] + ahead + goal
        scale = _Scale.of(values, from_nothing=summed, turned=self.standing.measure.kind is Kind.RANK)
        if path:
            self._line("axis dashed", path, scale)
        self._flag(scale.at(goal[0]) if goal else None)
        if len(goal) > 1 and self.end:
            self.drawing.add(
                "path", "tick", d=f"M{self.x(self.end, over=True):.1f} {scale.at(goal[0]):.1f}V{scale.at(goal[1]):.1f}"
            )
        if len(points) >= _LINE and not done:
            self._line("figure-line", points, scale)
        self._gap(scale)
        for day, value in points:
            first = day == assessment.baseline_date and not assessment.period_type.of_change
            kind = "hollow" if first else "figure" if (day, value) != points[-1] else self.told.colour
            self.drawing.add("circle", kind, cx=self.x(day), cy=scale.at(value), r=3.2)
        self.labels.append(Label(self.x(points[-1][0]), self.told.values, f"{self.told.ink} bold"))
        start = assessment.baseline_date
        if start and start != points[-1][0] and any(day == start for day, _ in points):
            self.labels.append(Label(self.x(start), (*self.told.baselines, ""), "quiet"))

    def _gap(self, scale: _Scale) -> None:
        """From the newest value to where it should be by its day."""
        assessment = self.standing.assessment
        day, value, expected = assessment.current_date, assessment.current_value, assessment.expected_value
        if day is None or value is None or expected is None or self.standing.status not in _SHORT or assessment.overshot:
            return
        self.drawing.add(
            "path", f"{self.told.lamp}-line", d=f"M{self.x(day):.1f} {scale.at(value):.1f}V{scale.at(expected):.1f}"
        )
        self.drawing.add("path", "tick", d=f"M{self.x(day) - 4:.1f} {scale.at(expected):.1f}h8")

    def _year_by_year(self) -> None:
        """A bar over the days of each year that are counted, under the line of its quota; dashed where nothing is known."""
        self._now()
        quotas = [each.assessment.target_value for each in self.row.years]
        known = [each.assessment.current_value for each in self.row.years if each.assessment.current_value is not None]
        scale = _Scale.of([*quotas, *known], from_nothing=True, turned=False)
        if scale.low < 0:
            self.drawing.add("path", "axis", d=f"M{_LEFT:g} {scale.at(0):.1f}H{self.drawing.width - _RIGHT:g}")
        for each in self.row.years:
            self._year(each, scale)
        self._flag(scale.at(self.standing.assessment.target_value), self.end)

    def _year(self, each: Standing, scale: _Scale) -> None:
        assessment, year = each.assessment, each.assessment.year or self.years.first
        left, right = self.x(date(year, 1, 1)) + 1.5, self.x(date(year, 12, 31), over=True) - 1.5
        quota, floor = scale.at(assessment.target_value), scale.at(0.0)
        if assessment.current_value is None or assessment.current_date is None or each.status in _OPEN:
            self.drawing.add("rect", "empty", x=left, y=min(quota, floor), width=right - left, height=abs(floor - quota))
        else:
            done, top = self.x(assessment.current_date, over=True) - 1.5, scale.at(assessment.current_value)
            own, width = each.key == self.standing.key, max(done - left, 1.5)
            kind, height = self.told.colour if own else "half", max(abs(floor - top), 1.5)
            self.drawing.add("rect", kind, x=left, y=min(top, floor), width=width, height=height)
            if own:
                self.labels.append(Label(left + width / 2, self.told.values, f"{self.told.ink} bold"))
            elif each.judged and height > _HEAD_ROOM:
                head(self.drawing, each.lamp, each.status, left + width / 2, (floor + top) / 2)
        self.drawing.add("path", "under", d=f"M{left:.1f} {quota:.1f}H{right:.1f}")
        self.drawing.add("path", "tick", d=f"M{left:.1f} {quota:.1f}H{right:.1f}")

    def _windows(self) -> None:
        """When figures were counted that may not be compared, above when the target counts. Values have no scale."""
        first, last = 38.0, 62.0
        self._now(first - 2, last + 12)
        for each in self.standing.obstacles:
            if each.end:
                self._window(each, each.end, first)
        figure = max((each for each in self.standing.obstacles if each.end), key=lambda each: each.end or self.as_of)
        words, middle = self.told.words, self.x(figure.end or self.as_of)
        text = self.told.figure(figure, figure.text)
        wordings = (words("mark.excluded", figure=text), words("mark.excluded_short", figure=text), text)
        self._row([Label(middle, wordings, "quiet")], first - 5)
        self._frame(last, "frame")

    def _window(self, figure: FigureView, end: date, top: float) -> None:
        if figure.dated:
            self.drawing.add("circle", HATCHED, cx=self.x(end), cy=top + 5, r=4)
            return
        left = self.x(figure.start) if figure.start else _LEFT
        self.drawing.add("rect", HATCHED, x=left, y=top, width=max(self.x(end, over=True) - left, 2), height=10)
        if figure.start is None:
            self.drawing.add("text", "ink bold small", "?", x=left + 1, y=top + 9)

    def _empty(self) -> None:
        """A track without a figure, from where the target begins to its deadline."""
        self._now(_TOP, 70.0)
        self._frame(56.0, "empty")

    def _frame(self, top: float, kind: str) -> None:
        assessment, end = self.standing.assessment, self.end
        if self.row.years:
            spans = [
                (date(each.assessment.year or 1, 1, 1), date(each.assessment.year or 1, 12, 31)) for each in self.row.years
            ]
        else:
            window = rule_of(self.standing.target.period_type).window(self.standing.target)
            begun = assessment.period.start if assessment.period else window.start if window else None
            spans = [(begun or date(self.years.first, 1, 1), end or date(self.years.last, 12, 31))]
        for start, finish in spans:
            left, right = self.x(start), self.x(finish, over=True)
            self.drawing.add("rect", kind, x=left + 0.8, y=top, width=max(right - left - 1.6, 2), height=10)
        if end is not None:
            flag(self.drawing, self.x(end, over=True), top - 6, top + 12)
        self._row([Label(self.x(end or spans[-1][1], over=True), self.told.goals, "ink", lean=1.0)], top + 23)

    def _flag(self, y: float | None, day: date | None = None) -> None:
        """The deadline on the line of years, and the target at its height."""
        day = day or self.end
        if day is None:
            self.labels.append(Label(self.drawing.width, self.told.goals, "ink", lean=1.0))
            return
        x, top = self.x(day, over=True), _TOP if y is None else y
        self.drawing.add("path", "axis", d=f"M{x:.1f} {top:.1f}V{_FLOOR + 2:g}")
        flag(self.drawing, x, top - 8, top + 3)
        self.labels.append(Label(x, self.told.goals, "ink", lean=1.0))

    def _line(self, classes: str, points: Iterable[Point], scale: _Scale) -> None:
        places = " ".join(f"{self.x(day):.1f},{scale.at(value):.1f}" for day, value in points)
        self.drawing.add("polyline", classes, points=places)


def _sums(figures: Sequence[FigureView]) -> Sequence[Point]:
    """What a sum had come to after each of its figures; nothing where days between them are missing."""
    parts = sorted((figure.start, figure.end, figure.value) for figure in figures if figure.start and figure.end)
    if any(start != end + _A_DAY for (_, end, _), (start, _, _) in pairwise(parts)):
        return ()
    return list(zip((end for _, end, _ in parts), accumulate(value for *_, value in parts), strict=True))


def _newest(standing: Standing) -> Sequence[Point]:
    """The newest value alone."""
    day, value = standing.assessment.current_date, standing.assessment.current_value
    return [(day, value)] if day is not None and value is not None else []
