"""From arguments to an exit code: 0 done, 1 refused, 2 wrong usage. What is refused is said in words, never as a traceback."""

import io
import os
import sys
from collections.abc import Sequence

from kpi.cli.arguments import asked_language, build_parser
from kpi.i18n import texts
from kpi.private import keep_private

DONE, REFUSED, INTERRUPTED = 0, 1, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; wrong usage and `--help` end by SystemExit, as argparse has it."""
    _prepare_streams()
    given = sys.argv[1:] if arguments is None else arguments
    words = texts(asked_language(given))
    try:
        asked = build_parser(words).parse_args(given)
        keep_private()
        # Everything heavy is imported only now, so that help and wrong usage answer at once.
        from kpi.cli.commands import run  # noqa: PLC0415

        code = run(asked, words)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return DONE
    except OSError as error:
        # A full disk, or a stdout that cannot be written: what files may do wrong has sentences of its own.
        sys.stderr.write(words("cli.system_error", problem=error.strerror or str(error)) + "\n")
        _forget_stdout()
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _prepare_streams() -> None:
    """Chinese comes out whole whatever the terminal claims to be, and what no text can hold is escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _forget_stdout() -> None:
    """Whoever read the result has gone; nothing more is said, also not when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
