"""`make house`: the rooms of kpi/ and their imports, drawn from the code itself as docs/images/house.svg.

A room stands one floor above the highest it imports. An arrow that follows from two others is left out.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path

import grimp

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "images" / "house.svg"
WIDTH, ROOM_WIDTH, ROOM_HEIGHT, FLOOR_HEIGHT, MARGIN = 720, 96, 30, 74, 20
STYLE = (
    "svg{font:13px sans-serif;background:#fff}rect{fill:#eef3f8;stroke:#4a6785}text{fill:#1d2b3a;text-anchor:middle}"
    "path{stroke:#8aa0b6;fill:none}marker path{fill:#8aa0b6;stroke:none}"
)
ARROW = (
    '<marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8z"/></marker>'
)

Imports = Mapping[str, frozenset[str]]
Places = Mapping[str, tuple[int, int]]


def imports() -> Imports:
    """What each room imports of the others; a room is a folder or a file right below kpi/."""
    graph = grimp.build_graph("kpi", cache_dir=None)
    rooms = graph.find_children("kpi")
    for room in rooms:
        graph.squash_module(room)
    below = {room: graph.find_modules_directly_imported_by(room) & rooms - {room} for room in rooms}
    return {_name(room): frozenset(map(_name, others)) for room, others in below.items()}


def _name(module: str) -> str:
    return module.removeprefix("kpi.")


def reduced(edges: Imports) -> Imports:
    """The same without the imports that follow from others: who imports a room may import what that room rests on."""

    @cache
    def reached(room: str) -> frozenset[str]:
        return edges[room].union(*map(reached, edges[room]))

    return {room: below.difference(*map(reached, below)) for room, below in edges.items()}


def floors(edges: Imports) -> list[list[str]]:
    """The rooms, floor by floor from the top."""

    @cache
    def height(room: str) -> int:
        return 1 + max(map(height, edges[room]), default=-1)

    top = max(map(height, edges))
    return [sorted(room for room in edges if height(room) == level) for level in range(top, -1, -1)]


def _places(edges: Imports) -> Places:
    """Where the middle of each room is; floors are shifted a little, so that an arrow seldom runs behind a room."""
    return {
        room: (
            WIDTH * (2 * index + 1) // (2 * len(floor)) + 12 * (level % 3 - 1),
            MARGIN + ROOM_HEIGHT // 2 + level * FLOOR_HEIGHT,
        )
        for level, floor in enumerate(floors(edges))
        for index, room in enumerate(floor)
    }


def _arrows(edges: Imports, places: Places) -> Iterator[str]:
    half, reach = ROOM_HEIGHT // 2, FLOOR_HEIGHT // 2
    for room, below in sorted(reduced(edges).items()):
        for other in sorted(below):
            (x, y), (to_x, to_y) = places[room], places[other]
            bend = f"{x} {y + half + reach} {to_x} {to_y - half - reach}"
            yield f'<path d="M{x} {y + half}C{bend} {to_x} {to_y - half}" marker-end="url(#arrow)"/>'


def _rooms(places: Places) -> Iterator[str]:
    for room, (x, y) in sorted(places.items()):
        yield f'<rect x="{x - ROOM_WIDTH // 2}" y="{y - ROOM_HEIGHT // 2}" width="{ROOM_WIDTH}" height="{ROOM_HEIGHT}" rx="4"/>'
        yield f'<text x="{x}" y="{y + 4}">{escape(room)}</text>'


def drawn() -> str:
    """The picture as SVG; rooms last, so that they cover arrows that pass."""
    edges = imports()
    places = _places(edges)
    height = max(y for _, y in places.values()) + ROOM_HEIGHT // 2 + MARGIN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img">'
    title = "<title>The rooms of kpi/: each imports only rooms below it</title>"
    return "\n".join([head, title, f"<style>{STYLE}</style>", ARROW, *_arrows(edges, places), *_rooms(places), "</svg>", ""])


if __name__ == "__main__":
    PICTURE.write_text(drawn(), encoding="utf-8")
