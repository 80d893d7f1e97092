"""追赶测算 in words: the paragraph on what closing a gap takes, and the sentence on where the figures are heading."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kpi import progress
from kpi.analysis import CatchUp, Forecast, Method, Outlook, catch_up, of_measures, outlook
from kpi.i18n import Texts, roughly, texts
from kpi.model import Assessment, Gap, Measure, Message, Pace, Qualifier, Quantity, told_in
from kpi.progress import YearlyAverage, parts_of, told_day
from kpi.views.figures import FigureWording
from kpi.views.goals import said
from kpi.views.in_units import told_apart
from kpi.views.standings import Standing
from kpi.views.status import Known, StatusView
from kpi.views.telling import Told

_PACES = frozenset(
    f"analysis.{pace}"
    for pace in ("pace_year", "pace_month", "pace_once", "pace_whole", "change_per_year", "change_once", "change_rate")
)
_TURNED = {
    "analysis.catchup_level": "analysis.catchup_level_change",
    "analysis.change_per_year": "analysis.change_per_year_change",
    "analysis.change_once": "analysis.change_once_change",
}
_ALONE = {
    "analysis.pace_year": "analysis.pace_year_alone",
    "analysis.pace_month": "analysis.pace_month_alone",
    "analysis.pace_once": "analysis.pace_whole",
}
"""The same without a word on recent years."""
_OF_PEOPLE = frozenset(
    f"analysis.{people}" for people in ("people_reported", "people_derived", "people_paced_reported", "people_paced_derived")
)
_DETAILS = _OF_PEOPLE | frozenset(
    {
        "analysis.stale",
        "analysis.disagreement",
        "analysis.catchup_time_left",
        "analysis.catchup_past_limit",
        "analysis.catchup_past_exact",
    }
)
"""Sentences of the paragraph by what they tell."""
_OF_ESTIMATES, _OF_FORECASTS = 3, 4
"""Significant digits: what a share comes to in people, and what a forecast says."""
_LEAST_CHANCE, _MOST_CHANCE = 0.01, 0.99
RowKey = tuple[str, int | None]
"""Target and year."""


@dataclass(frozen=True, slots=True)
class CatchUpView:
    """What one target still takes and where its figures are heading, in numbers and in words."""

    standing: Standing
    catch_up: CatchUp | None = None
    """None for a target that is met."""
    text: str = ""
    """The paragraph; empty for a target that is met."""
    pace_text: str = ""
    """Of it what the time that is left must bring; empty where there is none left, or no pace."""
    pace_short: str = ""
    """The same alone, without how it compares with recent years, where little room is."""
    details: str = ""
    """Of it what neither the target's own sentence says nor its pace: the gap in people, what disagrees, what is in doubt."""
    outlook: Outlook | None = None
    """None where the period is over or nothing is judged over time."""
    outlook_text: str = ""


class CatchUpWording:
    """Works out and words what the targets of one view take; the figures of its region are picked out once."""

    def __init__(self, known: Known, view: StatusView, standings: Sequence[Standing]) -> None:
        self._catalog = known.catalog
        self._words = texts(view.query.lang)
        self._as_of = view.as_of
        region = view.region.region_code
        measures = {standing.measure.measure_id: standing.measure for standing in standings}
        parts = {slot[0] for measure in measures.values() for slot in parts_of(measure) or ()}
        self._figures = of_measures(known.frame, {*measures, *parts}, region)
        own = self._figures.reset_index(drop=True)
        self.averages: Mapping[str, YearlyAverage] = progress.yearly_averages(
            self._catalog, own, self._as_of, region_code=region
        )
        self._standings = standings

    def views(self) -> dict[RowKey, CatchUpView]:
        """What each of the targets takes; those that are met have only an outlook, or nothing."""
        return {standing.key: self._view(standing) for standing in self._standings}

    def _view(self, standing: Standing) -> CatchUpView:
        assessment = standing.assessment
        way = catch_up(self._catalog, self._figures, self._as_of, assessment, self.averages.get(assessment.target_id))
        ahead = outlook(self._catalog, self._figures, self._as_of, assessment)
        return CatchUpView(
            standing=standing,
            catch_up=way,
            text=self._paragraph(way) if way else "",
            pace_text=self._pace(way) if way else "",
            pace_short=self._pace(way, _alone) if way else "",
            details=self._details(way) if way else "",
            outlook=ahead,
            outlook_text=self._outlook(assessment, ahead) if ahead else "",
        )

    def _paragraph(self, way: CatchUp) -> str:
        return self._words.paragraph((*self._told(way, way.sentences), *self._doubted(way)))

    def _pace(self, way: CatchUp, told: Callable[[Message], Message] | None = None) -> str:
        """Without a word on recent years where there are none to compare with."""
        paced = (message for message in way.sentences if message.key in _PACES)
        return self._words.paragraph(self._told(way, map(told or _without_recent, paced)))

    def _details(self, way: CatchUp) -> str:
        further = (message for message in way.sentences if message.key in _DETAILS)
        return self._words.paragraph((*self._told(way, further), *self._doubted(way)))

    def _told(self, way: CatchUp, sentences: Iterable[Message]) -> list[str]:
        target = self._catalog.targets[way.assessment.target_id]
        measure = told_in(target, self._catalog.measures[way.assessment.measure_id])
        words = told_apart(self._words, way.assessment, measure)
        told = Told(words, way.assessment, target, measure, FigureWording(self._catalog, {}, words))
        spoken = (as_a_change(told, sentence) for sentence in sentences) if told.of_a_change else sentences
        return [words("service.closed", text=_estimated(sentence)) for sentence in spoken]

    def _doubted(self, way: CatchUp) -> list[str]:
        return self._doubt(way.in_people.denominator.measure) if way.in_people else []

    def _doubt(self, denominator: Measure) -> list[str]:
        """What the catalog doubts about a denominator, in the language asked for; it brings its own full stop."""
        doubt = denominator.doubt.in_(self._words.lang)
        return [self._words("analysis.doubt", doubt=doubt)] if doubt else []

    def _outlook(self, assessment: Assessment, ahead: Outlook) -> str:
        if ahead.forecast is None:
            return self._words("service.closed", text=ahead.reason) if ahead.reason else ""
        measure = self._catalog.measures[assessment.measure_id]
        return self._words("service.closed", text=_forecast(self._words, ahead.forecast, measure))


