"""Headings inside a table: what they say for the rows below them, and when somebody must look at them."""

from collections.abc import Mapping
from dataclasses import dataclass

from kpi.ingest.periods import periods_in
from kpi.ingest.problems import SheetProblems
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.sheets.asking import Asking
from kpi.ingest.sheets.passages import Passed, says
from kpi.ingest.sheets.strays import Strays
from kpi.ingest.sheets.task import SheetTask
from kpi.ingest.sheets.titles import around
from kpi.ingest.spelling import shortened, simplified
from kpi.ingest.tables.headers import Above, Cell, Role
from kpi.ingest.tables.headings import TOTALS, planned
from kpi.model import Severity


@dataclass(frozen=True)
class HeadingReader:
    """Reads the headings of one sheet."""

    task: SheetTask
    problems: SheetProblems
    strays: Strays
    asking: Asking

    def is_unfilled_row(self, index: int, above: Above) -> bool:
        """Whether the only text of a row is what names a measure or region whose value is not filled in.

        A name nobody knows may be a misspelt one, or the heading that ends what the one before it said.
        """
        row, headings = self.task.sheet.rows[index], self.task.headings
        stubs = {role: column for role, column in self.task.layout.stubs.items() if column.index < len(row)}
        role = next((role for role, column in stubs.items() if row[column.index].strip()), None)
        if role is None or role is Role.CODE:
            return role is Role.CODE
        text = headings.name_and_unit(row[stubs[role].index].strip())[0]
        named = headings.thing(text)
        if role in (Role.REGION, Role.REGION_CODE):
            return named is Role.REGION
        if named is Role.NAME:
            return True
        if says(text, headings) or Role.REGION in above.said or self._region_inside(text) or self._qualifies(text):
            return False
        return bool(self.task.setting.names.measures.offers(text))

    def below(self, heading: Passed, above: Above) -> Above:
        """What holds from a heading on: the region, measure, period or unit it names; whatever else held before holds on.

        One that names a region among other words makes every row say its own; one that says nothing, where rows rest on what
        an earlier title or heading said, must be looked at.
        """
        if self.strays.in_words(heading.text):
            unread = Refused("row_unread", advice("row_unread"), text=shortened(heading.text, 40))
            self.problems.refuse(unread, heading.row, severity=Severity.WARNING)
        exact = {**self._titled(heading.text), **says(heading.text, self.task.headings)}
        inside = self._region_inside(heading.text)
        resting = {role: above.said[role].text for role in (Role.NAME, Role.REGION) if role in above.said}
        asked = bool(resting) or self._qualifies(heading.text)
        understood = bool(exact) and not planned(heading.text)
        if asked and not understood and not inside and not any(word in heading.text for word in TOTALS):
            held = "、".join(resting.values()) or self.task.catalog.plan_region.name_zh
            refused = Refused("heading_unclear", advice("heading_unclear"), heading=shortened(heading.text, 30), held=held)
            self.problems.refuse(refused, heading.row, severity=Severity.WARNING)
        region = self.task.around.region if Role.REGION in exact else inside or above.region
        wider = self.task.places.wider_than_ours([heading.text]) or above.wider
        return Above({**above.said, **exact}, region, wider)

    def _titled(self, text: str) -> Mapping[Role, Cell]:
        """What a heading says as a title would: 高技能人才总量（万人）."""
        own = self.task.catalog.plan_region
        said = around([text], self.task.headings, self.task.setting.names, (own.name_zh, *own.aliases))
        return {role: cell for role, cell in said.items() if role is not Role.NAME or not self.task.names_measures}

    def _qualifies(self, text: str) -> bool:
        """Whether a heading says something of the rows below that they do not say themselves: a group, a period, a plan."""
        return self.asking.qualifies(text) or bool(periods_in(simplified(text)))

    def _region_inside(self, text: str) -> str:
        """The name of a region other than the plan's own that a text holds."""
        return self.task.places.other_than_ours([text])
