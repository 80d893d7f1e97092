"""One uploaded file read to the end: what was understood, and every problem, each at its row."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath

from kpi.catalog import Catalog
from kpi.ingest.names.directories import Names
from kpi.ingest.names.places import Places
from kpi.ingest.opening.containers import SECOND_READINGS, Parser, open_book, second_books
from kpi.ingest.opening.delimited import HEAD_ROWS
from kpi.ingest.periods.labels import read_label
from kpi.ingest.problems import Problems, SheetProblems, listed, problem_of, stopped_at
from kpi.ingest.refusals import Refused, advice
from kpi.ingest.rows.reader import RowReader, Setting
from kpi.ingest.sheets.passages import period_of_headings
from kpi.ingest.sheets.reader import SheetReader
from kpi.ingest.sheets.sheet_reading import SheetReading
from kpi.ingest.sheets.titles import around, cells_of, units_in
from kpi.ingest.spelling import folded, shortened
from kpi.ingest.tables.choices import FileChoices, SavedMapping, SheetChoices, headers_of, read_mapping
from kpi.ingest.tables.grid import Book, Sheet
from kpi.ingest.tables.headers import PROBLEM_SHEETS, Cell, Role, header_text
from kpi.ingest.tables.headings import Headings, planned
from kpi.ingest.tables.instructions import is_form_instructions
from kpi.ingest.tables.layouts import DATES, Layout, complete, find_layout, header_score
from kpi.model import Alias, Message, NamedThing, Observation, ObservationKey, Problem, Profile, Severity

MOST_VALUES = 100_000
"""Values of one file; whoever looks through a preview has long lost the overview."""
OUTLINE_CELLS = 100_000
"""Of one file, in what is left of its tables once they are read."""
LONGEST_SHOWN = 1_000
"""Characters of a cell, there."""


@dataclass(frozen=True, slots=True)
class UploadFile:
    """A file as it came."""

    name: str
    content: bytes


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


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one file says. `observations` is what was understood, also when errors refuse the file."""

    file: str
    sha256: str
    encoding_note: Message
    """What the file was taken for: encoding and separator, or sheets."""
    sheets: tuple[SheetReading, ...] = ()
    observations: tuple[Observation, ...] = ()
    problems: tuple[Problem, ...] = ()
    book: Book | None = None
    """Its tables; None if it could not be opened."""

    @property
    def ok(self) -> bool:
        """Whether nothing refuses the file; warnings may still have to be confirmed."""
        return not any(problem.severity is Severity.ERROR for problem in self.problems)


def read_upload(
    file: UploadFile,
    catalog: Catalog | Knowledge,
    *,
    today: date,
    choices: FileChoices | None = None,
    parse: Parser | None = None,
) -> Reading:
    """Read `file` against a catalog. Never raises for what the file holds; `today` is the day of upload in Asia/Shanghai.

    This is done where it is called, but for workbooks, which `parse` or a child opens: see `reader` for files of others.
    """
    knowledge = catalog if isinstance(catalog, Knowledge) else Knowledge.of(catalog)
    choices = choices or FileChoices()
    sha256 = hashlib.sha256(file.content).hexdigest()
    try:
        book = open_book(file.content, lambda row: header_score(knowledge.headings, row), choices, parse)
    except Refused as refused:
        reading = unread(file, refused)
    else:
        reading = _read_book(_FileReader(file, book, knowledge, today, choices), sha256)
    return reading if reading.ok else _second_reading(reading, file, knowledge, today, choices) or reading


def _read_book(reader: "_FileReader", sha256: str, doubts: Iterable[Problem] = ()) -> Reading:
    reader.read()
    problems = _in_order(reader.book, [*doubts, *reader.problems.collected, *duplicates(reader.observations)])
    stopped = [stopped_at(reader.file.name, *reader.read_to)] if reader.read_to else []
    if len(reader.observations) > MOST_VALUES:
        return unread(reader.file, Refused("too_many_values", advice("split_file"), most=MOST_VALUES))
    return Reading(
        reader.file.name,
        sha256,
        reader.book.taken_for,
        tuple(reader.sheets),
        tuple(reader.observations),
        tuple(listed(reader.file.name, [*stopped, *problems])),
        reader.book,
    )


def unread(file: UploadFile, refused: Refused) -> Reading:
    """The reading of a file that could not be opened."""
    sha256 = hashlib.sha256(file.content).hexdigest()
    problem = problem_of(file.name, refused, Severity.ERROR, refused.row)
    return Reading(file.name, sha256, Message("reading.nothing"), problems=(problem,))


