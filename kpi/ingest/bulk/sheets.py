"""One large table: rows that stand for all others are read as any table is, and what they say is said of the others.

No rule of reading is written twice. A row is only taken to say what rows that were read say if its region, its measure with its
period, and its measure with the way its number is written each stood in a row without any doubt, the numbers between two that
were; every other row is read by itself. What is then known of rows that were read is held against what was read.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property

import pyarrow as pa

from kpi.catalog import Catalog, half_printed_digit
from kpi.ingest.bulk.cells import Cells, not_plain
from kpi.ingest.bulk.database import NUMERALS, SHAPE, Work, pairs_table
from kpi.ingest.bulk.texts import TextTable
from kpi.ingest.problems import SheetProblems
from kpi.ingest.reading import duplicate
from kpi.ingest.refusals import Refused
from kpi.ingest.rows.fields import Course
from kpi.ingest.sheets.passages import Passage
from kpi.ingest.sheets.reader import SheetReader
from kpi.ingest.sheets.task import Harvest
from kpi.ingest.sheets.totals import SumReader, check_wholes
from kpi.ingest.tables.grid import Above, Cell, Entry, SheetColumn
from kpi.ingest.tables.layouts import Entries, Layout
from kpi.model import Certainty, Kind, Observation, Problem, Qualifier, Severity

Pairs = list[tuple[int, int]]
MOST_ALONE = 50_000
"""Cells of values that are read by themselves."""
MOST_LISTED = 1_000
"""Problems of one kind that concern the whole file, each with its rows."""
SAMPLE = 500
"""Rows that are read only to see that they say what is said of them."""
_FIGURE = pa.schema([
    ("line", pa.int64()), ("place", pa.int64()), ("measure_id", pa.string()), ("region_code", pa.string()),
    ("breakdown", pa.string()), ("member", pa.string()), ("window_start", pa.date32()), ("window_end", pa.date32()),
    ("as_of", pa.date32()), ("value", pa.decimal128(28, 8)), ("qualifier", pa.string()), ("printed", pa.string()),
    ("n", pa.int64()), ("half", pa.decimal128(32, 12)),
])  # fmt: skip
_ASKED = (*_FIGURE.names[2:12],)


@dataclass
class Bulk:
    """A large table on its way."""

    texts: TextTable
    layout: Layout
    cells: Cells
    catalog: Catalog
    work: Work
    rows: list[list[str]]
    """Of the sheet that is read: empty where nothing is to be read yet."""
    on_progress: Callable[[str, float], None]
    odd: int = 0
    """Cells that had to be read by themselves."""
    unread: int = 0
    """Of these, how many were not read any more."""
    twice: list[Problem] = field(default_factory=list)
    more_twice: int = 0
    values: int = 0
    rows_of: dict[int, tuple[Observation, tuple[object, ...]]] = field(default_factory=dict)
    """Figures that were read, by which object they are, as rows of a table."""

    def prepare(self) -> Pairs:
        """The cells of values that stand for others."""
        self.work.show(cells=self.cells.table)
        self.work.run("entries", {"shape": SHAPE, "numerals": NUMERALS})
        self.work.hide("cells")
        self.cells = replace(self.cells, table=self.cells.table.schema.empty_table())
        letters = [(place, value.column.letter) for place, value in enumerate(self.layout.values)]
        self.work.show(
            letters=pa.table({"place": [p for p, _ in letters], "letter": [letter for _, letter in letters]}),
            remarks=pa.table({"n": range(len(self.cells.notes)), "note": pa.array(self.cells.notes, pa.string())}),
            regions=_regions(self.catalog),
            additive=pa.table({"measure_id": [m.measure_id for m in self.catalog.measures.values() if m.kind in _ADDITIVE]}),
        )
        self.on_progress("reading", 0.0)
        return self.work.pairs("first_of_each")

    def learn_names(self, seen: Sequence[Observation]) -> Pairs:
        """From rows without any doubt; returns the cells by which numbers are learnt."""
        self._show_seen(seen)
        self.work.run("learn_names")
        self.work.run("learn_periods")
        return self.work.pairs("outermost", {"sample": SAMPLE})

    def learn_numbers(self, seen: Sequence[Observation]) -> Pairs:
        """From all that was read without any doubt; returns the cells that have to be read by themselves. Refused."""
        self._show_seen(seen)
        self.work.run("learn_ways")
        self.work.run("find")
        self._hold_against(seen)
        odd = self.work.pairs("odd")
        self.odd = len(odd)
        return odd

    def doubtful_blanks(self, lines: Iterable[int]) -> None:
        """Rows without any value that said something else."""
        wanted = pa.table({"line": pa.array(sorted(set(lines)), pa.int64())})
        self.work.show(doubted=wanted)
        self.work.run("faulty_blanks")
        self.work.hide("doubted")

    def gather(self, alone: Sequence[Observation], read: Pairs) -> Harvest:
        """All figures, with those that were read alone; and what the others are counted with."""
        self.work.show(read_alone=self._figures(alone), read=pairs_table(read))
        self.work.run("alone")
        self.work.run("figures")
        self.values = int(self.work.run("count")[0][0])
        letters = [value.column.letter for value in self.layout.values]
        stands_for = {(line + 1, letters[place]): others for line, place, others in self.work.run("stands_for")}
        blank = [(line + 1, letters[place]) for line, place in self.work.pairs("blank")]
        self.work.hide("read_alone", "read")
        self.work.run("forget_entries")
        return Harvest(filled=self.cells.filled, stands_for=stands_for, further_blank=blank)

    def unlike_parts(self, file: str, *, wide: bool) -> Iterator[tuple[Refused, Observation, Severity]]:
        """Regions that the regions below them contradict, and one more for those that are not listed."""
        measures = int(self.work.run("measures")[0][0])
        found = self.work.pairs("wholes", {"by_region": wide or measures == 1})
        for line, place in found[:MOST_LISTED]:
            rows = self._observations("below", file, {"line": line, "place": place})
            checked = check_wholes(self.catalog, rows, by_region=wide or measures == 1)
            letter = self.layout.values[place].column.letter
            own = (
                each
                for each in checked
                if each.refused and (each.total.observation.row, each.total.observation.column) == (line + 1, letter)
            )
            yield from ((each.refused, each.total.observation, each.severity) for each in own if each.refused)
        if len(found) > MOST_LISTED:
            refused = Refused("bulk_more_wholes", most=MOST_LISTED, count=len(found) - MOST_LISTED)
            line, place = found[MOST_LISTED]
            yield refused, self._at([(line, place)], file)[line, place], Severity.WARNING

    def duplicates(self, file: str) -> tuple[list[Problem], int]:
        """Rows whose key an earlier one has, the first of them, and how many more."""
        found = self.work.run("twice")
        some = found[:MOST_LISTED]
        rows = self._at([pair for line, place, *first in some for pair in ((line, place), tuple(first))], file)
        return [duplicate(rows[f, g], rows[line, place]) for line, place, f, g in some], len(found) - len(some)

    def _at(self, pairs: Sequence[tuple[int, ...]], file: str) -> dict[tuple[int, int], Observation]:
        self.work.show(wanted=pairs_table([(line, place) for line, place in dict.fromkeys(pairs)]))
        letters = {value.column.letter: place for place, value in enumerate(self.layout.values)}
        found = {(row.row - 1, letters[row.column]): row for row in self._observations("at_places", file, {})}
        self.work.hide("wanted")
        return found

    def _observations(self, name: str, file: str, asked: dict[str, object]) -> list[Observation]:
        rows = []
        for line, place, *told, n, _half in self.work.run(name, asked):
            said = dict(zip(_ASKED, told, strict=True))
            said["qualifier"] = Qualifier(said["qualifier"])
            letter = self.layout.values[place].column.letter
            rows.append(
                Observation(
                    **said, certainty=Certainty.STATED, file=file, row=line + 1, column=letter, note=self.cells.notes[n]
                )
            )
        return rows

    def _show_seen(self, seen: Sequence[Observation]) -> None:
        """Rows that were read, with the scale of their number and what stands behind it."""
        figures = self._figures(seen)
        self.work.show(seen_figures=figures)
        numbers = {(line, place): (number, text) for line, place, number, text in self.work.run("numbers_seen")}
        pairs = zip(figures["line"].to_pylist(), figures["place"].to_pylist(), strict=True)
        told = [_written(each, *numbers.get(pair, (None, ""))) for each, pair in zip(seen, pairs, strict=True)]
        extra = pa.table({
            "scale": pa.array([scale for scale, _ in told], pa.decimal128(18, 8)),
            "suffix": pa.array([suffix for _, suffix in told], pa.string()),
        })  # fmt: skip
        self.work.hide("seen_figures")
        joined = figures.append_column("scale", extra["scale"]).append_column("suffix", extra["suffix"])
        self.work.show(seen_now=joined)
        self.work.run("seen")
        self.work.hide("seen_now")

    def _hold_against(self, seen: Sequence[Observation]) -> None:
        """What is said of rows that were read is what was read. Refused if it is not: then nothing is said of any."""
        self.work.show(seen_figures=self._figures(seen))
        unlike = self.work.run("unlike")
        self.work.hide("seen_figures")
        if unlike:
            raise not_plain("unsure", int(unlike[0][0]) + 1)

    def _figures(self, observations: Sequence[Observation]) -> pa.Table:
        for each in observations:
            if id(each) not in self.rows_of:
                self.rows_of[id(each)] = (each, self._row_of(each))
        rows = [self.rows_of[id(each)][1] for each in observations]
        columns = zip(*rows, strict=True) if rows else ((),) * len(_FIGURE)
        return pa.table([pa.array(column, one.type) for one, column in zip(_FIGURE, columns, strict=True)], schema=_FIGURE)

    def _row_of(self, o: Observation) -> tuple[object, ...]:
        measure = self.catalog.measures[o.measure_id]
        half = half_printed_digit(o.value, o.printed, measure) if measure.kind in _ADDITIVE else Decimal(0)
        said = (o.measure_id, o.region_code, o.breakdown, o.member, o.window_start, o.window_end, o.as_of, o.value)
        return (o.row - 1, self.places[o.column], *said, str(o.qualifier), o.printed, self.numbers.get(o.note, 0), half)

    @cached_property
    def places(self) -> dict[str, int]:
        """The number of each column of values, by its letter."""
        return {value.column.letter: place for place, value in enumerate(self.layout.values)}

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each remark."""
        return {text: number for number, text in reversed(list(enumerate(self.cells.notes)))}


