"""How a list prints: across it is one page wide; down, no last page has only a few rows where a little smaller saves it."""

from collections.abc import Iterator, Sequence

WIDTH, HEIGHT = 769.7, 487.4
"""Points that a page of A4 across has between the margins of `sheet`."""
_PIXELS_OF_A_LETTER, _PIXELS_ROUND, _POINTS_OF_A_PIXEL = 7, 5, 0.75
"""Of a column, which is measured in letters."""
_FEW, _SMALLER, _STEP = 0.25, 0.85, 0.01
"""A last page that is filled no further than this; how much smaller the type may become to save it, and how that is tried."""


def pages_down(widths: Sequence[float], heights: Sequence[float], head: float) -> int:
    """How many pages a list should take, 0 for as many as come of its width.

    `widths` of its columns in letters, `heights` of its rows in points from the top on; `head` is repeated on every page.
    """
    across = sum(width * _PIXELS_OF_A_LETTER + _PIXELS_ROUND for width in widths) * _POINTS_OF_A_PIXEL
    scale = min(1.0, WIDTH / across) if across else 1.0
    pages = list(_filled(heights, head, HEIGHT / scale))
    if len(pages) < 2 or pages[-1] > _FEW:
        return 0
    smaller = scale
    while smaller > scale * _SMALLER:
        smaller -= _STEP
        if len(list(_filled(heights, head, HEIGHT / smaller))) < len(pages):
            return len(pages) - 1
    return 0


def _filled(heights: Sequence[float], head: float, room: float) -> Iterator[float]:
    """How far each page is filled, as a share of it."""
    taken = 0.0
    for height in heights:
        if taken and taken + height > room:
            yield taken / room
            taken = head
        taken += height
    yield taken / room
