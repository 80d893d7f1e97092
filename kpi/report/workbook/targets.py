"""指标明细 and 差距排序: every target with its data, and as formulas over them gap, percentages, lead and what is required."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from math import copysign
from typing import NamedTuple

from kpi.i18n import Texts, round_half_up
from kpi.model import Comparator, Rounding
from kpi.report.columns import LISTED_TARGETS, OF_TARGET_LINES, MissingLine, TargetLine, lines, target_lines
from kpi.report.model import GapReport
from kpi.report.pictures import Mark, mark_of
from kpi.report.workbook import cells
from kpi.report.workbook.cells import Drawn, Formula, Noted, Percent, SheetCell, SheetColumn, in_unit, live
from kpi.report.workbook.notes import figures_note, target_note
from kpi.report.workbook.sheet import SheetTable, SheetWriter
from kpi.views import Amount, FigureView, GapRow, Standing, TableColumn

_RAIL, _PIXELS_OF_A_LETTER = 260, 7
_PRINTED = (
    *("category", "measure", "mark", "period", "target", "unit", "baseline", "current", "current_date"),
    *("gap_number", "progress_pct", "time_pct", "lead_pp", "verdict", "lamp"),
)
"""What of a target a page across has room for, after its number; the other columns stand to the right of them."""
_NARROWER = {"measure": 27, "period": 14, "unit": 9, "category": 9}
_IN_SIGHT = 3
"""Columns that stay: number, category and measure."""


class MissingSheetLine(NamedTuple):
    """What a target lacks, its number in the list of targets, and where that list is."""

    missing: MissingLine
    number: int | None
    targets: SheetTable

    @property
    def row(self) -> Standing:
        """The target itself."""
        return self.missing.row.standing

    @property
    def gap(self) -> GapRow:
        """What it lacks."""
        return self.missing.row


def target_numbers(report: GapReport) -> Mapping[tuple[str, int | None], int]:
    """The number of each target and year in the list of targets."""
    return {row.key: number for number, row in enumerate(report.rows, start=1)}


def rail(line: TargetLine) -> Mark:
    """How far a target is, as of the report: a picture does not follow when somebody changes a cell."""
    return mark_of(line.report, line.row, _RAIL)


def write_targets(sheet: SheetWriter, report: GapReport) -> SheetTable:
    """指标明细."""
    table = sheet.table(_TARGETS, target_lines(report), frozen=_IN_SIGHT, unprinted=len(_TARGETS) - 1 - len(_PRINTED))
    sheet.lamps(table, "lamp", "verdict")
    return table


def write_missing(sheet: SheetWriter, report: GapReport, targets: SheetTable) -> SheetTable:
    """差距排序: data by link from the list of targets, so that a corrected value counts in both."""
    numbers = target_numbers(report)
    missing = (MissingSheetLine(line, numbers.get(line.row.standing.key), targets) for line in lines(report, report.missing))
    table = sheet.table(_MISSING, missing, frozen=2, unprinted=_MISSING_UNPRINTED, dropped=_PACE)
    sheet.lamps(table, "lamp", "verdict")
    return table


def linked(targets: SheetTable, key: str, number: str) -> str:
    """The formula for a cell of the list of targets, found by the number that stands in the cell `number`."""
    return f"=INDEX({targets.column(key)},MATCH({number},{targets.column('number')},0))"


def gap(row: Standing) -> SheetCell:
    """target − current; of two percentages in points."""
    rule = cells.GAP_IN_POINTS if row.unit == "%" else cells.GAP
    return live(row.gap, rule, target=in_unit(row.goal, row.unit), current=in_unit(row.current, row.unit))


def progress(row: Standing) -> SheetCell:
    """基期以来完成度 of a dated target, else 完成率."""
    current, target = in_unit(row.current, row.unit), in_unit(row.goal, row.unit)
    if row.assessment.period_type.from_baseline:
        baseline = in_unit(row.baseline, row.unit)
        return live(Percent(row.progress), cells.DISTANCE, current=current, baseline=baseline, target=target)
    return live(Percent(row.progress), cells.COMPLETION, current=current, target=target)


def lead(row: Standing) -> SheetCell:
    """Progress less time; of a sum that must not exceed its target, time less progress."""
    spared = row.target.comparator is Comparator.AT_MOST and row.assessment.period_type.of_days
    rule = cells.SPARED if spared else cells.LEAD
    return live(_number_alone(row.lead), rule, progress_pct=Percent(row.progress), time_pct=Percent(row.time))


def required(words: Texts, row: Standing) -> SheetCell:
    """What is missing by the years that are left; of a year, what is missing in it."""
    need, whole = _need(words, row)
    if row.assessment.period_type.yearly:
        return live(need, cells.STILL_IN_YEAR, gap_number=row.gap)
    if row.target.comparator is Comparator.AT_MOST:
        rule = cells.TOO_MUCH_WHOLE_PER_YEAR if whole else cells.TOO_MUCH_PER_YEAR
    else:
        rule = cells.WHOLE_PER_YEAR if whole else cells.STILL_PER_YEAR
    return live(need, rule, gap_number=row.gap, remaining_years=row.remaining)


def _need(words: Texts, row: Standing) -> tuple[Amount, bool]:
    """A year's need to the digits that the texts give it, and whether it is in whole things, which are rounded up."""
    need = row.required
    if need.number is None or row.assessment.period_type.yearly:
        return need, False
    divisor = words.scale(row.measure).divisor
    shown = words.pace_number(Decimal(f"{abs(need.number):.12g}") * divisor, row.measure, Rounding.UP)
    decimals = max(-int(shown.as_tuple().exponent), 0)
    if decimals or divisor != 1:
        return replace(need, decimals=decimals), False
    return replace(need, number=copysign(float(shown), need.number), decimals=0), True


