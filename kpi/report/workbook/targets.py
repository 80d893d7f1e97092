"""指标明细 and 差距排序: every target with its data, and as formulas over them gap, percentages, lead and what is required."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import NamedTuple

from kpi.model import Comparator
from kpi.report.columns import TARGET_COLUMNS as SHARED
from kpi.report.columns import ListColumn, TargetLine, target_lines
from kpi.report.model import GapReport
from kpi.report.wording import lamp_text
from kpi.report.workbook import cells
from kpi.report.workbook.cells import Formula, Noted, SheetCell, live
from kpi.report.workbook.notes import figures_note, target_note
from kpi.report.workbook.sheet import SheetField, SheetTable, SheetWriter
from kpi.views import Amount, FigureView, GapRow, Standing


class TargetSheetLine(NamedTuple):
    """A target with its number in the list, by which other sheets find it however the list is sorted."""

    number: int
    target: TargetLine

    @property
    def row(self) -> Standing:
        """The target itself."""
        return self.target.row


class MissingSheetLine(NamedTuple):
    """What a target lacks, with its rank, its number in the list of targets, and where that list is."""

    rank: int
    missing: GapRow
    number: int | None
    targets: SheetTable
    report: GapReport

    @property
    def row(self) -> Standing:
        """The target itself."""
        return self.missing.standing


def target_numbers(report: GapReport) -> Mapping[tuple[str, int | None], int]:
    """The number of each target and year in the list of targets."""
    return {row.key: number for number, row in enumerate(report.rows, start=1)}


def write_targets(sheet: SheetWriter, report: GapReport) -> SheetTable:
    """指标明细."""
    lines = (TargetSheetLine(number, line) for number, line in enumerate(target_lines(report), start=1))
    table = sheet.table(_TARGETS, lines, frozen=4, pages_wide=3)
    sheet.lamps(table, "lamp", "verdict")
    return table


def write_missing(sheet: SheetWriter, report: GapReport, targets: SheetTable) -> SheetTable:
    """差距排序: data by link from the list of targets, so that a corrected value counts in both."""
    numbers = target_numbers(report)
    lines = (
        MissingSheetLine(rank, each, numbers.get(each.standing.key), targets, report)
        for rank, each in enumerate(report.missing, start=1)
    )
    table = sheet.table(_MISSING, lines, frozen=2)
    sheet.lamps(table, "lamp", "verdict")
    return table


def linked(targets: SheetTable, key: str, number: str) -> str:
    """The formula for a cell of the list of targets, found by the number that stands in the cell `number`."""
    return f"=INDEX({targets.column(key)},MATCH({number},{targets.column('number')},0))"


def gap(row: Standing) -> SheetCell:
    """target − current."""
    return live(row.gap, cells.GAP, target=row.goal, current=row.current)


def progress(row: Standing) -> SheetCell:
    """基期以来完成度 of a dated target, else 完成率."""
    if row.assessment.period_type.from_baseline:
        return live(row.progress, cells.DISTANCE, current=row.current, baseline=row.baseline, target=row.goal)
    return live(row.progress, cells.COMPLETION, current=row.current, target=row.goal)


def lead(row: Standing) -> SheetCell:
    """Progress less time; of a sum that must not exceed its target, time less progress."""
    spared = row.target.comparator is Comparator.AT_MOST and row.assessment.period_type.of_days
    return live(row.lead, cells.SPARED if spared else cells.LEAD, progress_pct=row.progress, time_pct=row.time)


def required(row: Standing) -> SheetCell:
    """What is missing by the years that are left; of a year, what is missing in it."""
    if row.assessment.period_type.yearly:
        return live(row.required, cells.STILL_IN_YEAR, gap_number=row.gap)
    rule = cells.TOO_MUCH_PER_YEAR if row.target.comparator is Comparator.AT_MOST else cells.STILL_PER_YEAR
    return live(row.required, rule, gap_number=row.gap, remaining_years=row.remaining)


def ratio(missing: GapRow) -> SheetCell:
    """The pace required by the one of recent years."""
    operands = {"required_number": missing.standing.required, "average": missing.average}
    if missing.standing.assessment.period_type.yearly:
        return live(missing.ratio, cells.PACE_BY_AVERAGE, remaining_years=missing.remaining, **operands)
    return live(missing.ratio, cells.TIMES_AVERAGE, **operands)


def _noted(line: TargetSheetLine, amount: Amount, figures: tuple[FigureView, ...]) -> SheetCell:
    note = figures_note(line.target.report, figures or line.row.figures)
    return Noted(amount, note) if amount.text and note else amount


def _link(line: MissingSheetLine, key: str, amount: Amount) -> SheetCell:
    if amount.number is None or line.number is None:
        return amount
    return Formula(linked(line.targets, key, "{detail}"), amount)


def _shared(*keys: str) -> Iterator[SheetField[TargetSheetLine]]:
    """Columns as other formats have them."""
    by_key = {column.key: column for column in SHARED}
    for column in (by_key[key] for key in keys):
        yield SheetField(column.key, column.width, partial(_shared_cell, column))


def _shared_cell(column: ListColumn[TargetLine], line: TargetSheetLine) -> SheetCell:
    return column.cell(line.target)


def _sentences(line: MissingSheetLine) -> str:
    parts = [text for text in (line.missing.paragraph or line.row.paper.reason, line.missing.outlook) if text]
    return line.report.texts.paragraph(parts)


_TARGETS: tuple[SheetField[TargetSheetLine], ...] = (
    SheetField("number", 6, lambda line: line.number),
    *_shared("id", "category", "measure", "region", "year", "period", "comparator"),
    SheetField("target", 11, lambda line: Noted(line.row.goal, target_note(line.target.report, line.row))),
    *_shared("unit"),
    SheetField("baseline", 11, lambda line: _noted(line, line.row.baseline, line.row.baseline_figures)),
    *_shared("baseline_date"),
    SheetField("current", 11, lambda line: _noted(line, line.row.current, line.row.current_figures)),
    *_shared("current_date"),
    SheetField("gap_number", 11, lambda line: gap(line.row)),
    SheetField("progress_pct", 10, lambda line: progress(line.row)),
    *_shared("time_pct"),
    SheetField("lead_pp", 11, lambda line: lead(line.row)),
    SheetField("remaining_years", 9, lambda line: line.row.remaining),
    SheetField("required_number", 12, lambda line: required(line.row)),
    *_shared("projected", "verdict", "lamp", "counted", "figures", "reason", "remarks", "section", "printed", "document"),
)

_MISSING: tuple[SheetField[MissingSheetLine], ...] = (
    SheetField("order", 6, lambda line: line.rank),
    SheetField("measure", 28, lambda line: line.row.measure_name),
    SheetField("detail", 7, lambda line: line.number),
    SheetField("period", 15, lambda line: line.row.period),
    SheetField("target", 10, lambda line: _link(line, "target", line.row.goal)),
    SheetField("current", 10, lambda line: _link(line, "current", line.row.current)),
    SheetField("unit", 13, lambda line: line.row.unit),
    SheetField("gap_number", 11, lambda line: gap(line.row)),
    SheetField("progress_pct", 10, lambda line: _link(line, "progress_pct", line.row.progress)),
    SheetField("share_pct", 11, lambda line: live(line.missing.share, cells.STILL_TO_GO, progress_pct=line.row.progress)),
    SheetField("remaining_years", 9, lambda line: line.missing.remaining),
    SheetField("required_number", 12, lambda line: _link(line, "required_number", line.row.required)),
    SheetField("average", 11, lambda line: line.missing.average),
    SheetField("average_period", 16, lambda line: line.missing.average_period),
    SheetField("ratio", 10, lambda line: ratio(line.missing)),
    SheetField("verdict", 11, lambda line: line.row.status_text),
    SheetField("lamp", 9, lambda line: lamp_text(line.report.texts, line.row)),
    SheetField("catching_up", 52, _sentences),
)
