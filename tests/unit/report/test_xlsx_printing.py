"""How lists print: by hand, a page is 769.7 points wide and 487.4 high, and a letter of a column 5.25."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from kpi.report import render_xlsx
from kpi.report.workbook.formats import Formats
from kpi.report.workbook.printing import HEIGHT, _filled, pages_down
from kpi.report.workbook.sheet import SheetWriter
from kpi.views import TableColumn
from tests.unit.report.reading import open_xlsx
from tests.unit.report.sample import full, small

NARROW, TWICE = [20.0] * 5, [72.6] * 4
"""Five columns of 145 pixels are 544 points, in full size; four of 513.2 pixels are twice a page, so half of it."""


@pytest.mark.parametrize(
    ("widths", "rows", "pages"),
    [
        (NARROW, 32, 0),  # 480 points
        (NARROW, 34, 1),  # 510 of 487.4: 0.95 of the size holds them on one page
        (NARROW, 38, 1),  # 570: 0.855
        (NARROW, 39, 0),  # 585: 0.833 would be too small
        (NARROW, 62, 0),  # the second page is nearly full
        (TWICE, 64, 0),  # half the size: 960 of 974.8
        (TWICE, 66, 1),
        ([], 0, 0),
    ],
)
def test_a_last_page_of_a_few_rows_is_saved_if_the_type_becomes_a_little_smaller(widths, rows, pages):
    assert pages_down(widths, [15.0] * rows, 15.0) == pages


def test_the_head_counts_on_every_page():
    """32 rows fill a page; each further one has a head of 60 points and 28 rows."""
    assert [round(each, 3) for each in _filled([15.0] * 61, 60.0, 487.4)] == [round(x / 487.4, 3) for x in (480, 480, 75)]


@given(st.lists(st.floats(15, 409), max_size=60), st.lists(st.floats(5, 60), min_size=1, max_size=14))
def test_never_more_pages_than_come_of_the_width_and_never_much_smaller(heights, widths):
    count = pages_down(widths, heights, 30.0)
    scale = min(1.0, 769.7 / (sum(width * 7 + 5 for width in widths) * 0.75))
    if count:
        assert count == len(list(_filled(heights, 30.0, HEIGHT / scale))) - 1
        assert len(list(_filled(heights, 30.0, HEIGHT / (scale * 0.83)))) <= count


def test_every_list_is_one_page_wide():
    for sheet in open_xlsx(render_xlsx(full())):
        if sheet.title != "图表":
            assert sheet.page_setup.fitToWidth in (1, None)
            assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_told_above_and_below_a_list_wraps_within_what_is_printed(lang):
    """The row is as high as its lines, the cell as wide as the printed columns; what fits on one line stays as it is."""
    long, short = ("Compared with 31 December 2024: 5 now missed. " * 8).strip(), "Compared."
    book = Workbook(file := io.BytesIO())
    sheet = SheetWriter(book, Formats(book, lang), small(lang=lang), "Tasks")
    columns = [TableColumn(key, lambda row: row, width=width) for key, width in (("measure", 100), ("unit", 60), ("steps", 40))]
    sheet.table(columns, ["x"], frozen=1, unprinted=1, legend=[long, short], below=[long])
    book.close()
    [made] = open_xlsx(file.getvalue())
    told = [cell for row in made.iter_rows() for cell in row if cell.value == long]
    assert [made.row_dimensions[cell.row].height >= 3 * 15 for cell in told] == [True, True]  # 367 letters on lines of 160
    assert [cell.alignment.wrap_text for cell in told] == [True, True]
    assert sorted(str(area) for area in made.merged_cells.ranges) == [f"A{cell.row}:B{cell.row}" for cell in told]
    assert not made["A4"].alignment.wrap_text
