"""What pictures of a measure say alike: names of targets, what is missing, and the message for whoever does not see them."""

from collections.abc import Iterable, Sequence
from datetime import date
from math import isnan

from kpi.analysis import bounded_gap, gone_past, missing
from kpi.i18n import Texts
from kpi.model import Kind, Measure, Status
from kpi.progress import rule_of
from kpi.views.amounts import Amount
from kpi.views.figures import FigureView
from kpi.views.measures.view import MeasureView
from kpi.views.pictures.records import Form, Goal, Line, PointView
from kpi.views.standings import Standing

_MOST = 10
"""More values than these are not all told in an alternative text: the newest are."""


def alt(words: Texts, view: MeasureView, form: Form, *told: str) -> str:
    """The message of a picture, as whoever does not see it hears it."""
    facts = words("service.clauses").join(filter(None, told))
    return words("drawn.alt", form=words(f"drawn.form_{form}"), measure=view.name, facts=facts)


def values_told(words: Texts, labels: Sequence[str]) -> str:
    """Values in a list, of many the newest."""
    return words.listing(list(labels[-_MOST:]))


def goal_told(words: Texts, standing: Standing) -> str:
    """A target with by when or over what it is, and what tells it from others."""
    told = words("drawn.goal", goal=standing.goal.text, period=standing.period)
    return words("drawn.labelled", label=standing.label, told=told) if standing.label else told


def goal_of(standing: Standing, *, comparable: bool) -> Goal:
    """What a target asks for and by when; without a place on the scale where nothing may be compared with it."""
    day = rule_of(standing.assessment.period_type).end(standing.target, standing.assessment.year)
    value = standing.assessment.target_value
    return Goal(day, value if comparable and not isnan(value) else None, standing.goal.text, standing.period)


def bounded(words: Texts, standing: Standing, amount: float) -> str:
    """A difference from the current value, with the bound that the value's mark puts on it: 至多4.2个百分点."""
    return words.word(bounded_gap(standing.assessment, standing.measure, amount))


def short(amount: Amount) -> str:
    """An amount without its unit: ≥25.8; as it is where it has no number."""
    return amount.text if amount.number is None else f"{amount.mark}{amount.number:,.{amount.decimals}f}".replace("-", "−")


def to_go(words: Texts, standing: Standing) -> str:
    """What is missing to a target, with its bound; empty where nothing is, or it cannot be said."""
    lacking = missing(standing.assessment)
    if not lacking or standing.measure.kind is Kind.MILESTONE:
        return ""
    key = "drawn.short" if standing.status is Status.MISSED else "drawn.to_go"
    if gone_past(standing.assessment):
        key = "drawn.past_goal"
    return words(key, gap=bounded(words, standing, lacking))


def point_of(figure: FigureView, day: date, label: str, note: str = "") -> PointView:
    """A figure as a point of a picture, noted as it is itself if nothing else is `note`d."""
    return PointView(day, figure.value, label, figure.source, figure.text, short(figure.amount), note or figure.note)


def own(view: MeasureView) -> tuple[Standing, ...]:
    """Targets that have pictures of their own: those that are no step or second line of another one here."""
    here = {standing.target.target_id for standing in view.standings}
    return tuple(standing for standing in view.standings if standing.target.parent_target_id not in here)


def lines_of(standings: Iterable[Standing], measure: Measure) -> tuple[Line, ...]:
    """Steps, second lines and upper edges that are counted as the picture is, each where it is due."""
    lines = []
    for standing in standings:
        end = rule_of(standing.assessment.period_type).end(standing.target, standing.assessment.year)
        if end is not None and (standing.measure.unit, standing.measure.kind) == (measure.unit, measure.kind):
            edge = standing.assessment.target_high
            value = edge if edge is not None and not standing.below else standing.assessment.target_value
            told = (standing.label, standing.period, standing.goal.text, standing.status_text)
            if not isnan(value):
                lines.append(
                    Line(end, value, " ".join(filter(None, told)), " ".join(filter(None, (standing.label, standing.goal.text))))
                )
    return tuple(lines)


def second_lines(view: MeasureView, standing: Standing) -> tuple[Standing, ...]:
    """The steps and second lines of a target, and itself where it has an upper edge."""
    below = tuple(each for each in view.standings if each.target.parent_target_id == standing.target.target_id)
    return (*((standing,) if standing.assessment.target_high is not None else ()), *below)


def left_out(words: Texts, figures: Iterable[FigureView]) -> tuple[str, ...]:
    """Figures that have no place in a picture, and that they have none."""
    told = [words("drawn.figure", value=figure.text, period=figure.period) for figure in figures]
    return (words("drawn.left_out", figures=words.listing(told)),) if told else ()


def is_share(measure: Measure) -> bool:
    """Whether a measure is a part of a whole, which a scale from 0 to 100 % holds."""
    return measure.kind in (Kind.RATIO, Kind.PARAMETER) and measure.display_unit == "%"
