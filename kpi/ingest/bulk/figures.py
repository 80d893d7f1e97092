"""The figures of a large file as they are kept between its check and its commit: packed columns, rows in the order of the file.

They were made by a process that has seen somebody's file, so that they are looked at whole before anything is made of them.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from kpi.ingest.refusals import Refused, advice
from kpi.model import Certainty, Observation, ObservationKey, Qualifier

SCHEMA = pa.schema([
    ("position", pa.int64()), ("measure_id", pa.string()), ("region_code", pa.string()), ("breakdown", pa.string()),
    ("member", pa.string()), ("window_start", pa.date32()), ("window_end", pa.date32()), ("as_of", pa.date32()),
    ("value", pa.decimal128(28, 8)), ("qualifier", pa.string()), ("printed", pa.string()), ("source_row", pa.int64()),
    ("source_column", pa.string()), ("note", pa.string()), ("sheet", pa.string()),
])  # fmt: skip
_SAID = [*SCHEMA.names[1:11], "note", "sheet"]
_KEY = SCHEMA.names[1:8]
SEPARATOR = "\x1f"
BATCH = 122_880
"""Rows that are packed together: as many as the database puts into a group. Others are torn up there and written twice, which
takes twice the time and a third more of the disk.
"""
OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")


@dataclass(frozen=True, slots=True)
class LargeFigures:
    """Every figure of one file that was read set-wise."""

    file: str
    count: int
    packed: bytes
    subjects: tuple[tuple[str, str], ...] = ()
    """The measures and regions that they are of, each pair once; seen to where they arrive."""

    @classmethod
    def of(cls, file: str, count: int, packed: bytes) -> "LargeFigures":
        """What a child hands over. Refused where it is not what it is said to be."""
        table = cls(file, count, packed).table()
        pairs = table.group_by(["measure_id", "region_code"], use_threads=False).aggregate([])
        return cls(file, count, packed, tuple(zip(*(column.to_pylist() for column in pairs.columns), strict=True)))

    def table(self) -> pa.Table:
        """All of them, by their place in the file. Refused where they are not what they are said to be."""
        try:
            with pa.ipc.open_stream(pa.py_buffer(self.packed)) as stream:
                table = stream.read_all()
            table.validate(full=True)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise Refused("reader_died", advice("save_as_xlsx")) from error
        if table.schema != SCHEMA or len(table) != self.count:
            raise Refused("reader_died", advice("save_as_xlsx"))
        return table

    def rows(self, table: pa.Table) -> tuple[Observation, ...]:
        """Some of them, one by one."""
        return tuple(self._each(table))

    def keys(self) -> Iterator[ObservationKey]:
        """Their keys, of parts that they share."""
        table = self.table()
        columns = []
        for name in _KEY:
            coded = table[name].combine_chunks().dictionary_encode()
            known = coded.dictionary.to_pylist()
            columns.append([None if code is None else known[code] for code in coded.indices.to_pylist()])
        return zip(*columns, strict=True)

    def of_subjects(self, table: pa.Table, subjects: Collection[tuple[str, str]]) -> pa.Table:
        """Those of some measures and regions."""
        wanted = pa.array([SEPARATOR.join(subject) for subject in subjects], pa.string())
        return table.filter(pc.is_in(pc.binary_join_element_wise(table["measure_id"], table["region_code"], SEPARATOR), wanted))

    def repeated(self, table: pa.Table) -> pa.Table:
        """Those whose key others have too."""
        parts = [table[name].cast(pa.string()).fill_null("") for name in _KEY]
        keys = pc.binary_join_element_wise(*parts, SEPARATOR)
        counted = pc.value_counts(keys)
        several = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
        return table.filter(pc.is_in(keys, several))

    def _each(self, table: pa.Table) -> Iterator[Observation]:
        for row in table.to_pylist():
            said = {name: row[name] for name in _SAID}
            said["qualifier"] = Qualifier(said["qualifier"])
            yield Observation(
                **said,
                certainty=Certainty.STATED,
                file=self.file,
                row=row["source_row"],
                column=row["source_column"],
            )


class FigureWriter:
    """Packs figures that were read one by one, as they come."""

    def __init__(self) -> None:
        self._sink = pa.BufferOutputStream()
        self._stream = pa.ipc.new_stream(self._sink, SCHEMA, options=OPTIONS)
        self._waiting: list[Observation] = []
        self.count = 0

    def add(self, observations: Sequence[Observation]) -> None:
        """Takes some more."""
        self._waiting += observations
        while len(self._waiting) >= BATCH:
            self._write(BATCH)

    def done(self, file: str) -> LargeFigures:
        """All of them, as of one file."""
        self._write(len(self._waiting))
        self._stream.close()
        return LargeFigures.of(file, self.count, bytes(self._sink.getvalue()))

    def _write(self, number: int) -> None:
        rows, self._waiting = self._waiting[:number], self._waiting[number:]
        columns: dict[str, list[object]] = {name: [getattr(row, name) for row in rows] for name in _SAID}
        columns["position"] = list(range(self.count, self.count + len(rows)))
        columns["qualifier"] = [str(row.qualifier) for row in rows]
        columns["source_row"] = [row.row for row in rows]
        columns["source_column"] = [row.column for row in rows]
        self._stream.write_table(pa.table({field.name: pa.array(columns[field.name], field.type) for field in SCHEMA}, SCHEMA))
        self.count += len(rows)
