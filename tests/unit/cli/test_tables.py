"""Tables in a terminal: a Chinese character takes two places."""

from operator import itemgetter

import pytest

from kpi.cli.tables import table, width
from kpi.i18n import texts

ZH = texts("zh")


@pytest.mark.parametrize(
    ("text", "places"), [("", 0), ("abc", 3), ("技能", 4), ("≥30%", 4), ("（2023年）", 10), ("é", 1), ("e\u0301", 1), ("ｱ", 1)]
)
def test_width(text, places):
    assert width(text) == places


def test_columns_line_up_and_lines_end_without_spaces():
    assert (
        table([("a", "1"), ("技能人才", "")], ZH, target=itemgetter(0), rows=itemgetter(1))
        == "目标      行数\na         1\n技能人才"
    )


def test_nothing_in_a_cell_moves_the_cursor():
    assert table(["1\n2\t3\x1b[31m"], ZH, target=str) == "目标\n1 2 3 [31m"


def test_a_table_without_rows_is_its_header():
    assert table([], ZH, target=str, rows=str) == "目标  行数"


def test_a_column_has_a_heading():
    with pytest.raises(KeyError):
        table([], ZH, no_such_heading=str)