def outlined(reading: Reading) -> Reading:
    """The same with no more of its tables than somebody looks at who maps their columns."""
    if reading.book is None:
        return reading
    sheets, cells = [], 0
    for sheet in reading.book.sheets:
        rows = []
        for row in sheet.rows if sheet.filled else ():
            cells += len(row) + 1
            if cells > OUTLINE_CELLS:
                break
            rows.append([text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…" for text in row])
        beyond = len(sheet.rows) - len(rows) if sheet.filled else 0
        sheets.append(Sheet(sheet.name, rows, beyond=beyond))
    return replace(reading, book=replace(reading.book, sheets=tuple(sheets)))


def _second_reading(
    refused: Reading, file: UploadFile, knowledge: Knowledge, today: date, choices: FileChoices
) -> Reading | None:
    """The one other reading of a refused text in which every row fits its header; None if there is none or more than one."""
    code = next((each.code for each in refused.problems if each.code in SECOND_READINGS), "")
    found: dict[object, Reading] = {}
    for book, doubts in second_books(file.content, lambda row: header_score(knowledge.headings, row), choices, code):
        warned = [problem_of(file.name, doubt, Severity.WARNING, doubt.row) for doubt in doubts]
        reading = _read_book(_FileReader(file, book, knowledge, today, choices), refused.sha256, warned)
        if reading.ok and reading.observations:
            found.setdefault(tuple((each.key, each.value, each.qualifier) for each in reading.observations), reading)
    return next(iter(found.values())) if len(found) == 1 else None


def _in_order(book: Book, problems: Iterable[Problem]) -> list[Problem]:
    """As a person goes through the file: sheet by sheet, row by row, what concerns the whole sheet last."""
    order = {sheet.name: index for index, sheet in enumerate(book.sheets)}
    return sorted(problems, key=lambda problem: (order.get(problem.sheet, -1), problem.row is None, problem.row or 0))


def duplicates(observations: Iterable[Observation]) -> list[Problem]:
    """A problem for every observation whose key an earlier one has, naming both rows."""
    first: dict[ObservationKey, Observation] = {}
    problems = []
    for observation in observations:
        earlier = first.setdefault(observation.key, observation)
        if earlier is not observation:
            problems.append(_duplicate(earlier, observation))
    return problems


def _duplicate(earlier: Observation, later: Observation) -> Problem:
    elsewhere = (earlier.file, earlier.sheet) != (later.file, later.sheet)
    other_file = earlier.file if earlier.file != later.file else ""
    place = " ".join(filter(None, (other_file, earlier.sheet)))
    return Problem(
        Severity.ERROR,
        "duplicate_elsewhere" if elsewhere else "duplicate",
        later.file,
        later.sheet,
        later.row,
        value=later.printed,
        values={
            "row": earlier.row,
            "cell": f"{earlier.column}{earlier.row}",
            "value": earlier.printed,
            "place": place,
            "file": other_file,
            "letter": later.column,
        },
        suggestion=advice("duplicate"),
    )


@dataclass
class _FileReader:
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
    problems: Problems = field(init=False)

    def __post_init__(self) -> None:
        """Begin without any."""
        self.problems = Problems(self.file.name)

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
        above = _above(sheet, layout)
        setting = self._setting(sheet, above, chosen)
        headings = self.knowledge.headings
        problems = SheetProblems(self.problems, sheet.name)
        rows = RowReader(setting, problems)
        catalog, places = self.knowledge.catalog, self.knowledge.places
        reader = SheetReader(sheet, layout, headings, rows, catalog, places, problems, self.book.delimiter)
        self.sheets.append(reader.read(said, above, chosen))
        if reader.stopped_at:
            self.read_to = sheet.name, reader.stopped_at
        self.observations += reader.observations
        return True

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

    def _setting(self, sheet: Sheet, above: Sequence[str], chosen: SheetChoices) -> Setting:
        catalog = self.knowledge.catalog
        around = (PurePath(self.file.name).stem, sheet.name, *above)
        return Setting(
            names=self.knowledge.names,
            plan_region=catalog.plan_region,
            usual_breakdowns=frozenset((figure.measure_id, figure.breakdown) for figure in catalog.figures.values()),
            today=self.today,
            file=self.file.name,
            sheet=sheet.name,
            decimal_comma=self.book.delimiter == ";",
            region_around=self.knowledge.places.other_than_ours(around),
            wider_around=self.knowledge.places.wider_than_ours(around),
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


def saved_mapping(reading: Reading, sheet: str, choices: SheetChoices) -> SavedMapping | None:
    """What is kept of the choices for a sheet: with its header, so that the next such file is known; None without the sheet."""
    found = next((each for each in reading.book.sheets if each.name == sheet), None) if reading.book else None
    if found is None or not 0 < choices.header_row <= len(found.rows):
        return None
    first = choices.header_row - 1
    return SavedMapping(headers_of(found.rows[first : first + choices.header_rows]), replace(choices, header_row=0, profile=""))


def is_named(catalog: Catalog, thing: NamedThing, text: str) -> bool:
    """Whether the catalog itself calls a measure or region so."""
    names = Names.of(catalog)
    return bool(names.measures.find(text) if thing is NamedThing.MEASURE else names.regions.find(text))


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
