"""What files say, row by row beside what is there now, and what loading them would change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

import pandas as pd

from kpi import progress
from kpi.catalog import Catalog
from kpi.i18n import Texts, texts
from kpi.ingest import Change, FileChoices, Reading
from kpi.model import Assessment, Batch, Message, Observation, Problem, Severity, Status
from kpi.views.figures import FigureWording
from kpi.views.goals import period_text
from kpi.views.judging import assess
from kpi.views.standings import Standing
from kpi.views.status import Known, Query, word_standings
from kpi.views.uploads.problems import ProblemView, times

_MORE_DECIMALS = 4
"""A preview is checked against the sender's table: a town's 310张 must not look like 0.03万张."""
_MOST_TAKEN_FOR = 10
"""Tables of a file of which is told what each was taken for."""
Key = tuple[str, int | None]
_Verdicts = Mapping[Key, Assessment]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of an upload beside what is there now."""

    kind: str
    """new, changed or unchanged."""
    file: str
    row: int
    cell: str
    """Letter and row as Excel shows them, after the sheet where there are several."""
    measure_id: str
    measure_name: str
    region_name: str
    label: str
    period: str
    old_text: str
    new_text: str


@dataclass(frozen=True, slots=True)
class VerdictChange:
    """A target, or a year of one, whose verdict an upload or another plan changes; None where there is no such target."""

    target_id: str
    year: int | None
    name: str
    old: Status | None
    new: Status | None
    old_text: str
    new_text: str
    date_only: bool = False
    """Whether the new date alone does it, without the new figures."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moved:
    """A target, or a year of one, that the new figures change: its verdict, or what it has reached."""

    before: Standing
    """As it is shown now."""
    after: Standing
    """As it would be shown."""

    @property
    def judged_anew(self) -> bool:
        """Whether the verdict itself changes."""
        return self.before.status is not self.after.status


def targets_in(changes: Iterable[VerdictChange]) -> int:
    """How many targets the changes are of, each counted once as the overview counts it, however many years of it change."""
    return len({change.target_id for change in changes})


@dataclass(frozen=True, slots=True)
class FileView:
    """What came of one of the files dropped."""

    file: str
    sha256: str
    taken_for: str
    """Encoding, separator or sheets, and of each table its shape and header rows."""
    sheets: tuple[str, ...]
    """Names of all sheets with anything in them."""
    read_sheets: tuple[str, ...]
    state: str
    """loaded_already, refused, to_confirm, ready or empty."""
    state_text: str
    values: int
    new: int
    changed: int
    unchanged: int
    errors: int
    warnings: int
    notes: int


class RowCounts(NamedTuple):
    """How many rows are new, replace a figure, or say what is there."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class UploadPreview:
    """What files say, what is wrong with them and what loading them would change. Nothing is loaded yet."""

    readings: tuple[Reading, ...]
    contents: Mapping[str, bytes]
    """The bytes by sha256."""
    taken_for: tuple[str, ...]
    """Per reading, what the file was taken for."""
    problems: tuple[ProblemView, ...]
    change: Change
    rows: tuple[RowChange, ...]
    verdict_changes: tuple[VerdictChange, ...]
    """None where an error refuses the files: then nothing changes."""
    already_loaded: tuple[Batch, ...]
    data_version: int
    lang: str
    coverage_before: date | None = None
    coverage_after: date | None = None
    files: tuple[FileView, ...] = ()
    """Per reading, what it brings and whether it may be loaded."""
    moved: tuple[Moved, ...] = ()
    """What the new figures change, verdicts first."""
    choices: Mapping[str, FileChoices] = field(default_factory=dict)
    """How they were told to be read, by their sha256; those under "" hold for every other file."""
    note_needed: bool = False
    """Whether it revises a year that closed long ago, so that loading it takes a note."""
    counted: RowCounts | None = None
    """Of a large file, whose `change` and `rows` are only the first ones."""

    @property
    def counts(self) -> RowCounts:
        """Of all rows."""
        change = self.change
        return self.counted or RowCounts(len(change.new), len(change.changed), len(change.unchanged))

    @property
    def coverage_moves(self) -> Message | None:
        """What loading makes of the day that figures go up to; None where it stays."""
        old, new = self.coverage_before, self.coverage_after
        if new is None or new == old:
            return None
        return Message("page.coverage_moves", {"old": old, "new": new}) if old else Message("page.coverage_first", {"new": new})

    @property
    def is_large(self) -> bool:
        """Whether it is of one file so large that not every row of it is shown."""
        return self.counted is not None

    @property
    def understood(self) -> tuple[Observation, ...]:
        """What the files say, also when they are refused; of a large file the first rows that are new or changed."""
        if self.is_large:
            return (*self.change.new, *(each.observation for each in self.change.changed))
        return tuple(observation for reading in self.readings for observation in reading.observations)

    @property
    def changes_by_figures(self) -> tuple[VerdictChange, ...]:
        """The changes of targets whose verdict the new figures change, in any year."""
        return tuple(change for change in self.verdict_changes if change.target_id in self._moved)

    @property
    def changes_by_date(self) -> tuple[VerdictChange, ...]:
        """The changes of the other targets: the new date alone does it, without the new figures."""
        return tuple(change for change in self.verdict_changes if change.target_id not in self._moved)

    @property
    def _moved(self) -> set[str]:
        return {change.target_id for change in self.verdict_changes if not change.date_only}

    @property
    def ok(self) -> bool:
        """Whether no error refuses the files."""
        return not any(problem.refuses for problem in self.problems)

    @property
    def warnings(self) -> tuple[ProblemView, ...]:
        """What a person must confirm."""
        return tuple(problem for problem in self.problems if problem.problem.severity is Severity.WARNING)


