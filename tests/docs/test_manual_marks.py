"""The pictures of marks in the manual are what the code draws now, and each state is explained."""

import pytest

from tests.sources import PROJECT
from tests.unit.charts.marks.states import SHEETS
from tools.marks import IMAGES, sheets

CHAPTER = (PROJECT / "docs" / "manual.md").read_text(encoding="utf-8").split("## 进度尺与小图", 1)[1].split("\n## ", 1)[0]


@pytest.mark.slow
def test_the_pictures_are_as_the_code_draws_them():
    """`make marks` makes them anew."""
    drawn = sheets("zh")
    assert {name: (IMAGES / name).read_text(encoding="utf-8") == svg for name, svg in drawn.items()} == dict.fromkeys(
        drawn, True
    )


def test_every_picture_and_every_state_stands_in_the_chapter():
    assert [name for name in (*SHEETS, "small") if f"(images/marks-{name}.svg)" not in CHAPTER] == []
    rows = [line.split("|")[1].strip() for line in CHAPTER.splitlines() if line.startswith("| ")]
    assert [row for row in rows if row != "图"] == [state.title.zh for states in SHEETS.values() for state in states]
