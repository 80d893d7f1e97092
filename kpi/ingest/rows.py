"""One entry of a table → one observation, or every reason why not. Fields are read apart, so all faults come at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kpi.ingest.headers import Cell, Entry, Role
from kpi.ingest.names import Names
from kpi.ingest.periods import Period, check_bounds, period, read_date, read_year
from kpi.ingest.quantities import base_value, is_share, milestone, out_of_range
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import halved, shortened
from kpi.ingest.tables import Mark
from kpi.ingest.values import SCALES, Written, read_number, read_rank, read_unit
from kpi.model import Kind, Measure, Observation, Problem, Qualifier, Region, Severity

Read = TypeVar("Read")
_ERROR_TEXT = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|#+)", re.IGNORECASE)
_MARKED = {
    Mark.ERROR: "cell_error",
    Mark.FORMULA: "cell_formula",
    Mark.BOOLEAN: "cell_boolean",
    Mark.FORMAT: "cell_format",
}


@dataclass(frozen=True)
class Setting:
    """What a row is read against: the catalog's names, the day, and what the table around it says."""

    names: Names
    plan_region: Region
    usual_breakdowns: frozenset[tuple[str, str]]
    """(measure, breakdown) pairs the catalog has figures for."""
    today: date
    file: str
    sheet: str
    decimal_comma: bool = False
    region_around: str = ""
    """Another region that the file, sheet or title names."""
    unit_around: str = ""
    """A title that names a unit for the whole table."""


