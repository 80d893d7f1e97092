"""Open questions to the plan's owner, and which of them concern what."""

from collections.abc import Collection
from dataclasses import dataclass

from kpi.catalog import Catalog
from kpi.i18n import Texts
from kpi.model import Question


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Something only the plan's owner can answer."""

    question_id: str
    text: str
    about: str = ""
    """Names of the measures it concerns."""


class OpenQuestions:
    """The questions of a plan in one language."""

    def __init__(self, catalog: Catalog, words: Texts) -> None:
        self._catalog = catalog
        self._words = words
        of_figures = {figure.figure_id: figure.measure_id for figure in catalog.figures.values()}
        of_targets = {target.target_id: target.measure_id for target in catalog.targets.values()}
        self._behind = {measure_id: measure_id for measure_id in catalog.measures} | of_figures | of_targets
        """The measure behind every id that a question may name: of a measure, a figure or a target."""
        self._named: dict[str, list[tuple[str, int]]] = {}
        """By measure, the questions that name it, by their place, and of its targets the one that each speaks of."""
        for place, question in enumerate(catalog.questions):
            for subject in _subjects(question):
                target_id = subject if subject in of_targets else ""
                self._named.setdefault(self._behind.get(subject, ""), []).append((target_id, place))

    def about(self, measure_id: str, target_id: str = "") -> tuple[str, ...]:
        """Questions that name a measure, one of its figures or targets; given a target, of its targets that one alone."""
        named = self._named.get(measure_id, ())
        places = {place for target, place in named if not (target and target_id) or target == target_id}
        return tuple(self._text(self._catalog.questions[place]) for place in sorted(places))

    def all(self) -> tuple[QuestionView, ...]:
        """Every question with the measures it is about."""
        return tuple(map(self._view, self._catalog.questions))

    def among(self, measures: Collection[str]) -> tuple[QuestionView, ...]:
        """The questions that concern one of the measures."""
        asked = [question for question in self._catalog.questions if not set(measures).isdisjoint(self._measures(question))]
        return tuple(map(self._view, asked))

    def _measures(self, question: Question) -> dict[str, None]:
        return dict.fromkeys(self._behind[subject] for subject in _subjects(question) if subject in self._behind)

    def _view(self, question: Question) -> QuestionView:
        names = [self._catalog.measures[measure_id].name(self._words.lang) for measure_id in self._measures(question)]
        return QuestionView(question.question_id, self._text(question), self._words.listing(names))

    def _text(self, question: Question) -> str:
        return question.text.in_(self._words.lang)


def _subjects(question: Question) -> tuple[str, ...]:
    """The ids a question names."""
    return tuple(subject.strip() for subject in question.subject.split(";") if subject.strip())
