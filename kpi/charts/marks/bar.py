"""All targets by status as one bar: a part is as wide as its share of them."""

from collections.abc import Mapping

from kpi.charts.marks.svg import Drawing, Mark, Paint
from kpi.charts.marks.text import Label, lay_out
from kpi.i18n import Texts
from kpi.model import Status

HEIGHT = 40
_CLASSES = {
    Status.MET: "blue",
    Status.ON_PACE: "green",
    Status.BEHIND: "yellow",
    Status.FAR_BEHIND: "red",
    Status.MISSED: "missed",
}


def status_bar(counts: Mapping[Status, int], words: Texts, *, width: int = 600, paint: Paint = Paint.SCREEN) -> Mark:
    """How many targets there are of each status, those with none left out."""
    drawing = Drawing(width, HEIGHT, paint)
    there = [(status, counts[status]) for status in Status if counts.get(status)]
    total, x, labels = sum(count for _, count in there), 0.0, []
    for status, count in there:
        part = width * count / total
        drawing.add("rect", _CLASSES.get(status, "track"), x=x, y=0, width=part, height=18)
        labels.append(Label(x + part / 2, (f"{words(f'status.{status}')} {count}", str(count)), "ink"))
        x += part
    for placed in lay_out(labels, 0, width):
        drawing.add("text", placed.classes, placed.text, x=placed.x, y=34)
    told = [words("mark.counted", status=status, count=count) for status, count in there]
    return drawing.mark(words("mark.and").join(told))
