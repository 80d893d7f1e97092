"""A large file held against the figures that count, all rows at once where these lie."""

from collections.abc import Collection, Mapping

import pyarrow as pa

from kpi.model import TOLERANCE
from kpi.store.database import StorePart


class LargeFiles(StorePart):
    """What a store says of the rows of a large file, by their `observation_key` too (`with_key_texts`)."""

    def agreeing(self, rows: pa.Table) -> pa.Table:
        """Of the rows whose key counts now already the `position`, what counts (`old_value`, `old_qualifier`), and whether it
        `agrees` with the row.
        """
        return self._database.arrow_with("large_agreeing", "told_rows", rows, {"tolerance": TOLERANCE})

    def far_off(self, rows: pa.Table, asked: Mapping[str, object]) -> pa.ChunkedArray:
        """Positions of rows that may be many times the figures of their part, or its target: see the query."""
        return self._database.arrow_with("large_far_off", "told_rows", rows, asked)["position"]

    def beside_others(self, rows: pa.Table, changes: Collection[str]) -> pa.ChunkedArray:
        """Positions of all rows of parts in which a window may not fit the others; those of `changes` multiply."""
        return self._database.arrow_with("large_beside", "told_rows", rows, {"changes": list(changes)})["position"]

    def unlike_shares(self, rows: pa.Table, asked: Mapping[str, object]) -> pa.Table:
        """Ratios that what they are ratios of may contradict: see the query."""
        return self._database.arrow_with("large_shares", "told_rows", rows, asked)
