"""The rail: a track from the baseline to the target's flag, filled to the newest figure, a tick where it should be by now."""

from dataclasses import dataclass
from functools import cached_property

from kpi.charts.marks.message import Told
from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out
from kpi.charts.marks.way import Way, way_of
from kpi.i18n import Texts
from kpi.model import JUDGED_BY_PACE, Status
from kpi.views import Standing

_PAD = 5.0
_BEHIND, _BEYOND = 0.08, 0.15
"""Of the track's length: room behind its start, and beyond its end."""
_LABELS, _TRACK, _BELOW, _LOW, _TALL = 10.0, 22.0, 44.0, 31, 48
"""Pixels from the top: the words above, the middle of the track, the words below; the height without these and with them."""


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


def rail(standing: Standing, words: Texts, *, width: int = 260, paint: Paint = Paint.SCREEN) -> Mark:
    """How far a target is."""
    return _Rail(standing, words, Drawing(width, _LOW, paint), Track(width)).mark()


@dataclass
class _Rail:
    standing: Standing
    words: Texts
    drawing: Drawing
    track: Track

    @cached_property
    def told(self) -> Told:
        return Told(self.standing, self.words)

    @cached_property
    def way(self) -> Way | None:
        return way_of(self.standing)

    def mark(self) -> Mark:
        way, value = self.way, self.standing.assessment.current_value
        self._ground(empty=way is None or value is None)
        if way is not None and value is not None:
            self._fill(way, value)
        self._words()
        return self.drawing.mark(self.told.alt)

    def _ground(self, *, empty: bool) -> None:
        start, end = self.track.at(0), self.track.at(1)
        self.drawing.add("rect", "empty" if empty else "track", x=start, y=_TRACK - 4, width=end - start, height=8, rx=2)
        self.drawing.add("path", "ink", d=f"M{end:.1f} {_TRACK - 9}v15h-1.6v-15h10l-3 3 3 3h-8.4z")

    def _fill(self, way: Way, value: float) -> None:
        draw, at = self.drawing, self.track.at
        kind = self.told.colour
        start, end = at(0), at(way.share(value))
        if self.standing.status is not Status.BASELINE_ONLY:
            draw.add("rect", kind, x=min(start, end), y=_TRACK - 4, width=abs(end - start), height=8)
        expected = self.standing.assessment.expected_value
        if expected is not None and self.standing.status in JUDGED_BY_PACE:
            tick = at(way.share(expected))
            draw.add("path", "tick", d=f"M{tick:.1f} {_TRACK - 8}v16")
            if way.share(value) < way.share(expected):
                draw.height = _TALL
                draw.add("path", f"{kind}-line", d=f"M{end:.1f} {_TRACK + 7}v4H{tick:.1f}v-4")
                self._row([Label((end + tick) / 2, (self.told.gap,), kind)], _BELOW)
        if way.from_baseline:
            draw.add("circle", "hollow", cx=start, cy=_TRACK, r=4)

    def _words(self) -> None:
        way, value, told = self.way, self.standing.assessment.current_value, self.told
        labels = [Label(self.track.at(1), told.goals, "ink", lean=0.5)]
        if value is not None and way is not None and self.standing.status is not Status.BASELINE_ONLY:
            labels.append(Label(self.track.at(way.share(value)), told.values, told.colour, bold=True))
        if way is not None and way.from_baseline:
            labels.append(Label(self.track.at(0), told.baselines, "quiet", lean=0.2))
        self._row(labels, _LABELS)

    def _row(self, labels: list[Label], y: float) -> None:
        for placed in lay_out(labels, 0, self.drawing.width):
            self.drawing.add("text", placed.classes, placed.text, x=placed.x, y=y)
