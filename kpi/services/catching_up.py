"""追赶测算 in words: the paragraph on what closing a gap takes, and the sentence on where the figures are heading."""

from collections.abc import Mapping, Sequence

from kpi import progress
from kpi.analysis import FEWEST_POINTS, CatchUp, Forecast, Method, Outlook, catch_up, of_measures, outlook, slots_of
from kpi.i18n import Texts, texts
from kpi.model import Assessment, Measure, Message
from kpi.progress import YearlyAverage
from kpi.services.in_units import told_apart
from kpi.services.views import CatchUpView, Standing, StatusView
from kpi.services.workspace import Workspace

_LEAST_CHANCE, _MOST_CHANCE = 0.01, 0.99
RowKey = tuple[str, int | None]
"""Target and year."""


class CatchUpWording:
    """Works out and words what the targets of one view take; the figures of its region are picked out once."""

    def __init__(self, workspace: Workspace, view: StatusView, standings: Sequence[Standing]) -> None:
        self._catalog = workspace.catalog
        self._words = texts(view.query.lang)
        self._as_of = view.as_of
        region = view.region.region_code
        measures = {each.measure.measure_id: each.measure for each in standings}
        parts = {slot[0] for measure in measures.values() for slot in slots_of(measure) or ()}
        self._figures = of_measures(workspace.observations(view.known_at), {*measures, *parts}, region)
        own = self._figures.reset_index(drop=True)
        self.averages: Mapping[str, YearlyAverage] = progress.yearly_averages(
            self._catalog, own, self._as_of, region_code=region
        )

        self._standings = standings

    def views(self) -> dict[RowKey, CatchUpView]:
        """What each of the targets takes; those that are met have only an outlook, or nothing."""
        return {(each.target.target_id, each.assessment.year): self._view(each) for each in self._standings}

    def _view(self, standing: Standing) -> CatchUpView:
        assessment = standing.assessment
        found = catch_up(self._catalog, self._figures, self._as_of, assessment, self.averages.get(assessment.target_id))
        ahead = outlook(self._catalog, self._figures, self._as_of, assessment)
        return CatchUpView(
            standing=standing,
            catch_up=found,
            text=self._paragraph(found, standing.measure) if found else "",
            outlook=ahead,
            outlook_text=self._outlook(assessment, ahead) if ahead else "",
        )

    def _paragraph(self, found: CatchUp, measure: Measure) -> str:
        words = told_apart(self._words, found.assessment, measure)
        sentences = [words("service.closed", text=each) for each in found.sentences]
        if found.in_people:
            sentences += self._doubt(found.in_people.denominator.measure)
        return words.paragraph(sentences)

    def _doubt(self, denominator: Measure) -> list[str]:
        """What the catalog doubts about a denominator, in the language asked for; it brings its own full stop."""
        doubt = denominator.doubt.in_(self._words.lang)
        return [self._words("analysis.doubt", doubt=doubt)] if doubt else []

    def _outlook(self, assessment: Assessment, ahead: Outlook) -> str:
        if ahead.forecast is None:
            return self._words("service.closed", text=ahead.reason) if ahead.reason else ""
        measure = self._catalog.measures[assessment.measure_id]
        return self._words("service.closed", text=_forecast(self._words, ahead.forecast, measure))


def _forecast(words: Texts, found: Forecast, measure: Measure) -> Message:
    values: dict[str, object] = {
        "end": found.end,
        "value": words.quantity(found.value, measure),
        "count": found.points,
        "points": found.points,
        "since": found.since or "",
    }
    if found.method is Method.LINE or found.low is None or found.high is None:
        return Message("analysis.outlook_line", values | {"least": FEWEST_POINTS})
    values |= {"low": words.quantity(found.low, measure), "high": words.quantity(found.high, measure)}
    if found.chance is None:
        return Message("analysis.outlook_exact", values)
    return Message("analysis.outlook_drift", values | {"chance": chance_text(words, found.chance)})


def chance_text(words: Texts, chance: float) -> str:
    """A probability in whole percent; what is nearly certain is not called certain."""
    if chance < _LEAST_CHANCE:
        return words("analysis.chance_below", chance=round(_LEAST_CHANCE * 100))
    if chance > _MOST_CHANCE:
        return words("analysis.chance_above", chance=round(_MOST_CHANCE * 100))
    return words("analysis.chance", chance=round(chance * 100))
