"""What a cell can hold besides a plain value: a live formula that gives our number, and a note on where a number is from.

A formula is only ever written where computing it from the cells it names gives the number of the report. So it can add nothing
the report does not say, and a viewer that does not calculate shows the same, because our number is stored as its result.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kpi.model import same
from kpi.report.pictures import Mark
from kpi.views import Amount, Cell, TableColumn


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
    result: Cell


@dataclass(frozen=True, slots=True)
class Noted:
    """A value with a note on where it is from."""

    cell: Cell | Formula
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


SheetCell = Cell | Formula | Noted | Styled | Drawn
Row = TypeVar("Row")
SheetColumn = TableColumn[Row, SheetCell]
"""A column of a list in the workbook."""

GAP = Rule("={target}-{current}", lambda target, current: target - current)
COMPLETION = Rule("={current}/{target}*100", lambda current, target: current / target * 100)
DISTANCE = Rule(
    "=({current}-{baseline})/({target}-{baseline})*100",
    lambda current, baseline, target: (current - baseline) / (target - baseline) * 100,
)
LEAD = Rule("={progress_pct}-{time_pct}", lambda progress_pct, time_pct: progress_pct - time_pct)
SPARED = Rule("={time_pct}-{progress_pct}", lambda progress_pct, time_pct: time_pct - progress_pct)
"""Of a sum that must not exceed its target."""
STILL_IN_YEAR = Rule("=MAX({gap_number},0)", lambda gap_number: max(gap_number, 0.0))
STILL_PER_YEAR = Rule(
    "=MAX({gap_number},0)/{remaining_years}", lambda gap_number, remaining_years: max(gap_number, 0.0) / remaining_years
)
TOO_MUCH_PER_YEAR = Rule(
    "=MIN({gap_number},0)/{remaining_years}", lambda gap_number, remaining_years: min(gap_number, 0.0) / remaining_years
)
STILL_TO_GO = Rule("=MAX(100-{progress_pct},0)", lambda progress_pct: max(100 - progress_pct, 0.0))
TIMES_AVERAGE = Rule("={required_number}/{average}", lambda required_number, average: required_number / average)
PACE_BY_AVERAGE = Rule(
    "={required_number}/{remaining_years}/{average}",
    lambda required_number, remaining_years, average: required_number / remaining_years / average,
)
"""Of a year: what the rest of it must bring is made a pace per year first."""
SHARE = Rule("={value}/{whole}*100", lambda value, whole: value / whole * 100)


def live(amount: Amount, rule: Rule, **operands: Amount) -> Amount | Formula:
    """The amount as a formula if `rule` gives its number; as it is where it does not, or where there is no number."""
    numbers = {key: operand.number for key, operand in operands.items()}
    known = {key: number for key, number in numbers.items() if number is not None}
    if amount.number is None or len(known) < len(numbers):
        return amount
    try:
        computed = rule.compute(**known)
    except ZeroDivisionError:
        return amount
    return Formula(rule.template, amount) if same(computed, amount.number, *known.values()) else amount
