"""The rail: a track from the baseline to the target's flag, filled to the newest figure, a tick where it should be by now.

Whatever is filled is as long as its share of the way; where there is no way to be measured, nothing is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from kpi.charts.marks.message import Told
from kpi.charts.marks.shapes import bracket, cut, flag, head, mark_at, question, wall
from kpi.charts.marks.svg import HATCHED, Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out
from kpi.charts.marks.way import Way, due_by_now, yardstick
from kpi.i18n import Texts
from kpi.model import Kind, Status
from kpi.views import Standing

_PAD = 6.0
_BEHIND, _BEYOND = 0.1, 0.15
"""Of the track's length: room behind its start, and beyond its end."""
_WORDS, _TRACK, _BELOW = 10.0, 23.0, 45.0
"""Pixels from the top: the words above, the middle of the track, the words below."""
_LOW, _TALL = 33, 49
"""Pixels a rail is high, without words below and with them."""
_THICK = 8.0
_POLE = (14.0, 32.0)
"""Top and bottom of the flag."""
_WITHOUT_VALUE = frozenset({Status.NOT_COMPARABLE, Status.NO_DATA, Status.NOT_STARTED})
"""Whatever figures there are, none of them stands for the target."""
_TRACKS = {Status.NOT_STARTED: "ahead", Status.NOT_COMPARABLE: HATCHED}


@dataclass(frozen=True, slots=True)
class Track:
    """Where shares of a way stand in a picture so many pixels wide."""

    width: int

    @property
    def length(self) -> float:
        """Pixels from start to goal."""
        return (self.width - 2 * _PAD) / (1 + _BEHIND + _BEYOND)

    def at(self, share: float) -> float:
        """Pixels from the left; what lies too far off stands at the end of the room there is."""
        return _PAD + self.length * (_BEHIND + min(max(share, -_BEHIND), 1 + _BEYOND))


def rail(
    standing: Standing, words: Texts, *, width: int = 260, paint: Paint = Paint.SCREEN, steps: Sequence[Standing] = ()
) -> Mark:
    """How far a target is; `steps` are the steps on the way to it and its second lines, which stand on the same track."""
    drawn = _Rail(Told(standing, words), Drawing(width, _LOW, paint), Track(width))
    way = drawn.told.way
    if standing.measure.kind is Kind.MILESTONE:
        drawn.milestone()
    elif standing.status in _WITHOUT_VALUE:
        drawn.empty()
    elif way is not None and standing.assessment.current_value is not None:
        drawn.on_its_way(way, standing.assessment.current_value, steps)
    elif standing.current.text or standing.assessment.judgement:
        drawn.beside()
    else:
        drawn.empty()
    return drawn.drawing.mark(drawn.told.alt)


def _beside(tick: float, now: float) -> float:
    """How a label at the tick leans, away from the bracket."""
    return 1.0 if tick < now else 0.0


