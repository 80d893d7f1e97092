"""One entry of a table → one observation, or every reason why not."""

import re
from dataclasses import dataclass, replace

from kpi.ingest.amounts.values import spelt_plainly
from kpi.ingest.periods import says_window
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Fields
from kpi.ingest.rows.parts import PeriodReader, QuantityReader, RegionReader
from kpi.ingest.spelling import folded
from kpi.ingest.tables.grid import Cell, Entry, Role
from kpi.model import Measure, Observation, Region, Severity

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
