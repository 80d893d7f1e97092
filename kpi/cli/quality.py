"""What `quality` prints: doubts, identities and what is there year by year, as tables and as JSON."""

from math import isfinite

from kpi.cli.json_forms import Json, day_text, json_value, moment_text
from kpi.cli.tables import listed, named
from kpi.i18n import Texts
from kpi.views import OF_DOUBTS, OF_IDENTITIES, DoubtRow, Face, IdentityRow, QualityView, heading

_DOUBTS = ("doubt_kind", "measure", "region", "part", "period", "value", "doubt", "to_check", "source")
_IDENTITIES = ("identity", "region", "period", "left", "right", "difference", "allowed", "agreement")


def quality_text(view: QualityView, words: Texts) -> str:
    """The sentence and a table each."""
    told = [view.sentence]
    if view.doubts:
        told += ["", listed(OF_DOUBTS, _DOUBTS, view.doubts, words)]
    if view.identities:
        told += ["", listed(OF_IDENTITIES, _IDENTITIES, view.identities, words)]
    if view.measures:
        rows = [[row.measure, *row.texts] for row in view.measures]
        told += ["", named([heading(words, "measure", Face.CLI), *map(str, view.years)], rows)]
    if view.places:
        rows = [[row.region, *row.texts] for row in view.places]
        told += ["", named([heading(words, "region", Face.CLI), *map(str, view.years)], rows)]
    return "\n".join(told)


def quality_json(view: QualityView) -> Json:
    """The same for programs: numbers in base units, null for a bound there is none of."""
    return {
        "as_of": day_text(view.status.as_of),
        "known_at": moment_text(view.status.known_at),
        "data_version": view.status.data_version,
        "due": view.due,
        "there": view.there,
        "doubts": [_doubt(row) for row in view.doubts],
        "identities": [_identity(row) for row in view.identities],
        "measures": [
            {"measure_id": row.measure_id, "years": dict(zip(map(str, view.years), map(str, row.cells), strict=True))}
            for row in view.measures
        ],
        "places": [
            {"region_code": row.region_code, "years": dict(zip(map(str, view.years), row.counts, strict=True))}
            for row in view.places
        ],
    }


def _doubt(row: DoubtRow) -> Json:
    figure = row.figure
    measure_id, region_code, breakdown, member, start, end, as_of = figure.observation_key
    return {
        "kind": row.kind,
        "code": row.code,
        "measure_id": measure_id,
        "region_code": region_code,
        "breakdown": breakdown,
        "member": member,
        "window_start": json_value(start),
        "window_end": json_value(end),
        "as_of": json_value(as_of),
        "value": json_value(figure.value),
        "message": row.sentence,
        "check": row.check,
        "source": figure.source,
    }


def _identity(row: IdentityRow) -> Json:
    finding = row.finding
    numbers = ("left", "right", "difference", "low", "high", "tolerance")
    values = {name: getattr(finding, name) for name in numbers}
    return {
        "identity_id": row.identity_id,
        "region_code": finding.region_code,
        "period": row.period,
        "comparator": str(finding.comparator),
        **{name: json_value(value) if isfinite(value) else None for name, value in values.items()},
        "holds": finding.holds,
        "explained_by_rounding": finding.explained,
    }
