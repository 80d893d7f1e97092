"""New, changed and unchanged rows against an observation frame, and keys that two files share."""

import numpy as np
import pandas as pd

from kpi.ingest import compare
from kpi.model import OBSERVATION_COLUMNS, Qualifier, Severity

HEADER = "指标代码,年份,地区,分组,数值,单位\n"
DATES = ("window_start", "window_end", "as_of")


def frame(*rows):
    """An observation frame with defaults for what a row does not say."""
    defaults = dict.fromkeys(OBSERVATION_COLUMNS, "") | {"qualifier": "eq", "certainty": "stated", "row": 0, "batch_id": 1}
    table = pd.DataFrame([{**defaults, **dict.fromkeys(DATES), **row} for row in rows], columns=OBSERVATION_COLUMNS)
    for name in DATES:
        table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    return table.astype({"value": np.float64, "row": np.int64, "batch_id": np.int64})


OTHER = {"measure_id": "sorted_share", "region_code": "990100", "as_of": "2022-12-31", "value": 0.625}
STOCK = {"measure_id": "landfill_daily", "region_code": "990100", "as_of": "2024-12-31", "value": 400.1}
FLOW = {
    "measure_id": "volunteers_trained",
    "region_code": "990101",
    "breakdown": "audience",
    "member": "staff",
    "window_start": "2024-01-01",
    "window_end": "2024-12-31",
    "value": 98700.0,
}


def test_each_row_is_new_changed_or_unchanged(read):
    reading = read(
        HEADER
        + "landfill_daily,2024,,,400.2,吨\n"
        + "landfill_daily,2023,,,400.1,吨\n"
        + "volunteers_trained,2024,东岸,audience=staff,9.87,万人次\n"
    )
    change = compare([reading], frame(OTHER, STOCK, FLOW))
    assert [o.row for o in change.new] == [3]
    assert [(c.observation.row, c.old_value, c.old_qualifier, c.position) for c in change.changed] == [
        (2, 400.1, Qualifier.EQ, 1)
    ]
    assert [o.row for o in change.unchanged] == [4]
    assert change.problems == ()


def test_another_qualifier_is_a_change(read):
    change = compare([read(HEADER + "landfill_daily,2024,,,约400.1,吨\n")], frame(STOCK))
    assert [(c.old_value, c.old_qualifier, c.observation.qualifier) for c in change.changed] == [
        (400.1, Qualifier.EQ, Qualifier.APPROX)
    ]


def test_a_window_without_start_is_another_key(read):
    change = compare(
        [read(HEADER + "volunteers_trained,2024,东岸,audience=staff,9.87,万人次\n")], frame({**FLOW, "window_start": None})
    )
    assert len(change.new) == 1


def test_nothing_is_there_yet(read):
    assert len(compare([read(HEADER + "landfill_daily,2024,,,1,吨\n")], frame()).new) == 1


def test_two_files_with_one_key_are_both_named(read):
    one = read(HEADER + "landfill_daily,2024,,,1,吨\nlandfill_daily,2024,,,3,吨\n", name="甲.csv")
    two = read(HEADER + "\nlandfill_daily,2024,,,2,吨\n", name="乙.csv")
    (problem,) = compare([one, two], frame()).problems
    assert (problem.severity, problem.code, problem.file, problem.row) == (Severity.ERROR, "duplicate_elsewhere", "乙.csv", 3)
    assert (problem.values["file"], problem.values["row"], problem.values["value"]) == ("甲.csv", 2, "1吨")
