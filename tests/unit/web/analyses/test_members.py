"""Tables of members: how high they are."""

import pytest

from kpi.web.analyses import members

ROW, EDGES = 35, 3
"""Pixels that Streamlit gives a row, the heading too, and the lines round a table."""


@pytest.mark.parametrize(("rows", "seen"), [(1, 1), (3, 3), (16, 16), (17, 16), (35, 16)])
def test_a_table_shows_its_heading_and_all_of_its_rows_but_no_more_than_sixteen(rows, seen):
    """One row less would scroll where there is nothing to scroll for; 35 would push the next table off the screen."""
    assert members._height(rows) == (1 + seen) * ROW + EDGES
