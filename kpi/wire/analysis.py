"""What analysis says, as JSON: base units, percentages 0–100, null where undefined, dates ISO."""

from math import isfinite

from kpi import views
from kpi.analysis import CatchUp, Forecast, Score
from kpi.wire.forms import Json, chosen, day_text, json_value, moment_text, number, told


def gaps_json(view: views.GapView) -> Json:
    """A GapView as `gaps --json` prints it: every open target, ranked ones first."""
    return {
        **told(view.status, "as_of", "data_version"),
        "targets": [_catch_up(closing) for closing in (*(row.catch_up for row in view.rows), *view.unjudged)],
    }


def _catch_up(view: views.CatchUpView) -> Json:
    forecast = view.outlook.forecast if view.outlook else None
    return {
        **chosen(views.OF_JUDGED, view.standing, "id", "measure_id", "region_code", "year", "status", "unit"),
        **_numbers(view.catch_up),
        "text": view.text or None,
        "forecast": _forecast(forecast) if forecast else None,
        "outlook": view.outlook_text or None,
    }


def _numbers(closing: CatchUp | None) -> Json:
    people = closing.in_people if closing else None
    denominator = people.denominator if people else None
    return {
        **told(closing, missing="gap"),
        **told(closing, "years_left", "months_left", "per_year", "per_month", ratio_to_recent="ratio"),
        **told(people, in_people="people"),
        **told(denominator, denominator="value", denominator_date="day", denominator_derived="derived"),
    }


def what_if_json(view: views.WhatIfView) -> Json:
    """A WhatIfView as `whatif --json` prints it."""
    return {
        **told(view.status, "as_of", "data_version"),
        "until": day_text(view.end),
        "inputs": [_input(row) for row in view.inputs],
        "shares": [_share(share) for share in view.shares],
    }


def _input(view: views.InputView) -> Json:
    given = view.given
    return {
        "input": given.key,
        **told(given, "value", growth_pct="growth"),
        **told(given, "then"),
        **told(given.start, start_value="value"),
        "start_date": day_text(given.day) if given.start else None,
        "derived": view.derived,
    }


def _share(view: views.ShareView) -> Json:
    share = view.outcome
    return {
        "measure_id": share.ratio.measure_id,
        **told(share.target, "target_id", target_value="goal"),
        **told(share, "now", "then", "by_headcount", "by_denominator", "to_close_now", "to_keep_up", "short"),
        **told(share, growth_needed_pct="growth_needed"),
        "paths": [{"path": path.name, **told(path, "numerator", "more", "per_year")} for path in share.paths],
        "problems": list(view.problems),
    }


def _forecast(forecast: Forecast) -> Json:
    return {
        "date": day_text(forecast.end),
        **told(forecast, "value", "method", "points", "low", "high"),
        "chance_pct": number(None if forecast.chance is None else forecast.chance * 100),
    }


def lamps_json(view: views.LampsView) -> Json:
    """A LampsView as `lamps --json` prints it."""
    return {
        **told(view.status, "as_of", "data_version"),
        "scheme": view.scheme.scheme,
        "schemes": [scheme.scheme for scheme in view.schemes],
        "rules": [{"rule": rule.condition, **told(rule, "lamp", "note")} for rule in view.rules],
        "targets": [chosen(views.OF_JUDGED, row, "id", "year", "status", "lead_pp", "lamp") for row in view.status.counted],
        "shifts": [
            {
                **told(row.shift, "threshold", "moved", "in_order"),
                "changes": [
                    {"target_id": change.assessment.target_id, "from": str(change.before), "to": str(change.after)}
                    for change in row.shift.changes
                ],
            }
            for row in view.shifts
        ],
    }


def rollup_json(view: views.RollupView) -> Json:
    """A RollupView as `rollup --json` prints it."""
    return {
        **told(view.status, "as_of", "data_version"),
        "by": str(view.grouping),
        "groups": [
            {
                "key": group.rollup.key or None,
                "name": group.name,
                "headline": group.headline,
                "counts": {str(status): count for status, count in group.rollup.summary.counts.items() if count},
                "without_verdict": group.rollup.without_verdict,
                "score": _score(group.rollup.score) if group.rollup.score else None,
                "worst_first": [assessment.target_id for assessment in group.rollup.worst_first],
            }
            for group in view.groups
        ],
    }


def _score(score: Score) -> Json:
    return {
        **told(score, "points", "possible", "unscored", "unscored_weight"),
        "missed_or_far_behind": [assessment.target_id for assessment in score.hidden],
    }


def members_json(view: views.MembersView, column: views.MemberColumn | None) -> Json:
    """The members of a dimension and one measure closely, as `regions --json` prints them."""
    return {
        **told(view.status, "as_of", "data_version"),
        "dimension": view.dimension,
        "measures": [code for code, _ in view.measures],
        "column": _column(column) if column else None,
    }


def _column(view: views.MemberColumn) -> Json:
    check = view.check
    return {
        "measure_id": view.column.measure.measure_id,
        "unit": view.column.measure.unit.unit,
        "start": None if view.column.dated else day_text(view.column.period.start),
        "end": day_text(view.column.period.end),
        "whole": number(view.column.whole),
        "whole_is_sum": view.column.whole_summed,
        "sum": told(check, "state", "total", "missing") if check else None,
        "gap_laid_by": str(view.contribution.key) if view.contribution else None,
        "members": [
            {
                **told(row, "code", "name", "value", "rank"),
                "share": number(None if row.share.number is None else row.share.number / 100),
                **told(row, short_of_target="short"),
                **told(row.standing, "status"),
                **told(row, "source"),
            }
            for row in view.rows
        ],
    }


def quality_json(view: views.QualityView) -> Json:
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


def _doubt(row: views.DoubtRow) -> Json:
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


def _identity(row: views.IdentityRow) -> Json:
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
