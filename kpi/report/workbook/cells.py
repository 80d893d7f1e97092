"""What a cell can hold besides a plain value: a live formula that gives our number, and a note on where a number is from.

A formula is only ever written where computing it from the cells it names gives the number of the report. So it can add nothing
the report does not say, and a viewer that does not calculate shows the same, because our number is stored as its result.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor
from typing import TypeVar

from kpi.model import same
from kpi.report.pictures import Mark
from kpi.views import Amount, Cell, TableColumn

_BEFORE_THE_UNIT = re.compile(r".*\d", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage: the cell holds it as a share of one, in a format that shows it per cent."""

    amount: Amount


@dataclass(frozen=True, slots=True)
class Rule:
    """A formula over other cells of its row: once as a workbook writes it, once as Python computes it."""

    template: str
    """With the keys of columns in braces: ={target}-{current}."""
    compute: Callable[..., float]
    """Takes the operands by those keys."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the amount that is its result."""

    template: str
    result: "Cell | Percent"


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a note on where it is from."""

    cell: Cell | Percent | Formula
    note: str
    partial: bool = False
    """Whether it is not of the whole year it stands under."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A text in a kind of cell of its own."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A mark that lies on its cell, and goes where the cell goes."""

    mark: Mark


SheetCell = Cell | Percent | Formula | Noted | Styled | Drawn
Row = TypeVar("Row")
SheetColumn = TableColumn[Row, SheetCell]
"""A column of a list in the workbook."""

GAP = Rule("={target}-{current}", lambda target, current: target - current)
GAP_IN_POINTS = Rule("=({target}-{current})*100", lambda target, current: (target - current) * 100)
"""Of two percentages."""
COMPLETION = Rule("={current}/{target}", lambda current, target: current / target)
DISTANCE = Rule(
    "=({current}-{baseline})/({target}-{baseline})",
    lambda current, baseline, target: (current - baseline) / (target - baseline),
)
LEAD = Rule("=({progress_pct}-{time_pct})*100", lambda progress_pct, time_pct: (progress_pct - time_pct) * 100)
SPARED = Rule("=({time_pct}-{progress_pct})*100", lambda progress_pct, time_pct: (time_pct - progress_pct) * 100)
"""Of a sum that must not exceed its target."""
STILL_IN_YEAR = Rule("=MAX({gap_number},0)", lambda gap_number: max(gap_number, 0.0))
STILL_PER_YEAR = Rule(
    "=MAX({gap_number},0)/{remaining_years}", lambda gap_number, remaining_years: max(gap_number, 0.0) / remaining_years
)
TOO_MUCH_PER_YEAR = Rule(
    "=MIN({gap_number},0)/{remaining_years}", lambda gap_number, remaining_years: min(gap_number, 0.0) / remaining_years
)
WHOLE_PER_YEAR = Rule(
    "=ROUNDUP(ROUND(MAX({gap_number},0)/{remaining_years},6),0)",
    lambda gap_number, remaining_years: ceil(round(max(gap_number, 0.0) / remaining_years, 6)),
)
"""Of what is counted in whole things: nobody has a third of one, so a need is rounded up, as in every text."""
TOO_MUCH_WHOLE_PER_YEAR = Rule(
    "=ROUNDUP(ROUND(MIN({gap_number},0)/{remaining_years},6),0)",
    lambda gap_number, remaining_years: floor(round(min(gap_number, 0.0) / remaining_years, 6)),
)
STILL_TO_GO = Rule("=MAX(1-{progress_pct},0)", lambda progress_pct: max(1 - progress_pct, 0.0))
TIMES_AVERAGE = Rule("={required_number}/{average}", lambda required_number, average: required_number / average)
PACE_BY_AVERAGE = Rule(
    "={required_number}/{remaining_years}/{average}",
    lambda required_number, remaining_years, average: required_number / remaining_years / average,
)
"""Of a year: what the rest of it must bring is made a pace per year first."""
SHARE = Rule("={value}/{whole}", lambda value, whole: value / whole)


def in_unit(amount: Amount, unit: str) -> Amount | Percent:
    """A value in its unit: one in per cent is a percentage."""
    return Percent(amount) if unit == "%" else amount


def number_in(cell: Amount | Percent) -> float | None:
    """The number that a cell holds; None where it holds none."""
    if isinstance(cell, Amount):
        return cell.number
    number = cell.amount.number
    return None if number is None else float(Decimal(repr(number)).scaleb(-2))


def kind_of(cell: Amount | Percent) -> str:
    """What cells of a column have in common that show as many digits: the unit that stands behind the number."""
    return "%" if isinstance(cell, Percent) else _BEFORE_THE_UNIT.sub("", cell.text)


def plain(cell: SheetCell) -> SheetCell:
    """What a cell shows, without its note and its formula."""
    if isinstance(cell, Noted):
        cell = cell.cell
    return cell.result if isinstance(cell, Formula) else cell


def live(cell: Amount | Percent, rule: Rule, **operands: Amount | Percent) -> Amount | Percent | Formula:
    """The cell as a formula if `rule` gives its number; as it is where it does not, or where there is no number.

    Whether it does is asked of percentages on the scale that the report has: of shares of one it would be asked less closely.
    """
    numbers = {key: number_in(operand) for key, operand in operands.items()}
    known = {key: number for key, number in numbers.items() if number is not None}
    told, *others = (each.amount.number if isinstance(each, Percent) else each.number for each in (cell, *operands.values()))
    if told is None or len(known) < len(numbers):
        return cell
    try:
        computed = rule.compute(**known) * (100 if isinstance(cell, Percent) else 1)
    except ZeroDivisionError:
        return cell
    return Formula(rule.template, cell) if same(computed, told, *filter(None, others)) else cell
