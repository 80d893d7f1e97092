"""What is missing, the worst first: the way still to go, what closing it takes per year, and what recent years brought."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kpi.analysis import (
    badness,
    bounded,
    counted,
    gap_mark,
    left_of_period,
    missing,
    missing_share,
    pace_ratio,
    required_pace,
)
from kpi.i18n import Texts, plain, texts
from kpi.model import Pace, Qualifier, Status, Window
from kpi.progress import YearlyAverage, rule_of
from kpi.views.amounts import NOTHING, Amount, Amounts
from kpi.views.analyses.catching_up import CatchUpView, CatchUpWording
from kpi.views.board.shares import missed_share
from kpi.views.board.told import Short
from kpi.views.in_units import FURTHEST_PCT
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView

_RANKED = frozenset(
    {Status.ON_PACE, Status.BEHIND, Status.FAR_BEHIND, Status.MISSED, Status.BASELINE_ONLY, Status.INCOMPLETE, Status.PENDING}
)


_ASKS_FOR_FIGURES = frozenset({Status.PENDING, Status.INCOMPLETE})
"""Their paragraph on screen asks its reader for figures, which a report does not; it gives the reason instead."""


@dataclass(frozen=True, slots=True)
class PaceSide:
    """One pace: a number, in base units a year or a month, and how it is told."""

    number: float
    """Towards the target; below nothing where it goes the other way."""
    text: str
    short: str
    """The same without its unit, where there is little room."""


@dataclass(frozen=True, slots=True)
class PaceView:
    """What the time that is left must bring, and the best of recent years by the same measure."""

    needed: PaceSide
    best: PaceSide | None
    """None where no years compare."""


@dataclass(frozen=True, slots=True)
class GapRow:
    """What one target still lacks and what closing it takes; they come ranked, the worst first."""

    share: Amount
    """Share of the way still to go, 0–100 and more."""
    remaining: Amount
    """Years from the last figure to the end; the text says how much is left as of the view's day, or that it is over."""
    catch_up: CatchUpView
    average: Amount = NOTHING
    """What recent comparable figures brought per year."""
    average_period: str = ""
    """What it was taken over."""
    ratio: Amount = NOTHING
    """Required per year ÷ average: 2.9倍."""
    pace: float | None = None
    """What the time that is left must bring, per year, in base units."""
    paces: PaceView | None = None
    """The same beside the best of recent years; None where nothing is required per year or month."""
    overdue: bool = False
    """Whether its deadline has passed by now and the last figure is still to come: no pace serves it."""
    missed_share: str = ""
    """Of a target that is missed, how much of its way that is, in brackets: by this it stands where it does."""

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
    """What is missing, the worst first; and what cannot be ranked."""

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
    wording, short = CatchUpWording(known, view, view.counted), Short(texts(view.query.lang), view)
    views = wording.views()
    lacking = [standing for standing in view.counted if standing.status in _RANKED and missing(standing.assessment)]
    ranked = sorted(lacking, key=_order)
    closed = tuple(standing for standing in view.counted if standing.status is Status.MET)
    told = {standing.key for standing in (*lacking, *closed)}
    unranked = tuple(standing for standing in view.counted if standing.key not in told)
    return GapView(
        status=view,
        rows=tuple(_row(short, views[lag.key], wording.averages.get(lag.target.target_id)) for lag in ranked),
        unranked=unranked,
        closed=closed,
        unjudged=tuple(views[standing.key] for standing in unranked),
    )


def _order(standing: Standing) -> tuple[int, float, float]:
    """As the overview has them, the worst first; where that says nothing, what lacks most of its way."""
    return *badness(standing.assessment), -missing_share(standing.assessment)


def _row(short: Short, catch_up: CatchUpView, average: YearlyAverage | None) -> GapRow:
    words, as_of = short.words, short.view.as_of
    standing, assessment = catch_up.standing, catch_up.standing.assessment
    amounts, share, brought = Amounts(words), missing_share(assessment), average.value if average else None
    years = _left(standing, as_of)
    multiple = catch_up.catch_up.multiple if catch_up.catch_up else None
    pace = words.pace(average.value, standing.measure) if average else ""
    return GapRow(
        share=amounts.percent(share, _share_text(words, standing, share)),
        remaining=amounts.plain(years, _time_text(words, standing, as_of)),
        catch_up=catch_up,
        average=amounts.gap(brought, standing.measure, pace),
        average_period=words.window(average.window) if average else "",
        ratio=amounts.plain(pace_ratio(assessment, brought), words.multiple(multiple, "service.times") if multiple else ""),
        pace=required_pace(assessment),
        paces=_paces(words, catch_up, average),
        overdue=short.is_overdue(standing),
        missed_share=missed_share(words, standing) if standing.status is Status.MISSED else "",
    )


def _paces(words: Texts, view: CatchUpView, average: YearlyAverage | None) -> PaceView | None:
    way, measure = view.catch_up, view.standing.measure
    if way is None or not way.per_year or not way.per_month:
        return None
    span = "month" if way.by_month else "year"
    mark, number = gap_mark(view.standing.assessment, measure), way.per_month if way.by_month else way.per_year
    needed = _side(words, way.needed(measure), f"service.pace_needed_{span}", number, mark)
    if average is None:
        return PaceView(needed, None)
    sign = 1 if (required_pace(view.standing.assessment) or 0.0) >= 0 else -1
    best = max(average.rates, key=lambda rate: sign * rate.value)
    pace = sign * best.value / (12 if way.by_month else 1)
    return PaceView(needed, _side(words, Pace(pace, measure), f"service.pace_best_{span}", pace, window=_of_days(best.window)))


def _side(words: Texts, pace: Pace, key: str, number: float, mark: Qualifier = Qualifier.EQ, **values: object) -> PaceSide:
    plainly = plain(words.pace_number(pace.value, pace.measure, pace.rounding))
    if pace.measure.display_unit == "%":
        plainly = words("mark.points", number=plainly)
    full, short = words(key, amount=bounded(pace, mark), **values), words(key, amount=bounded(plainly, mark), **values)
    return PaceSide(number, full, short)


def _of_days(window: Window) -> Window:
    """The days in which something came about: from the end of one year to that of the next it was the latter."""
    first = window.start + timedelta(days=1)
    return Window(first, window.end) if (first.month, first.day) == (1, 1) else window


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
    """Years from the last figure to the end, whether or not anything is required of them; without a figure from `as_of`."""
    end = rule_of(standing.target.period_type).end(standing.target, standing.assessment.year)
    return left_of_period(end, standing.assessment.current_date or as_of).years if end else 0.0
