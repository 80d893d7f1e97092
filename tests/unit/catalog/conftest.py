"""A copy of the tiny plan that a test may break in one way."""

import csv
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.errors import CatalogRefused

TINY = Path(__file__).resolve().parents[2] / "data" / "tiny_catalog"


@dataclass(frozen=True)
class Plan:
    """A folder of CSV files that can be edited by cell, as in a spreadsheet: row 1 is the header."""

    folder: Path

    def table(self, file):
        with (self.folder / file).open(encoding="utf-8", newline="") as lines:
            return list(csv.reader(lines))

    def write(self, file, rows):
        with (self.folder / file).open("w", encoding="utf-8", newline="") as lines:
            csv.writer(lines, lineterminator="\n").writerows(rows)

    def set(self, file, row, column, value):
        rows = self.table(file)
        rows[row - 1][rows[0].index(column)] = value
        self.write(file, rows)

    def add(self, file, like, **cells):
        """A further row, like row `like` but for `cells`; its number."""
        rows = self.table(file)
        rows.append([cells.get(column, old) for column, old in zip(rows[0], rows[like - 1], strict=True)])
        self.write(file, rows)
        return len(rows)

    def drop_column(self, file, column):
        rows = self.table(file)
        at = rows[0].index(column)
        self.write(file, [row[:at] + row[at + 1 :] for row in rows])

    def remove(self, file):
        (self.folder / file).unlink()

    def put(self, file, content):
        (self.folder / file).write_bytes(content)

    def load(self):
        return load_catalog(self.folder)

    def errors(self):
        """The problems the plan is refused with; none if it is accepted."""
        try:
            self.load()
        except CatalogRefused as refused:
            return refused.problems
        return ()


@pytest.fixture
def plan(tmp_path):
    return Plan(Path(shutil.copytree(TINY, tmp_path / "plan")))
