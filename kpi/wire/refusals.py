"""Why something was refused, as problems."""

from kpi.errors import CatalogRefused, KpiError, TemplateRefused, UploadRefused
from kpi.i18n import Texts
from kpi.model import Problem, Severity
from kpi.views import ProblemView, word_problem
from kpi.wire.forms import Json, problem_json


def refusal_problems(error: KpiError, words: Texts) -> list[ProblemView]:
    """What an error lists, worded; nothing of one that lists none."""
    problems = error.problems if isinstance(error, CatalogRefused | TemplateRefused | UploadRefused) else ()
    return [word_problem(words, problem) for problem in problems]


def refusal_json(error: KpiError, words: Texts) -> list[Json]:
    """The problems of an error; of one that is about no row of a file itself, in the shape of a problem."""
    problem = Problem(Severity.ERROR, error.message.key.removeprefix("error."))
    itself = ProblemView(problem, "", words.message(error.message), "")
    return [problem_json(view) for view in refusal_problems(error, words) or [itself]]
