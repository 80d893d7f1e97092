"""What files are read against, and the sheets of one, one after another: which of them are read, by which layout, and what
stands around each.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath

from kpi.catalog import Catalog
from kpi.ingest.names.directories import Names
from kpi.ingest.names.places import Places
from kpi.ingest.periods import read_label
from kpi.ingest.problems import FileProblems, SheetProblems
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.fields import Course, RowSetting
from kpi.ingest.sheets.passages import around, cells_of, period_of_headings, units_in
from kpi.ingest.sheets.reader import SheetReader
from kpi.ingest.sheets.task import SheetReading, SheetTask
from kpi.ingest.spelling import folded, shortened
from kpi.ingest.tables.choices import FileChoices, SavedMapping, SheetChoices, headers_of, read_mapping
from kpi.ingest.tables.grid import HEAD_ROWS, PROBLEM_SHEETS, Above, Book, Cell, Role, Sheet, header_text, is_form_instructions
from kpi.ingest.tables.headings import Headings, planned
from kpi.ingest.tables.layouts import DATES, Layout, complete, find_layout
from kpi.model import Alias, NamedThing, Observation, Profile, Severity


@dataclass(frozen=True)
class Knowledge:
    """What files are read against: a catalog, the spellings somebody accepted, and saved mappings."""

    catalog: Catalog
    names: Names
    headings: Headings
    places: Places
    mappings: Mapping[str, SavedMapping] = field(default_factory=dict)
    """By the profile's name."""

    @classmethod
    def of(cls, catalog: Catalog, aliases: Iterable[Alias] = (), profiles: Iterable[Profile] = ()) -> "Knowledge":
        """Everything known; profiles that this version does not understand are left out."""
        names = Names.of(catalog, aliases)
        mappings = {profile.name: mapping for profile in profiles if (mapping := read_mapping(profile.definition))}
        return cls(catalog, names, Headings(names, catalog.units.values()), Places.of(catalog), mappings)


