"""Whatever bytes come: observations with a row each or problems with a row each. Whatever is written: read back exactly."""

import csv
import io
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kpi.catalog import load_catalog
from kpi.i18n import texts
from kpi.ingest import UploadFile, read_upload
from kpi.ingest.amounts.quantities import base_value
from kpi.ingest.amounts.values import read_number
from kpi.ingest.child.formats import shown
from kpi.ingest.periods.spans import read_date, read_year
from kpi.model import Qualifier
from tests.unit.ingest.conftest import TINY, TODAY
from tests.unit.ingest.measures import SHARE, TALENT, TRAINING
from tests.unit.ingest.naming import named_rows

CATALOG = load_catalog(TINY)
ZH = texts("zh")
ZIP = b"PK"
HEADER = ["指标代码", "年份", "地区", "分组", "数值", "单位", "备注"]

cell = st.one_of(
    st.sampled_from(
        ["landfill_daily", "sorted_share", "志愿者培训", "2024", "2024年", "东岸", "居民", "5", "7%", "1,376", "吨", "%", "—"]
    ),
    st.sampled_from(
        ["", " ", "万人次", "1.2万", "约3", "#N/A", "=1", "“", '"', "\n", "1e5", "合计", "999999999999999999999999"]
    ),
    st.text(max_size=6),
)


def read(content):
    return read_upload(UploadFile("任意.csv", content), CATALOG, today=TODAY)


def check(reading):
    """Never silent, never without a place, always in words."""
    assert all(observation.row for observation in reading.observations)
    assert reading.sheets or not reading.ok
    for problem in reading.problems:
        assert ZH(f"problem.{problem.code}", **problem.values)
        assert problem.suggestion is None or ZH.message(problem.suggestion)


@given(st.binary(max_size=400).filter(lambda content: not content.startswith(ZIP)))
def test_any_bytes(content):
    check(read(content))


@given(st.text(max_size=300), st.sampled_from(["utf-8", "gb18030", "utf-16", "utf-16-be"]))
def test_any_text_below_a_header(text, encoding):
    check(read((",".join(HEADER) + "\n" + text).encode(encoding, errors="ignore")))


@given(st.lists(st.lists(cell, min_size=1, max_size=8), max_size=6), st.sampled_from([",", ";", "\t"]))
def test_no_row_is_lost_without_being_named(rows, delimiter):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([HEADER, *rows])
    reading = read(text.getvalue().encode("utf-8", errors="ignore"))
    check(reading)
    if reading.sheets:
        records = list(
            csv.reader(io.StringIO(text.getvalue().encode("utf-8", errors="ignore").decode(), newline=""), delimiter=delimiter)
        )
        filled = {number for number, record in enumerate(records, 1) if number > 1 and any(field.strip() for field in record)}
        sums = {number for number, record in enumerate(records, 1) if "合计" in map(str.strip, record)}
        assert filled <= named_rows(reading) | sums | {1}


counts = st.integers(0, 10**12)


@given(counts, st.booleans(), st.booleans(), st.sampled_from(["", "人", " 人"]))
def test_a_count_reads_back_exactly(count, grouped, full_width, unit):
    text = f"{count:,}" if grouped else str(count)
    if full_width:
        text = text.translate({ord(ascii_): 0xFF00 + ord(ascii_) - 0x20 for ascii_ in "0123456789,"})
    assert base_value(read_number(text + unit), "人", TALENT) == count


@given(
    counts, st.sampled_from([("万", 4), ("亿", 8), ("千", 3), ("百万", 6), ("", 0)]), st.sampled_from(["value", "unit", "both"])
)
def test_a_count_in_any_scale_reads_back_exactly(count, scale, where):
    word, digits = scale
    number = f"{Decimal(count).scaleb(-digits):f}"
    value = number + (f"{word}人次" if where != "unit" else "")
    unit = f"{word}人次" if where != "value" else ""
    assert base_value(read_number(value), unit, TRAINING) == count


@given(st.integers(0, 10**8), st.sampled_from(["%", "％", "‰", "unit"]))
def test_a_share_reads_back_exactly(parts, sign):
    share = Decimal(parts).scaleb(-8)
    shown_number = f"{share * (1000 if sign == '‰' else 100):f}"
    written = read_number(shown_number if sign == "unit" else shown_number + sign)
    assert base_value(written, "%" if sign == "unit" else "", SHARE) == share


@given(
    st.integers(1, 10**6),
    st.sampled_from([("约{}万人", Qualifier.APPROX), ("{}万余人", Qualifier.GT), ("{}万人以上", Qualifier.GE)]),
)
def test_a_qualified_number_keeps_number_and_qualifier(hundreds, spelling):
    pattern, qualifier = spelling
    written = read_number(pattern.format(f"{Decimal(hundreds).scaleb(-2):f}"))
    assert (base_value(written, "", TALENT), written.qualifier) == (hundreds * 100, qualifier)


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_date_reads_back_in_every_spelling(day):
    y, m, d = day.year, day.month, day.day
    spellings = (day.isoformat(), f"{y}/{m}/{d}", f"{y}.{m}.{d}", f"{y}年{m}月{d}日", f"{y:04}{m:02}{d:02}")
    assert {read_date(text) for text in spellings} == {day}
    assert {read_year(text) for text in (f"{y}", f"{y}年", f"{y}年度", f"{y}.0")} == {y}


@given(
    st.lists(
        st.tuples(st.integers(1990, 2025), st.sampled_from(["云溪市", "东岸区", "西岸区"]), st.integers(0, 10**9)),
        min_size=1,
        max_size=20,
        unique_by=lambda row: row[:2],
    ),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from([("人次", 0), ("万人次", 4), ("亿人次", 8)]),
)
def test_a_table_reads_back_the_same_in_any_encoding_separator_and_unit(rows, encoding, delimiter, unit):
    word, digits = unit
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["指标名称", "年份", "地区", "数值", "单位"])
    for year, region, count in rows:
        writer.writerow(["分类志愿者培训", year, region, f"{Decimal(count).scaleb(-digits):f}", word])
    reading = read(text.getvalue().encode(encoding))
    assert reading.ok
    codes = {"云溪市": "990100", "东岸区": "990101", "西岸区": "990102"}
    assert [(o.window_end.year, o.region_code, o.value, o.row) for o in reading.observations] == [
        (year, codes[region], count, row) for row, (year, region, count) in enumerate(rows, 2)
    ]


@given(st.text(max_size=20), st.floats(allow_nan=True, allow_infinity=True))
def test_any_number_format_leaves_the_digits_or_marks_the_cell(code, number):
    text, mark = shown(repr(number), code, from_1904=False)
    assert mark in ("", "format", "error")
    assert isinstance(text, str)


@given(
    st.integers(-(10**12), 10**12), st.sampled_from(["General", "0", "#,##0", "#,##0.00", "0.00E+00", "@", "¥#,##0", "# ?/?"])
)
def test_a_plain_number_format_never_touches_the_number(number, code):
    text, mark = shown(str(number), code, from_1904=False)
    assert (text.removeprefix("¥"), mark) == (str(number), "")
