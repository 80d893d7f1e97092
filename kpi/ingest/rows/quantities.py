"""The value of a row in base units, by what its cell, its unit and the titles say together."""

import re
from decimal import Decimal

from kpi.ingest.amounts.quantities import base_value, fits, is_share, milestone, named_twice, out_of_range
from kpi.ingest.amounts.values import SCALES, UNIT_SEPARATORS, Written, read_number, read_rank, read_unit
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Fields
from kpi.ingest.spelling import footnote, halved
from kpi.ingest.tables.headers import Entry, Role
from kpi.model import Kind, Measure, Qualifier, Severity


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
        if value < 0:
            self.refuse(Refused("value_negative", measure=measure), entry, cell, Severity.WARNING)
        if is_share(measure) and not written.unit and 0 < written.number < 1 and unit_is_percent(unit):
            percent = halved(entry.text(Role.VALUE)) + "%"
            self.refuse(Refused("share_tiny", advice("share_tiny"), read=percent), entry, cell, Severity.WARNING)
        return value, written.qualifier, unit


def unit_is_percent(unit: str) -> bool:
    """Whether a unit cell says % (and not ‰, nor a base unit)."""
    read = read_unit(unit, frozenset())
    return read is not None and read.scale == SCALES["%"]
