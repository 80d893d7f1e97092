"""The term of a matter that is to be put right: from the day it was opened to the day it is due, and how far it ran over.

All terms of a list stand on one line of days, so that they can be held against each other and against today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import cut_short, width_of
from kpi.i18n import Texts
from kpi.views import MatterView

HEIGHT = 34
_BAR, _THICK, _WORDS = 5.0, 9.0, 28.0
"""Pixels from the top: the bar and how thick it is, and the foot of the words."""
_PAD = 2.0
_LEAST_DAYS = 14


@dataclass(frozen=True, slots=True)
class Days:
    """The line of days that terms stand on."""

    first: date
    last: date

    @classmethod
    def of(cls, matters: Iterable[MatterView], day: date) -> "Days":
        """From the first day that any was opened to the last that any is due, today among them."""
        told = [day]
        for matter in matters:
            told += [matter.opened_on, *(each for each in (matter.due, matter.settled_on) if each)]
        first = min(told)
        return cls(first, max(*told, date.fromordinal(first.toordinal() + _LEAST_DAYS)))

    def share(self, day: date) -> float:
        """How far along a day lies, 0 to 1."""
        return (day.toordinal() - self.first.toordinal()) / (self.last.toordinal() - self.first.toordinal())


def term(matter: MatterView, days: Days, day: date, words: Texts, *, width: int = 220, paint: Paint = Paint.SCREEN) -> Mark:
    """What of its term has gone is filled; what ran over is hatched; a line marks today. Without a due day it has no end."""
    drawing = Drawing(width, HEIGHT, paint)
    room = width - 2 * _PAD

    def at(when: date) -> float:
        return _PAD + days.share(when) * room

    until = matter.settled_on or day
    begun, now = at(matter.opened_on), at(max(until, matter.opened_on))
    end = at(matter.due) if matter.due else _PAD + room
    drawing.add("rect", "track" if matter.due else "empty", x=begun, y=_BAR, width=max(end - begun, 2.0), height=_THICK)
    drawing.add("rect", "figure", x=begun, y=_BAR, width=max(min(now, max(end, begun)) - begun, 1.0), height=_THICK)
    if matter.overdue:
        drawing.add("rect", "hatched", x=end, y=_BAR, width=max(now - end, 3.0), height=_THICK)
    if matter.due:
        drawing.add("path", "tick", d=f"M{end:.1f} {_BAR - 4}V{_BAR + _THICK + 3}")
    if matter.live:
        drawing.add("path", "axis dashed", d=f"M{at(day):.1f} 0V{_BAR + _THICK + 5}")
    told = _told(matter, words)
    wide = width_of(told)
    drawing.add(
        "text",
        "quiet",
        cut_short(told, room),
        x=max(_PAD, min((now if matter.settled_on else end) - wide / 2, width - _PAD - wide)),
        y=_WORDS,
    )
    return drawing.mark(_alt(matter, words, told))


def _told(matter: MatterView, words: Texts) -> str:
    if matter.settled_on:
        return words("remarks.settled_on", day=matter.settled_on)
    if matter.due is None:
        return words("remarks.no_due")
    if matter.overdue:
        days = words("remarks.days_over", count=matter.days_over, number=matter.days_over)
        return words("remarks.due_and_over", day=matter.due, days=days)
    return words("remarks.due_on", day=matter.due)


def _alt(matter: MatterView, words: Texts, told: str) -> str:
    return words("remarks.term", name=matter.name, state=matter.state_text, opened=matter.opened_on, told=told)
