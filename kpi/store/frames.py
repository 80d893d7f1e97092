"""Observations into rows of the log, and rows into observation frames. Values stay DECIMAL(28,8) until they are read."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from kpi.errors import KpiError
from kpi.model import OBSERVATION_COLUMNS, Observation, ObservationKey

FloatArray = npt.NDArray[np.float64]
_DATES = ("window_start", "window_end", "as_of")
_KEY = ("measure_id", "region_code", "breakdown", "member", *_DATES)
_INTEGERS = ("row", "batch_id")
_SCALE = 8
_ONE = 10**_SCALE
"""A whole unit, as it is stored."""
_VALUE = pa.decimal128(28, _SCALE)
_MOST_EXACT = 2**53
"""Up to here every whole number is a float."""
_LOG = pa.schema(
    [
        ("batch_id", pa.int64()),
        ("position", pa.int64()),
        ("observation_key", pa.string()),
        ("removed", pa.bool_()),
        ("measure_id", pa.string()),
        ("region_code", pa.string()),
        ("breakdown", pa.string()),
        ("member", pa.string()),
        ("window_start", pa.date32()),
        ("window_end", pa.date32()),
        ("as_of", pa.date32()),
        ("value", _VALUE),
        ("qualifier", pa.string()),
        ("certainty", pa.string()),
        ("printed", pa.string()),
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("source_row", pa.int64()),
        ("source_column", pa.string()),
        ("figure_id", pa.string()),
        ("source_id", pa.string()),
        ("section", pa.string()),
        ("note", pa.string()),
    ]
)
SEPARATOR = "\x1f"
"""Stands between the parts of a key text and in none of them."""


def key_text(key: ObservationKey) -> str:
    """An observation key as one text that two observations share exactly when they share the key."""
    return SEPARATOR.join(part.isoformat() if isinstance(part, date) else part or "" for part in key)


def with_key_texts(rows: pa.Table) -> pa.Table:
    """The same rows, many of them, with the `observation_key` of each: its parts as `key_text` joins them."""
    parts = [rows[name].cast(pa.string()).fill_null("") for name in _KEY]
    return rows.append_column("observation_key", pc.binary_join_element_wise(*parts, SEPARATOR))


def readable_key(text: str) -> str:
    """A key text, or any other, as a person can read it."""
    return " / ".join(part for part in text.split(SEPARATOR) if part)


def log_rows(batch_id: int, observations: Sequence[Observation], removed: Sequence[Observation]) -> pa.Table:
    """Rows of the log for one batch. KpiError `value_not_storable` for a number that is not exactly a DECIMAL(28,8)."""
    rows = [(observation, False) for observation in observations] + [(observation, True) for observation in removed]
    try:
        return _table(batch_id, rows)
    except pa.ArrowInvalid as error:
        odd = next((observation for observation, _ in rows if not _fits(observation)), None)
        if odd is None:
            raise
        raise KpiError(
            "value_not_storable", value=str(odd.value), measure=odd.measure_id, file=odd.file, row=odd.row
        ) from error


def _table(batch_id: int, rows: Sequence[tuple[Observation, bool]]) -> pa.Table:
    columns: dict[str, list[object]] = {
        "batch_id": [batch_id] * len(rows),
        "position": list(range(len(rows))),
        "observation_key": [key_text(observation.key) for observation, _ in rows],
        "removed": [gone for _, gone in rows],
        "source_row": [observation.row for observation, _ in rows],
        "source_column": [observation.column for observation, _ in rows],
    }
    for name in _LOG.names:
        if name not in columns:
            columns[name] = [_plain(getattr(observation, name)) for observation, _ in rows]
    return pa.table({name: pa.array(columns[name], _LOG.field(name).type) for name in _LOG.names}, schema=_LOG)


def _fits(observation: Observation) -> bool:
    try:
        pa.array([observation.value], _VALUE)
    except pa.ArrowInvalid:
        return False
    return True


def observation_frame(table: pa.Table) -> pd.DataFrame:
    """An observation frame, with whatever further columns the query returned."""
    frame: pd.DataFrame = table.drop_columns("value").to_pandas(date_as_object=False)
    for name in _DATES:
        frame[name] = frame[name].astype("datetime64[s]")
    for name in _INTEGERS:
        frame[name] = frame[name].astype("int64")
    frame["value"] = floats(table["value"])
    return frame[[*OBSERVATION_COLUMNS, *(name for name in frame.columns if name not in OBSERVATION_COLUMNS)]]


def floats(values: pa.ChunkedArray) -> FloatArray:
    """Each DECIMAL(28,8) as the float nearest to it, just as float(Decimal) gives it. None is null.

    The quotient of two floats is the float nearest to it, so a number made of whole units that are floats needs no Decimal: one
    for every row would take longer than reading them.
    """
    stored = values.combine_chunks()
    halves = np.frombuffer(stored.buffers()[1], dtype="<i8")[2 * stored.offset :][: 2 * len(stored)]
    low, high = halves[::2], halves[1::2]
    units, rest = np.divmod(low, _ONE)
    nearest: FloatArray = np.where(rest == 0, units, low / _ONE)
    exact = (high == low >> 63) & ((rest == 0) | ((low >= -_MOST_EXACT) & (low <= _MOST_EXACT)))
    for row in np.flatnonzero(~exact).tolist():
        nearest[row] = float(stored[row].as_py())
    return nearest


def _plain(value: object) -> object:
    """Enumerations as their text."""
    return str(value) if isinstance(value, str) else value