def is_named(catalog: Catalog, thing: NamedThing, text: str) -> bool:
    """Whether the catalog itself calls a measure or region so."""
    names = Names.of(catalog)
    return bool(names.measures.find(text) if thing is NamedThing.MEASURE else names.regions.find(text))


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A file as it came."""

    name: str
    content: bytes


@dataclass
class FileReader:
    """Reads the sheets of one file."""

    file: UploadFile
    book: Book
    knowledge: Knowledge
    today: date
    choices: FileChoices
    sheets: list[SheetReading] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    read_to: tuple[str, int] | None = None
    """Sheet and row up to which it was read, if not to the end."""
    problems: FileProblems = field(init=False)
    sheet_reader: Callable[[SheetTask, Course], SheetReader] = SheetReader

    def __post_init__(self) -> None:
        """Begin without any."""
        self.problems = FileProblems(self.file.name)

    def read(self) -> None:
        """Every sheet that is wanted and fits; the others are named."""
        filled = [sheet for sheet in self.book.sheets if sheet.filled]
        if not filled:
            self.problems.add(Refused("file_empty", advice("file_empty")))
        wanted = [sheet for sheet in filled if self.choices.sheets is None or sheet.name in self.choices.sheets]
        strangers = []
        last: Sheet | None = None
        for sheet in wanted:
            if sheet.name in PROBLEM_SHEETS or is_form_instructions(sheet.name, sheet.rows):
                continue
            if last and self.problems.full:
                self.read_to = self.read_to or (last.name, len(last.rows))
                break
            last = sheet
            if not self._read_sheet(sheet):
                strangers.append(sheet)
        self._report_strangers(strangers)
        left_out = tuple(sheet.name for sheet in filled if sheet not in wanted)
        if left_out:
            self.problems.add(Refused("sheets_left_out", sheets=left_out), Severity.NOTE)
        if self.book.hidden:
            self.problems.add(Refused("sheets_hidden", sheets=self.book.hidden), Severity.NOTE)

    def _read_sheet(self, sheet: Sheet) -> bool:
        """Whether the sheet has a header; a header with faults is a problem."""
        chosen = self.choices.by_sheet.get(sheet.name) or self.choices.every_sheet or self._by_profile(sheet)
        try:
            layout, said = self._layout(sheet, chosen)
        except Refused as refused:
            self.problems.add(refused, sheet=sheet.name)
            return True
        if layout is None:
            return False
        task = self._task(sheet, layout, said, chosen)
        reader = self.sheet_reader(task, Course(SheetProblems(self.problems, sheet.name)))
        self.sheets.append(reader.read())
        if reader.stopped_at:
            self.read_to = sheet.name, reader.stopped_at
        self.observations += reader.harvest.observations
        return True

    def _task(self, sheet: Sheet, layout: Layout, said: Mapping[Role, Cell], chosen: SheetChoices) -> SheetTask:
        titles, places = _above(sheet, layout), self.knowledge.places
        texts = (PurePath(self.file.name).stem, sheet.name, *titles)
        return SheetTask(
            sheet=sheet,
            layout=layout,
            headings=self.knowledge.headings,
            catalog=self.knowledge.catalog,
            places=places,
            setting=self._setting(sheet, chosen),
            around=Above(said, places.other_than_ours(texts), places.wider_than_ours(texts)),
            titles=titles,
            choices=chosen,
            delimiter=self.book.delimiter,
        )

    def _by_profile(self, sheet: Sheet) -> SheetChoices:
        """The choices of a saved mapping whose headers stand in the sheet, word for word."""
        if not self.choices.profiles:
            return SheetChoices()
        for name, mapping in self.knowledge.mappings.items():
            height = mapping.choices.header_rows
            for first in range(min(HEAD_ROWS, len(sheet.rows))):
                if headers_of(sheet.rows[first : first + height]) == mapping.headers:
                    return replace(mapping.choices, header_row=first + 1, profile=name)
        return SheetChoices()

    def _layout(self, sheet: Sheet, chosen: SheetChoices) -> tuple[Layout | None, dict[Role, Cell]]:
        """The layout, and what titles and choices say for the whole table."""
        layout = find_layout(sheet, self.knowledge.headings, chosen)
        if layout is None:
            return None, {}
        said = self._around(sheet, range(layout.first_row - 1)) | cells_of(chosen.around)
        if layout.unit_in_stub:
            titled = said.setdefault(Role.UNIT, cells_of({Role.UNIT: layout.unit_in_stub})[Role.UNIT]).text
            if folded(titled) != folded(layout.unit_in_stub):
                said_twice = {"first": titled, "second": layout.unit_in_stub, "column": ""}
                raise Refused.saying("said_twice", advice("said_twice"), said_twice)
        if any(Role.NAME in value.said for value in layout.values) or {Role.NAME, Role.CODE} & layout.stubs.keys():
            said.pop(Role.NAME, None)
        _refuse_plan_groups(sheet, layout, chosen)
        dated = Role.PERIOD in said or DATES & layout.stubs.keys()
        known = said if dated else said | period_of_headings(sheet, layout, self.knowledge.headings)
        return (layout, said) if complete(layout, known, chosen) else (None, {})

    def _around(self, sheet: Sheet, rows: Iterable[int]) -> dict[Role, Cell]:
        texts = [text for index in rows for text in sheet.own_texts(index)]
        named = [sheet.name] if read_label(sheet.name) else []
        own = self.knowledge.catalog.plan_region
        return around([*texts, *named], self.knowledge.headings, self.knowledge.names, (own.name_zh, *own.aliases))

    def _setting(self, sheet: Sheet, chosen: SheetChoices) -> RowSetting:
        catalog = self.knowledge.catalog
        return RowSetting(
            names=self.knowledge.names,
            plan_region=catalog.plan_region,
            usual_breakdowns=frozenset((figure.measure_id, figure.breakdown) for figure in catalog.figures.values()),
            today=self.today,
            file=self.file.name,
            sheet=sheet.name,
            decimal_comma=self.book.delimiter == ";",
            headings=self.knowledge.headings,
            units_named=self._units_named(sheet),
            ratios_of_years=catalog.ratios_of_years,
            quarters=chosen.quarters,
        )

    def _units_named(self, sheet: Sheet) -> tuple[str, ...]:
        names = (PurePath(self.file.name).stem, sheet.name)
        return tuple(dict.fromkeys(unit for name in names for unit in sorted(units_in(name, self.knowledge.headings))))

    def _report_strangers(self, strangers: Sequence[Sheet]) -> None:
        """Sheets without a header: an error where no sheet has one, else something to confirm."""
        if strangers and not self.sheets and not self.problems.collected:
            needed = tuple(header_text(role) for role in (Role.CODE, Role.YEAR, Role.VALUE, Role.UNIT))
            rows = (row for sheet in strangers for row in sheet.rows if any(text.strip() for text in row))
            seen = shortened(" | ".join(next(rows, ())))
            self.problems.add(Refused("header_missing", advice("header_missing", columns=needed), seen=seen))
            return
        for sheet in strangers:
            self.problems.add(Refused("sheet_ignored", sheet=sheet.name), Severity.WARNING, sheet.name)


def _refuse_plan_groups(sheet: Sheet, layout: Layout, chosen: SheetChoices) -> None:
    """A row of groups just above the header that speaks of targets: which columns it means is not for us to guess."""
    if chosen.columns:
        return
    for index in range(max(layout.first_row - 3, 0), layout.first_row - 1):
        own = sheet.own_texts(index)
        told = next((text for text in own if planned(text)), "")
        if len(own) > 1 and told:
            raise Refused("plan_group", advice("plan_group"), row=index + 1, text=told)


def _above(sheet: Sheet, layout: Layout) -> tuple[str, ...]:
    """Texts of the rows above the header, each merged cell once."""
    return tuple(shortened(text) for index in range(layout.first_row - 1) for text in sheet.own_texts(index))
