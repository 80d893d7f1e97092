"""One sheet from its first row to its last: what was understood, what was passed over, and every problem in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

from kpi.catalog import Catalog
from kpi.ingest.amounts.values import is_blank
from kpi.ingest.names.places import Places
from kpi.ingest.opening.delimited import swallowed_lines
from kpi.ingest.periods.labels import read_label
from kpi.ingest.periods.spans import EARLIEST_YEAR
from kpi.ingest.problems import Problems, SheetProblems
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.reader import RowReader
from kpi.ingest.sheets.asking import Asking
from kpi.ingest.sheets.passages import Passage, Passages, Passed, says
from kpi.ingest.sheets.sheet_reading import SheetReading, few, ranges, shape_of
from kpi.ingest.sheets.strays import Strays
from kpi.ingest.sheets.titles import around as title_says
from kpi.ingest.sheets.titles import periods_in
from kpi.ingest.sheets.told import Source, contradictions, sources
from kpi.ingest.sheets.totals import Total, check, check_wholes
from kpi.ingest.spelling import shortened, simplified
from kpi.ingest.tables.choices import SheetChoices
from kpi.ingest.tables.entries import Entries
from kpi.ingest.tables.grid import Mark, Sheet, letter
from kpi.ingest.tables.headers import Cell, Column, Entry, Role
from kpi.ingest.tables.headings import SUBTOTALS, TOTALS, Headings, planned
from kpi.ingest.tables.layouts import Layout, ValueColumn
from kpi.model import Kind, Observation, ObservationKey, Severity

_DERIVED = re.compile(
    r"序号|编号|No\.?|.*(同比|环比|增长|增速|增幅|增减|目标|计划|任务|完成率|完成度|进度|占比|比重|排名|位次|名次|上年|去年|备注|责任|牵头|科室|审核|填报).*",
    re.IGNORECASE,
)
"""Headers of columns that offices add and nobody takes for what was reported."""


_WITH_UNITS = frozenset({Kind.FLOW, Kind.STOCK, Kind.RATIO})


@dataclass
class SheetReader:
    """Reads the rows of one sheet."""

    sheet: Sheet
    layout: Layout
    headings: Headings
    reader: RowReader
    catalog: Catalog
    places: Places
    problems: SheetProblems
    delimiter: str = ""
    stopped_at: int = 0
    """The last row that was looked at, if not all were."""
    observations: list[Observation] = field(default_factory=list)
    blank: list[Entry] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    totals: list[Total] = field(default_factory=list)
    _rows: int = 0
    _by_window: dict[ObservationKey, Observation] = field(default_factory=dict)
    """What rows that say 当季 or 累计 of themselves were read as."""
    _row_words: tuple[int, frozenset[str]] = (0, frozenset())
    """The row last asked for its words for totals, and these."""
    _again: list[int] = field(default_factory=list)
    """Rows of these that say what an earlier one says."""
    _totals_seen: set[int] = field(default_factory=set)
    """Rows that are sums of others, read or not."""
    _held: set[int] = field(default_factory=set)
    """Rows with at least one value."""
    _beside: ValueColumn | None = field(init=False)
    """The first column of values that are no sums."""
    _entries: Entries = field(init=False)
    _strays: Strays = field(init=False)
    _asking: Asking = field(init=False)

    def __post_init__(self) -> None:
        """Know how to tell a row that fits no header from one that is none."""
        self._beside = next((value for value in self.layout.values if not value.total), None)
        self._asking = Asking(self.catalog, self.headings)
        self._entries = Entries(self.sheet, self.layout)
        self._strays = Strays(self.sheet, self.layout, self.headings, self.reader.setting.names)

    def read(self, around: Mapping[Role, Cell], above: tuple[str, ...], choices: SheetChoices) -> SheetReading:
        """Go through the rows; `around` is what titles say, `above` their texts. Of a sheet not read to its end nothing is said
        but what its rows gave rise to one by one.
        """
        said = dict(around)
        years = [label.year for value in self.layout.values if (label := read_label(value.period))]
        if any(years) and len(list(filter(None, years))) < len([v for v in self.layout.values if not v.total]):
            said.pop(Role.PERIOD, None)  # a column without its year, beside others that have theirs, is not the title's
        if not choices.header_row:
            self._refuse_rows_above()
        passages = Passages(self.sheet, self.layout)
        for index in range(self.layout.header_row, len(self.sheet.rows)):
            if not any(text.strip() for text in self.sheet.rows[index]):
                continue
            if self.problems.whole.full:
                self.stopped_at = index
                return self._reading(above, around, choices)
            self._rows += 1
            passage = passages.at(index)
            if (not passage or passage.unsaid) and (stray := self._strays.below(index)):
                self.problems.refuse(stray, index + 1)
                continue
            if passage and not (passage.passage is Passage.HEADING and self._unfilled(index, said)):
                self.passed.append(passage)
                if passage.passage is Passage.HEADING:
                    said = self._headed(passage, said)
                continue
            self._read_row(index, said)
        self._check_totals()
        self._hold_against_names(above, choices)
        self._ask(above)
        self._note(above, around)
        return self._reading(above, around, choices)

    def _refuse_rows_above(self) -> None:
        """Rows of data above the header or joined to it, which belong to another table or to none."""
        for index in range(self.layout.first_row - 1):
            if stray := self._strays.above(index):
                self.problems.refuse(stray, index + 1)
        if stray := self._strays.in_header():
            self.problems.refuse(stray, self.layout.header_row)

    def _unfilled(self, index: int, said: Mapping[Role, Cell]) -> bool:
        """Whether the only text of a row is what names a measure or region whose value is not filled in.

        A name nobody knows may be a misspelt one, or the heading that ends what the one before it said.
        """
        row = self.sheet.rows[index]
        stubs = {role: column for role, column in self.layout.stubs.items() if column.index < len(row)}
        role = next((role for role, column in stubs.items() if row[column.index].strip()), None)
        if role is None or role is Role.CODE:
            return role is Role.CODE
        text = self.headings.name_and_unit(row[stubs[role].index].strip())[0]
        named = self.headings.thing(text)
        if role in (Role.REGION, Role.REGION_CODE):
            return named is Role.REGION
        if named is Role.NAME:
            return True
        if says(text, self.headings) or Role.REGION in said or self._region_inside(text) or self._qualifies(text):
            return False
        return bool(self.reader.setting.names.measures.offers(text))

    def _qualifies(self, text: str) -> bool:
        """Whether a heading says something of the rows below that they do not say themselves: a group, a period, a plan."""
        return self._asking.qualifies(text) or bool(periods_in(simplified(text)))

    def _region_inside(self, text: str) -> str:
        """The name of a region other than the plan's own that a text holds."""
        return self.places.other_than_ours([text])

    def _headed(self, heading: Passed, said: Mapping[Role, Cell]) -> dict[Role, Cell]:
        """What holds from a heading on: the region, measure, period or unit it names; whatever else held before holds on.

        One that names a region among other words makes every row say its own; one that says nothing, where rows rest on what
        an earlier title or heading said, must be looked at.
        """
        if self._strays.in_words(heading.text):
            unread = Refused("row_unread", advice("row_unread"), text=shortened(heading.text, 40))
            self.problems.refuse(unread, heading.row, severity=Severity.WARNING)
        exact = {**self._titled(heading.text), **says(heading.text, self.headings)}
        inside = self._region_inside(heading.text)
        self.reader.region_heading = "" if Role.REGION in exact else inside or self.reader.region_heading
        self.reader.wider_heading = self.places.wider_than_ours([heading.text]) or self.reader.wider_heading
        resting = {role: said[role].text for role in (Role.NAME, Role.REGION) if role in said}
        asked = bool(resting) or self._qualifies(heading.text)
        understood = bool(exact) and not planned(heading.text)
        if asked and not understood and not inside and not any(word in heading.text for word in TOTALS):
            held = "、".join(resting.values()) or self.catalog.plan_region.name_zh
            refused = Refused("heading_unclear", advice("heading_unclear"), heading=shortened(heading.text, 30), held=held)
            self.problems.refuse(refused, heading.row, severity=Severity.WARNING)
        return {**said, **exact}

    def _titled(self, text: str) -> Mapping[Role, Cell]:
        """What a heading says as a title would: 高技能人才总量（万人）."""
        own = self.catalog.plan_region
        found = title_says([text], self.headings, self.reader.setting.names, (own.name_zh, *own.aliases))
        named = {Role.NAME, Role.CODE} & self.layout.stubs.keys() or any(Role.NAME in v.said for v in self.layout.values)
        return {role: cell for role, cell in found.items() if role is not Role.NAME or not named}

    def _read_row(self, index: int, around: Mapping[Role, Cell]) -> None:
        if self.delimiter and swallowed_lines(self.sheet.rows[index], self.delimiter, self.layout.width):
            self.problems.refuse(Refused("rows_swallowed", advice("rows_swallowed")), index + 1)
            return
        total = self._total_of_rows(index)
        if not total and self.layout.unnamed(self.sheet.rows[index]):
            self.problems.refuse(Refused("row_unnamed", advice("row_unnamed")), index + 1)
            return
        for entry in self._entries.of(index, around):
            if isinstance(entry, Refused):
                self.problems.refuse(entry, entry.row)
            elif _says_nothing(entry):
                self.blank.append(entry)
            elif entry.total or total:
                self._held.add(entry.row)
                self._read_total(entry)
            else:
                self._held.add(entry.row)
                observation = self.reader.read(entry)
                self.observations += [observation] if observation and not self._said_before(observation, entry) else []

    def _said_before(self, observation: Observation, entry: Entry) -> bool:
        """Whether it is the 累计值 of a first quarter or month whose 当季值 says the same, or the other way round."""
        if not self.reader.says_window(entry):
            return False
        earlier = self._by_window.setdefault(observation.key, observation)
        again = earlier is not observation and (earlier.value, earlier.qualifier) == (observation.value, observation.qualifier)
        self._again += [observation.row] if again else []
        return again

    def _total_of_rows(self, index: int) -> bool:
        """Whether the word for a total stands anywhere before the values of a row; a group called 合计 is the whole itself."""
        row = self.sheet.rows[index]
        return any(self.headings.total_word(row[place]) for place in self._before_values if place < len(row))

    @cached_property
    def _before_values(self) -> tuple[int, ...]:
        """The columns before the values, without those of groups."""
        first = min(value.column.index for value in self.layout.values)
        groups = {self.layout.stubs[role].index for role in (Role.BREAKDOWN, Role.MEMBER) if role in self.layout.stubs}
        return tuple(place for place in range(first) if place not in groups)

    def _read_total(self, entry: Entry) -> None:
        """A sum is read like any value, but its problems are not those of a figure, and it is not kept."""
        if not entry.total:
            self._totals_seen.add(entry.row)
        words = self._words_of(entry.row)
        self.reader.after_total = "" if entry.total else next(iter(words), "")
        across = entry.total
        beside = self._beside
        told = self.headings.total_word
        cells = {role: cell for role, cell in entry.cells.items() if role is Role.VALUE or not told(cell.text)}
        labels = entry.labels
        if across and beside:
            cells |= {role: Cell(text, None, beside.column) for role, text in beside.said.items() if role is not Role.REGION}
            labels = (Cell(beside.period, None, beside.column),) if beside.period else ()
        aside = RowReader(replace(self.reader.setting, region_around=""), SheetProblems(Problems(""), ""))
        observation = aside.read(replace(entry, cells=cells, labels=labels))
        if aside.early or (observation is None and entry.row in self.problems.rows_with_errors):
            return  # the parts of a year that is left out are named, and so is what could not be read
        if observation is None:
            self.problems.refuse(Refused("total_unread"), entry.row, entry.value, Severity.WARNING)
        else:
            self.totals.append(Total(observation, bool(words & SUBTOTALS), across))

    def _words_of(self, row: int) -> frozenset[str]:
        """The words for totals in a row; asked of each of its values, so found once."""
        if self._row_words[0] != row:
            texts = dict.fromkeys(self.sheet.rows[row - 1])
            self._row_words = row, frozenset(word for text in texts if (word := self.headings.total_word(text)))
        return self._row_words[1]

    def _hold_against_names(self, above: tuple[str, ...], choices: SheetChoices) -> None:
        """Rows against the periods that stand around them; what a person said on the page stands for all of that."""
        chosen = choices.around.get(Role.PERIOD, "").strip()
        names = (self.sheet.name, PurePath(self.reader.setting.file).stem)
        around = [Source("title", (chosen,))] if chosen else sources(above, names, self.passed, self.observations)
        for refused, observation, severity in contradictions(around, self.observations):
            self.problems.refuse(refused, observation.row, severity=severity)

    def _ask(self, above: tuple[str, ...]) -> None:
        """About titles, names, remarks, notes and unread columns that may change what the figures mean."""
        names = (PurePath(self.reader.setting.file).stem, self.sheet.name)
        questions: list[tuple[int | None, Refused]] = [
            (None, each) for each in self._asking.of_titles((*above, *names), self.observations)
        ]
        questions += [(row.row, each) for row in self.observations if row.note for each in self._asking.of_remark(row)]
        notes = [each.text for each in self.passed if each.passage is Passage.NOTE]
        questions += [(None, each) for text in notes for each in self._asking.of_note(text, self.observations)]
        for row, refused in questions:
            self.problems.refuse(refused, row, severity=Severity.WARNING)
        for column in self.layout.ignored:
            if asked := self._asking.of_column(column, self._different_texts(column)):
                self.problems.refuse(asked, self.layout.header_row, Cell(column.header, None, column), Severity.WARNING)

    def _different_texts(self, column: Column) -> list[str]:
        rows = self.sheet.rows[self.layout.header_row :]
        texts = (row[column.index].strip() for row in rows if column.index < len(row))
        return list(dict.fromkeys(filter(None, texts)))

    def _check_totals(self) -> None:
        if self.problems.errors:
            return  # a part that could not be read is missing in every sum; once it is mended the totals are checked
        checked = check(self.catalog, self.totals, self.observations)
        columns = {value.column.letter: value.column for value in reversed(self.layout.values)}
        by_region = self.layout.wide or len({each.measure_id for each in self.observations}) == 1
        for each in (*checked, *check_wholes(self.catalog, self.observations, by_region=by_region)):
            if each.refused:
                observation = each.total.observation
                cell = Cell(observation.printed, None, columns.get(observation.column, Column(-1, "")))
                self.problems.refuse(each.refused, observation.row, cell, each.severity)
        differing = {each.total.observation.row for each in checked if each.refused}
        agreeing = sorted({each.total.observation.row for each in checked} - differing)
        if agreeing:
            self._say("totals_checked", count=len(agreeing), rows=ranges(agreeing))

    def _note(self, above: tuple[str, ...], around: Mapping[Role, Cell]) -> None:
        """What was passed over, so that nothing is lost without being named."""
        if not self._rows:
            self.problems.refuse(Refused("no_rows", advice("no_rows")), self.layout.header_row)
        self._note_around(around)
        if above:
            self._say("rows_above", texts=few(above))
        self._note_columns()
        for passage in Passage:
            rows = [each for each in self.passed if each.passage is passage]
            if rows:
                texts = tuple(dict.fromkeys(shortened(each.text, 30) for each in rows))
                self._say(f"rows_{passage}", rows=ranges([each.row for each in rows]), texts=few(texts))
        self._note_blank()
        self._name_early()
        if self.sheet.hidden_rows:
            self._say("rows_hidden", rows=ranges([row + 1 for row in self.sheet.hidden_rows]))
        if self.sheet.hidden_columns:
            self._say("columns_hidden", columns=tuple(letter(column) for column in self.sheet.hidden_columns))
        self._note_periods()
        if self._again:
            self._say("window_twice", rows=ranges(self._again))

    def _note_around(self, around: Mapping[Role, Cell]) -> None:
        used = self.reader.used_around & around.keys()
        if Role.PERIOD in used:
            refused = Refused("period_from_title", period=around[Role.PERIOD].text)
            self.problems.refuse(refused, None, severity=Severity.WARNING)
        for role, code in ((Role.NAME, "name_from_title"), (Role.UNIT, "unit_from_title")):
            if role in used:
                self._say(code, text=around[role].text)
        self._note_unmet_unit(around)

    def _note_unmet_unit(self, around: Mapping[Role, Cell]) -> None:
        """A unit over the table that no value is in: which of the two is right is not for us to guess."""
        met = self.reader.used_around | ({Role.UNIT} if self.reader.units_met else set())
        counted = [each for each in self.observations if self.catalog.measures[each.measure_id].kind in _WITH_UNITS]
        if Role.UNIT in around and Role.UNIT not in met and counted:
            values = {"named": around[Role.UNIT].text, "printed": counted[0].printed}
            refused = Refused.saying("unit_unmet", advice("unit_contradicts"), values)
            self.problems.refuse(refused, counted[0].row, severity=Severity.WARNING)

    def _note_columns(self) -> None:
        """Columns nobody asked for are noted; one with numbers in a table of many columns must be looked at."""
        first, last = self.layout.header_row, len(self.sheet.rows)
        quiet = []
        for column in self.layout.ignored:
            cells = [self.sheet.rows[i][column.index] for i in range(first, last) if column.index < len(self.sheet.rows[i])]
            if (
                self.layout.wide
                and not _DERIVED.fullmatch(simplified(column.header))
                and any(re.search(r"\d", text) for text in cells)
            ):
                offers = self.reader.setting.names.offers(column.header)
                values = {"header": column.header, "letter": column.letter, **offers}
                refused = Refused.saying("column_unread", advice("column_unread"), values)
                self.problems.refuse(refused, self.layout.header_row, Cell(column.header, None, column), Severity.WARNING)
            else:
                quiet.append(column.header)
        if quiet:
            self._say("columns_ignored", columns=few(tuple(quiet)))

    def _note_blank(self) -> None:
        if self.layout.wide:
            self._note_blank_cells()
            return
        for entry in self.blank:
            if entry.text(Role.VALUE):
                self.problems.refuse(Refused("value_absent"), entry.row, entry.value, Severity.NOTE)
        unfilled = [entry.row for entry in self.blank if not entry.text(Role.VALUE)]
        if unfilled:
            row = unfilled[0] if len(unfilled) == 1 else None
            refused = Refused("values_blank", count=len(unfilled), rows=ranges(unfilled))
            self.problems.refuse(refused, row, severity=Severity.NOTE)

    def _name_early(self) -> None:
        """Figures from before the first year that is kept, together: a slip must be noticed, a long series may pass."""
        if not self.reader.early:
            return
        rows = sorted({entry.row for entry, _ in self.reader.early})
        years = ranges(sorted({span.end.year for _, span in self.reader.early}))
        count = len(self.reader.early)
        values = {"count": count, "rows": ranges(rows), "years": years, "earliest": str(EARLIEST_YEAR)}
        refused = Refused.saying("period_too_early", advice("period_too_early"), values)
        self.problems.refuse(refused, rows[0] if len(rows) == 1 else None, severity=Severity.WARNING)

    def _note_blank_cells(self) -> None:
        cells = [f"{entry.value.column.letter}{entry.row}" for entry in self.blank]
        if cells:
            shown = tuple(cells[:20]) + (("…",) if len(cells) > 20 else ())
            self._say("cells_blank", count=len(cells), cells=shown)

    def _note_periods(self) -> None:
        """A month over a flow is that month alone; who means the year so far must be able to notice."""
        flows = {m.measure_id for m in self.catalog.measures.values() if m.kind is Kind.FLOW}
        monthly = [
            each
            for each in self.observations
            if each.measure_id in flows and each.window_start and each.window_end
            and each.window_start.month == each.window_end.month > 1 and (each.window_end - each.window_start).days < 31
        ]  # fmt: skip
        labelled = any("月" in value.period for value in self.layout.values) or Role.PERIOD in self.layout.stubs
        if monthly and labelled:
            self._say("months_alone", count=len(monthly))

    def _say(self, code: str, **values: object) -> None:
        self.problems.refuse(Refused.saying(code, None, values), None, severity=Severity.NOTE)

    def _reading(self, above: tuple[str, ...], around: Mapping[Role, Cell], choices: SheetChoices) -> SheetReading:
        layout = self.layout
        skipped = {entry.row for entry in self.blank} - self._held | {each.row for each in self.passed}
        skipped |= self._totals_seen | {entry.row for entry, _ in self.reader.early}
        return SheetReading(
            sheet=self.sheet.name,
            first_row=layout.first_row,
            header_row=layout.header_row,
            shape=shape_of(layout),
            columns=tuple(column.header for column in (*layout.stubs.values(), *(value.column for value in layout.values))),
            ignored_columns=tuple(column.header for column in layout.ignored),
            ignored_rows=above,
            rows=self._rows,
            skipped=tuple(sorted(skipped)),
            around={role: around[role].text for role in self.reader.used_around if role in around},
            layout=layout,
            profile=choices.profile,
        )


def _says_nothing(entry: Entry) -> bool:
    return entry.value.mark in (None, Mark.MERGED) and is_blank(entry.value.text)
