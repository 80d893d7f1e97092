"""A plan every name of which is hostile, for pages and for the real browser."""

import csv
import shutil
from itertools import cycle
from pathlib import Path

from tests.hostile import HOSTILE

PLAN = Path(__file__).parent / "data" / "tiny_catalog"
NAMED = {
    "plan.csv": ("name_zh", "name_en"),
    "regions.csv": ("name_zh", "name_en", "type"),
    "breakdowns.csv": ("name_zh", "name_en"),
    "measures.csv": ("name_zh", "name_en", "category", "definition", "source", "owner"),
    "targets.csv": ("source", "section", "printed"),
    "figures.csv": ("source", "section", "printed"),
    "sources.csv": ("title", "number", "issuer"),
    "questions.csv": ("text_zh", "text_en"),
    "units.csv": ("name_zh", "name_en"),
}
"""The columns people write free text into."""


def hostile_plan(folder: Path, start: int = 0) -> Path:
    """The small plan of the tests, copied to `folder`, a hostile text behind every name; the first text is number `start`."""
    shutil.copytree(PLAN, folder)
    texts = cycle([*HOSTILE[start:], *HOSTILE[:start]])
    for name, columns in NAMED.items():
        with (folder / name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        for row in rows:
            row.update({column: f"{row[column]} {next(texts)}" for column in columns if row.get(column)})
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return folder
