"""Examples in the description of the API: of a plan made up for the purpose. A test holds them to their schemas."""

from kpi.wire import Json

_TARGET: Json = {
    "target_id": "G1",
    "measure_id": "sorted_share",
    "region_code": "990100",
    "year": None,
    "period_type": "by_date",
    "comparator": ">=",
    "target_value": 0.6,
    "unit": "fraction",
    "baseline_value": 0.3,
    "baseline_date": "2023-12-31",
    "current_value": 0.48,
    "current_date": "2025-06-30",
    "gap": 0.12,
    "completion_pct": None,
    "distance_pct": 60,
    "time_pct": 50,
    "lead_pp": 10,
    "expected_value": 0.45,
    "required_per_year": 0.08,
    "projected_value": None,
    "cagr_ratio": None,
    "status": "on_pace",
    "lamp": "green",
    "reason": None,
}
_CHECK: Json = {
    "ok": True,
    "new": 1,
    "changed": 0,
    "unchanged": 0,
    "already_loaded": [],
    "observations": [
        {
            "file": "figures.csv",
            "sheet": None,
            "row": 2,
            "measure_id": "sorted_share",
            "region_code": "990100",
            "breakdown": None,
            "member": None,
            "window_start": None,
            "window_end": None,
            "as_of": "2025-12-31",
            "value": 0.52,
            "qualifier": "eq",
        }
    ],
    "problems": [],
    "verdict_changes": [],
}
EXAMPLES: Json = {
    "Plans": [
        {
            "plan_id": "waste",
            "name": "Three-year waste-sorting plan",
            "region": "Yunxi",
            "measures": 5,
            "targets": 4,
            "lines": 0,
            "revisions": 1,
            "is_default": True,
        }
    ],
    "Status": {
        "as_of": "2025-06-30",
        "known_at": None,
        "data_version": 12,
        "coverage_date": "2025-06-30",
        "targets": [_TARGET],
    },
    "Check": {**_CHECK, "data_version": 12},
    "Import": {**_CHECK, "batches": [7]},
}