def _number_alone(amount: Amount) -> Amount:
    """An amount without its words, which would be taken for its unit: 高于 and 低于, 年 and 已到期 stand in one column."""
    return amount if amount.number is None else replace(amount, text="")


def ratio(words: Texts, missing: GapRow) -> SheetCell:
    """The pace required by the one of recent years; as the texts have it where months were compared and give another."""
    need, _ = _need(words, missing.standing)
    operands = {"required_number": need, "average": missing.average}
    if missing.standing.assessment.period_type.yearly:
        return live(missing.ratio, cells.PACE_BY_AVERAGE, remaining_years=missing.remaining, **operands)
    multiple = missing.catch_up.catch_up.multiple if missing.catch_up.catch_up else None
    if multiple is None or not need.number or not missing.average.number:
        return live(missing.ratio, cells.TIMES_AVERAGE, **operands)
    told, quotient = words.multiple_number(multiple), need.number / missing.average.number
    decimals = max(-int(told.as_tuple().exponent), 0)
    if round_half_up(quotient, decimals) != told:
        return replace(missing.ratio, number=float(told), decimals=decimals)
    return live(replace(missing.ratio, number=quotient, decimals=decimals), cells.TIMES_AVERAGE, **operands)


def _noted(line: TargetLine, amount: Amount, figures: tuple[FigureView, ...]) -> SheetCell:
    note, cell = figures_note(line.report, figures or line.row.figures), in_unit(amount, line.row.unit)
    return Noted(cell, note) if amount.text and note else cell


def _link(line: MissingSheetLine, key: str, cell: Amount | Percent) -> SheetCell:
    amount = cell.amount if isinstance(cell, Percent) else cell
    if amount.number is None or line.number is None:
        return cell
    return Formula(linked(line.targets, key, "{detail}"), cell)


def _value(line: MissingSheetLine, key: str, amount: Amount) -> SheetCell:
    return _link(line, key, in_unit(amount, line.row.unit))


def _sentences(line: MissingSheetLine) -> str:
    parts = [text for text in (line.gap.paragraph or line.row.paper.reason, line.gap.outlook) if text]
    return line.missing.report.texts.paragraph(parts)


_LIVE: Mapping[str, Callable[[TargetLine], SheetCell]] = {
    "target": lambda line: Noted(in_unit(line.row.goal, line.row.unit), target_note(line.report, line.row)),
    "baseline": lambda line: _noted(line, line.row.baseline, line.row.baseline_figures),
    "current": lambda line: _noted(line, line.row.current, line.row.current_figures),
    "gap_number": lambda line: gap(line.row),
    "progress_pct": lambda line: progress(line.row),
    "time_pct": lambda line: Percent(line.row.time),
    "projected": lambda line: in_unit(line.row.projected, line.row.unit),
    "lead_pp": lambda line: lead(line.row),
    "required_number": lambda line: required(line.report.texts, line.row),
}
"""Cells that are formulas, or have a note."""


def _sheet_columns() -> Iterator[SheetColumn[TargetLine]]:
    """The columns of the list, first those that are printed, with what only a workbook has."""
    own: dict[str, SheetColumn[TargetLine]] = {
        "mark": TableColumn(
            "mark", lambda line: Drawn(rail(line)) if line.row.listed else None, width=_RAIL / _PIXELS_OF_A_LETTER
        ),
        "remaining_years": TableColumn("remaining_years", lambda line: line.row.remaining, width=9),
    }
    listed = {
        column.key: TableColumn(column.key, _LIVE.get(column.key, column.cell), width=_NARROWER.get(column.key, column.width))
        for column in LISTED_TARGETS
    }
    columns = own | listed
    yield OF_TARGET_LINES["number"]
    yield from (columns[key] for key in _PRINTED)
    yield from (column for key, column in columns.items() if key not in _PRINTED)


_TARGETS = tuple(_sheet_columns())

_MISSING: tuple[SheetColumn[MissingSheetLine], ...] = (
    TableColumn("order", lambda line: line.missing.number, width=6),
    TableColumn("measure", lambda line: line.row.measure_name, width=28),
    TableColumn("period", lambda line: line.row.period, width=15),
    TableColumn("target", lambda line: _value(line, "target", line.row.goal), width=10),
    TableColumn("current", lambda line: _value(line, "current", line.row.current), width=10),
    TableColumn("unit", lambda line: line.row.unit, width=9),
    TableColumn("gap_number", lambda line: gap(line.row), width=11),
    TableColumn("progress_pct", lambda line: _link(line, "progress_pct", Percent(line.row.progress)), width=10),
    TableColumn(
        "share_pct",
        lambda line: live(Percent(line.gap.share), cells.STILL_TO_GO, progress_pct=Percent(line.row.progress)),
        width=11,
    ),
    TableColumn("remaining_years", lambda line: _number_alone(line.gap.remaining), width=9),
    TableColumn(
        "required_number", lambda line: _link(line, "required_number", _need(line.missing.report.texts, line.row)[0]), width=12
    ),
    TableColumn("average", lambda line: line.gap.average, width=11),
    TableColumn("average_period", lambda line: line.gap.average_period, width=16),
    TableColumn("ratio", lambda line: ratio(line.missing.report.texts, line.gap), width=10),
    TableColumn("verdict", lambda line: line.row.status_text, width=11),
    TableColumn("lamp", lambda line: line.row.lamp, width=9),
    TableColumn("detail", lambda line: line.number, width=7),
    TableColumn("catching_up", _sentences, width=90),
)
_MISSING_UNPRINTED = 2
"""What leads to the list of targets, and the sentences."""
_PACE = frozenset({"required_number", "average", "average_period", "ratio"})
"""Left out where no target has any: once all deadlines are past."""