@dataclass(frozen=True)
class _Rail:
    told: Told
    drawing: Drawing
    track: Track

    @property
    def standing(self) -> Standing:
        return self.told.standing

    def on_its_way(self, way: Way, value: float, steps: Sequence[Standing]) -> None:
        """Filled to the value."""
        self._track("track")
        if way.far is not None:
            self._zone(way, way.far)
        alone = self.told.alone
        if not alone:
            self._fill(way.share(value))
        self._end(way)
        if self._from_baseline(way) or alone:
            self.drawing.add("circle", "hollow", cx=self.track.at(way.share(value) if alone else 0), cy=_TRACK, r=4)
        below = [*self._pace(way, value), *self._steps(way, steps)]
        if not alone:
            self._head(way.share(value))
        self._row(self._above(way, value), _WORDS)
        self._underneath(below)

    def milestone(self) -> None:
        """Done or not: nothing between."""
        told, done = self.told, bool(self.standing.assessment.current_value)
        self._end(None)
        self.drawing.add("rect", "hollow", x=self.track.at(0) - 6, y=_TRACK - 6, width=12, height=12, rx=2)
        if done:
            d = f"M{self.track.at(0) - 3.5:.1f} {_TRACK:g}l2.8 3 4.6-6.4"
            self.drawing.add("path", f"{told.lamp}-line" if told.lamp else "tick", d=d)
        elif self.standing.status is Status.MISSED:
            self._shape(0)
        said = self.standing.current.text or told.open
        if self.standing.assessment.judgement:
            said = self.standing.status_text
        self._beside_the_start([said], x=11)
        self._row([Label(self.drawing.width - 2, told.goals, "ink", lean=1.0, spare=told.bare_goals)], _WORDS)
        self._underneath(self._waiting())

    def beside(self) -> None:
        """Value and target side by side: no way leads from the one to the other."""
        told, standing = self.told, self.standing
        self._end(None)
        if told.lamp:
            self._shape(0)
        else:
            self.drawing.add("circle", "figure", cx=self.track.at(0), cy=_TRACK, r=4)
        said = [*told.values] if standing.current.text else []
        if standing.assessment.judgement:
            full = f"{standing.current.text} · {standing.status_text}" if said else standing.status_text
            said = [full, standing.status_text]
        self._beside_the_start(said, x=9)
        self._row([Label(self.drawing.width - 2, told.goals, "ink", lean=1.0, spare=told.bare_goals)], _WORDS)
        below = [Label(self.track.at(0) - 4, told.gaps, f"{told.ink} bold", lean=0.0)] if told.gap else []
        self._underneath([*below, *self._waiting()])

    def empty(self) -> None:
        """No figure: no dot, no fill."""
        self._track(_TRACKS.get(self.standing.status, "empty"))
        self._end(self.told.way)
        told = self.told
        labels = [
            Label(self.drawing.width - 2, told.goals, "ink", lean=1.0, spare=told.bare_goals),
            Label(self.track.at(0), (told.open, ""), "quiet", lean=0.0),
        ]
        self._row(labels, _WORDS, firm=0.5)

    def _track(self, classes: str) -> None:
        start, end = self.track.at(0), self.track.at(1)
        self.drawing.add("rect", classes, x=start, y=_TRACK - _THICK / 2, width=end - start, height=_THICK)

    def _zone(self, way: Way, far: float) -> None:
        """Between the two edges of a target."""
        start, end = sorted((self.track.at(1), self.track.at(way.share(far))))
        self.drawing.add("rect", "zone", x=start, y=_TRACK - _THICK / 2, width=end - start, height=_THICK)

    def _end(self, way: Way | None) -> None:
        """The flag, the limit, or what nobody knows."""
        if way is not None and self.standing.assessment.current_value is not None:
            self.drawing.add("path", "under", d=f"M{self.track.at(1):.1f} {_TRACK - _THICK / 2:g}v{_THICK:g}")
        ends = wall if way is not None and way.limit else flag
        draw = question if self.standing.status is Status.PENDING else ends
        draw(self.drawing, self.track.at(1), *_POLE)

    def _fill(self, share: float) -> None:
        """As long as the share; a share of nothing is a nub."""
        start, end = self.track.at(0), self.track.at(share)
        # What is pending is pale: past its flag it would else read as achieved.
        colour = "pale" if self.standing.status is Status.PENDING else self.told.colour
        if abs(end - start) < 0.05:
            self.drawing.add("rect", colour, x=start - 2, y=_TRACK - 6, width=4, height=12)
            return
        self.drawing.add("rect", colour, x=min(start, end), y=_TRACK - _THICK / 2, width=abs(end - start), height=_THICK)
        if not -_BEHIND <= share <= 1 + _BEYOND:
            if share > 0:
                cut(self.drawing, (self.track.at(1) + end) / 2 + 1, _TRACK, 2)
            else:
                cut(self.drawing, (start + end) / 2, _TRACK, 1)

    def _head(self, share: float) -> None:
        """The lamp's shape where the fill ends."""
        if abs(self.track.at(share) - self.track.at(0)) >= 0.05:
            self._shape(share)

    def _shape(self, share: float) -> None:
        lamp = self.told.lamp
        if lamp:
            head(self.drawing, lamp, self.standing.status, self.track.at(share), _TRACK, str(lamp) if share < 0 else "")

    def _from_baseline(self, way: Way) -> bool:
        """Whether the way starts at a figure."""
        assessment = self.standing.assessment
        return (
            bool(self.standing.baseline.text)
            and not assessment.period_type.of_change
            and way.start == assessment.baseline_value
        )

    def _above(self, way: Way, value: float) -> list[Label]:
        """Value, target and baseline."""
        told, at = self.told, self.track.at
        goal = Label(self.drawing.width - 2, told.goals, "ink", lean=1.0, spare=told.bare_goals)
        baseline = Label(at(0) - 4, told.baselines, "quiet", lean=0.0)
        if told.alone:
            return [Label(at(way.share(value)) - 4, told.baselines[:-1], "ink", lean=0.0), goal]
        if way.share(value) > 1:
            goal = Label(at(1), told.goals, "ink", lean=1.0, spare=told.bare_goals)
        now = Label(at(way.share(value)), told.values, f"{told.ink} bold")
        return [now, goal, *([baseline] if self._from_baseline(way) else [])]

    def _pace(self, way: Way, value: float) -> list[Label]:
        """The tick where it should be by now, and the bracket of what is missing."""
        due, mark, labels = due_by_now(self.standing), yardstick(self.standing), []
        now = self.track.at(way.share(value))
        if mark is not None and self.told.gap:
            there = self.track.at(way.share(mark))
            bracket(self.drawing, f"{self.told.colour}-line", now, there, _TRACK + 6)
            gaps = self.told.gaps[-1:] if self.standing.measure.display_unit == "%" else self.told.gaps
            labels.append(Label((now + there) / 2, gaps, f"{self.told.ink} bold"))
        if due is not None:
            tick = self.track.at(way.share(due))
            mark_at(self.drawing, "tick", tick, _TRACK - 8, _TRACK + 8)
            labels.append(Label(tick, (*self.told.dues, ""), "quiet", lean=_beside(tick, now) if labels else 0.5))
        return [*labels, *self._waiting()]

    def _waiting(self) -> list[Label]:
        """That the deadline is past, and what for."""
        if self.standing.status is not Status.PENDING:
            return []
        return [Label(self.track.at(0) - 4, (self.told.open,), "ink", lean=0.0)]

    def _steps(self, way: Way, steps: Sequence[Standing]) -> list[Label]:
        """Further ticks, lower than the track; those that count in another unit are of another way."""
        labels = []
        counted = self.standing.measure.unit, self.standing.measure.kind
        for step in steps:
            goal = step.assessment.target_value
            if (step.measure.unit, step.measure.kind) == counted and isfinite(goal) and isfinite(way.share(goal)):
                place = self.track.at(way.share(goal))
                mark_at(self.drawing, "tick dashed", place, _TRACK - 5, _TRACK + 9)
                text = " ".join(filter(None, (step.label, step.goal.text)))
                labels.append(Label(place, (text, step.goal.text, ""), "quiet"))
        return labels

    def _beside_the_start(self, wordings: Sequence[str], x: float) -> None:
        """Words on the track's own line, right of its start."""
        left = self.track.at(0) + x
        room = self.track.at(1) - 6
        for placed in lay_out([Label(left, tuple(wordings), f"{self.told.ink} bold", lean=0.0)], left, room):
            self.drawing.add("text", placed.classes, placed.text, x=placed.x, y=_TRACK + 4)

    def _row(self, labels: Sequence[Label], y: float, *, firm: float = 12.0) -> None:
        for placed in lay_out(labels, 1, self.drawing.width - 1, firm=firm):
            anchor = {} if placed.anchor == "start" else {"text_anchor": placed.anchor}
            self.drawing.add("text", placed.classes, placed.text, x=placed.x, y=y, **anchor)

    def _underneath(self, labels: Sequence[Label]) -> None:
        """Words below the track, and the room for them."""
        if labels:
            self.drawing.height = _TALL
            self._row(labels, _BELOW, firm=30.0)
