"""Results go to stdout, messages to stderr. Whatever somebody wrote, no letter of it moves a cursor or turns a text."""

import json
import sys
from collections.abc import Callable

from kpi.errors import KpiError
from kpi.i18n import Texts, visible
from kpi.views import ProblemView
from kpi.wire import refusal_json, refusal_problems


def result(text: str) -> None:
    """Part of what was asked for."""
    sys.stdout.write(_still(text) + "\n")


def result_json(value: object) -> None:
    """What was asked for, as JSON. NaN is no JSON and raises ValueError."""
    result("".join(map(_escaped, json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False))))


def _still(text: str) -> str:
    """A text of which every letter that nobody sees is named, but for those that lay it out."""
    return visible(text).replace("\r", "⟨U+000D⟩")


def _escaped(letter: str) -> str:
    """A letter of JSON as it is, or as JSON writes those that nobody sees."""
    return letter if letter == "\n" or letter == _still(letter) else json.dumps(letter)[1:-1]


def answer(as_json: bool, value: Callable[[], object], text: Callable[[], str]) -> None:
    """What was asked for, in the one form or the other."""
    if as_json:
        result_json(value())
    else:
        result(text())


def tell(text: str) -> None:
    """Something to know that is not the result."""
    sys.stderr.write(_still(text) + "\n")


def tell_problem(view: ProblemView, words: Texts) -> None:
    """A problem on one line: how serious, where, what, and what to do about it."""
    problem = view.problem
    place = [problem.file, problem.sheet, words("cli.row", row=problem.row) if problem.row is not None else "", problem.column]
    told = words("cli.problem", severity=view.severity_text, place=" ".join(filter(None, place)), text=view.message)
    tell(words("cli.problem_and_advice", problem=told.rstrip("。."), advice=view.suggestion) if view.suggestion else told)


def tell_refusal(error: KpiError, words: Texts, *, as_json: bool) -> None:
    """Why nothing was done; as JSON on stdout too where that was asked for."""
    for view in refusal_problems(error, words):
        tell_problem(view, words)
    tell(words.message(error.message))
    if as_json:
        result_json({"ok": False, "problems": refusal_json(error, words)})
