"""The pictures of docs/images that show every mark in every state it has: made of the marks themselves, so they cannot differ.

usage: python -m tools.marks [LANGUAGE] [FOLDER]
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from pathlib import Path

from kpi.charts import marks
from kpi.i18n import Texts, texts
from kpi.model import Bilingual, Status
from kpi.views import CellState, PointView, WallCell
from tests.unit.charts.marks.states import SHEETS, STATES, State, standings_of

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
NARROW, WIDE = 230, 300
_TITLE, _MARGIN, _BETWEEN = 190, 12, 24
_SERIES = {
    Bilingual("逐年上升", "Rising"): ((2019, 60.6), (2020, 63.9), (2021, 64.7), (2022, 65.2), (2023, 66.2), (2025, 67.9)),
    Bilingual("下降后回升", "Down and up again"): ((2021, 5.1), (2022, 5.6), (2023, 5.2), (2024, 5.1), (2025, 5.2)),
    Bilingual("两个数", "Two figures"): ((2023, 16.0), (2025, 19.0)),
    Bilingual("不变", "Unchanged"): ((2023, 3.0), (2024, 3.0), (2025, 3.0)),
}
_COUNTS = {
    Status.FAR_BEHIND: 1, Status.BASELINE_ONLY: 3, Status.NOT_COMPARABLE: 11, Status.NO_DATA: 9, Status.NOT_STARTED: 2,
    Status.NOT_ASSESSED: 5,
}  # fmt: skip
_ALL = {status: 3 + 2 * place for place, status in enumerate(Status)}
_CELLS = (
    (CellState.BASELINE, "仅有基期", "Baseline"),
    (CellState.NOT_COMPARABLE, "不可比", "No match"),
    (CellState.OVERDUE, "待报", "Overdue"),
    (CellState.DUE, "待报", "Due"),
    (CellState.BLANK, "", ""),
)
_Row = tuple[str, Sequence[marks.Mark]]


def sheets(lang: str) -> Mapping[str, str]:
    """The pictures by the names of their files."""
    words = texts(lang)
    drawn = {f"marks-{name}.svg": _sheet([_shown(state, words) for state in states]) for name, states in SHEETS.items()}
    return drawn | {"marks-small.svg": _sheet([*_cells(words), *_lines(words), *_bars(words)])}


def _shown(state: State, words: Texts) -> _Row:
    """A state, narrow and wide."""
    standing, *steps = standings_of(state.title.zh, words.lang)
    return state.title.in_(words.lang), [marks.mark_of(standing, words, width=width, steps=steps) for width in (NARROW, WIDE)]


def _cells(words: Texts) -> Iterator[_Row]:
    """Cells of the wall: each verdict, and what else a year-end can say."""
    judged = {
        standing.status: standing
        for state in STATES
        for standing in standings_of(state.title.zh, words.lang)[:1]
        if standing.judged
    }
    cells = [WallCell(2024, CellState.JUDGED, each.status_text, each.name, each) for each in judged.values()]
    yield Bilingual("有判定", "Judged").in_(words.lang), [marks.cell(cell, words) for cell in cells]
    others = [WallCell(2024, state, Bilingual(zh, en).in_(words.lang), zh) for state, zh, en in _CELLS]
    yield Bilingual("其余", "Others").in_(words.lang), [marks.cell(cell, words) for cell in others]


def _lines(words: Texts) -> Iterator[_Row]:
    """Sparklines."""
    measure = standings_of(STATES[0].title.zh, words.lang)[0].measure
    for title, values in _SERIES.items():
        points = [PointView(date(year, 12, 31), value, f"{value:g}%", "") for year, value in values]
        line = marks.sparkline(points, measure, words)
        yield title.in_(words.lang), [line] if line else []


def _bars(words: Texts) -> Iterator[_Row]:
    """Status bars, of few statuses and of all."""
    yield Bilingual("状态条", "Status bar").in_(words.lang), [marks.status_bar(_COUNTS, words, width=NARROW + _BETWEEN + WIDE)]
    yield Bilingual("各种状态", "Every status").in_(words.lang), [marks.status_bar(_ALL, words, width=NARROW + _BETWEEN + WIDE)]


def _sheet(rows: Sequence[_Row]) -> str:
    """Rows below each other as one picture, on a ground of its own."""
    placed, y = [], _MARGIN
    for title, drawn in rows:
        x, height = _MARGIN + _TITLE, max((mark.height for mark in drawn), default=0)
        placed.append(f"<text class='ink' x='{_MARGIN}' y='{y + height / 2 + 4:g}'>{escape(title)}</text>")
        for mark in drawn:
            placed.append(mark.svg.replace("<svg ", f"<svg x='{x}' y='{y}' ", 1))
            x += max(mark.width, NARROW if len(drawn) == 2 else 0) + (_BETWEEN if len(drawn) == 2 else 6)
        y += height + 14
    width = _MARGIN * 2 + _TITLE + NARROW + _BETWEEN + WIDE
    ground = marks.Drawing(width, y)
    ground.add("rect", "on", width=width, height=y)
    ground.shapes += placed
    ground.used.add("ink")
    return ground.mark("").svg + "\n"


def main(lang: str = "zh", folder: str = str(IMAGES)) -> None:
    """Writes them."""
    for name, svg in sheets(lang).items():
        (Path(folder) / name).write_text(svg, encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main(*sys.argv[1:])