@dataclass
class RowReader:
    """Reads the entries of one sheet and keeps every problem."""

    setting: Setting
    problems: list[Problem] = field(default_factory=list)
    _last_region: Region | None = None
    """What the row before named."""

    def read(self, entry: Entry) -> Observation | None:
        """The observation of `entry`; None, with problems kept, if it cannot be read for certain."""
        before = len(self.problems)
        measure = self._measure(entry)
        region = self._region(entry)
        group = self._group(entry)
        span = self._period(entry, measure)
        quantity = self._quantity(entry, measure)
        if any(p.severity is Severity.ERROR for p in self.problems[before:]):
            return None
        if measure is None or region is None or group is None or span is None or quantity is None:
            return None
        self._warn(entry, measure, region, group[0])
        return Observation(
            measure_id=measure.measure_id,
            region_code=region.region_code,
            breakdown=group[0],
            member=group[1],
            window_start=span.window_start,
            window_end=span.window_end,
            as_of=span.as_of,
            value=quantity[0],
            qualifier=quantity[1],
            printed=printed(entry),
            file=self.setting.file,
            sheet=self.setting.sheet,
            row=entry.row,
            note=entry.text(Role.NOTE),
        )

    def refuse(self, refused: Refused, row: int | None, cell: Cell | None = None, severity: Severity = Severity.ERROR) -> None:
        """Keep a problem of this sheet."""
        self.problems.append(
            Problem(
                severity=severity,
                code=refused.code,
                file=self.setting.file,
                sheet=self.setting.sheet,
                row=row,
                column=cell.column.header if cell is not None else "",
                value=shortened(cell.text) if cell is not None else "",
                values=refused.values if cell is None else {**refused.values, "letter": cell.column.letter},
                suggestion=refused.suggestion,
            )
        )

    def _attempt(self, row: int, cell: Cell | None, action: Callable[[], Read]) -> Read | None:
        try:
            return action()
        except Refused as refused:
            self.refuse(refused, row, cell)
            return None

    def _field(self, entry: Entry, role: Role, read: Callable[[str], Read]) -> Read | None:
        """What `read` makes of a cell; None where there is none, or where it is refused and the problem kept."""
        cell = entry.cells.get(role)
        return None if cell is None or cell.blank else self._attempt(entry.row, cell, lambda: read(certain_text(cell)))

    def _measure(self, entry: Entry) -> Measure | None:
        given = [role for role in (Role.CODE, Role.NAME) if entry.given(role)]
        if not given:
            self.refuse(Refused("measure_missing", advice("measure")), entry.row, entry.first(Role.CODE, Role.NAME))
        found = [measure for role in given if (measure := self._field(entry, role, self.setting.names.measure))]
        if len({measure.measure_id for measure in found}) > 1:
            refused = Refused("measure_conflict", advice("measure_conflict"), measures=tuple(found))
            self.refuse(refused, entry.row, entry.first(Role.NAME))
        return found[0] if found else None

    def _region(self, entry: Entry) -> Region | None:
        given = [role for role in (Role.REGION_CODE, Role.REGION) if entry.given(role)]
        found = [region for role in given if (region := self._field(entry, role, self.setting.names.region))]
        if len({region.region_code for region in found}) > 1:
            names = tuple(region.name_zh for region in found)
            refused = Refused("region_conflict", advice("region_conflict"), regions=names)
            self.refuse(refused, entry.row, entry.first(Role.REGION))
        if given:
            self._last_region = found[0] if found else None
            return self._last_region
        return self._default_region(entry)

    def _default_region(self, entry: Entry) -> Region | None:
        """The plan's own region, unless something around the row says that it is about another."""
        plan, around, cell = self.setting.plan_region, self.setting.region_around, entry.first(Role.REGION, Role.REGION_CODE)
        if around:
            self.refuse(Refused("region_around", advice("region_around", region=around), region=around), entry.row, cell)
            return None
        if self._last_region and self._last_region.region_code != plan.region_code:
            before = self._last_region.name_zh
            refused = Refused("region_assumed", advice("region_assumed"), region=plan.name_zh, before=before)
            self.refuse(refused, entry.row, cell, Severity.WARNING)
        return plan

    def _group(self, entry: Entry) -> tuple[str, str] | None:
        """Breakdown and member, also from two columns; two empty texts for the whole."""
        if not entry.given(Role.BREAKDOWN):
            return self._field(entry, Role.MEMBER, self.setting.names.member) if entry.given(Role.MEMBER) else ("", "")
        member = entry.text(Role.MEMBER)
        suffix = f"={member}" if member else ""
        return self._field(entry, Role.BREAKDOWN, lambda text: self.setting.names.member(text + suffix))

    def _period(self, entry: Entry, measure: Measure | None) -> Period | None:
        before = len(self.problems)
        year = self._field(entry, Role.YEAR, read_year)
        start, end = self._field(entry, Role.START, read_date), self._field(entry, Role.END, read_date)
        if measure is None or len(self.problems) > before:
            return None
        cell = entry.first(Role.END if end else Role.YEAR, Role.END, Role.START)

        def checked() -> Period:
            span = period(measure.kind, year, start, end)
            check_bounds(span, self.setting.today)
            return span

        span = self._attempt(entry.row, cell, checked)
        if span and start and span.window_start is None:
            self.refuse(Refused("start_unused", day=span.end), entry.row, entry.first(Role.START), Severity.NOTE)
        return span

    def _quantity(self, entry: Entry, measure: Measure | None) -> tuple[Decimal, Qualifier] | None:
        """The value in base units and its qualifier; without a measure only the writing of the number is judged."""
        unit = self._field(entry, Role.UNIT, str)
        if entry.given(Role.UNIT) and unit is None:
            return None
        if measure is None:
            if re.search(r"\d", entry.text(Role.VALUE)):
                self._field(entry, Role.VALUE, self._number)
            return None
        if measure.kind is Kind.MILESTONE:
            value = self._field(entry, Role.VALUE, milestone)
            return None if value is None else (value, Qualifier.EQ)
        written = self._field(entry, Role.VALUE, read_rank if measure.kind is Kind.RANK else self._number)
        return None if written is None else self._in_base_units(entry, written, unit or "", measure)

    def _number(self, text: str) -> Written:
        return read_number(text, decimal_comma=self.setting.decimal_comma)

    def _in_base_units(self, entry: Entry, written: Written, unit: str, measure: Measure) -> tuple[Decimal, Qualifier] | None:
        cell = entry.cells[Role.VALUE]
        if self.setting.unit_around and not unit and not written.unit:
            title = self.setting.unit_around
            self.refuse(Refused("unit_around", advice("unit_needed", unit=measure.display_unit), title=title), entry.row, cell)
            return None
        at_fault = entry.first(Role.UNIT) if unit and not written.unit else cell
        value = self._attempt(entry.row, at_fault, lambda: base_value(written, unit, measure))
        if value is None:
            return None
        code = out_of_range(value, measure)
        if code:
            self.refuse(Refused(code, advice(code, unit=measure.display_unit), measure=measure), entry.row, cell)
            return None
        if value < 0:
            self.refuse(Refused("value_negative", measure=measure), entry.row, cell, Severity.WARNING)
        if is_share(measure) and not written.unit and 0 < written.number < 1 and unit_is_percent(unit):
            percent = halved(entry.text(Role.VALUE)) + "%"
            self.refuse(Refused("share_tiny", advice("share_tiny"), read=percent), entry.row, cell, Severity.WARNING)
        return value, written.qualifier

    def _torn_apart(self, entry: Entry) -> bool:
        """Whether the value and the note beside it look like the two halves of `1,376` written without quotes."""
        value, note = entry.cells[Role.VALUE], entry.cells.get(Role.NOTE)
        beside = note is not None and note.column.index == value.column.index + 1
        return beside and bool(re.fullmatch(r"\d{1,3}", value.text) and re.fullmatch(r"\d{3}(\.\d+)?", entry.text(Role.NOTE)))

    def _warn(self, entry: Entry, measure: Measure, region: Region, breakdown: str) -> None:
        """What can be read but may not be meant."""
        if self._torn_apart(entry):
            self.refuse(Refused("value_torn"), entry.row, entry.cells[Role.VALUE], Severity.WARNING)
        if not region.active:
            cell = entry.first(Role.REGION, Role.REGION_CODE)
            self.refuse(Refused("region_inactive", region=region.name_zh), entry.row, cell, Severity.WARNING)
        if breakdown and (measure.measure_id, breakdown) not in self.setting.usual_breakdowns:
            cell = entry.first(Role.BREAKDOWN, Role.MEMBER)
            self.refuse(Refused("breakdown_unusual", measure=measure, breakdown=breakdown), entry.row, cell, Severity.WARNING)


def certain_text(cell: Cell) -> str:
    """The text of a cell that is what it seems. Refused if it is an error, a boolean, or a number nobody sees."""
    code = _MARKED.get(cell.mark) if cell.mark else None
    if _ERROR_TEXT.fullmatch(cell.text):
        code = "cell_error"
    if cell.mark is Mark.MERGED and cell.column.role is Role.VALUE:
        code = "cell_merged"
    if code:
        raise Refused(code, advice(code))
    return cell.text


def unit_is_percent(unit: str) -> bool:
    """Whether a unit cell says % (and not ‰, nor a base unit)."""
    read = read_unit(unit, frozenset())
    return read is not None and read.scale == SCALES["%"]


def printed(entry: Entry) -> str:
    """The value as its source writes it, with its unit."""
    value, unit = entry.text(Role.VALUE), entry.text(Role.UNIT)
    return value + unit if unit and not re.search(r"[^\d\s.,+-]", halved(value)) else value
