"""The ledger of reports as JSON."""

from kpi.services import Comparison, IssuedView
from kpi.wire.forms import Json, day_text, told


def issued_json(view: IssuedView) -> Json:
    """A report of the ledger as `issued --json` prints it; moments are UTC."""
    record, request = view.record, view.request
    return {
        "number": record.report_id,
        "kind": str(request.genre),
        "title": record.title,
        "as_of": day_text(record.as_of),
        "known_at": record.known_at.isoformat(),
        "data_version": record.data_version,
        "region": request.query.region,
        "lamps": request.query.lamps,
        "lang": request.query.lang,
        "grouping": str(request.grouping),
        "group": request.group or None,
        "user": record.issued_by,
        "issued_at": record.issued_at.isoformat(),
        "note": record.note,
        "files": [{**told(file, "format", "file", "sha256"), "bytes": file.size} for file in record.files],
    }


def comparison_json(comparison: Comparison) -> Json:
    """A report against today as `issued NUMBER --json` prints it."""
    return {
        **issued_json(comparison.view),
        "today": day_text(comparison.today),
        "same_plan": comparison.same_plan,
        "reproduced": comparison.reproduced,
        "rows": [
            told(row, "name", "issued_value", "issued_status", "today_value", "today_status", "changed")
            for row in comparison.rows
        ],
    }
