"""The year's form: one row for every measure that is reported, to be filled in and uploaded as it is.

Whatever it writes, `read_upload` reads back without a problem, in any language and format.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd

from kpi.catalog import Catalog, part_reference
from kpi.i18n import language
from kpi.ingest.amounts.quantities import fits
from kpi.ingest.forms.workbook import WIDTHS, Field, Form, FormRow, Wording, workbook
from kpi.model import Kind, Measure, Qualifier, in_percent

COLUMNS = tuple(WIDTHS)
_SIGNS = {Qualifier.APPROX: "≈", Qualifier.GE: "≥", Qualifier.GT: ">", Qualifier.LE: "≤", Qualifier.LT: "<"}
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FormLine:
    """One row of the form: a measure, or a part of one that a ratio is made of."""

    measure: Measure
    breakdown: str = ""
    member: str = ""


def template(catalog: Catalog, year: int, last_year: pd.DataFrame, fmt: Literal["csv", "xlsx"], texts: Wording) -> bytes:
    """The form for `year` with last year's values beside the empty ones; `last_year` is an observation frame.

    As xlsx it guides whoever fills it in: see `workbook`. As csv it is UTF-8 with a byte order mark, which Excel needs to
    read Chinese.
    """
    header = [texts(f"template.{role}") for role in COLUMNS]
    shown = _of_last_year(catalog, year, last_year)
    rows = [_row(catalog, line, year, shown, texts.lang) for line in lines(catalog)]
    return _as_xlsx(catalog, year, header, rows, texts) if fmt == "xlsx" else _as_csv(header, rows)


def _of_last_year(catalog: Catalog, year: int, figures: pd.DataFrame) -> pd.DataFrame:
    """The figures the form can show: of the plan's own region, for the year before or on a day of it."""
    first, last = pd.Timestamp(date(year - 1, 1, 1)), pd.Timestamp(date(year - 1, 12, 31))
    own = figures[figures["region_code"] == catalog.plan_region.region_code]
    return own[own["as_of"].between(first, last) | (own["window_start"] == first) & (own["window_end"] == last)]


def lines(catalog: Catalog) -> Iterator[FormLine]:
    """What is asked for each year: every measure but parameters and one-off milestones, and the parts ratios are made of."""
    with_target = {target.measure_id for target in catalog.primary_targets}
    parts = {part_reference(ref) for m in catalog.measures.values() for ref in (m.numerator_id, m.denominator_id) if ref}
    for measure in catalog.measures.values():
        if measure.kind is Kind.PARAMETER or (measure.kind is Kind.MILESTONE and measure.measure_id not in with_target):
            continue
        yield FormLine(measure)
        for measure_id, breakdown, member in sorted(parts):
            if measure_id == measure.measure_id and breakdown:
                yield FormLine(measure, breakdown, member)


def _row(catalog: Catalog, line: FormLine, year: int, last_year: pd.DataFrame, lang: str) -> list[Field]:
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
        _value_of(last_year, line, year - 1),
        "",
    ]


def _counts_by_year(catalog: Catalog, measure: Measure) -> bool:
    """Whether a figure is of the year's days: of a change always, of a ratio that is judged year by year."""
    return measure.kind is Kind.CHANGE or (
        measure.kind is Kind.RATIO
        and any(target.measure_id == measure.measure_id and target.period_type.yearly for target in catalog.primary_targets)
    )


def _value_of(frame: pd.DataFrame, line: FormLine, year: int) -> Field:
    """Last year's value in the display unit, with its sign if it is not exact; empty where there is none for that year."""
    first, last = pd.Timestamp(date(year, 1, 1)), pd.Timestamp(date(year, 12, 31))
    rows = frame[
        (frame["measure_id"] == line.measure.measure_id)
        & (frame["breakdown"] == line.breakdown)
        & (frame["member"] == line.member)
    ]
    year_long = rows[(rows["window_start"] == first) & (rows["window_end"] == last)]
    dated = rows[rows["as_of"].between(first, last)].sort_values("as_of")
    rows_of_year = year_long if len(year_long) else dated
    if not len(rows_of_year):
        return ""
    number = Decimal(f"{rows_of_year['value'].iloc[-1]:.15g}") / line.measure.display_scale
    sign = _SIGNS.get(Qualifier(rows_of_year["qualifier"].iloc[-1]), "")
    return sign + _plain(number) if sign else number


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


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


def _as_xlsx(catalog: Catalog, year: int, header: list[str], rows: Iterable[list[Field]], texts: Wording) -> bytes:
    asked = list(lines(catalog))
    form = Form(
        year=year,
        rows=[
            FormRow(fields, offered_units(line.measure, texts.lang), line.measure.kind is Kind.MILESTONE)
            for line, fields in zip(asked, rows, strict=True)
        ],
        regions=_regions(catalog, texts.lang),
        breakdowns=_breakdowns(catalog, texts.lang),
        measures=list({line.measure.measure_id: line.measure.name(texts.lang) for line in asked}.items()),
    )
    return workbook(form, header, texts)


def offered_units(measure: Measure, lang: str) -> tuple[str, ...]:
    """The units a value can be in without anything having to be asked: the shown one, and 人 beside 万人."""
    base = measure.unit.name(lang)
    scaled = measure.display_scale != 1 and not in_percent(measure)
    return (measure.display_unit, base) if scaled and fits(base, measure) else (measure.display_unit,)


def _regions(catalog: Catalog, lang: str) -> list[str]:
    """Names of the regions that report, the plan's own first."""
    own = catalog.plan_region
    others = [region for region in catalog.regions.values() if region.active and region is not own]
    return [region.name(lang) for region in (own, *others)]


def _breakdowns(catalog: Catalog, lang: str) -> list[tuple[str, str]]:
    """`level=national`, and what that means."""
    colon = language(lang).colon
    return [
        (
            f"{breakdown}={member}",
            catalog.breakdown_name(breakdown, lang) + colon + catalog.member_name(breakdown, member, lang),
        )
        for breakdown, member in catalog.members
    ]
