"""A large file held against the figures that count, all rows at once where these lie."""

from collections.abc import Collection, Sequence

import pyarrow as pa

from kpi.model import TOLERANCE
from kpi.store.database import StorePart
from kpi.store.frames import with_key_texts

Pairs = frozenset[tuple[str, str]]
"""Measures and regions."""


class LargeFiles(StorePart):
    """What a store says of the rows of a large file; columns are those of `observation_log`."""

    def agreeing(self, rows: pa.Table) -> pa.Table:
        """Of the rows whose key counts now already the `position`, what counts (`old_value`, `old_qualifier`), and whether it
        `agrees` with the row.
        """
        return self._database.arrow_with("large_agreeing", "told_rows", with_key_texts(rows), {"tolerance": TOLERANCE})

    def in_doubt(self, rows: pa.Table, measures: Collection[str], targets: Sequence[tuple[str, str]]) -> Pairs:
        """The measures and regions whose rows have to be held against others one by one: where a measure is one of `measures`,
        or it has targets, figures already, or windows that overlap.
        """
        asked = {
            "measures": list(measures),
            "targets": [measure for measure, _ in targets],
            "target_regions": [region for _, region in targets],
        }
        found = self._database.arrow_with("large_in_doubt", "told_rows", rows, asked)
        return frozenset(zip(found["measure_id"].to_pylist(), found["region_code"].to_pylist(), strict=True))
