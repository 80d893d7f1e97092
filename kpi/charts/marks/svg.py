"""A small SVG picture and the words that say the same. It brings its own font, and is whole wherever it stands.

On screen a picture follows the colour scheme of what it stands in; on paper it is always light.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from html import escape

from kpi.charts import palette
from kpi.i18n import visible

FONT = "'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
_IN_AN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in '%#<>"()[]{}|\\^`$&\n '}
"""What would end an address, an attribute or a Markdown image early; letters stay as they are, which is shortest."""
_NOT_OF_XML = {letter: f"⟨U+{letter:04X}⟩" for letter in (0xFFFE, 0xFFFF)}
HATCHED = "hatched"
"""The class of what is filled with strokes: what may not be compared."""
_PATTERN = (
    "<defs><pattern id='hatch' width='5' height='5' patternUnits='userSpaceOnUse' patternTransform='rotate(45)'>"
    "<path class='strokes' d='M1 0v5'/></pattern></defs>"
)


class Paint(StrEnum):
    """What a mark is drawn for."""

    SCREEN = "screen"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Mark:
    """A picture in text form; sizes in pixels of a screen, 96 to the inch."""

    svg: str
    alt: str
    """Its message in words, for whoever does not see it."""
    width: int
    height: int

    @property
    def uri(self) -> str:
        """The picture as an address that brings it along: for `src`, or a Markdown image."""
        return "data:image/svg+xml;utf8," + self.svg.translate(_IN_AN_ADDRESS)


@dataclass(slots=True)
class Drawing:
    """Shapes one after another; each is of a class of `palette.MARKS`, which gives it its colour, light and dark."""

    width: int
    height: int
    paint: Paint = Paint.SCREEN
    shapes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    """The classes of its shapes: only what it needs stands in it, since a page holds hundreds."""

    def add(self, tag: str, classes: str, content: str = "", /, **attributes: float | str) -> None:
        """A shape; `content` is escaped, `_` in a name stands for `-`, and a number is written as short as it can be."""
        self.used.update(classes.split())
        told = "".join([f" {_named(name)}='{_short(value)}'" for name, value in attributes.items()])
        inner = _shown(content)
        self.shapes.append(f"<{tag} class='{classes}'{told}>{inner}</{tag}>" if inner else f"<{tag} class='{classes}'{told}/>")

    def mark(self, alt: str) -> Mark:
        """The picture as it stands now."""
        size = f"width='{self.width}' height='{self.height}' viewBox='0 0 {self.width} {self.height}'"
        named = _shown(alt)
        opened = f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='{named}'>"
        svg = "".join((opened, _style(frozenset(self.used), self.paint), *self.shapes, "</svg>"))
        return Mark(svg, alt, self.width, self.height)


@lru_cache(256)
def _style(used: frozenset[str], paint: Paint) -> str:
    """What gives the classes of a drawing their colours, in the order of the palette, and the pattern where one is hatched."""
    tones = {name: tone for name, tone in palette.MARKS.items() if name in used}
    light = "".join(f".{name}{{{tone.light}}}" for name, tone in tones.items())
    dark = "".join(f".{name}{{{tone.dark}}}" for name, tone in tones.items() if tone.dark)
    if HATCHED in used:
        light, dark = light + f".strokes{{{palette.HATCH.light}}}", dark + f".strokes{{{palette.HATCH.dark}}}"
    night = f"@media(prefers-color-scheme:dark){{{dark}}}" if paint is Paint.SCREEN and dark else ""
    style = f"<style>text{{font-family:{FONT};font-size:11px}}{light}{night}</style>"
    return style + (_PATTERN if HATCHED in used else "")


@cache
def _named(name: str) -> str:
    return name.strip("_").replace("_", "-")


@lru_cache(4096)
def _shown(text: str) -> str:
    return escape(visible(text).translate(_NOT_OF_XML), quote=True)


def _short(value: float | str) -> str:
    """A number to a tenth of a pixel, without noughts at its end."""
    return escape(value, quote=True) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
