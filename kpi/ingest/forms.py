"""The year's form: one row for every measure that is reported, to be filled in and uploaded as it is.

Whatever it writes, `read_upload` reads back without a problem, in either language and format.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, Protocol

import pandas as pd
import xlsxwriter

from kpi.catalog import Catalog, part_reference
from kpi.ingest.headers import Role
from kpi.model import Kind, Measure, PeriodType, Qualifier

COLUMNS = (
    Role.CODE,
    Role.NAME,
    Role.YEAR,
    Role.START,
    Role.END,
    Role.REGION,
    Role.BREAKDOWN,
    Role.VALUE,
    Role.UNIT,
    Role.LAST_YEAR,
    Role.NOTE,
)
_WIDTHS = {Role.CODE: 34, Role.NAME: 40, Role.BREAKDOWN: 26, Role.NOTE: 30}
_SIGNS = {
    Qualifier.APPROX: "≈",
    Qualifier.GE: "≥",
    Qualifier.GT: ">",
    Qualifier.LE: "≤",
    Qualifier.LT: "<",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


class Wording(Protocol):
    """What the form needs of the texts of a language."""

    @property
    def lang(self) -> str:
        """zh or en."""

    def __call__(self, key: str, /, **values: object) -> str:
        """The text of a key."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form: a measure, or a part of one that a ratio is made of."""

    measure: Measure
    breakdown: str = ""
    member: str = ""


Field = str | int | Decimal


def template(catalog: Catalog, year: int, last_year: pd.DataFrame, fmt: Literal["csv", "xlsx"], texts: Wording) -> bytes:
    """The form for `year` with last year's values beside the empty ones; `last_year` is an observation frame.

    As csv it is UTF-8 with a byte order mark, which Excel needs to read Chinese.
    """
    header = [texts(f"template.{role}") for role in COLUMNS]
    rows = [_row(catalog, line, year, last_year, texts.lang) for line in lines(catalog)]
    return _as_xlsx(header, rows, texts) if fmt == "xlsx" else _as_csv(header, rows)


def lines(catalog: Catalog) -> Iterator[Line]:
    """What is asked for each year: every measure but parameters and one-off milestones, and the parts ratios are made of."""
    with_target = {target.measure_id for target in catalog.primary_targets}
    parts = {part_reference(ref) for m in catalog.measures.values() for ref in (m.numerator_id, m.denominator_id) if ref}
    for measure in catalog.measures.values():
        if measure.kind is Kind.PARAMETER or (measure.kind is Kind.MILESTONE and measure.measure_id not in with_target):
            continue
        yield Line(measure)
        for measure_id, breakdown, member in sorted(parts):
            if measure_id == measure.measure_id and breakdown:
                yield Line(measure, breakdown, member)


def _row(catalog: Catalog, line: Line, year: int, last_year: pd.DataFrame, lang: str) -> list[Field]:
    measure = line.measure
    whole_year = _counts_by_year(catalog, measure)
    return [
        measure.measure_id,
        measure.name(lang),
        year,
        f"{year}-01-01" if whole_year else "",
        f"{year}-12-31" if whole_year else "",
        catalog.plan_region.name(lang),
        f"{line.breakdown}={line.member}" if line.breakdown else "",
        "",
        measure.display_unit,
        _value_of(last_year, catalog.plan_region.region_code, line, year - 1),
        "",
    ]


def _counts_by_year(catalog: Catalog, measure: Measure) -> bool:
    """Whether a ratio is judged year by year: then it must be stated for the year's days, not for its last one."""
    yearly = (PeriodType.EACH_YEAR, PeriodType.SINGLE_YEAR)
    return measure.kind is Kind.RATIO and any(
        target.measure_id == measure.measure_id and target.period_type in yearly for target in catalog.primary_targets
    )


def _value_of(frame: pd.DataFrame, region_code: str, line: Line, year: int) -> Field:
    """Last year's value in the display unit, with its sign if it is not exact; empty where there is none for that year."""
    first, last = pd.Timestamp(date(year, 1, 1)), pd.Timestamp(date(year, 12, 31))
    rows = frame[
        (frame["measure_id"] == line.measure.measure_id)
        & (frame["region_code"] == region_code)
        & (frame["breakdown"] == line.breakdown)
        & (frame["member"] == line.member)
    ]
    year_long = rows[(rows["window_start"] == first) & (rows["window_end"] == last)]
    dated = rows[rows["as_of"].between(first, last)].sort_values("as_of")
    found = year_long if len(year_long) else dated
    if not len(found):
        return ""
    number = Decimal(f"{found['value'].iloc[-1]:.15g}") / line.measure.display_scale
    sign = _SIGNS.get(Qualifier(found["qualifier"].iloc[-1]), "")
    return sign + _plain(number) if sign else number


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _as_csv(header: list[str], rows: Iterable[list[Field]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    for row in rows:
        writer.writerow([_plain(field) if isinstance(field, Decimal) else _inert(field) for field in row])
    return text.getvalue().encode("utf-8-sig")


def _inert(field: str | int) -> str | int:
    """A text that a spreadsheet will not take for a formula; reading a name back overlooks the apostrophe."""
    return f"'{field}" if isinstance(field, str) and field.startswith(_FORMULA_STARTS) else field


def _as_xlsx(header: list[str], rows: Iterable[list[Field]], texts: Wording) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(texts("template.sheet"))
        head = workbook.add_format({"bold": True, "bg_color": "#EEF1F4", "bottom": 1})
        for index, role in enumerate(COLUMNS):
            sheet.set_column(index, index, _WIDTHS.get(role, 14))
            sheet.write_string(0, index, header[index], head)
        sheet.freeze_panes(1, 2)
        for number, row in enumerate(rows, 1):
            for index, field in enumerate(row):
                if isinstance(field, str):
                    sheet.write_string(number, index, field) if field else None
                else:
                    sheet.write_number(number, index, field)
    return buffer.getvalue()
