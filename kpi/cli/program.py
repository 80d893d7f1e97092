"""From arguments to an exit code: 0 done, 1 refused, 2 wrong usage. Whatever is refused is said in words, never as a traceback."""

import os
import sys
from collections.abc import Sequence

from kpi.cli.arguments import language, parser
from kpi.cli.output import message, prepare_streams
from kpi.i18n import texts

DONE, INTERRUPTED = 0, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit code; wrong usage and `--help` end by SystemExit, as argparse has it."""
    prepare_streams()
    given = sys.argv[1:] if arguments is None else arguments
    words = texts(language(given))
    wanted = parser(words).parse_args(given)
    try:
        # Everything heavy is imported only now, so that help and wrong usage answer at once.
        from kpi.cli.commands import run  # noqa: PLC0415

        code = run(wanted, words)
        sys.stdout.flush()
    except BrokenPipeError:
        _forget_stdout()
        return DONE
    except KeyboardInterrupt:
        message(words("cli.interrupted"))
        return INTERRUPTED
    return code


def _forget_stdout() -> None:
    """Whoever read the result has gone; nothing more can be told, also not when the process ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
