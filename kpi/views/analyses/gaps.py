"""What is missing, most first: the way still to go, what closing it takes per year, and what recent years brought."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from kpi.analysis import counted, left_of_period, missing, missing_share, pace_ratio, remaining_years, required_pace
from kpi.i18n import Texts, texts
from kpi.model import Status
from kpi.progress import YearlyAverage, rule_of
from kpi.views.amounts import NOTHING, Amount, Amounts
from kpi.views.analyses.catching_up import CatchUpView, CatchUpWording
from kpi.views.in_units import FURTHEST_PCT
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_RANKED = frozenset(
    {Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED, Status.BASELINE_ONLY, Status.INCOMPLETE, Status.PENDING}
)


_ASKS_FOR_FIGURES = frozenset({Status.PENDING, Status.INCOMPLETE})
"""Their paragraph on screen asks its reader for figures, which a report does not; it gives the reason instead."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """What one target still lacks and what closing it takes; they come ranked, most missing first."""

    share: Amount
    """Share of the way still to go, 0–100 and more."""
    remaining: Amount
    """Years from the last figure to the end; the text says how much is left as of the view's day, or that it is over."""
    catch_up: CatchUpView
    average: Amount = NOTHING
    """What recent comparable figures brought per year."""
    average_over: str = ""
    """The same with what it was taken over."""
    average_period: str = ""
    """What it was taken over."""
    ratio: Amount = NOTHING
    """Required per year ÷ average: 2.9倍."""
    pace: float | None = None
    """What the time that is left must bring, per year, in base units."""

    @property
    def standing(self) -> Standing:
        """The target itself."""
        return self.catch_up.standing

    @property
    def paragraph(self) -> str:
        """What closing the gap takes, in sentences of a report: 追赶测算."""
        return "" if self.standing.status in _ASKS_FOR_FIGURES else self.catch_up.text

    @property
    def outlook(self) -> str:
        """Where the figures are heading, as a sentence with its full stop; empty where nothing says so."""
        return self.catch_up.outlook_text


@dataclass(frozen=True, slots=True)
class GapView:
    """What is missing, most first; and what cannot be ranked."""

    status: StatusView
    rows: tuple[GapRow, ...]
    unranked: tuple[Standing, ...]
    """Without a verdict on what is missing, each with its reason."""
    closed: tuple[Standing, ...]
    """Targets with nothing missing."""
    unjudged: tuple[CatchUpView, ...] = ()
    """What can be said about those without a verdict, in the order of `unranked`."""

    def of_natures(self, natures: Collection[str]) -> "GapView":
        """The same of some natures only; of all where none is chosen."""

        def chosen(standing: Standing) -> bool:
            return not natures or standing.target.nature in natures

        return replace(
            self,
            rows=tuple(row for row in self.rows if chosen(row.standing)),
            unranked=tuple(filter(chosen, self.unranked)),
            closed=tuple(filter(chosen, self.closed)),
            unjudged=tuple(each for each in self.unjudged if chosen(each.standing)),
        )


def gaps_of(known: Known, view: StatusView) -> GapView:
    """What the targets of a view still lack."""
    wording, words = CatchUpWording(known, view, view.counted), texts(view.query.lang)
    views = wording.views()
    lacking = [standing for standing in view.counted if standing.status in _RANKED and missing(standing.assessment)]
    shares = {standing.key: missing_share(standing.assessment) for standing in lacking}
    ranked = sorted(lacking, key=lambda standing: -shares[standing.key])
    closed = tuple(standing for standing in view.counted if standing.status is Status.MET)
    told = {standing.key for standing in (*lacking, *closed)}
    unranked = tuple(standing for standing in view.counted if standing.key not in told)
    return GapView(
        status=view,
        rows=tuple(_row(words, view.as_of, views[lag.key], wording.averages.get(lag.target.target_id)) for lag in ranked),
        unranked=unranked,
        closed=closed,
        unjudged=tuple(views[standing.key] for standing in unranked),
    )


def _row(words: Texts, as_of: date, catch_up: CatchUpView, average: YearlyAverage | None) -> GapRow:
    standing, assessment = catch_up.standing, catch_up.standing.assessment
    amounts, share, brought = Amounts(words), missing_share(assessment), average.value if average else None
    years = remaining_years(assessment) or _left(standing, as_of)
    multiple = catch_up.catch_up.multiple if catch_up.catch_up else None
    pace = words.pace(average.value, standing.measure) if average else ""
    return GapRow(
        share=amounts.percent(share, _share_text(words, standing, share)),
        remaining=amounts.plain(years, _time_text(words, standing, as_of)),
        catch_up=catch_up,
        average=amounts.gap(brought, standing.measure, pace),
        average_over=words("service.average", amount=pace, window=average.window) if average else "",
        average_period=words.window(average.window) if average else "",
        ratio=amounts.plain(pace_ratio(assessment, brought), words.multiple(multiple, "service.times") if multiple else ""),
        pace=required_pace(assessment),
    )


def _share_text(words: Texts, standing: Standing, share: float) -> str:
    """Share of the way still to go; told in units where it is far, and not at all of a limit that has been passed."""
    if share > FURTHEST_PCT and standing.progress.text:
        return standing.progress.text
    return words.percent(share) if share else words("value.none")


def _time_text(words: Texts, standing: Standing, as_of: date) -> str:
    """The time left from `as_of`, in months or days where that would be 0: 2.5年, 0.3个月, 1天."""
    end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
    if end is None:
        return words("value.none")
    left = left_of_period(end, as_of)
    if not left.years:
        return words("service.over")
    ways = (("service.years", left.years), ("analysis.months", left.months), ("service.days", float(left.days)))
    key, shown = next((key, round(number, 1)) for key, number in ways if round(number, 1))
    return words.message(counted(key, shown))


def _left(standing: Standing, as_of: date) -> float:
    """Years that are left where nothing more is asked of them: a hole in the figures, or a limit already exceeded."""
    end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
    return left_of_period(end, as_of).years if end else 0.0
