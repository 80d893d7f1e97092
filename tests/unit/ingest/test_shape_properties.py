"""Whatever table is written, in any shape, encoding, separator and unit, reads back to the same; nothing is lost in silence."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kpi.catalog import load_catalog
from kpi.ingest import Knowledge, UploadFile, read_upload
from kpi.model import Severity
from tests.unit.ingest.conftest import TINY, TODAY
from tests.unit.ingest.naming import named_rows
from tests.unit.ingest.workbooks import saved

KNOWLEDGE = Knowledge.of(load_catalog(TINY))
REGIONS = {"云溪市": "990100", "东岸区": "990101", "西岸区": "990102"}
UNITS = {"人次": 0, "万人次": 4, "亿人次": 8}
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "xlsx"]
MEASURE = "分类志愿者培训"

grids = st.lists(st.integers(2000, 2024), min_size=1, max_size=5, unique=True).flatmap(
    lambda years: st.fixed_dictionaries({(region, year): st.integers(0, 10**9) for region in REGIONS for year in sorted(years)})
)


def number(count, unit):
    return f"{Decimal(count).scaleb(-UNITS[unit]):f}"


def long(grid, unit):
    return [["指标名称", "年份", "地区", "数值", "单位"]] + [
        [MEASURE, str(year), region, number(count, unit), unit] for (region, year), count in grid.items()
    ]


def years_across(grid, unit):
    years = sorted({year for _, year in grid})
    header = ["地区", *(f"{year}年" for year in years)]
    return [[f"{MEASURE}（{unit}）"], header] + [
        [region, *(number(grid[region, year], unit) for year in years)] for region in REGIONS
    ]


def regions_across(grid, unit):
    years = sorted({year for _, year in grid})
    return [["指标", "单位", "年份", *REGIONS]] + [
        [MEASURE, unit, f"{year}年度", *(number(grid[region, year], unit) for region in REGIONS)] for year in years
    ]


def two_rows_of_header(grid, unit):
    years = sorted({year for _, year in grid})
    top, below = ["时期"], [""]
    for region in REGIONS:
        top += [region]
        below += [f"{MEASURE}（{unit}）"]
    return [top, below] + [[f"{year}年", *(number(grid[region, year], unit) for region in REGIONS)] for year in years]


def measure_down(grid, unit):
    years = sorted({year for _, year in grid})
    rows = [["指标", "单位", *(f"{year}年" for year in years)]]
    for region in REGIONS:
        rows += [[region, *[""] * (len(years) + 1)], [MEASURE, unit, *(number(grid[region, year], unit) for year in years)]]
    return rows


SHAPES = [long, years_across, regions_across, two_rows_of_header, measure_down]


def content_of(rows, encoding, delimiter):
    width = max(len(row) for row in rows)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    if encoding == "xlsx":
        return saved([[cell or None for cell in row] for row in padded])
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(padded)
    return text.getvalue().encode(encoding)


def read(rows, encoding="utf-8", delimiter=","):
    return read_upload(UploadFile("表", content_of(rows, encoding, delimiter)), KNOWLEDGE, today=TODAY)


def found(reading):
    return {(o.region_code, o.window_start, o.window_end): o.value for o in reading.observations}


def meant(grid):
    return {(REGIONS[region], date(year, 1, 1), date(year, 12, 31)): count for (region, year), count in grid.items()}


@given(
    grids, st.sampled_from(SHAPES), st.sampled_from(list(UNITS)), st.sampled_from(ENCODINGS), st.sampled_from([",", ";", "\t"])
)
def test_every_shape_reads_back_to_the_same(grid, shape, unit, encoding, delimiter):
    reading = read(shape(grid, unit), encoding, delimiter)
    assert [p for p in reading.problems if p.severity is Severity.ERROR] == []
    assert found(reading) == meant(grid)
    assert len(reading.observations) == len(grid)


@given(grids, st.sampled_from(SHAPES[1:]), st.data())
def test_a_cell_that_is_changed_is_never_wrong_and_silent(grid, shape, data):
    """Another text in one value's cell: every other value stays, and that one is read exactly, or named."""
    rows = shape(grid, "人次")
    places = [(r, c) for r, row in enumerate(rows) for c, text in enumerate(row) if text.isdigit()]
    r, c = data.draw(st.sampled_from(places))
    text = data.draw(
        st.sampled_from(["", "—", "暂无", "#N/A", "近5", "约7", "1,2345", "12人", "0.5万", "x", "1e3", "（4）", "5吨", "=1"])
    )
    rows[r][c] = text
    reading = read(rows)
    certain = {"约7": 7, "12人": None, "0.5万": 5000}
    values = {f"{o.column}{o.row}": o.value for o in reading.observations}
    cell = f"{'ABCDEFGHIJ'[c]}{r + 1}"
    assert len(values) >= len(grid) - 1
    if cell in values:
        assert values[cell] == certain.get(text)
    else:
        named = {f"{p.values.get('letter', '')}{p.row}" for p in reading.problems}
        blank = {name for p in reading.problems if p.code == "cells_blank" for name in p.values["cells"]}
        assert cell in named | blank
    assert {key: value for key, value in values.items() if key != cell} == {
        key: value
        for key, value in ((f"{o.column}{o.row}", o.value) for o in read(shape(grid, "人次")).observations)
        if key != cell
    }


WORDS = ["", "指标", "地区", "2023年", "合计", "东岸区", MEASURE, "5", "—", "单位：人次", "注：x", "上半年", "第三季度"]


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5), min_size=1, max_size=7))
def test_no_row_of_any_table_is_lost_without_being_named(rows):
    reading = read(rows)
    assert reading.sheets or not reading.ok
    for sheet in reading.sheets:
        below = {n for n, row in enumerate(rows, 1) if n > sheet.header_row and any(row)}
        assert below <= named_rows(reading) | {n for n, row in enumerate(rows, 1) if "合计" in row}
