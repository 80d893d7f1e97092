"""One measure as JSON: what it is, how its targets stand, and every figure of it that counts, each with its source."""

from kpi.model import Measure
from kpi.views import FigureView, MeasureView
from kpi.wire.forms import Json, json_value, standing_json, told

_KEY = ("measure_id", "region_code", "breakdown", "member", "window_start", "window_end", "as_of")
_SOURCE = ("source", "document", "section", "printed", "file", "sheet", "row", "user", "loaded_at", "batch_id", "figure_id")


def measure_json(view: MeasureView) -> Json:
    """A MeasureView for programs: base units, as in `status --json`; `text` is what people read."""
    figures = (*view.series, *(part for group in view.breakdowns for part in group.parts))
    return {
        **told(view.status, "as_of", "known_at", "data_version", "coverage_date"),
        **_measure(view.measure),
        "owner": view.owner or None,
        "definition": view.definition or None,
        "doubts": list(view.doubts),
        "targets": [standing_json(standing) for standing in view.standings],
        "figures": [_figure(figure) for figure in figures],
    }


def _measure(measure: Measure) -> Json:
    return {
        **told(measure, "measure_id", "name_zh", "name_en"),
        "category": measure.category.zh,
        "kind": str(measure.kind),
        "unit": measure.unit.unit,
        **told(measure, "display_unit", "display_scale"),
        "direction": str(measure.direction),
        **told(measure, "numerator_id", "denominator_id", "headline"),
    }


def _figure(figure: FigureView) -> Json:
    key = {name: json_value(value) for name, value in zip(_KEY, figure.observation_key, strict=True)}
    source = {name: json_value(getattr(figure, name) or None) for name in _SOURCE}
    return {**key, **told(figure, "value"), "text": figure.text or None, **source, "note": figure.remark or None}
