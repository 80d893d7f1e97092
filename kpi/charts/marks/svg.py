"""A small SVG picture and the words that say the same. It brings its own font, and is whole wherever it stands.

On screen a picture follows the colour scheme of what it stands in; on paper it is always light.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape

from kpi.charts import palette
from kpi.i18n import visible

FONT = "'Noto Sans CJK SC','Noto Sans SC','Microsoft YaHei','PingFang SC',sans-serif"
_IN_AN_ADDRESS = {ord(sign): f"%{ord(sign):02X}" for sign in '%#<>"()[]{}|\\^`$&\n '}
"""What would end an address, an attribute or a Markdown image early; letters stay as they are, which is shortest."""


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

    def add(self, tag: str, classes: str, content: str = "", /, **attributes: float | str) -> None:
        """A shape; `content` is escaped, `_` in a name stands for `-`, and a number is written as short as it can be."""
        told = "".join(f" {name.strip('_').replace('_', '-')}='{_short(value)}'" for name, value in attributes.items())
        inner = escape(visible(content), quote=True)
        self.shapes.append(f"<{tag} class='{classes}'{told}>{inner}</{tag}>" if inner else f"<{tag} class='{classes}'{told}/>")

    def mark(self, alt: str) -> Mark:
        """The picture as it stands now."""
        size = f"width='{self.width}' height='{self.height}' viewBox='0 0 {self.width} {self.height}'"
        body = "".join(self.shapes)
        style = _style(_used(body), self.paint)
        named = escape(visible(alt), quote=True)
        svg = f"<svg xmlns='http://www.w3.org/2000/svg' {size} role='img' aria-label='{named}'>{style}{body}</svg>"
        return Mark(svg, alt, self.width, self.height)


def _used(body: str) -> Mapping[str, palette.Tone]:
    """The classes that a drawing uses: only what it needs stands in it, since a page holds hundreds."""
    return {name: tone for name, tone in palette.MARKS.items() if f"{name}" in body}


def _style(tones: Mapping[str, palette.Tone], paint: Paint) -> str:
    light = "".join(f".{name}{{{tone.light}}}" for name, tone in tones.items())
    dark = "".join(f".{name}{{{tone.dark}}}" for name, tone in tones.items() if tone.dark)
    night = f"@media(prefers-color-scheme:dark){{{dark}}}" if paint is Paint.SCREEN else ""
    return f"<style>text{{font-family:{FONT};font-size:11px}}{light}{night}</style>"


def _short(value: float | str) -> str:
    """A number to a tenth of a pixel, without noughts at its end."""
    return escape(value, quote=True) if isinstance(value, str) else f"{value:.1f}".removesuffix(".0")