_ADDITIVE = (Kind.FLOW, Kind.STOCK)


def _regions(catalog: Catalog) -> pa.Table:
    regions = list(catalog.regions.values())
    return pa.table({
        "region_code": pa.array([each.region_code for each in regions], pa.string()),
        "parent_code": pa.array([each.parent_code or "" for each in regions], pa.string()),
        "in_partition": [each.in_partition for each in regions],
        "active": [each.active for each in regions],
    })  # fmt: skip


def _written(seen: Observation, number: Decimal | None, text: str) -> tuple[Decimal | None, str | None]:
    """By what power of ten a number was multiplied, and what was put behind it; None where it cannot be told."""
    if number is None or not seen.printed.startswith(text):
        return None, None
    suffix = seen.printed[len(text) :]
    if not number:
        return (Decimal(1), suffix) if not seen.value else (None, None)
    scale = (seen.value / number).normalize()
    power = scale.as_tuple()
    whole = power.digits == (1,) and not power.sign and -8 <= scale.adjusted() <= 9 and scale * number == seen.value
    return (scale, suffix) if whole else (None, None)


class _Wanted(Entries):
    """Only cells that were asked for."""

    def __init__(self, bulk: Bulk, reader: SheetReader) -> None:
        super().__init__(reader.task.sheet, reader.task.layout)
        self.wanted: dict[int, set[int]] = {}
        self._places = {value.column.index: place for place, value in enumerate(bulk.layout.values)}

    def of(self, index: int, above: Above) -> Iterator[Entry | Refused]:
        """As of the base class."""
        wanted = self.wanted.get(index, set())
        for place, entry in enumerate(super().of(index, above)):
            if place in wanted or isinstance(entry, Refused):
                yield entry


