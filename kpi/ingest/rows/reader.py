"""One entry of a table → one observation, or every reason why not. Fields are read apart, so all faults come at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TypeVar, TypeVarTuple

from kpi.ingest.amounts.quantities import base_value, fits, is_share, milestone, named_twice, out_of_range
from kpi.ingest.amounts.values import SCALES, UNIT_SEPARATORS, Written, read_number, read_rank, read_unit, spelt_plainly
from kpi.ingest.names.directories import Names
from kpi.ingest.names.places import is_relative
from kpi.ingest.periods.labels import Label, Quarters, only_window, place, says_window, together, window_word
from kpi.ingest.periods.spans import Period, check_bounds, is_early, period, read_date
from kpi.ingest.periods.stated import label_of, refuse_other_window, titled_label, year_label
from kpi.ingest.problems import SheetProblems
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.spelling import folded, footnote, halved
from kpi.ingest.tables.grid import Mark
from kpi.ingest.tables.headers import Cell, Entry, Role
from kpi.ingest.tables.headings import Headings
from kpi.model import Kind, Measure, Observation, Qualifier, Region, Severity

Given = TypeVarTuple("Given")
Read = TypeVar("Read")
_ERROR_TEXT = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|#+)", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]$")
_MARKED = {
    Mark.ERROR: "cell_error",
    Mark.FORMULA: "cell_formula",
    Mark.BOOLEAN: "cell_boolean",
    Mark.FORMAT: "cell_format",
    Mark.DISPUTED: "cell_disputed",
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
    wider_around: str = ""
    """What they name that holds more than any city: 全国."""
    headings: Headings | None = None
    """Takes apart names such as 其中：高技能人才（万人）; without them names are taken as they stand."""
    units_named: tuple[str, ...] = ()
    """Units that the file's and the sheet's name give; nothing is read by them, but nothing may contradict them."""
    ratios_of_years: frozenset[str] = frozenset()
    """Ratios for which 年份 is the year's days and not its last one."""
    quarters: Quarters = Quarters.UNSAID
    """What a bare 第三季度 of a flow means here."""


