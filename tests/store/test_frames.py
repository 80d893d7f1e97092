"""Figures go in as exact decimals and come out as observation frames, the same whether now, then, by batch or by version."""

import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.errors import KpiError
from kpi.model import OBSERVATION_COLUMNS, Certainty, Observation, Qualifier
from kpi.store import Store
from tests.profiles import examples
from tests.store.helpers import ACTOR, figure, load_figures, moment, opened, upload

STOCK = Observation(
    "m", "1", "level", "senior", None, None, date(2022, 12, 31), Decimal("8100"), Qualifier.GE, Certainty.INFERRED,
    "超8100", "表.csv", "Sheet1", 7, "C", "F001", "letter", "一", "按户籍"
)  # fmt: skip
OPEN_FLOW = Observation("m", "1", "", "", None, date(2023, 6, 30), None, Decimal("98700"), Qualifier.APPROX)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = opened(tmp_path / "kpi.duckdb")
    yield store
    store.close()


def shape(frame: pd.DataFrame) -> dict[str, str]:
    return {name: "text" if pd.api.types.is_string_dtype(kind) else str(kind) for name, kind in frame.dtypes.items()}


EXPECTED_SHAPE = dict.fromkeys(OBSERVATION_COLUMNS, "text") | {
    "window_start": "datetime64[s]",
    "window_end": "datetime64[s]",
    "as_of": "datetime64[s]",
    "value": "float64",
    "row": "int64",
    "batch_id": "int64",
}


@pytest.mark.slow
def test_every_field_comes_back(store: Store) -> None:
    store.commit_batches([upload("1.csv", STOCK, OPEN_FLOW)], actor=ACTOR, at=moment(1))
    first, second = store.current().to_dict("records")
    assert first == {
        "measure_id": "m", "region_code": "1", "breakdown": "level", "member": "senior", "window_start": pd.NaT,
        "window_end": pd.NaT, "as_of": pd.Timestamp(2022, 12, 31), "value": 8100.0, "qualifier": "ge", "certainty": "inferred",
        "printed": "超8100", "file": "表.csv", "sheet": "Sheet1", "row": 7, "column": "C", "figure_id": "F001",
        "source_id": "letter", "section": "一", "note": "按户籍", "batch_id": 1,
    }  # fmt: skip
    assert (second["window_start"], second["window_end"], second["as_of"]) == (pd.NaT, pd.Timestamp(2023, 6, 30), pd.NaT)
    assert (second["qualifier"], second["certainty"], second["printed"], second["row"]) == ("approx", "stated", "", 0)


@pytest.mark.slow
@pytest.mark.parametrize("rows", [(), (STOCK, OPEN_FLOW), tuple(figure("a", str(n), year=2000 + n) for n in range(20))])
def test_every_frame_has_the_one_shape(store: Store, rows: tuple[Observation, ...]) -> None:
    load_figures(store, rows, "catalog", actor=ACTOR, at=moment(0))
    for frame in (store.current(), store.known_at(moment(1))):
        assert shape(frame) == EXPECTED_SHAPE
        assert tuple(frame.columns) == OBSERVATION_COLUMNS
        assert frame.index.equals(pd.RangeIndex(len(rows)))
    pd.testing.assert_frame_equal(store.current(), store.known_at(moment(1)))


@pytest.mark.slow
def test_rows_come_in_the_order_they_were_loaded(store: Store) -> None:
    names = ["c", "a", "b"]
    store.commit_batches([upload("1.csv", *(figure(name, "1") for name in names))], actor=ACTOR, at=moment(1))
    store.commit_batches([upload("2.csv", figure("a", "2"))], actor=ACTOR, at=moment(2))
    assert list(store.current()["measure_id"]) == ["c", "b", "a"]


@pytest.mark.slow
def test_versions_say_what_became_of_every_row(store: Store) -> None:
    load_figures(store, [figure("a", "10"), figure("b", "1")], "1", actor=ACTOR, at=moment(0))
    store.commit_batches([upload("1.csv", figure("a", "15"))], actor=ACTOR, at=moment(1))
    load_figures(store, [figure("b", "1")], "2", actor=ACTOR, at=moment(2))
    store.withdraw(2, actor=ACTOR, at=moment(3), note="报错")
    versions = store.versions("a", "1")
    columns = ["batch_id", "value", "removed", "user_name"]
    assert versions[columns].to_dict("list") == {
        "batch_id": [2, 3, 1], "value": [15.0, 10.0, 10.0], "removed": [False, True, False], "user_name": [ACTOR.name] * 3,
    }  # fmt: skip
    assert list(versions["approved_at"]) == [pd.Timestamp(2026, 1, 1, hour) for hour in (1, 2, 0)]
    assert versions["withdrawn_at"].to_list() == [pd.Timestamp(2026, 1, 1, 3), pd.NaT, pd.NaT]


def stored(store: Store) -> list[Decimal]:
    return [row[7] for row in store._database.rows("current_of_places", {"places": None, "measures": None})]


def test_9_87_times_10000_is_98700_and_18_digits_stay(store: Store) -> None:
    exact = [Decimal("9.87") * 10000, Decimal("1234567890.12345678"), Decimal("0.1") + Decimal("0.2"), Decimal("1E+5")]
    rows = [figure("a", str(value), year=2000 + place) for place, value in enumerate(exact)]
    store.commit_batches([upload("1.csv", *rows)], actor=ACTOR, at=moment(1))
    assert stored(store) == [Decimal(98700), Decimal("1234567890.12345678"), Decimal("0.3"), 100000]
    assert list(store.current()["value"]) == [98700.0, 1234567890.12345678, 0.3, 100000.0]


@settings(max_examples=examples(20))
@given(st.lists(st.integers(-(10**28) + 1, 10**28 - 1), min_size=1, max_size=30))
def test_any_decimal_of_28_digits_comes_back_and_reads_as_the_nearest_float(numbers: list[int]) -> None:
    exact = [Decimal(number).scaleb(-8) for number in numbers]
    rows = [figure("a", str(value), year=2000 + place) for place, value in enumerate(exact)]
    with tempfile.TemporaryDirectory() as folder:
        store = opened(Path(folder) / "kpi.duckdb")
        store.commit_batches([upload("1.csv", *rows)], actor=ACTOR, at=moment(1))
        assert stored(store) == exact
        assert list(store.current()["value"]) == [float(value) for value in exact]
        store.close()


@pytest.mark.parametrize("value", ["0.123456789", "1E-9", "123456789012345678901", "NaN", "Infinity"])
def test_a_number_that_would_be_rounded_is_refused_and_named(store: Store, value: str) -> None:
    rows = (figure("a", "1"), figure("b", value))
    with pytest.raises(KpiError, match="value_not_storable") as refused:
        store.commit_batches([upload("1.csv", *rows)], actor=ACTOR, at=moment(1))
    assert refused.value.message.values == {"value": str(Decimal(value)), "measure": "b", "file": "", "row": 0}
    assert store.batches() == []
    assert store.events() == []
