"""What a mark shows, read back from its SVG."""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from kpi.charts import marks

_NAMESPACE = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Picture:
    """A mark's shapes, in the order they are drawn."""

    root: Any

    def all(self, tag: str, classes: str) -> list[Any]:
        """Shapes of a tag that have all of these classes."""
        wanted = set(classes.split())
        return [shape for shape in self.root.iter(_NAMESPACE + tag) if wanted <= set((shape.get("class") or "").split())]

    def one(self, tag: str, classes: str) -> Any:
        """The only one."""
        (shape,) = self.all(tag, classes)
        return shape

    @property
    def texts(self) -> list[str]:
        """Every text, in the order it is drawn."""
        return ["".join(text.itertext()) for text in self.root.iter(_NAMESPACE + "text")]

    @property
    def track(self) -> tuple[float, float]:
        """Where the track begins and how long it is, whatever it looks like."""
        tracks = [track for classes in ("track", "empty", "ahead", "hatched") for track in self.all("rect", classes)]
        return float(tracks[0].get("x")), float(tracks[0].get("width"))

    def share(self, x: float) -> float:
        """Which share of the track a place is."""
        start, length = self.track
        return (x - start) / length

    def fill(self, classes: str) -> tuple[float, float]:
        """From which share of the track to which it is filled."""
        rects = [rect for rect in self.all("rect", classes) if rect.get("height") == "8"]
        (rect,) = rects
        left = float(rect.get("x"))
        return self.share(left), self.share(left + float(rect.get("width")))

    @property
    def ticks(self) -> list[float]:
        """The shares of the track at which it should be by now."""
        return [self.share(_first(tick)) for tick in self.all("path", "tick") if "dashed" not in tick.get("class")]


def _first(path: Any) -> float:
    """Where a path begins."""
    return float(path.get("d")[1:].split()[0].split("V")[0].split("v")[0])


def read(mark: marks.Mark) -> Picture:
    """The picture; not well-formed XML is an error."""
    return Picture(etree.fromstring(mark.svg))
