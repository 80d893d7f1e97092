"""What is missing, most first: the way still to go, what closing it takes per year, and what recent years brought."""

from datetime import date

from kpi import access
from kpi.analysis import counted, left_of_period, missing, missing_share, pace_ratio, remaining_years, required_pace
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Status
from kpi.progress import YearlyAverage, rule_of
from kpi.services.catching_up import CatchUpWording, RowKey
from kpi.services.in_units import FURTHEST_PCT
from kpi.services.status import status
from kpi.services.views import CatchUpView, GapRow, GapView, Query, Standing, StatusView
from kpi.services.workspace import Workspace

_RANKED = frozenset(
    {Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED, Status.BASELINE_ONLY, Status.INCOMPLETE, Status.PENDING}
)


def gap_view(workspace: Workspace, actor: Actor, query: Query) -> GapView:
    """The targets of a region by how much of the way is still to go. NotAllowed, NotFound."""
    access.require(actor, Action.VIEW)
    return gaps_of(workspace, status(workspace, actor, query))


def gaps_of(workspace: Workspace, view: StatusView) -> GapView:
    """What the targets of a view still lack."""
    wording, words = CatchUpWording(workspace, view, view.counted), texts(view.query.lang)
    views = wording.views()
    open_ones = [each for each in view.counted if each.status in _RANKED and missing(each.assessment)]
    rows = [_row(words, view.as_of, views[_key(each)], wording.averages.get(each.target.target_id)) for each in open_ones]
    closed = tuple(each for each in view.counted if each.status is Status.MET)
    ranked = {id(each) for each in (*open_ones, *closed)}
    unranked = tuple(each for each in view.counted if id(each) not in ranked)
    return GapView(
        status=view,
        rows=tuple(sorted(rows, key=lambda row: -row.missing_pct)),
        unranked=unranked,
        closed=closed,
        unjudged=tuple(views[_key(each)] for each in unranked),
    )


def _key(standing: Standing) -> RowKey:
    return standing.target.target_id, standing.assessment.year


def _row(words: Texts, as_of: date, found: CatchUpView, average: YearlyAverage | None) -> GapRow:
    standing, assessment = found.standing, found.standing.assessment
    share = missing_share(assessment)
    years = remaining_years(assessment) or _left(standing, as_of)
    ratio = pace_ratio(assessment, average.value if average else None)
    multiple = found.catch_up.multiple if found.catch_up else None
    return GapRow(
        standing=standing,
        missing_pct=share,
        missing_text=_share_text(words, standing, share),
        remaining_years=years,
        remaining_text=_time_text(words, standing, as_of),
        required_text=standing.required_text,
        average=average.value if average else None,
        average_text=_average_text(words, standing, average),
        average_period=words.window(average.window) if average else "",
        ratio=ratio,
        ratio_text=words.multiple(multiple, "service.times") if multiple else "",
        pace=required_pace(assessment),
        catch_up=found,
    )


def _share_text(words: Texts, standing: Standing, share: float) -> str:
    """Share of the way still to go; told in units where it is far, and not at all of a limit that has been passed."""
    if share > FURTHEST_PCT and standing.progress_text:
        return standing.progress_text
    return words.percent(share) if share else words("value.none")


def _time_text(words: Texts, standing: Standing, as_of: date) -> str:
    """The time left from `as_of`, in months or days where that would be 0: 2.5年, 0.3个月, 1天."""
    end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
    left = left_of_period(end, as_of) if end else None
    if left is None or not left.years:
        return words("service.over")
    ways = (("service.years", left.years), ("analysis.months", left.months), ("service.days", float(left.days)))
    key, shown = next((key, round(number, 1)) for key, number in ways if round(number, 1))
    return words.message(counted(key, shown))


def _left(standing: Standing, as_of: date) -> float:
    """Years that are left where nothing more is asked of them: a hole in the figures, or a limit already exceeded."""
    end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
    return left_of_period(end, as_of).years if end else 0.0


def _average_text(words: Texts, standing: Standing, average: YearlyAverage | None) -> str:
    if average is None:
        return ""
    amount = words.pace(average.value, standing.measure)
    return words("service.average", amount=amount, window=average.window)