@dataclass
class RowReader:
    """Reads the entries of one sheet."""

    setting: Setting
    problems: SheetProblems
    used_around: set[Role] = field(default_factory=set)
    """What was taken from titles and headings because rows did not say it."""
    units_met: set[str] = field(default_factory=set)
    """Units of titles that some value has of its own."""
    region_heading: str = ""
    """A heading inside the table that names a region among other words: rows below it must say theirs."""
    wider_heading: str = ""
    """What a heading inside the table names that holds more than any city."""
    after_total: str = ""
    """The word for a total in the rows before, since which no region was named."""
    _wider_asked: set[str] = field(default_factory=set)
    early: list[tuple[Entry, Period]] = field(default_factory=list)
    """Entries of years from before figures are kept, and their periods: left out, and named together."""
    _last_region: Region | None = None
    """What the row before named."""

    def read(self, entry: Entry) -> Observation | None:
        """The observation of `entry`; None, with problems kept, if it cannot be read for certain."""
        before = self.problems.errors
        entry = self._taken_apart(entry)
        measure = self._measure(entry)
        region = self._region(entry)
        group = self._group(entry, measure)
        span = self._period(entry, measure)
        quantity = self._quantity(entry, measure)
        if self.problems.errors > before:
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
            printed=printed(entry, quantity[2]),
            file=self.setting.file,
            sheet=self.setting.sheet,
            row=entry.row,
            column=entry.value.column.letter,
            note=entry.text(Role.NOTE),
        )

    def says_window(self, entry: Entry) -> bool:
        """Whether a row or its column says 累计 or 当季 of itself."""
        texts = [_IN_BRACKETS.sub("", entry.text(Role.NAME)), *(cell.text for cell in entry.labels)]
        return any(map(says_window, texts))

    def _taken_apart(self, entry: Entry) -> Entry:
        """The same with the unit that stands in brackets behind a measure's name in its own cell."""
        name = entry.cells.get(Role.NAME)
        if name is None or name.blank or self.setting.headings is None:
            return entry
        text, unit = self.setting.headings.name_and_unit(name.text)
        text, word = self.setting.headings.name_and_window(text)
        if word and not unit:
            text, unit = self.setting.headings.name_and_unit(text)
        if word:
            entry = replace(entry, labels=(*entry.labels, Cell(word, None, name.column)))
        if text == name.text and not unit:
            return entry
        cells = {**entry.cells, Role.NAME: replace(name, text=text)}
        if unit and not entry.given(Role.UNIT):
            cells[Role.UNIT] = replace(name, text=unit)
        elif unit and folded(unit) != folded(entry.text(Role.UNIT)):
            said = Refused(
                "said_twice", advice("said_twice"), first=unit, second=entry.text(Role.UNIT), column=name.column.header
            )
            self.problems.refuse(said, entry.row, entry.cells[Role.UNIT])
        return replace(entry, cells=cells)

    def _attempt(self, row: int, cell: Cell | None, read: Callable[[*Given], Read], *given: *Given) -> Read | None:
        """What `read` makes of what is given; None where it is refused and the problem kept."""
        try:
            return read(*given)
        except Refused as refused:
            self.problems.refuse(refused, row, cell)
            return None

    def _field(self, entry: Entry, role: Role, read: Callable[[str], Read]) -> Read | None:
        """What `read` makes of a cell; None where there is none, or where it is refused and the problem kept."""
        cell = entry.cells.get(role)
        return None if cell is None or cell.blank else self._attempt(entry.row, cell, _of_cell, cell, read)

    def _named_measure(self, text: str) -> Measure:
        return self.setting.names.measure(text, offering=not self.problems.whole.unlisted)

    def _named_region(self, text: str) -> Region:
        return self.setting.names.region(text, offering=not self.problems.whole.unlisted)

    def _measure(self, entry: Entry) -> Measure | None:
        given = [role for role in (Role.CODE, Role.NAME) if entry.given(role)]
        if not given and (named := self._around(entry, Role.NAME)):
            return self._attempt(entry.row, entry.value, self.setting.names.measure, named.text)
        if not given:
            self.problems.refuse(Refused("measure_missing", advice("measure")), entry.row, entry.first(Role.CODE, Role.NAME))
        found = [measure for role in given if (measure := self._field(entry, role, self._named_measure))]
        if len({measure.measure_id for measure in found}) > 1:
            refused = Refused("measure_conflict", advice("measure_conflict"), measures=tuple(found))
            self.problems.refuse(refused, entry.row, entry.first(Role.NAME))
        return found[0] if found else None

    def _region(self, entry: Entry) -> Region | None:
        given = [role for role in (Role.REGION_CODE, Role.REGION) if entry.given(role)]
        found = [region for role in given if (region := self._field(entry, role, self._named_region))]
        if len({region.region_code for region in found}) > 1:
            names = tuple(region.name_zh for region in found)
            refused = Refused("region_conflict", advice("region_conflict"), regions=names)
            self.problems.refuse(refused, entry.row, entry.first(Role.REGION))
        if given:
            self._refuse_relative(entry, found)
            self._last_region, self.after_total = found[0] if found else None, ""
            return self._last_region
        if named := self._around(entry, Role.REGION):
            return self._attempt(entry.row, entry.value, self.setting.names.region, named.text)
        return self._default_region(entry)

    def _refuse_relative(self, entry: Entry, found: list[Region]) -> None:
        """全市 in a table that names another city is that city's."""
        cell = entry.first(Role.REGION, Role.REGION_CODE)
        around = self.region_heading or self.setting.region_around
        if self.setting.names.regions.find(around):
            return  # in a town's own table 全市 is the city
        if around and cell and is_relative(folded(cell.text)) and self.setting.plan_region in found:
            self.problems.refuse(self._elsewhere(around), entry.row, cell)

    def _elsewhere(self, around: str) -> Refused:
        """A row that does not say whose it is, in a table that names another region, of the plan's or of elsewhere."""
        ours = self.setting.names.regions.find(around)
        suggestion = advice("region_around", region=around) if ours else advice("region_elsewhere")
        return Refused("region_around", suggestion, region=around)

    def _default_region(self, entry: Entry) -> Region | None:
        """The plan's own region, unless something around the row says that it is about another."""
        plan, cell = self.setting.plan_region, entry.first(Role.REGION, Role.REGION_CODE)
        around = self.region_heading or self.setting.region_around
        if around:
            self.problems.refuse(self._elsewhere(around), entry.row, cell)
            return None
        if self.after_total or (self._last_region and self._last_region.region_code != plan.region_code):
            before = self.after_total or (self._last_region.name_zh if self._last_region else "")
            refused = Refused("region_assumed", advice("region_assumed"), region=plan.name_zh, before=before)
            self.problems.refuse(refused, entry.row, cell, Severity.WARNING)
        self._ask_whether_wider(entry)
        return plan

    def _ask_whether_wider(self, entry: Entry) -> None:
        """Once for all rows below a title or a heading that says 全国 and never names the plan's own region."""
        wider = self.wider_heading or self.setting.wider_around
        if wider and wider not in self._wider_asked:
            self._wider_asked.add(wider)
            refused = Refused("region_wider", advice("region_wider"), wider=wider, region=self.setting.plan_region.name_zh)
            self.problems.refuse(refused, entry.row, severity=Severity.WARNING)

    def _group(self, entry: Entry, measure: Measure | None) -> tuple[str, str] | None:
        """Breakdown and member, also from two columns; two empty texts for the whole."""
        if not (entry.given(Role.BREAKDOWN) or entry.given(Role.MEMBER)):
            return "", ""
        usual = {group for measure_id, group in self.setting.usual_breakdowns if measure and measure_id == measure.measure_id}
        if not entry.given(Role.BREAKDOWN):
            member_of = self.setting.names.member
            return self._field(entry, Role.MEMBER, lambda text: member_of(text, usual))
        member = entry.text(Role.MEMBER)
        suffix = f"={member}" if member else ""
        return self._field(entry, Role.BREAKDOWN, lambda text: self.setting.names.member(text + suffix, usual))

    def _period(self, entry: Entry, measure: Measure | None) -> Period | None:
        before = self.problems.errors
        labels = self._labels(entry, measure)
        start, end = self._field(entry, Role.START, read_date), self._field(entry, Role.END, read_date)
        if measure is None or self.problems.errors > before:
            return None
        cell = entry.first(Role.END if end else Role.YEAR, Role.END, Role.PERIOD, Role.START) or next(iter(entry.labels), None)

        span = self._attempt(entry.row, cell, self._placed, entry, measure, labels, (start, end))
        if span and is_early(span):
            self.early.append((entry, span))
            return None
        if span and start and span.window_start is None:
            self.problems.refuse(Refused("start_unused", day=span.end), entry.row, entry.first(Role.START), Severity.NOTE)
        return span

    def _labels(self, entry: Entry, measure: Measure | None) -> tuple[Label, ...]:
        """What the row, its column and the measure's own name say of the period besides dates."""
        word = window_word(measure.name_zh)[1] if measure else ""
        own = [Label(cumulative="累计" in word, alone="累计" not in word)] if word else []
        found = [self._field(entry, Role.YEAR, year_label), self._field(entry, Role.PERIOD, label_of)]
        found += [self._attempt(entry.row, cell, label_of, cell.text) for cell in entry.labels]
        said = tuple(label for label in found if label)
        return said if any(map(only_window, said)) else (*said, *own)

    def _placed(
        self, entry: Entry, measure: Measure, labels: tuple[Label, ...], dates: tuple[date | None, date | None]
    ) -> Period:
        """The same within the bounds of what anybody may report."""
        span = self._meant(entry, measure, labels, dates)
        check_bounds(span, self.setting.today)
        return span

    def _meant(
        self, entry: Entry, measure: Measure, labels: tuple[Label, ...], dates: tuple[date | None, date | None]
    ) -> Period:
        """The period that labels and dates mean together; a year may come from the title."""
        label = together(labels)
        unfilled = label == Label() and bool({Role.YEAR, Role.PERIOD} & entry.cells.keys())
        if label.year is None and label.stated is None and dates == (None, None) and not unfilled:
            titled = self._around(entry, Role.PERIOD)
            label = together((*labels, titled_label(titled.text, label))) if titled else label
        if any(dates):
            stated = period(measure.kind, label.year, *dates)
            beyond_year = replace(label, year=label.year or stated.end.year)
            if (label.months or label.stated) and place(beyond_year, measure.kind, Quarters.ALONE).end != stated.end:
                raise Refused("period_conflict", advice("period_conflict"))
            refuse_other_window(label, stated)
            return stated
        if label == Label():
            return period(measure.kind, None, None, None)
        if label.serial:
            serial = Refused("serial_date", day=label.stated.end if label.stated else "")
            self.problems.refuse(serial, entry.row, entry.first(Role.PERIOD, Role.YEAR) or entry.value, Severity.WARNING)
        over_year = measure.measure_id in self.setting.ratios_of_years and label == Label(label.year)
        return place(label, Kind.FLOW if over_year else measure.kind, self.setting.quarters)

    def _around(self, entry: Entry, role: Role) -> Cell | None:
        """What titles and headings say where the row does not."""
        cell = entry.around.get(role)
        if cell:
            self.used_around.add(role)
        return cell

    def _unit_around(self, entry: Entry, measure: Measure) -> str:
        """The unit that a title gives; of several the one that fits the measure, all of them if none or more than one does."""
        titled = self._around(entry, Role.UNIT)
        if titled is None or fits(titled.text, measure):
            return titled.text if titled else ""
        fitting = [unit for part in UNIT_SEPARATORS.split(titled.text) if fits(unit := part.strip(), measure)]
        return fitting[0] if len(fitting) == 1 else titled.text

    def _units_agree(self, entry: Entry, unit: str, written: Written, measure: Measure) -> bool:
        """Whether titles and names give a value the unit that it has of its own; a problem is kept if they do not."""
        titled = entry.around.get(Role.UNIT)
        for named in (*([titled.text] if titled else []), *self.setting.units_named):
            twice = named_twice(named, unit, written.unit, measure)
            if twice is False:
                self.units_met.add(named)
            elif twice:
                values = {"named": named, "unit": unit or written.unit}
                refused = Refused.saying("unit_contradicts", advice("unit_contradicts"), values)
                self.problems.refuse(refused, entry.row, (entry.first(Role.UNIT) if unit else None) or entry.value)
                return False
        return True

    def _quantity(self, entry: Entry, measure: Measure | None) -> tuple[Decimal, Qualifier, str] | None:
        """The value in base units, its qualifier and the unit it is in; without a measure only the writing is judged."""
        unit = self._field(entry, Role.UNIT, str)
        if entry.given(Role.UNIT) and unit is None:
            return None
        if measure is None:
            if re.search(r"\d", entry.text(Role.VALUE)):
                self._field(entry, Role.VALUE, self._number)
            return None
        if measure.kind is Kind.MILESTONE:
            value = self._field(entry, Role.VALUE, milestone)
            return None if value is None else (value, Qualifier.EQ, "")
        written = self._field(entry, Role.VALUE, read_rank if measure.kind is Kind.RANK else self._number)
        if written is None:
            return None
        if mark := footnote(entry.text(Role.VALUE))[1]:
            self.problems.refuse(Refused("value_marked", mark=mark), entry.row, entry.value, Severity.NOTE)
        if not unit and not written.unit and measure.kind is not Kind.RANK:
            unit = self._unit_around(entry, measure)
        elif measure.kind is not Kind.RANK and not self._units_agree(entry, unit or "", written, measure):
            return None
        return self._in_base_units(entry, written, unit or "", measure)

    def _number(self, text: str) -> Written:
        return read_number(text, decimal_comma=self.setting.decimal_comma)

    def _in_base_units(
        self, entry: Entry, written: Written, unit: str, measure: Measure
    ) -> tuple[Decimal, Qualifier, str] | None:
        cell = entry.value
        at_fault = (entry.first(Role.UNIT) if unit and not written.unit else None) or cell
        value = self._attempt(entry.row, at_fault, base_value, written, unit, measure)
        if value is None:
            return None
        code = out_of_range(value, measure)
        if code:
            self.problems.refuse(Refused(code, advice(code, unit=measure.display_unit), measure=measure), entry.row, cell)
            return None
        if value < 0:
            self.problems.refuse(Refused("value_negative", measure=measure), entry.row, cell, Severity.WARNING)
        if is_share(measure) and not written.unit and 0 < written.number < 1 and unit_is_percent(unit):
            percent = halved(entry.text(Role.VALUE)) + "%"
            self.problems.refuse(Refused("share_tiny", advice("share_tiny"), read=percent), entry.row, cell, Severity.WARNING)
        return value, written.qualifier, unit

    def _torn_apart(self, entry: Entry) -> bool:
        """Whether the value and the note beside it look like the two halves of `1,376` written without quotes."""
        value, note = entry.cells[Role.VALUE], entry.cells.get(Role.NOTE)
        beside = note is not None and note.column.index == value.column.index + 1
        return beside and bool(re.fullmatch(r"\d{1,3}", value.text) and re.fullmatch(r"\d{3}(\.\d+)?", entry.text(Role.NOTE)))

    def _warn(self, entry: Entry, measure: Measure, region: Region, breakdown: str) -> None:
        """What can be read but may not be meant."""
        if self._torn_apart(entry):
            self.problems.refuse(Refused("value_torn"), entry.row, entry.cells[Role.VALUE], Severity.WARNING)
        if not region.active:
            cell = entry.first(Role.REGION, Role.REGION_CODE)
            self.problems.refuse(Refused("region_inactive", region=region.name_zh), entry.row, cell, Severity.WARNING)
        if breakdown and (measure.measure_id, breakdown) not in self.setting.usual_breakdowns:
            cell = entry.first(Role.BREAKDOWN, Role.MEMBER)
            self.problems.refuse(
                Refused("breakdown_unusual", measure=measure, breakdown=breakdown), entry.row, cell, Severity.WARNING
            )


def _of_cell(cell: Cell, read: Callable[[str], Read]) -> Read:
    return read(certain_text(cell))


def certain_text(cell: Cell) -> str:
    """The text of a cell that is what it seems. Refused if it is an error, a boolean, or a number nobody sees."""
    code = _MARKED.get(cell.mark) if cell.mark else None
    if cell.text[:1] == "#" and _ERROR_TEXT.fullmatch(cell.text):
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


def printed(entry: Entry, unit: str) -> str:
    """The value as its source writes it, with its unit."""
    value = entry.text(Role.VALUE)
    return value + unit if unit and not re.search(r"[^\d\s.,+-]", spelt_plainly(value)) else value