def taken_for(words: Texts, reading: Reading) -> str:
    """What a file was taken for: encoding and separator or sheets, and of each table its shape, header rows and profile."""
    tables = []
    for sheet in reading.sheets[:_MOST_TAKEN_FOR]:
        rows = str(sheet.header_row) if sheet.first_row == sheet.header_row else f"{sheet.first_row}–{sheet.header_row}"
        said = words("service.table_taken_for", shape=sheet.shape, rows=rows)
        profile = words("service.by_profile", name=sheet.profile) if sheet.profile else ""
        tables.append(" ".join(filter(None, (sheet.sheet, said, profile))))
    more = len(reading.sheets) - len(tables)
    rest = [words("service.tables_more", number=more)] if more else []
    return words("service.clauses").join([words.message(reading.encoding_note), *tables, *rest])


def file_views(
    words: Texts,
    readings: Sequence[Reading],
    loaded: Mapping[str, Batch | None],
    change: Change,
    problems: Iterable[Problem],
) -> tuple[FileView, ...]:
    """What came of each file; everything is counted once for all of them."""
    counts = Counter[tuple[str, str]]()
    for problem in problems:
        counts[problem.file, problem.severity] += times(problem)
    counts.update((observation.file, "new") for observation in change.new)
    counts.update((changed_row.observation.file, "changed") for changed_row in change.changed)
    counts.update((observation.file, "unchanged") for observation in change.unchanged)
    return tuple(_file_view(words, reading, counts, loaded=loaded[reading.sha256] is not None) for reading in readings)


def _file_view(words: Texts, reading: Reading, counts: Mapping[tuple[str, str], int], *, loaded: bool) -> FileView:
    file = reading.file
    if loaded:
        state = "loaded_already"
    elif counts[file, Severity.ERROR]:
        state = "refused"
    elif not reading.count:
        state = "empty"
    else:
        state = "to_confirm" if counts[file, Severity.WARNING] else "ready"
    return FileView(
        file=reading.file,
        sha256=reading.sha256,
        taken_for=taken_for(words, reading),
        sheets=tuple(sheet.name for sheet in reading.book.sheets if sheet.filled) if reading.book else (),
        read_sheets=tuple(sheet.sheet for sheet in reading.sheets),
        state=state,
        state_text=words(f"service.file_{state}"),
        values=reading.count,
        new=counts[file, "new"],
        changed=counts[file, "changed"],
        unchanged=counts[file, "unchanged"],
        errors=counts[file, Severity.ERROR],
        warnings=counts[file, Severity.WARNING],
        notes=counts[file, Severity.NOTE],
    )


