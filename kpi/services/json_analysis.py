"""What analysis says, as the command line's JSON: base units, percentages 0–100, null where undefined, dates ISO."""

from kpi.analysis import CatchUp, Forecast
from kpi.services.json_forms import Json, day_text, number
from kpi.services.views import CatchUpView, GapView


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
