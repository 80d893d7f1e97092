"""A line of figures over time, as small as a word. One figure is no line."""

from collections.abc import Sequence

from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.i18n import Texts
from kpi.model import Kind, Measure
from kpi.views import PointView

HEIGHT = 26
_PAD = 4.0


def sparkline(
    points: Sequence[PointView], measure: Measure, words: Texts, *, width: int = 96, paint: Paint = Paint.SCREEN
) -> Mark | None:
    """Figures that may be compared, on true time; None where there are fewer than two days."""
    drawn = sorted({point.day: point for point in points}.values(), key=lambda point: point.day)
    if len(drawn) < 2:
        return None
    first, last = drawn[0], drawn[-1]
    low, high = min(point.value for point in drawn), max(point.value for point in drawn)
    drawing = Drawing(width, HEIGHT, paint)
    turned = measure.kind is Kind.RANK

    def place(point: PointView) -> tuple[float, float]:
        along = (point.day - first.day).days / (last.day - first.day).days
        up = (point.value - low) / (high - low) if high > low else 0.5
        return _PAD + along * (width - 2 * _PAD), _PAD + (up if turned else 1 - up) * (HEIGHT - 2 * _PAD)

    places = [place(point) for point in drawn]
    drawing.add("polyline", "figure-line", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in places))
    drawing.add("circle", "figure", cx=places[-1][0], cy=places[-1][1], r=2.6)
    ends = {"first": first.day, "start": first.label, "last": last.day, "end": last.label, "count": len(drawn)}
    return drawing.mark(words("mark.line", **ends))
