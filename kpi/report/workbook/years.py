"""年度数据: measures by years, the year's target beside its value. What is not of a whole year looks different and says so."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kpi.report.model import GapReport
from kpi.report.workbook.cells import Noted, SheetCell
from kpi.report.workbook.formats import PARTIAL
from kpi.report.workbook.notes import figures_note, target_note
from kpi.report.workbook.sheet import SheetField, SheetTable, SheetWriter
from kpi.views import Standing, YearlyRow


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
    some = any(not each.whole_year for each in report.yearly)
    legend = [words("xlsx.partial_years", mark=PARTIAL)] if some else []
    return sheet.table(list(_columns(report, lines)), lines, frozen=1, legend=legend)


def _lines(report: GapReport) -> Iterator[YearLine]:
    """One line a measure, in the order of the plan."""
    values: dict[str, dict[int, YearlyRow]] = {}
    for each in report.yearly:
        values.setdefault(each.measure_id or each.measure, {})[each.year] = each
    targets: dict[str, dict[int, list[Standing]]] = {}
    for row in report.rows:
        if row.assessment.year is not None:
            targets.setdefault(row.measure.measure_id or row.measure_name, {}).setdefault(row.assessment.year, []).append(row)
    return (YearLine(report, years, targets.get(key, {})) for key, years in values.items())


def _columns(report: GapReport, lines: Sequence[YearLine]) -> Iterator[SheetField[YearLine]]:
    words = report.texts
    yield SheetField("measure", 38, lambda line: line.first.measure)
    yield SheetField("category", 13, lambda line: line.first.category)
    yield SheetField("unit", 14, lambda line: line.first.unit)
    with_target = {year for line in lines for year in line.targets}
    for year in sorted({each.year for each in report.yearly} | with_target):
        yield SheetField(str(year), 12, partial(_value, year=year), words("report.year_to", year=year))
        if year in with_target:
            yield SheetField(f"{year}_target", 12, partial(_target, year=year), words("xlsx.target_of", year=year))


def _value(line: YearLine, year: int) -> SheetCell:
    found = line.values.get(year)
    if found is None:
        return None
    return Noted(found.value, figures_note(line.report, found.figures, found.period), partial=not found.whole_year)


def _target(line: YearLine, year: int) -> SheetCell:
    """A target; of several for one year their texts, since no number stands for all."""
    found = line.targets.get(year, ())
    if not found:
        return None
    note = "\n".join(target_note(line.report, row) for row in found)
    if len(found) > 1:
        return Noted(line.report.texts.word(tuple(row.goal.text for row in found)), note)
    return Noted(found[0].goal, note)
