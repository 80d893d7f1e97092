"""Which measures a year has no figures for."""

from pathlib import Path

import pytest

from kpi.catalog import load_catalog
from kpi.quality import coverage_gaps
from tests.unit.ingest.test_comparing import frame

PROJECT = Path(__file__).resolve().parents[3]
FLOW = {"measure_id": "volunteers_trained", "region_code": "990100", "value": 1.0}
FIRST = {**FLOW, "window_start": "2024-01-01", "window_end": "2024-06-30"}
SECOND = {**FLOW, "window_start": "2024-07-01", "window_end": "2024-12-31"}
YEAR = {**FLOW, "window_start": "2024-01-01", "window_end": "2024-12-31"}
STOCK = {"measure_id": "landfill_daily", "region_code": "990100", "value": 1.0, "as_of": "2024-03-01"}
SHARE = {"measure_id": "sorted_share", "region_code": "990100", "value": 1.0, "as_of": "2024-12-31"}


@pytest.mark.parametrize(
    ("rows", "missing"),
    [
        ([], ["sorted_share", "volunteers_trained", "landfill_daily"]),
        ([YEAR, STOCK, SHARE], []),
        ([FIRST, SECOND, STOCK, SHARE], []),
        ([FIRST, STOCK, SHARE], ["volunteers_trained"]),
        ([{**YEAR, "window_start": None}, STOCK, SHARE], ["volunteers_trained"]),
        ([{**YEAR, "breakdown": "audience", "member": "staff"}, STOCK], ["sorted_share", "volunteers_trained"]),
        ([{**STOCK, "as_of": "2023-12-31"}, SHARE, YEAR], ["landfill_daily"]),
        ([{**STOCK, "region_code": "990101"}, SHARE, YEAR], ["landfill_daily"]),
    ],
)
def test_gaps(rows, missing):
    tiny = load_catalog(PROJECT / "tests" / "data" / "tiny_catalog")
    assert [measure.measure_id for measure in coverage_gaps(tiny, frame(*rows), 2024)] == missing


def test_another_region_has_its_own_targets():
    tiny = load_catalog(PROJECT / "tests" / "data" / "tiny_catalog")
    assert coverage_gaps(tiny, frame(), 2024, region_code="990101") == ()
