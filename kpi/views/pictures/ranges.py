"""Values that stand in no time: what a rule allows, from where to where; and one share, as a part of all."""

from collections.abc import Iterable, Sequence

from kpi.i18n import MARKS, Texts
from kpi.model import Qualifier
from kpi.views.figures import FigureView
from kpi.views.measures.view import MeasureView
from kpi.views.pictures.records import Extent, Form, Ranges
from kpi.views.pictures.wording import alt, is_share, values_told

_ROOM = 1.15
"""How much longer the scale is than the largest value."""
_UP, _DOWN = (MARKS[Qualifier.GE], MARKS[Qualifier.GT]), (MARKS[Qualifier.LE], MARKS[Qualifier.LT])


def ranges(view: MeasureView, words: Texts) -> Ranges:
    """Caps, floors and what lies between them."""
    rows = [_extent(figure, figure.period) for figure in view.series]
    newest = {group.breakdown: group for group in view.breakdowns}
    for group in newest.values():
        rows += _pair(group.parts, group.period, words) or [_extent(part, part.label) for part in group.parts]
    return _drawn(view, words, Form.RANGE, rows)


def share(view: MeasureView, words: Texts) -> Ranges:
    """One share on a scale from nothing to all."""
    (figure,) = view.series
    return _drawn(view, words, Form.ONE, [Extent(figure.period, 0.0, figure.value, figure.text)])


def _drawn(view: MeasureView, words: Texts, form: Form, rows: Sequence[Extent]) -> Ranges:
    ends = [end for row in rows for end in (row.low, row.high) if end is not None]
    whole = is_share(view.measure) and max(ends, default=0.0) <= 1
    top = 1.0 if whole else max(ends, default=1.0) * _ROOM
    told = values_told(words, [f"{row.label} {row.text}" for row in rows])
    return Ranges(
        form=form,
        title=words(f"drawn.{form}"),
        alt=alt(words, view, form, told),
        measure=view.measure,
        rows=tuple(rows),
        top=top,
        top_text=words.quantity(top, view.measure) if whole else "",
    )


def _extent(figure: FigureView, label: str) -> Extent:
    """A cap reaches from nought to its value, a floor from its value on; any other value is a point."""
    mark = figure.amount.mark
    low = 0.0 if mark in _DOWN else figure.value
    return Extent(label, low, None if mark in _UP else figure.value, figure.text)


def _pair(parts: Iterable[FigureView], period: str, words: Texts) -> list[Extent]:
    """A floor and a cap as one extent; nothing where they are no such pair."""
    rows = list(parts)
    floors, caps = ([row for row in rows if row.amount.mark in marks] for marks in (_UP, _DOWN))
    if (len(rows), len(floors), len(caps)) != (2, 1, 1):
        return []
    (floor,), (cap,) = floors, caps
    return [Extent(period, floor.value, cap.value, words("drawn.from_to", low=floor.text, high=cap.text))]
