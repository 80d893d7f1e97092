"""From arguments to an exit code: 0 done, 1 refused, 2 wrong usage. Never a traceback for what a user may do."""

import json
import os
import sys
from collections.abc import Sequence

from kpi.cli.arguments import asked_language, build_parser
from kpi.errors import CatalogRefused, KpiError
from kpi.i18n import Texts, texts


class WrongUsage(Exception):  # noqa: N818 - named for what happened
    """Arguments that parse but cannot be meant; exits with 2."""


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code."""
    _speak_utf8()
    words = texts(asked_language(arguments))
    parsed = build_parser(words).parse_args(arguments)
    words = texts(parsed.lang)
    try:
        from kpi.cli import commands  # noqa: PLC0415 - wrong usage and help need none of the product

        return commands.COMMANDS[parsed.command](parsed, words)
    except CatalogRefused as refused:
        return _refused_catalog(refused, words, as_json=getattr(parsed, "json", False))
    except WrongUsage as wrong:
        return _say(str(wrong), 2)
    except KpiError as error:
        return _say(words.message(error.message), 1)
    except BrokenPipeError:
        # Whoever read our output has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _say(words("cli.os_error", path=str(error.filename or ""), problem=error.strerror or str(error)), 1)


def _say(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


def _refused_catalog(refused: CatalogRefused, words: Texts, *, as_json: bool) -> int:
    from kpi.services import problem_json, word_problem  # noqa: PLC0415 - see main

    views = [word_problem(words, problem) for problem in refused.problems]
    for view in views:
        problem = view.problem
        place = words("cli.place", file=problem.file, row=problem.row) if problem.row else problem.file
        sys.stderr.write(f"{place}: {view.message}\n")
    if as_json:
        sys.stdout.write(
            json.dumps({"ok": False, "problems": [problem_json(view) for view in views]}, ensure_ascii=False) + "\n"
        )
    return _say(words.message(refused.message), 1)


def _speak_utf8() -> None:
    """Chinese must come out whole whatever the terminal claims to be."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
