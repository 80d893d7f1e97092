"""Open questions to the plan's owner, and which of them concern what."""

from collections.abc import Mapping

from kpi.catalog import Catalog
from kpi.model import Question


def question_text(question: Question, lang: str) -> str:
    """The question in a language."""
    return question.text.in_(lang)


def subjects(question: Question) -> tuple[str, ...]:
    """The ids a question names."""
    return tuple(subject.strip() for subject in question.subject.split(";") if subject.strip())


def measures_behind(catalog: Catalog) -> Mapping[str, str]:
    """The measure behind every id that a question may name: of a measure, a figure or a target."""
    of_figures = {each.figure_id: each.measure_id for each in catalog.figures.values()}
    of_targets = {each.target_id: each.measure_id for each in catalog.targets.values()}
    return {measure_id: measure_id for measure_id in catalog.measures} | of_figures | of_targets


def questions_about(
    catalog: Catalog, measure_id: str, lang: str, *, target_id: str | None = None, behind: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Questions that name a measure, one of its figures or one of its targets; given a target, of the targets only that one.

    `behind` is `measures_behind` for who asks about many.
    """
    known = measures_behind(catalog) if behind is None else behind

    def concerns(subject: str) -> bool:
        if target_id is not None and subject in catalog.targets:
            return subject == target_id
        return known.get(subject) == measure_id

    return tuple(question_text(each, lang) for each in catalog.questions if any(map(concerns, subjects(each))))
