"""What a merged cell says, repeated in the cells it covers. A file of two kilobytes can merge a hundred million of them.

Cells are counted against one budget for the whole file, and each of them is filled once, by the first area that covers it.
"""

from collections.abc import Iterable, Sequence

from .archive import Unreadable

MOST_CELLS = 1_000_000
"""Cells of one file that merged areas cover, as far as its rows and columns reach."""
MOST_AREAS = 20_000
"""Merged areas of one file."""

Area = tuple[int, int, int, int]
"""Top, left, bottom and right from 0, each inclusive."""


class Spreading:
    """Spreads the merged cells of one file, sheet by sheet. Unreadable if they cover more than an honest file's do."""

    def __init__(self) -> None:
        self._cells = 0
        self._areas = 0

    def spread(self, rows: list[list[str]], marks: dict[tuple[int, int], str], areas: Iterable[Sequence[int]]) -> list[Area]:
        """Fill blank cells of `rows`, mark them `merged`, and return the areas that are more than one cell."""
        kept = []
        for top, left, bottom, right in areas:
            if (top, left) == (bottom, right):
                continue
            self._areas += 1
            if self._areas > MOST_AREAS:
                raise Unreadable("sheet_too_large")
            kept.append((top, left, bottom, right))
            if top < len(rows) and left < len(rows[top]) and rows[top][left]:
                self._fill(rows, marks, kept[-1])
        return kept

    def _fill(self, rows: list[list[str]], marks: dict[tuple[int, int], str], area: Area) -> None:
        top, left, bottom, right = area
        text, mark = rows[top][left], marks.get((top, left), "merged")
        bottom = min(bottom, len(rows) - 1)
        self._cells += (bottom - top + 1) * (min(right, len(rows[top]) - 1) - left + 1)
        if self._cells > MOST_CELLS:
            raise Unreadable("sheet_too_large")
        for index in range(top, bottom + 1):
            row = rows[index]
            for column in range(left, min(right, len(row) - 1, len(rows[top]) - 1) + 1):
                if not row[column]:
                    row[column] = text
                    marks[index, column] = mark