def as_a_change(told: Told, sentence: Message) -> Message:
    """A sentence on a rate with its sign in words: 累计下降12.4%, and still 下降10.2个百分点 a year."""
    named = {"measure": told.spoken, "current": told.moved, "goal": told.goal}
    values = {**sentence.values, **(named if "measure" in sentence.values else {})}
    amount = values.get("amount")
    if isinstance(amount, Gap):
        values["amount"] = said(told.texts, told.spoken, amount.value, told.texts.pace(abs(amount.value), amount.measure))
    return Message(_TURNED.get(sentence.key, sentence.key), values)


def _estimated(sentence: Message) -> Message:
    """A sentence on people with what was worked out for it in a few digits, for it is about so many; a need is rounded up."""
    if sentence.key not in _OF_PEOPLE:
        return sentence
    return Message(sentence.key, {name: _few_digits(value) for name, value in sentence.values.items()})


def _few_digits(value: object) -> object:
    match value:
        case Message():
            return Message(value.key, {name: _few_digits(each) for name, each in value.values.items()})
        case Gap() | Quantity(qualifier=Qualifier.APPROX):
            return replace(value, value=roughly(value.value, _OF_ESTIMATES))
        case Pace(rounding=rounding):
            return replace(value, value=roughly(value.value, _OF_ESTIMATES, rounding))
    return value


def _without_recent(pace: Message) -> Message:
    recent = pace.values.get("recent")
    if not isinstance(recent, Message) or recent.key != "analysis.recent_none":
        return pace
    return Message(_ALONE[pace.key], {name: value for name, value in pace.values.items() if name != "recent"})


def _alone(pace: Message) -> Message:
    """A pace beside a sentence that has told the rest: since when, or in how much time."""
    time = pace.values.get("time")
    if isinstance(time, Message) and time.key == "analysis.time_from":
        time = Message("analysis.time_since", {"day": time.values["day"]})
    told = {name: value for name, value in pace.values.items() if name != "recent"}
    return Message(_ALONE.get(pace.key, pace.key), told | ({"time": time} if time else {}))


def _forecast(words: Texts, ahead: Forecast, measure: Measure) -> Message:
    values: dict[str, object] = {
        "end": told_day(ahead.end),
        "value": _forecast_value(words, ahead.value, measure),
        "count": ahead.points,
        "points": ahead.points,
        "since": told_day(ahead.since) if ahead.since else "",
    }
    if ahead.method is Method.LINE or ahead.low is None or ahead.high is None:
        key = "analysis.outlook_line" if roughly(ahead.value, _OF_FORECASTS) else "analysis.outlook_line_none"
        return Message(key, values)
    values |= {"low": _forecast_value(words, ahead.low, measure), "high": _forecast_value(words, ahead.high, measure)}
    if ahead.chance is None:
        return Message("analysis.outlook_exact", values)
    return Message("analysis.outlook_drift", values | {"chance": chance_text(words, ahead.chance)})


def _forecast_value(words: Texts, value: float, measure: Measure) -> str:
    return words.quantity(roughly(value, _OF_FORECASTS), measure)


def chance_text(words: Texts, chance: float) -> str:
    """A probability in whole percent; what is nearly certain is not called certain."""
    if chance < _LEAST_CHANCE:
        return words("analysis.chance_below", chance=round(_LEAST_CHANCE * 100))
    if chance > _MOST_CHANCE:
        return words("analysis.chance_above", chance=round(_MOST_CHANCE * 100))
    return words("analysis.chance", chance=round(chance * 100))