def row_changes(wording: FigureWording, change: Change) -> tuple[RowChange, ...]:
    """Every row of an upload beside what is there now."""
    words = wording.texts
    old = [
        (changed_row.observation, "changed", (changed_row.old_value, changed_row.old_qualifier))
        for changed_row in change.changed
    ]
    new = [(observation, "new", None) for observation in change.new]
    same = [(observation, "unchanged", (float(observation.value), observation.qualifier)) for observation in change.unchanged]
    all_of_them = (*old, *new, *same)
    several = len({(observation.file, observation.sheet) for observation, *_ in all_of_them}) > 1
    rows = []
    for observation, kind, before in all_of_them:
        cell = f"{observation.column}{observation.row}"
        measure = wording.catalog.measures[observation.measure_id]
        exactly = replace(measure, decimals=measure.decimals + _MORE_DECIMALS)
        rows.append(
            RowChange(
                kind=kind,
                file=observation.file,
                row=observation.row,
                cell=f"{observation.sheet} {cell}" if several and observation.sheet else cell,
                measure_id=measure.measure_id,
                measure_name=measure.name(words.lang),
                region_name=wording.catalog.regions[observation.region_code].name(words.lang),
                label=wording.label(observation.breakdown, observation.member),
                period=_period(wording, observation),
                old_text=words.quantity(before[0], exactly, before[1]) if before else "",
                new_text=words.quantity(observation.value, exactly, observation.qualifier),
            )
        )
    return tuple(rows)


def _period(wording: FigureWording, observation: Observation) -> str:
    return wording.period(observation.window_start, observation.window_end, observation.as_of)


@dataclass(frozen=True)
class Outcome:
    """What stands now, what new figures would make of it, and what the new date alone would."""

    known: Known
    after: pd.DataFrame
    coverage_after: date | None
    query: Query

    def changes(self) -> tuple[VerdictChange, ...]:
        """From what is shown now to what would be shown at the new coverage date."""
        catalog, words = self.known.catalog, texts(self.query.lang)
        return tuple(
            _change(catalog, words, self._old[key].status, verdict, date_only=self._later[key].status is verdict.status)
            for key, verdict in self._new.items()
            if verdict.status is not self._old[key].status
        )

    def moved(self) -> tuple[Moved, ...]:
        """What the new figures change, the date apart; verdicts before what only reaches further, in the order of the plan."""
        keys = [key for key, verdict in self._new.items() if _reached(verdict) != _reached(self._later[key])]
        old = self._worded(self.known, self._old, keys)
        new = self._worded(replace(self.known, frame=self.after, goes_up_to=self.coverage_after), self._new, keys)
        told = [Moved(old[key], new[key]) for key in keys]
        return tuple(sorted(told, key=lambda each: not each.judged_anew))

    @cached_property
    def _dates(self) -> tuple[date | None, date | None]:
        """The coverage dates before and after."""
        old, new = self.known.coverage, self.coverage_after
        return old or new, new

    @cached_property
    def _old(self) -> _Verdicts:
        return self._judged(self.known.frame, self._dates[0])

    @cached_property
    def _later(self) -> _Verdicts:
        old, new = self._dates
        return self._old if new == old else self._judged(self.known.frame, new)

    @cached_property
    def _new(self) -> _Verdicts:
        return self._judged(self.after, self._dates[1])

    def _judged(self, frame: pd.DataFrame, as_of: date | None) -> _Verdicts:
        judged = assess(self.known.catalog, frame, as_of) if as_of else ()
        return {(assessment.target_id, assessment.year): assessment for assessment in judged}

    def _worded(self, known: Known, judged: _Verdicts, keys: Sequence[Key]) -> dict[Key, Standing]:
        """Some of the verdicts in words, by the frame they were reached over."""
        wanted, as_of = tuple(judged[key] for key in keys), self._dates[1]
        if not wanted or as_of is None:
            return {}
        standings = word_standings(known, self.query, wanted, progress.summarise(wanted, as_of))
        return {standing.key: standing for standing in standings}


def _reached(verdict: Assessment) -> tuple[object, ...]:
    return verdict.status, verdict.current_value, verdict.current_qualifier, verdict.current_date


def _change(catalog: Catalog, words: Texts, old: Status, new: Assessment, *, date_only: bool) -> VerdictChange:
    target = catalog.targets[new.target_id]
    measure = catalog.measures[new.measure_id]
    return VerdictChange(
        target_id=new.target_id,
        year=new.year,
        name=words("service.name_and_period", name=measure, period=period_text(words, target, new.year)),
        old=old,
        new=new.status,
        old_text=words(f"status.{old}"),
        new_text=words(f"status.{new.status}"),
        date_only=date_only,
        reason=words.message(new.reason) if new.reason else "",
    )
