"""One entry of a table → one observation, or every reason why not: its region, its period, its value in base units.

Cells, titles and headings count together.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kpi.ingest import periods
from kpi.ingest.amounts.quantities import base_value, fits, milestone, named_twice, out_of_range
from kpi.ingest.amounts.values import SCALES, UNIT_SEPARATORS, Written, read_number, read_rank, read_unit, spelt_plainly
from kpi.ingest.names.places import is_relative
from kpi.ingest.periods import says_window
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Fields
from kpi.ingest.spelling import folded, footnote, halved
from kpi.ingest.tables.grid import Cell, Entry, Role
from kpi.model import Kind, Measure, Observation, Qualifier, Region, Severity, in_percent


class RegionReader(Fields):
    """Reads the regions of the entries of one sheet."""

    def read(self, entry: Entry) -> Region | None:
        """The region of an entry; None, with the problem kept, if it names none for certain."""
        given = [role for role in (Role.REGION_CODE, Role.REGION) if entry.given(role)]
        regions = [region for role in given if (region := self.field(entry, role, self._named_region))]
        if len({region.region_code for region in regions}) > 1:
            names = tuple(region.name_zh for region in regions)
            refused = Refused("region_conflict", advice("region_conflict"), regions=names)
            self.refuse(refused, entry, entry.first(Role.REGION))
        if given:
            self._refuse_relative(entry, regions)
            self.course.named(regions[0] if regions else None)
            return self.course.last_region
        if named := self.around(entry, Role.REGION):
            return self.attempt(entry.row, entry.value, self.setting.names.region, named.text)
        return self._default_region(entry)

    def _named_region(self, text: str) -> Region:
        return self.setting.names.region(text, offering=not self.course.problems.whole.unlisted)

    def _refuse_relative(self, entry: Entry, regions: list[Region]) -> None:
        """全市 in a table that names another city is that city's."""
        around = entry.above.region
        if not around or self.setting.names.regions.find(around):
            return  # in a town's own table 全市 is the city
        cell = entry.first(Role.REGION, Role.REGION_CODE)
        if cell and is_relative(folded(cell.text)) and self.setting.plan_region in regions:
            self.refuse(self._elsewhere(around), entry, cell)

    def _elsewhere(self, around: str) -> Refused:
        """A row that does not say whose it is, in a table that names another region, of the plan's or of elsewhere."""
        ours = self.setting.names.regions.find(around)
        suggestion = advice("region_around", region=around) if ours else advice("region_elsewhere")
        return Refused("region_around", suggestion, region=around)

    def _default_region(self, entry: Entry) -> Region | None:
        """The plan's own region, unless something around the row says that it is about another."""
        plan, cell = self.setting.plan_region, entry.first(Role.REGION, Role.REGION_CODE)
        around = entry.above.region
        if around:
            self.refuse(self._elsewhere(around), entry, cell)
            return None
        last, total = self.course.last_region, self.course.after_total
        if total or (last and last.region_code != plan.region_code):
            before = total or (last.name_zh if last else "")
            refused = Refused("region_assumed", advice("region_assumed"), region=plan.name_zh, before=before)
            self.refuse(refused, entry, cell, Severity.WARNING)
        self._ask_whether_wider(entry)
        return plan

    def _ask_whether_wider(self, entry: Entry) -> None:
        """Once for all rows below a title or a heading that says 全国 and never names the plan's own region."""
        wider = entry.above.wider
        if wider and wider not in self.course.wider_asked:
            self.course.wider_asked.add(wider)
            refused = Refused("region_wider", advice("region_wider"), wider=wider, region=self.setting.plan_region.name_zh)
            self.refuse(refused, entry, severity=Severity.WARNING)


