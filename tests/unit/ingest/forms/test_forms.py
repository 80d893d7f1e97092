"""The year's form: what it asks for, and that it comes back clean however an office fills it in."""

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from kpi.i18n import texts
from kpi.ingest import template
from kpi.ingest.forms.template import COLUMNS, lines
from kpi.ingest.tables.grid import Role
from kpi.model import Kind, Severity
from tests.unit.ingest.test_comparing import frame
from tests.unit.ingest.workbooks import bytes_of

SHARE = {"measure_id": "sorted_share", "region_code": "990100", "as_of": "2023-06-30", "value": 0.71, "qualifier": "ge"}
LATER = {**SHARE, "as_of": "2023-12-31", "value": 0.742, "qualifier": "eq"}
TRAINED = {
    "measure_id": "volunteers_trained",
    "region_code": "990100",
    "window_start": "2023-01-01",
    "window_end": "2023-12-31",
    "value": 11500.0,
}
HALF = {**TRAINED, "window_end": "2023-06-30", "value": 5000.0}
ABOUT = {"measure_id": "landfill_daily", "region_code": "990100", "as_of": "2023-12-31", "value": 380.0, "qualifier": "approx"}
LAST_YEAR = (LATER, SHARE, TRAINED, HALF, ABOUT)
FILLED = {"sorted_share": "78.5", "volunteers_trained": "1.32", "landfill_daily": "３６５"}


def rows_of(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def column(role):
    return COLUMNS.index(role)


def filled(content):
    """The form with its values written in, as rows."""
    header, *rows = rows_of(content)
    for row in rows:
        row[column(Role.VALUE)] = FILLED.get(row[0], "")
    return [header, *rows]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_form_holds_each_measure_with_its_unit_and_last_years_value(tiny, lang):
    content = template(tiny, 2024, frame(*LAST_YEAR), "csv", texts(lang))
    header, *rows = rows_of(content)
    assert header == [texts(lang)(f"template.{role}") for role in COLUMNS]
    assert [row[0] for row in rows] == ["sorted_share", "volunteers_trained", "landfill_daily"]
    assert {row[column(Role.YEAR)] for row in rows} == {"2024"}
    assert [row[column(Role.UNIT)] for row in rows] == ["%", "万人次", "吨"]
    assert [row[column(Role.LAST_YEAR)] for row in rows] == ["74.2", "1.15", "≈380"]
    assert {row[column(Role.VALUE)] for row in rows} == {""}


def test_a_ratio_stated_for_the_whole_of_last_year_goes_before_one_of_its_last_day(tiny):
    over_the_year = {
        **SHARE,
        "as_of": None,
        "window_start": "2023-01-01",
        "window_end": "2023-12-31",
        "value": 0.69,
        "qualifier": "eq",
    }
    _, first, *_ = rows_of(template(tiny, 2024, frame(over_the_year, LATER), "csv", texts("zh")))
    assert first[column(Role.LAST_YEAR)] == "69"


def test_without_last_year_the_form_is_empty_there(tiny):
    _, *rows = rows_of(template(tiny, 2024, frame(HALF), "csv", texts("zh")))
    assert {row[column(Role.LAST_YEAR)] for row in rows} == {""}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_filled_in_and_saved_as_text_it_comes_back_clean(tiny, read, lang, encoding):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter="\t" if encoding == "utf-16" else ",").writerows(
        filled(template(tiny, 2024, frame(*LAST_YEAR), "csv", texts(lang)))
    )
    reading = read(text.getvalue().encode(encoding))
    assert reading.problems == ()
    assert [(o.measure_id, o.region_code, o.value) for o in reading.observations] == [
        ("sorted_share", "990100", Decimal("0.785")),
        ("volunteers_trained", "990100", Decimal(13200)),
        ("landfill_daily", "990100", Decimal(365)),
    ]


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_filled_in_as_a_workbook_it_comes_back_clean(tiny, read, lang):
    book = openpyxl.load_workbook(io.BytesIO(template(tiny, 2024, frame(*LAST_YEAR), "xlsx", texts(lang))))
    sheet = book.active
    assert sheet.title == texts(lang)("template.sheet")
    for row in (each for each in sheet.iter_rows(min_row=2) if each[0].value):
        row[column(Role.VALUE)].value = float(FILLED[row[0].value])
    sheet.cell(2, 1 + column(Role.VALUE)).value = 0.785
    sheet.cell(2, 1 + column(Role.VALUE)).number_format = "0.0%"
    reading = read(bytes_of(book), name="表.xlsx")
    assert reading.problems == ()
    assert [o.value for o in reading.observations] == [Decimal("0.785"), Decimal(13200), Decimal(365)]


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
def test_not_filled_in_it_is_one_note(tiny, read, fmt):
    reading = read(template(tiny, 2024, frame(*LAST_YEAR), fmt, texts("zh")), name=f"表.{fmt}")
    assert [(p.severity, p.code, p.values["count"], p.values["rows"]) for p in reading.problems] == [
        (Severity.NOTE, "values_blank", 3, "2–4")
    ]


def test_a_ratio_that_is_judged_by_year_is_asked_for_over_the_year(tiny, read):
    yearly = replace(tiny.targets["G2"], target_id="G9", measure_id="sorted_share")
    catalog = replace(tiny, targets={**tiny.targets, "G9": yearly})
    content = template(catalog, 2024, frame(), "csv", texts("zh"))
    row = rows_of(content)[1]
    assert (row[column(Role.START)], row[column(Role.END)]) == ("2024-01-01", "2024-12-31")
    text = io.StringIO(newline="")
    csv.writer(text).writerows(filled(content))
    first = read(text.getvalue(), catalog=catalog).observations[0]
    assert (first.window_start, first.window_end, first.as_of) == (date(2024, 1, 1), date(2024, 12, 31), None)


def test_parts_a_ratio_is_made_of_are_asked_for_and_parameters_are_not(tiny):
    share = replace(
        tiny.measures["sorted_share"],
        numerator_id="volunteers_trained[audience=resident]",
        denominator_id="volunteers_trained",
    )
    cap = replace(tiny.measures["landfill_daily"], kind=Kind.PARAMETER)
    event = replace(tiny.measures["landfill_daily"], measure_id="event", kind=Kind.MILESTONE)
    catalog = replace(tiny, measures={**tiny.measures, "sorted_share": share, "landfill_daily": cap, "event": event})
    assert [(line.measure.measure_id, line.member) for line in lines(catalog)] == [
        ("sorted_share", ""),
        ("volunteers_trained", ""),
        ("volunteers_trained", "resident"),
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠"])
def test_no_name_becomes_a_formula(tiny, read, start):
    named = replace(tiny.measures["landfill_daily"], name_zh=f"{start}HYPERLINK(1)量")
    catalog = replace(tiny, measures={**tiny.measures, "landfill_daily": named})
    content = template(catalog, 2024, frame(), "csv", texts("zh"))
    assert all(not field.startswith(start) for row in rows_of(content) for field in row)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(filled(content))
    assert len(read(text.getvalue(), catalog=catalog).observations) == 3
    sheet = openpyxl.load_workbook(io.BytesIO(template(catalog, 2024, frame(), "xlsx", texts("zh")))).active
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "n"}
    assert sheet.cell(4, 2).value == f"{start}HYPERLINK(1)量"