class BulkSheetReader(SheetReader):
    """Reads a large table."""

    bulk: Bulk
    _read: set[tuple[int, int]]

    def _read_all(self) -> None:
        bulk = self.bulk
        if self.task.layout != bulk.layout:
            raise not_plain("layout")
        self._start = len(self.course.problems.whole.collected), self.course.problems.whole.errors
        self._read = set()
        self._begin()
        places = range(len(bulk.layout.values))
        first = [(line, place) for line in bulk.cells.first for place in places]
        self._go([*first, *bulk.prepare()])
        bulk.on_progress("reading", 0.4)
        self._go(bulk.learn_names(self._without_doubt()))
        seen = self._without_doubt()
        bulk.doubtful_blanks(self._doubted())
        odd = bulk.learn_numbers(seen)
        bulk.on_progress("reading", 0.7)
        unread = [pair for pair in odd if pair not in self._read]
        if unread or self.harvest.windowed:
            self._again([*self._read, *unread[:MOST_ALONE]])
            bulk.unread = max(len(unread) - MOST_ALONE, 0)
        self._finish(set(odd))

    def _again(self, pairs: Pairs) -> None:
        """From the first row on, in their order."""
        whole = self.course.problems.whole
        del whole.collected[self._start[0] :]
        whole.errors = self._start[1]
        self.course = Course(SheetProblems(whole, self.task.sheet.name))
        self.harvest, self._by_window = Harvest(), {}
        self.__post_init__()
        self._read = set()
        self._begin()
        self._go(pairs)

    def _begin(self) -> None:
        self._entries = self._wanted = _Wanted(self.bulk, self)
        self._sums = BulkSums(self.task, self.course)
        self._sums.bulk = self.bulk

    def _go(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Read cells that were not read yet."""
        fresh = set(pairs) - self._read
        self._read |= fresh
        self._wanted.wanted = {}
        for line, place in fresh:
            self._wanted.wanted.setdefault(line, set()).add(place)
            if not self.bulk.rows[line]:
                self.bulk.rows[line] = self.bulk.texts.record(line)
        self._read_rows(sorted(self._wanted.wanted))
        heading = next((passed for passed in self.harvest.passed if passed.passage is Passage.HEADING), None)
        if heading:
            raise not_plain("heading", heading.row)
        if self._sums.totals:
            raise not_plain("totals", self._sums.totals[0].observation.row)

    def _without_doubt(self) -> list[Observation]:
        """What was read of rows that gave rise to nothing."""
        told = self._told() | self.harvest.windowed
        return [each for each in self.harvest.observations if each.row not in told]

    def _told(self) -> set[int | None]:
        return {problem.row for problem in self.course.problems.whole.collected[self._start[0] :]}

    def _doubted(self) -> set[int]:
        """Rows that were read and neither brought a figure nor were empty without a word."""
        quiet = {each.row for each in self.harvest.observations} | {entry.row for entry in self.harvest.blank}
        return {line for line, _ in self._read if line + 1 not in quiet} | {row - 1 for row in self._told() if row}

    def _finish(self, odd: set[tuple[int, int]]) -> None:
        bulk, harvest = self.bulk, self.harvest
        letters = {value.column.letter: place for place, value in enumerate(bulk.layout.values)}
        harvest.observations.sort(key=lambda each: (each.row, letters[each.column]))
        harvest.blank.sort(key=lambda entry: (entry.row, entry.value.column.index))
        alone = [each for each in harvest.observations if (each.row - 1, letters[each.column]) in odd]
        counted = bulk.gather(alone, list(self._read))
        harvest.filled, harvest.stands_for, harvest.further_blank = (
            counted.filled,
            counted.stands_for,
            counted.further_blank,
        )
        if bulk.unread and not self.stopped_at:
            self.stopped_at = max(line for line, _ in self._read) + 1


class BulkSums(SumReader):
    """Holds regions against those below them, all at once; rows that are sums of others are not read here."""

    bulk: Bulk

    def check(self, observations: list[Observation]) -> list[int]:
        """As of the base class."""
        if self.course.problems.errors:
            return []
        columns = {value.column.letter: value.column for value in reversed(self.task.layout.values)}
        for refused, stated, severity in self.bulk.unlike_parts(self.task.setting.file, wide=self.task.layout.wide):
            cell = Cell(stated.printed, None, columns.get(stated.column, SheetColumn(-1, "")))
            self.course.problems.refuse(refused, stated.row, cell, severity)
        return []
