"""The manual lists every placeholder there is, under both its names, and every column of each table."""

import re

from kpi.i18n import texts
from kpi.report import template_placeholders
from tests.sources import PROJECT

MANUAL = (PROJECT / "docs" / "manual.md").read_text(encoding="utf-8")
CHAPTER = MANUAL.split("### 单位自己的模板")[1].split("\n### ")[0]
ROWS = template_placeholders(texts("zh"))


def test_every_placeholder_is_listed_with_its_names_and_what_it_stands_for():
    listed = re.findall(r"^\| (\S+) \| `(\w+)` \| (.+) \|$", CHAPTER, re.MULTILINE)
    assert listed == [(row.alias, row.name, row.meaning) for row in ROWS]


def test_every_column_of_a_table_is_listed():
    tables = re.findall(r"^\| (\S+) \| ([^|`]+`.+`) \|$", CHAPTER.split("表的各列")[1], re.MULTILINE)
    told = {table: re.findall(r"(\S+?) `(\w+)`、?", columns) for table, columns in tables}
    assert told == {row.alias: [(field.alias, field.name) for field in row.fields] for row in ROWS if row.fields}
