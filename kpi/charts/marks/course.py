"""A share as a scenario has it: from the newest figure to the end looked at, against its target, on true time.

What the scenario makes of it is dashed, for nobody has counted it; the scale of values begins where it must, and says where.
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kpi.charts.marks.shapes import flag
from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out, width_of
from kpi.i18n import Texts, day_alone
from kpi.views import ShareView

_TOP, _BOTTOM, _HEIGHT = 30.0, 146.0, 178
"""Pixels from the top: the highest and the lowest value, and the whole height."""
_LEFT, _RIGHT = 34.0, 92.0
"""Room before the first day, and the least after the last."""
_BESIDE = 14.0
"""Pixels from the last day to the words of the gap."""


def course(share: ShareView, words: Texts, *, width: int = 500, paint: Paint = Paint.SCREEN) -> Mark | None:
    """Start, course and target of a share; None where the scenario makes none, or ends where it starts."""
    if len(share.course) < 2:
        return None
    return _Course(share, words, Drawing(width, _HEIGHT, paint)).mark()


@dataclass(frozen=True)
class _Course:
    share: ShareView
    words: Texts
    drawing: Drawing

    @property
    def _last(self) -> date:
        ends = [self.share.course[-1].day, *([self.share.due] if self.share.due else [])]
        return max(ends)

    @property
    def _values(self) -> tuple[float, float]:
        """The lowest and the highest value there is; apart even where nothing moves."""
        values = [point.value for point in self.share.course] + ([] if self.share.goal is None else [self.share.goal])
        low, high = min(values), max(values)
        spread = (high - low) or abs(high) * 0.1 or 1.0
        return low - spread * 0.12, high + spread * 0.12

    @cached_property
    def _right(self) -> float:
        """Room after the last day: as much as the words of the gap take."""
        return max(_RIGHT, _BESIDE + width_of(self._gap) + 2) if self.share.apart_text else _RIGHT

    @property
    def _gap(self) -> str:
        """How far the end is from the target."""
        return self.words("mark.course_beyond" if self.share.met else "mark.course_short", apart=self.share.apart_text)

    def _x(self, day: date) -> float:
        first = self.share.course[0].day
        return _LEFT + (self.drawing.width - _LEFT - self._right) * (day - first).days / ((self._last - first).days or 1)

    def _y(self, value: float) -> float:
        low, high = self._values
        return _BOTTOM - (_BOTTOM - _TOP) * (value - low) / (high - low)

    def mark(self) -> Mark:
        self._axis()
        if self.share.goal is not None and self.share.due:
            self._target(self.share.goal, self.share.due)
        self._line()
        return self.drawing.mark(self._alt())

    def _axis(self) -> None:
        """The years, and the first day."""
        draw, first = self.drawing, self.share.course[0].day
        draw.add("path", "axis", d=f"M{_LEFT:g} {_BOTTOM + 8:g}H{self._x(self._last):.1f}")
        days = [first, *(point.day for point in self.share.course[1:]), *([self.share.due] if self.share.due else [])]
        labels = []
        for day in dict.fromkeys(days):
            draw.add("path", "axis", d=f"M{self._x(day):.1f} {_BOTTOM + 5:g}v6")
            labels.append(Label(self._x(day), (self._told(day), "" if day != first else self._told(day)), "quiet"))
        self._row(labels, _BOTTOM + 24)

    def _told(self, day: date) -> str:
        return day_alone(self.words, day)

    def _target(self, goal: float, due: date) -> None:
        """A level to be at by a day."""
        y, x = self._y(goal), self._x(due)
        self.drawing.add("path", "tick dashed", d=f"M{self._x(self.share.course[0].day):.1f} {y:.1f}H{x:.1f}")
        flag(self.drawing, x, y - 14, y)
        self._row([Label(x, (self.words("mark.goal", goal=self.share.target_text),), "ink", lean=0.5)], max(y - 18, 11))

    def _line(self) -> None:
        """What the scenario makes of it, the figure it starts from, and what it comes to."""
        draw, points = self.drawing, self.share.course
        places = [(self._x(point.day), self._y(point.value)) for point in points]
        draw.add("polyline", "figure-line dashed", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places))
        draw.add("circle", "figure" if self.share.from_figures else "hollow", cx=places[0][0], cy=places[0][1], r=5)
        x, y = places[-1]
        draw.add("circle", "hollow", cx=x, cy=y, r=5)
        if self.share.goal is not None and self.share.apart_text:
            self._apart(x, y, self._y(self.share.goal))
        below = self.share.goal is not None and 0 <= places[0][1] - self._y(self.share.goal) < 24
        self._row([Label(places[0][0], (points[0].text,), "ink bold")], places[0][1] + (19 if below else -10))
        draw.add("text", "ink bold", points[-1].text, x=x + 10, y=y + (15 if self._crowded(y) else 4))

    def _crowded(self, y: float) -> bool:
        """Whether the value would stand on the words of the gap."""
        goal = self.share.goal
        return goal is not None and bool(self.share.apart_text) and abs(self._y(goal) - y) < 26

    def _apart(self, x: float, y: float, goal: float) -> None:
        """From where it comes to, up or down to the target."""
        side = x + 6.0
        self.drawing.add("path", "tick", d=f"M{side - 3:.1f} {goal:.1f}h3V{y:.1f}h-3")
        middle = (y + goal) / 2 + (0 if abs(y - goal) > 26 else -4)
        self.drawing.add("text", "ink", self._gap, x=x + _BESIDE, y=middle + 4)

    def _row(self, labels: list[Label], y: float) -> None:
        for placed in lay_out(labels, 1, self.drawing.width - 1):
            anchor = {} if placed.anchor == "start" else {"text_anchor": placed.anchor}
            self.drawing.add("text", placed.classes, placed.text, x=placed.x, y=y, **anchor)

    def _alt(self) -> str:
        """The same as a sentence."""
        words, first, last = self.words, self.share.course[0], self.share.course[-1]
        told = [words("mark.course", start=first.text, day=first.day, end=last.day, then=last.text)]
        if self.share.goal is not None:
            told.append(words("mark.course_goal", goal=self.share.target_text, due=self.share.deadline_text))
            if self.share.apart_text:
                told.append(self._gap)
        return words("mark.told", name=self.share.name, told=words("mark.and").join(told))