class PeriodReader(Fields):
    """Reads the periods of the entries of one sheet."""

    def read(self, entry: Entry, measure: Measure | None) -> periods.Period | None:
        """The period of an entry; None where it says none for certain, or one from before figures are kept."""
        before = self.course.problems.errors
        labels = self._labels(entry, measure)
        start, end = self.field(entry, Role.START, periods.read_date), self.field(entry, Role.END, periods.read_date)
        if measure is None or self.course.problems.errors > before:
            return None
        try:
            span = self._meant(entry, measure, labels, (start, end))
            periods.check_bounds(span, self.setting.today)
        except Refused as refused:
            cell = entry.first(Role.END if end else Role.YEAR, Role.END, Role.PERIOD, Role.START)
            self.refuse(refused, entry, cell or next(iter(entry.labels), None))
            return None
        if periods.is_early(span):
            self.course.early.append((entry, span))
            return None
        if start and span.window_start is None:
            self.refuse(Refused("start_unused", day=span.end), entry, entry.first(Role.START), Severity.NOTE)
        return span

    def _labels(self, entry: Entry, measure: Measure | None) -> tuple[periods.Label, ...]:
        """What the row, its column and the measure's own name say of the period besides dates."""
        word = periods.window_word(measure.name_zh)[1] if measure else ""
        own = [periods.Label(cumulative="累计" in word, alone="累计" not in word)] if word else []
        read = [self.field(entry, Role.YEAR, periods.year_label), self.field(entry, Role.PERIOD, periods.label_of)]
        read += [self.attempt(entry.row, cell, periods.label_of, cell.text) for cell in entry.labels]
        said = tuple(label for label in read if label)
        return said if any(map(periods.only_window, said)) else (*said, *own)

    def _meant(
        self, entry: Entry, measure: Measure, labels: tuple[periods.Label, ...], dates: tuple[date | None, date | None]
    ) -> periods.Period:
        """The period that labels and dates mean together; a year may come from the title."""
        label = periods.together(labels)
        unfilled = label == periods.Label() and bool({Role.YEAR, Role.PERIOD} & entry.cells.keys())
        if label.year is None and label.stated is None and dates == (None, None) and not unfilled:
            titled = self.around(entry, Role.PERIOD)
            label = periods.together((*labels, periods.titled_label(titled.text, label))) if titled else label
        if any(dates):
            stated = periods.period(measure.kind, label.year, *dates)
            beyond_year = replace(label, year=label.year or stated.end.year)
            if (label.months or label.stated) and periods.place(
                beyond_year, measure.kind, periods.Quarters.ALONE
            ).end != stated.end:
                raise Refused("period_conflict", advice("period_conflict"))
            periods.refuse_other_window(label, stated)
            return stated
        if label == periods.Label():
            return periods.period(measure.kind, None, None, None)
        if label.serial:
            serial = Refused("serial_date", day=label.stated.end if label.stated else "")
            self.refuse(serial, entry, entry.first(Role.PERIOD, Role.YEAR) or entry.value, Severity.WARNING)
        over_year = measure.measure_id in self.setting.ratios_of_years and label == periods.Label(label.year)
        return periods.place(label, Kind.FLOW if over_year else measure.kind, self.setting.quarters)


class QuantityReader(Fields):
    """Reads the values of the entries of one sheet."""

    def read(self, entry: Entry, measure: Measure | None) -> tuple[Decimal, Qualifier, str] | None:
        """The value in base units, its qualifier and the unit it is in; without a measure only the writing is judged."""
        unit = self.field(entry, Role.UNIT, str)
        if entry.given(Role.UNIT) and unit is None:
            return None
        if measure is None:
            if re.search(r"\d", entry.text(Role.VALUE)):
                self.field(entry, Role.VALUE, self._number)
            return None
        if measure.kind is Kind.MILESTONE:
            value = self.field(entry, Role.VALUE, milestone)
            return None if value is None else (value, Qualifier.EQ, "")
        written = self.field(entry, Role.VALUE, read_rank if measure.kind is Kind.RANK else self._number)
        if written is None:
            return None
        if mark := footnote(entry.text(Role.VALUE))[1]:
            self.refuse(Refused("value_marked", mark=mark), entry, entry.value, Severity.NOTE)
        if not unit and not written.unit and measure.kind is not Kind.RANK:
            unit = self._unit_around(entry, measure)
        elif measure.kind is not Kind.RANK and not self._units_agree(entry, unit or "", written, measure):
            return None
        return self._in_base_units(entry, written, unit or "", measure)

    def _unit_around(self, entry: Entry, measure: Measure) -> str:
        """The unit that a title gives; of several the one that fits the measure, all of them if none or more than one does."""
        titled = self.around(entry, Role.UNIT)
        if titled is None or fits(titled.text, measure):
            return titled.text if titled else ""
        fitting = [unit for part in UNIT_SEPARATORS.split(titled.text) if fits(unit := part.strip(), measure)]
        return fitting[0] if len(fitting) == 1 else titled.text

    def _units_agree(self, entry: Entry, unit: str, written: Written, measure: Measure) -> bool:
        """Whether titles and names give a value the unit that it has of its own; a problem is kept if they do not."""
        titled = entry.above.said.get(Role.UNIT)
        for named in (*([titled.text] if titled else []), *self.setting.units_named):
            twice = named_twice(named, unit, written.unit, measure)
            if twice is False:
                self.course.units_met.add(named)
            elif twice:
                values = {"named": named, "unit": unit or written.unit}
                refused = Refused.saying("unit_contradicts", advice("unit_contradicts"), values)
                self.refuse(refused, entry, (entry.first(Role.UNIT) if unit else None) or entry.value)
                return False
        return True

    def _number(self, text: str) -> Written:
        return read_number(text, decimal_comma=self.setting.decimal_comma)

    def _in_base_units(
        self, entry: Entry, written: Written, unit: str, measure: Measure
    ) -> tuple[Decimal, Qualifier, str] | None:
        cell = entry.value
        at_fault = (entry.first(Role.UNIT) if unit and not written.unit else None) or cell
        value = self.attempt(entry.row, at_fault, base_value, written, unit, measure)
        if value is None:
            return None
        code = out_of_range(value, measure)
        if code:
            self.refuse(Refused(code, advice(code, unit=measure.display_unit), measure=measure), entry, cell)
            return None
        if value < 0 and measure.kind is not Kind.CHANGE:
            self.refuse(Refused("value_negative", measure=measure), entry, cell, Severity.WARNING)
        share = in_percent(measure) and measure.kind is not Kind.CHANGE  # growth of 0.5 % is nothing unusual
        if share and not written.unit and 0 < written.number < 1 and unit_is_percent(unit):
            percent = halved(entry.text(Role.VALUE)) + "%"
            self.refuse(Refused("share_tiny", advice("share_tiny"), read=percent), entry, cell, Severity.WARNING)
        return value, written.qualifier, unit


