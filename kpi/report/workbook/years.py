"""年度数据: measures by years, the year's target beside its value. What is not of a whole year looks different and says so."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kpi.report.model import GapReport
from kpi.report.workbook.cells import Noted, SheetCell, SheetColumn, in_unit
from kpi.report.workbook.formats import PARTIAL
from kpi.report.workbook.notes import figures_note, target_note
from kpi.report.workbook.sheet import SheetTable, SheetWriter
from kpi.views import OF_YEARS, Standing, TableColumn, YearlyRow


class YearLine(NamedTuple):
    """A measure over the years."""

    report: GapReport
    values: Mapping[int, YearlyRow]
    targets: Mapping[int, Sequence[Standing]]

    @property
    def first(self) -> YearlyRow:
        """Any of its values, for what they share."""
        return next(iter(self.values.values()))


def write_years(sheet: SheetWriter, report: GapReport) -> SheetTable:
    """年度数据."""
    words, lines = report.texts, list(_lines(report))
    some = any(not value.whole_year for value in report.yearly)
    legend = [words("xlsx.partial_years", mark=PARTIAL)] if some else []
    return sheet.table(list(_columns(report, lines)), lines, frozen=1, legend=legend, alike=True)


def _lines(report: GapReport) -> Iterator[YearLine]:
    """One line a measure, in the order of the plan."""
    values: dict[str, dict[int, YearlyRow]] = {}
    for value in report.yearly:
        values.setdefault(value.measure_id or value.measure, {})[value.year] = value
    targets: dict[str, dict[int, list[Standing]]] = {}
    for row in report.rows:
        if row.assessment.year is not None and not row.assessment.period_type.of_change:
            targets.setdefault(row.measure.measure_id or row.measure_name, {}).setdefault(row.assessment.year, []).append(row)
    return (YearLine(report, years, targets.get(key, {})) for key, years in values.items())


def _columns(report: GapReport, lines: Sequence[YearLine]) -> Iterator[SheetColumn[YearLine]]:
    words = report.texts
    for column in OF_YEARS.choose("measure", "category", "unit"):
        yield column.of(lambda line: line.first)
    with_target = {year for line in lines for year in line.targets}
    for year in sorted({value.year for value in report.yearly} | with_target):
        yield TableColumn(str(year), partial(_value, year=year), width=12, title=words("report.year_to", year=year))
        if year in with_target:
            title = words("xlsx.target_of", year=year)
            yield TableColumn(f"{year}_target", partial(_target, year=year), width=12, title=title)


def _value(line: YearLine, year: int) -> SheetCell:
    value = line.values.get(year)
    if value is None:
        return None
    note = figures_note(line.report, value.figures, value.period)
    return Noted(in_unit(value.value, value.unit), note, partial=not value.whole_year)


def _target(line: YearLine, year: int) -> SheetCell:
    """A target; of several that differ for one year their texts, since no number stands for all."""
    rows = line.targets.get(year, ())
    if not rows:
        return None
    note = "\n".join(target_note(line.report, row) for row in rows)
    told = tuple(dict.fromkeys(row.goal.text for row in rows))
    if len(told) > 1:
        return Noted(line.report.texts.word(told), note)
    return Noted(in_unit(rows[0].goal, rows[0].unit), note)
