"""Views as JSON, made once: the command line prints them, the API answers with them."""

from kpi.wire.analysis import gaps_json, lamps_json, members_json, quality_json, rollup_json, what_if_json
from kpi.wire.changes import changes_json
from kpi.wire.forms import (
    Json,
    batch_json,
    change_json,
    check_json,
    day_text,
    moment_text,
    plan_json,
    problem_json,
    status_json,
)
from kpi.wire.imports import import_json
from kpi.wire.issued import comparison_json, issued_json
from kpi.wire.measures import measure_json
from kpi.wire.refusals import refusal_json, refusal_problems
from kpi.wire.sdmx import SDMX_TYPE, measure_sdmx
