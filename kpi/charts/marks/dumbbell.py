"""A target on its own way, from its start at 0 % to its goal at 100 %: where it is, where it should be, and what is between.

All of one width share an axis, so that they can stand below one another: what is compared is the share of each one's own way.
"""

from dataclasses import dataclass

from kpi.charts.marks.message import Told
from kpi.charts.marks.rail import Track
from kpi.charts.marks.shapes import flag, head, mark_at, question
from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out
from kpi.charts.marks.way import Way, due_by_now
from kpi.i18n import Texts
from kpi.model import Status
from kpi.views import Standing

_WORDS, _LINE, _BELOW, _HEIGHT, _AXIS = 11.0, 24.0, 44.0, 49, 18
"""Pixels from the top: the words above, the line, the words below; the height of a row and of the axis."""
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


def dumbbell(standing: Standing, words: Texts, *, width: int = 320, paint: Paint = Paint.SCREEN) -> Mark | None:
    """How far a target is on its way; None where nothing says how long its way is, or where it stands on it."""
    told, value = Told(standing, words), standing.assessment.current_value
    if told.way is None or value is None or standing.status is Status.NOT_COMPARABLE:
        return None
    drawn = _Dumbbell(told, told.way, value, Drawing(width, _HEIGHT, paint), Track(width))
    drawn.draw()
    return drawn.drawing.mark(told.alt)


def way_axis(words: Texts, *, width: int = 320, paint: Paint = Paint.SCREEN) -> Mark:
    """What stands above all of one width: start, quarters and goal."""
    drawing, track = Drawing(width, _AXIS, paint), Track(width)
    labels = [Label(track.at(share), (words.percent(share * 100),), "quiet") for share in _SHARES]
    _words(drawing, labels, 12)
    return drawing.mark(words("mark.way_axis"))


def shortfall(standing: Standing, words: Texts) -> str:
    """By how much a target lags behind where it should be by now: 少13名; empty where it does not, or nothing says."""
    return Told(standing, words).gap


@dataclass(frozen=True)
class _Dumbbell:
    told: Told
    way: Way
    value: float
    drawing: Drawing
    track: Track

    @property
    def standing(self) -> Standing:
        return self.told.standing

    @property
    def alone(self) -> bool:
        """Whether the baseline is all there is."""
        return self.standing.status is Status.BASELINE_ONLY

    def draw(self) -> None:
        self._way()
        due = due_by_now(self.standing)
        if not self.alone:
            self._between(due)
        self._ends()
        if due is not None:
            mark_at(self.drawing, "tick", self.track.at(self.way.share(due)), _LINE - 8, _LINE + 8)
        if not self.alone:
            self._now()
        self._label(due)

    def _way(self) -> None:
        """The whole way, and its quarters."""
        draw, at = self.drawing, self.track.at
        for share in _SHARES[1:-1]:
            draw.add("path", "axis", d=f"M{at(share):.1f} {_LINE - 4:g}v8")
        draw.add("path", "axis", d=f"M{at(0):.1f} {_LINE:g}H{at(1):.1f}")

    def _between(self, due: float | None) -> None:
        """From where it is to where it should be, or to the goal once there is no time left."""
        to = due if due is not None else self.standing.assessment.edge if self.standing.status is Status.MISSED else None
        if to is None:
            return
        first, last = sorted((self.track.at(self.way.share(self.value)), self.track.at(self.way.share(to))))
        self.drawing.add("rect", self.told.colour, x=first, y=_LINE - 2.5, width=last - first, height=5)

    def _ends(self) -> None:
        """Where it starts and what is to be reached."""
        end = question if self.standing.status is Status.PENDING else flag
        end(self.drawing, self.track.at(1), _LINE - 10, _LINE + 8)
        self.drawing.add("circle", "hollow", cx=self.track.at(0), cy=_LINE, r=4.5)

    def _now(self) -> None:
        """The newest figure."""
        x = self.track.at(self.way.share(self.value))
        if self.told.lamp:
            head(self.drawing, self.told.lamp, self.standing.status, x, _LINE)
        else:
            self.drawing.add("circle", "figure", cx=x, cy=_LINE, r=5)

    def _label(self, due: float | None) -> None:
        told, at = self.told, self.track.at
        start = told.baselines if self.standing.baseline.text and not self.standing.assessment.period_type.of_change else ("0",)
        above = [Label(at(self.way.share(self.value)), told.values, f"{told.ink} bold")] if not self.alone else []
        _words(self.drawing, [*above, Label(self.drawing.width - 2, told.goals[1:], "ink", lean=1.0)], _WORDS)
        below = [Label(at(0) - 4, start, "quiet", lean=0.0)]
        if due is not None:
            below.append(Label(at(self.way.share(due)), (*told.dues[-1:], ""), "quiet"))
        _words(self.drawing, below, _BELOW)


def _words(drawing: Drawing, labels: list[Label], y: float) -> None:
    for placed in lay_out(labels, 1, drawing.width - 1):
        anchor = {} if placed.anchor == "start" else {"text_anchor": placed.anchor}
        drawing.add("text", placed.classes, placed.text, x=placed.x, y=y, **anchor)