def unit_is_percent(unit: str) -> bool:
    """Whether a unit cell says % (and not ‰, nor a base unit)."""
    read = read_unit(unit, frozenset())
    return read is not None and read.scale == SCALES["%"]


_IN_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]$")


@dataclass
class RowReader(Fields):
    """Reads the entries of one sheet."""

    def __post_init__(self) -> None:
        """With a reader for each part of a row."""
        self._regions = RegionReader(self.setting, self.course)
        self._periods = PeriodReader(self.setting, self.course)
        self._quantities = QuantityReader(self.setting, self.course)

    def read(self, entry: Entry) -> Observation | None:
        """The observation of `entry`; None, with problems kept, if it cannot be read for certain."""
        before = self.course.problems.errors
        entry = self._taken_apart(entry)
        measure = self._measure(entry)
        region = self._regions.read(entry)
        group = self._group(entry, measure)
        span = self._periods.read(entry, measure)
        quantity = self._quantities.read(entry, measure)
        if self.course.problems.errors > before:
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
            self.refuse(said, entry, entry.cells[Role.UNIT])
        return replace(entry, cells=cells)

    def _named_measure(self, text: str) -> Measure:
        return self.setting.names.measure(text, offering=not self.course.problems.whole.unlisted)

    def _measure(self, entry: Entry) -> Measure | None:
        given = [role for role in (Role.CODE, Role.NAME) if entry.given(role)]
        if not given and (named := self.around(entry, Role.NAME)):
            return self.attempt(entry.row, entry.value, self.setting.names.measure, named.text)
        if not given:
            self.refuse(Refused("measure_missing", advice("measure")), entry, entry.first(Role.CODE, Role.NAME))
        measures = [measure for role in given if (measure := self.field(entry, role, self._named_measure))]
        if len({measure.measure_id for measure in measures}) > 1:
            refused = Refused("measure_conflict", advice("measure_conflict"), measures=tuple(measures))
            self.refuse(refused, entry, entry.first(Role.NAME))
        return measures[0] if measures else None

    def _group(self, entry: Entry, measure: Measure | None) -> tuple[str, str] | None:
        """Breakdown and member, also from two columns; two empty texts for the whole."""
        if not (entry.given(Role.BREAKDOWN) or entry.given(Role.MEMBER)):
            return "", ""
        usual = {group for measure_id, group in self.setting.usual_breakdowns if measure and measure_id == measure.measure_id}
        if not entry.given(Role.BREAKDOWN):
            member_of = self.setting.names.member
            return self.field(entry, Role.MEMBER, lambda text: member_of(text, usual))
        member = entry.text(Role.MEMBER)
        suffix = f"={member}" if member else ""
        return self.field(entry, Role.BREAKDOWN, lambda text: self.setting.names.member(text + suffix, usual))

    def _torn_apart(self, entry: Entry) -> bool:
        """Whether the value and the note beside it look like the two halves of `1,376` written without quotes."""
        value, note = entry.cells[Role.VALUE], entry.cells.get(Role.NOTE)
        beside = note is not None and note.column.index == value.column.index + 1
        return beside and bool(re.fullmatch(r"\d{1,3}", value.text) and re.fullmatch(r"\d{3}(\.\d+)?", entry.text(Role.NOTE)))

    def _warn(self, entry: Entry, measure: Measure, region: Region, breakdown: str) -> None:
        """What can be read but may not be meant."""
        if self._torn_apart(entry):
            self.refuse(Refused("value_torn"), entry, entry.cells[Role.VALUE], Severity.WARNING)
        if not region.active:
            cell = entry.first(Role.REGION, Role.REGION_CODE)
            self.refuse(Refused("region_inactive", region=region.name_zh), entry, cell, Severity.WARNING)
        if breakdown and (measure.measure_id, breakdown) not in self.setting.usual_breakdowns:
            cell = entry.first(Role.BREAKDOWN, Role.MEMBER)
            self.refuse(Refused("breakdown_unusual", measure=measure, breakdown=breakdown), entry, cell, Severity.WARNING)


def printed(entry: Entry, unit: str) -> str:
    """The value as its source writes it, with its unit."""
    value = entry.text(Role.VALUE)
    return value + unit if unit and not re.search(r"[^\d\s.,+-]", spelt_plainly(value)) else value
