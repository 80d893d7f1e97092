"""What is missing, most first: the way still to go, what closing it takes per year, and what recent years brought."""

from datetime import date

from kpi import access, progress
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Assessment, Status
from kpi.progress import YearlyAverage
from kpi.services.standings import missing
from kpi.services.status import status
from kpi.services.views import GapRow, GapView, Query, Standing
from kpi.services.workspace import Workspace

_RANKED = frozenset(
    {Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED, Status.BASELINE_ONLY, Status.INCOMPLETE, Status.PENDING}
)


def gap_view(workspace: Workspace, actor: Actor, query: Query) -> GapView:
    """The targets of a region by how much of the way is still to go. NotAllowed, NotFound."""
    access.require(actor, Action.VIEW)
    view = status(workspace, actor, query)
    averages = progress.yearly_averages(
        workspace.catalog, workspace.observations(query.known_at), view.as_of, region_code=view.region.region_code
    )
    words = texts(query.lang)
    open_ones = [each for each in view.counted if each.status in _RANKED and missing(each.assessment)]
    rows = [_row(words, each, averages.get(each.target.target_id)) for each in open_ones]
    closed = tuple(each for each in view.counted if each.status is Status.MET)
    ranked = {id(each) for each in (*open_ones, *closed)}
    return GapView(
        status=view,
        rows=tuple(sorted(rows, key=lambda row: -row.missing_pct)),
        unranked=tuple(each for each in view.counted if id(each) not in ranked),
        closed=closed,
    )


def _row(words: Texts, standing: Standing, average: YearlyAverage | None) -> GapRow:
    assessment = standing.assessment
    share = missing_share(assessment)
    years = remaining_years(assessment)
    pace = required_pace(assessment)
    ratio = pace / average.value if average and pace and pace * average.value > 0 else None
    shown = round(years, 1)
    return GapRow(
        standing=standing,
        missing_pct=share,
        missing_text=words.percent(share),
        remaining_years=years,
        remaining_text=words("service.years", count=1 if shown == 1 else 2, number=shown) if years else words("service.over"),
        required_text=standing.required_text,
        average=average.value if average else None,
        average_text=_average_text(words, standing, average),
        average_period=words.window(average.window) if average else "",
        ratio=ratio,
        ratio_text=words("service.times", number=round(ratio, 1)) if ratio is not None else "",
        pace=pace,
    )


def missing_share(assessment: Assessment) -> float:
    """Share of the way still to go, 0–100: of the way from the baseline if there is one, else of the target."""
    if assessment.progress_pct is not None:
        return max(100 - assessment.progress_pct, 0)
    lacking = missing(assessment) or 0.0
    start = assessment.baseline_value
    way = abs(assessment.target_value - start) if start is not None else abs(assessment.target_value)
    return lacking / way * 100 if way else 100.0


def remaining_years(assessment: Assessment) -> float:
    """Decimal years from the last figure to the end of the period; 0 when it is over and nothing is required any more."""
    if assessment.required_per_year is None or assessment.period is None or assessment.current_date is None:
        return 0.0
    return max(_decimal_year(assessment.period.end) - _decimal_year(assessment.current_date), 0.0)


def required_pace(assessment: Assessment) -> float | None:
    """What the time that is left must bring, as so much per year: comparable with what a whole year brought.

    What the rest of a year must bring is `required_per_year` itself, so over half a year the pace is twice that.
    """
    required, years = assessment.required_per_year, remaining_years(assessment)
    if required is None or assessment.year is None:
        return required
    return required / years if years else None


def _decimal_year(day: date) -> float:
    """Year + day-of-year ÷ days in that year."""
    first, next_first = date(day.year, 1, 1), date(day.year + 1, 1, 1)
    return day.year + ((day - first).days + 1) / (next_first - first).days


def _average_text(words: Texts, standing: Standing, average: YearlyAverage | None) -> str:
    if average is None:
        return ""
    amount = words.gap(average.value, standing.measure)
    return words("service.average", amount=amount, window=average.window)
