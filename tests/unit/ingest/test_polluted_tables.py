"""Good tables that were polluted: no value is ever wrong, and none is missing without an error or a warning."""

import random

import pytest

from kpi.ingest import Knowledge, UploadFile, read_upload
from kpi.model import Severity
from tests.unit.ingest.conftest import TODAY
from tests.unit.ingest.pollution import POLLUTIONS, as_csv, long_table, wide_table

TRIALS = 12


def judged(text, truth, knowledge):
    """How a reading of a polluted table ends, and what is false in it."""
    reading = read_upload(UploadFile("表.csv", text.encode()), knowledge, today=TODAY)
    found = {(o.measure_id, o.region_code, o.period_end.year): o.value for o in reading.observations}
    doubted = any(p.severity is not Severity.NOTE for p in reading.problems)
    wrong = {key: value for key, value in found.items() if truth.get(key) != value}
    missing = truth.keys() - found.keys()
    false = [] if doubted else [*wrong.items(), *missing]
    offered = reading.ok and any(p.code in ("quote_mended", "separator_unusual") for p in reading.problems)
    outcome = "offered" if offered else "refused" if not reading.ok else "doubted" if doubted else "read"
    return outcome, false, wrong if offered else {}


@pytest.mark.parametrize("name", POLLUTIONS)
def test_nothing_is_wrong_or_lost_in_silence(tiny, name):
    knowledge = Knowledge.of(tiny)
    chance = random.Random(name)  # noqa: S311 - a seed, so that a failure comes back
    for _ in range(TRIALS):
        rows, truth = chance.choice([long_table, wide_table])(chance)
        text = POLLUTIONS[name](as_csv(rows), chance)
        _, false, misread = judged(text, truth, knowledge)
        assert (false, misread) == ([], {}), text
