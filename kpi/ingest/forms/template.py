"""Forms to be filled in and uploaded as they are: the year's, with every measure that is reported, and one of given figures.

Whatever they write, `read_upload` reads back without a problem, in any language and format.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import pandas as pd

from kpi.catalog import Catalog, part_reference
from kpi.i18n import language
from kpi.ingest.amounts.quantities import fits
from kpi.ingest.forms.workbook import WIDTHS, Field, Form, FormRow, Wording, workbook
from kpi.model import Kind, Measure, ObservationKey, Qualifier, Region, in_percent

COLUMNS = tuple(WIDTHS)
_SIGNS = {Qualifier.APPROX: "≈", Qualifier.GE: "≥", Qualifier.GT: ">", Qualifier.LE: "≤", Qualifier.LT: "<"}
_FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r")


@dataclass(frozen=True, slots=True)
class FormLine:
    """A measure, or a part of one that a ratio is made of."""

    measure: Measure
    breakdown: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """One row of a form: a line, where and when. The dates are empty where the year says it all."""

    line: FormLine
    region: Region
    year: int | None
    start: str = ""
    end: str = ""


def template(catalog: Catalog, year: int, last_year: pd.DataFrame, fmt: Literal["csv", "xlsx"], texts: Wording) -> bytes:
    """The form for `year` with last year's values beside the empty ones; `last_year` is an observation frame.

    As xlsx it guides whoever fills it in: see `workbook`. As csv it is UTF-8 with a byte order mark, which Excel needs to
    read Chinese.
    """
    asked = [_of_year(catalog, line, year) for line in lines(catalog)]
    return _Writing(catalog, last_year, texts, year, one_year=True).written(asked, fmt)


def form(
    catalog: Catalog,
    keys: Sequence[ObservationKey],
    today: date,
    figures: pd.DataFrame,
    fmt: Literal["csv", "xlsx"],
    texts: Wording,
) -> bytes:
    """The same with one row for each of `keys`; where its period is not over, whoever fills it in says up to which day."""
    asked = [_of_key(catalog, key, today) for key in keys]
    return _Writing(catalog, figures, texts, today.year, one_year=False).written(asked, fmt)


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


def _of_year(catalog: Catalog, line: FormLine, year: int) -> _Asked:
    """A row of the year's form."""
    whole_year = _counts_by_year(catalog, line.measure)
    start, end = (f"{year}-01-01", f"{year}-12-31") if whole_year else ("", "")
    return _Asked(line, catalog.plan_region, year, start, end)


def _of_key(catalog: Catalog, key: ObservationKey, today: date) -> _Asked:
    """The row that is read as a figure of that key."""
    measure_id, region_code, breakdown, member, start, end, as_of = key
    measure, last = catalog.measures[measure_id], as_of or end or today
    line, region = FormLine(measure, breakdown, member), catalog.regions[region_code]
    first = start or last
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) if start else (last.month, last.day) == (12, 31)
    year = last.year if first.year == last.year else None
    said_by_year = measure.kind is Kind.FLOW if start else measure_id not in catalog.ratios_of_years
    if whole and year and said_by_year:
        return _Asked(line, region, year)
    told = "" if last > today else last.isoformat()
    return _Asked(line, region, year, start.isoformat() if start else "", told)


def _counts_by_year(catalog: Catalog, measure: Measure) -> bool:
    """Whether a figure is of the year's days: of a change always, of a ratio that is judged year by year."""
    return measure.kind is Kind.CHANGE or (
        measure.kind is Kind.RATIO
        and any(target.measure_id == measure.measure_id and target.period_type.yearly for target in catalog.primary_targets)
    )


@dataclass(frozen=True)
class _Writing:
    """Writes rows as a form, with the value of the year before in each."""

    catalog: Catalog
    figures: pd.DataFrame
    texts: Wording
    last_year: int
    """The last that may be filled in."""
    one_year: bool
    """Whether all rows are of that year."""

    def written(self, asked: Sequence[_Asked], fmt: Literal["csv", "xlsx"]) -> bytes:
        """The form with a header."""
        header = [self.texts(f"template.{role}") for role in COLUMNS]
        known = self._of_interest(asked)
        rows = [self._row(row, known) for row in asked]
        return self._as_xlsx(asked, header, rows) if fmt == "xlsx" else _as_csv(header, rows)

    def _of_interest(self, asked: Sequence[_Asked]) -> pd.DataFrame:
        """The figures of the measures and regions asked for: the frame may hold many more."""
        codes, regions = {row.line.measure.measure_id for row in asked}, {row.region.region_code for row in asked}
        return self.figures[self.figures["measure_id"].isin(codes) & self.figures["region_code"].isin(regions)]

    def _row(self, row: _Asked, known: pd.DataFrame) -> list[Field]:
        line, measure = row.line, row.line.measure
        return [
            measure.measure_id,
            measure.name(self.texts.lang),
            "" if row.year is None else row.year,
            row.start,
            row.end,
            row.region.name(self.texts.lang),
            f"{line.breakdown}={line.member}" if line.breakdown else "",
            "",
            measure.display_unit,
            "" if row.year is None else _value_of(known, line, row.region, row.year - 1),
            "",
        ]

    def _as_xlsx(self, asked: Sequence[_Asked], header: list[str], rows: Iterable[list[Field]]) -> bytes:
        lang = self.texts.lang
        made = Form(
            year=self.last_year,
            one_year=self.one_year,
            rows=[
                FormRow(fields, offered_units(row.line.measure, lang), row.line.measure.kind is Kind.MILESTONE)
                for row, fields in zip(asked, rows, strict=True)
            ],
            regions=_regions(self.catalog, lang),
            breakdowns=_breakdowns(self.catalog, lang),
            measures=list({row.line.measure.measure_id: row.line.measure.name(lang) for row in asked}.items()),
        )
        return workbook(made, header, self.texts)


def _value_of(frame: pd.DataFrame, line: FormLine, region: Region, year: int) -> Field:
    """The value of a year in the display unit, with its sign if it is not exact; empty where there is none for that year."""
    first, last = pd.Timestamp(date(year, 1, 1)), pd.Timestamp(date(year, 12, 31))
    rows = frame[
        (frame["measure_id"] == line.measure.measure_id)
        & (frame["region_code"] == region.region_code)
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
