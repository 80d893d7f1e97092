"""What analysis says, as the command line's JSON: base units, percentages 0–100, null where undefined, dates ISO."""

from kpi.analysis import CatchUp, Forecast, Score
from kpi.cli.json_forms import Json, day_text, number
from kpi.views import CatchUpView, GapView, InputView, LampsView, MemberColumn, MembersView, RollupView, ShareView, WhatIfView


def gaps_json(view: GapView) -> Json:
    """A GapView as `gaps --json` prints it: every open target, ranked ones first."""
    return {
        "as_of": day_text(view.status.as_of),
        "data_version": view.status.data_version,
        "targets": [_catch_up(each) for each in (*(row.catch_up for row in view.rows), *view.unjudged)],
    }


def _catch_up(view: CatchUpView) -> Json:
    assessment = view.standing.assessment
    forecast = view.outlook.forecast if view.outlook else None
    return {
        "target_id": assessment.target_id,
        "measure_id": assessment.measure_id,
        "region_code": assessment.region_code,
        "year": assessment.year,
        "status": str(assessment.status),
        "unit": view.standing.measure.unit.unit,
        **_numbers(view.catch_up),
        "text": view.text or None,
        "forecast": _forecast(forecast) if forecast else None,
        "outlook": view.outlook_text or None,
    }


def _numbers(found: CatchUp | None) -> Json:
    people = found.in_people if found else None
    return {
        "missing": number(found.gap) if found else None,
        "years_left": number(found.years_left) if found else None,
        "months_left": number(found.months_left) if found else None,
        "per_year": number(found.per_year) if found else None,
        "per_month": number(found.per_month) if found else None,
        "ratio_to_recent": number(found.ratio) if found else None,
        "in_people": number(people.people) if people else None,
        "denominator": number(people.denominator.value) if people else None,
        "denominator_date": day_text(people.denominator.day) if people else None,
        "denominator_derived": people.denominator.derived if people else None,
    }


def what_if_json(view: WhatIfView) -> Json:
    """A WhatIfView as `whatif --json` prints it."""
    return {
        "as_of": day_text(view.status.as_of),
        "data_version": view.status.data_version,
        "until": day_text(view.end),
        "inputs": [_input(each) for each in view.inputs],
        "shares": [_share(each) for each in view.shares],
    }


def _input(view: InputView) -> Json:
    each = view.each
    return {
        "input": each.key,
        "value": number(each.value),
        "growth_pct": number(each.growth),
        "then": number(each.then),
        "start_value": number(each.start.value) if each.start else None,
        "start_date": day_text(each.day) if each.start else None,
        "derived": view.derived,
    }


def _share(view: ShareView) -> Json:
    each = view.outcome
    return {
        "measure_id": each.ratio.measure_id,
        "target_id": each.target.target_id if each.target else None,
        "target_value": number(each.target.goal) if each.target else None,
        "now": number(each.now),
        "then": number(each.then),
        "by_headcount": number(each.by_headcount),
        "by_denominator": number(each.by_denominator),
        "to_close_now": number(each.to_close_now),
        "to_keep_up": number(each.to_keep_up),
        "short": number(each.short),
        "growth_needed_pct": number(each.growth_needed),
        "paths": [
            {
                "path": path.name,
                "numerator": number(path.numerator),
                "more": number(path.more),
                "per_year": number(path.per_year),
            }
            for path in each.paths
        ],
        "problems": list(view.problems),
    }


def _forecast(found: Forecast) -> Json:
    return {
        "date": day_text(found.end),
        "value": number(found.value),
        "method": str(found.method),
        "points": found.points,
        "low": number(found.low),
        "high": number(found.high),
        "chance_pct": number(None if found.chance is None else found.chance * 100),
    }


def lamps_json(view: LampsView) -> Json:
    """A LampsView as `lamps --json` prints it."""
    return {
        "as_of": day_text(view.status.as_of),
        "data_version": view.status.data_version,
        "scheme": view.scheme.scheme,
        "schemes": [each.scheme for each in view.schemes],
        "rules": [{"rule": each.condition, "lamp": str(each.lamp), "note": each.note or None} for each in view.rules],
        "targets": [
            {
                "target_id": each.target.target_id,
                "year": each.assessment.year,
                "status": str(each.status),
                "lead_pp": number(each.assessment.lead_pp),
                "lamp": str(each.lamp),
            }
            for each in view.status.counted
        ],
        "shifts": [
            {
                "threshold": number(each.shift.threshold),
                "moved": number(each.shift.moved),
                "in_order": each.shift.in_order,
                "changes": [
                    {"target_id": one.assessment.target_id, "from": str(one.before), "to": str(one.after)}
                    for one in each.shift.changes
                ],
            }
            for each in view.shifts
        ],
    }


def rollup_json(view: RollupView) -> Json:
    """A RollupView as `rollup --json` prints it."""
    return {
        "as_of": day_text(view.status.as_of),
        "data_version": view.status.data_version,
        "by": str(view.grouping),
        "groups": [
            {
                "key": each.rollup.key or None,
                "name": each.name,
                "headline": each.headline,
                "counts": {str(status): count for status, count in each.rollup.summary.counts.items() if count},
                "without_verdict": each.rollup.without_verdict,
                "score": _score(each.rollup.score) if each.rollup.score else None,
                "worst_first": [one.target_id for one in each.rollup.worst_first],
            }
            for each in view.groups
        ],
    }


def _score(score: Score) -> Json:
    return {
        "points": number(score.points),
        "possible": number(score.possible),
        "unscored": score.unscored,
        "unscored_weight": number(score.unscored_weight),
        "missed_or_far_behind": [each.target_id for each in score.hidden],
    }


def members_json(view: MembersView, column: MemberColumn | None) -> Json:
    """The members of a dimension and one measure closely, as `regions --json` prints them."""
    return {
        "as_of": day_text(view.status.as_of),
        "data_version": view.status.data_version,
        "dimension": view.dimension,
        "measures": [code for code, _ in view.measures],
        "column": _column(column) if column else None,
    }


def _column(view: MemberColumn) -> Json:
    check = view.check
    return {
        "measure_id": view.column.measure.measure_id,
        "unit": view.column.measure.unit.unit,
        "start": None if view.column.dated else day_text(view.column.period.start),
        "end": day_text(view.column.period.end),
        "whole": number(view.column.whole),
        "whole_is_sum": view.column.whole_summed,
        "sum": {"state": str(check.state), "total": number(check.total), "missing": check.missing} if check else None,
        "gap_laid_by": str(view.contribution.key) if view.contribution else None,
        "members": [
            {
                "code": row.code,
                "name": row.name,
                "value": number(row.value),
                "rank": row.rank,
                "share": number(None if row.share.number is None else row.share.number / 100),
                "short_of_target": number(row.short),
                "status": str(row.standing.status) if row.standing else None,
                "source": row.source or None,
            }
            for row in view.rows
        ],
    }
