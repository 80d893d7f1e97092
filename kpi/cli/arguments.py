"""What the command line understands. Help is in the language asked for, so `--lang` is looked for first."""

import argparse
from collections.abc import Sequence
from datetime import date, datetime
from typing import NoReturn

from kpi import settings
from kpi.i18n import LANGUAGES, Texts, texts

REPORT_FORMATS = ("docx", "xlsx", "csv")
FORM_FORMATS = ("csv", "xlsx")


class Parser(argparse.ArgumentParser):
    """Says what is wrong in the language asked for, and exits with 2."""

    words: Texts = texts("zh")

    def error(self, message: str) -> NoReturn:
        """Wrong usage."""
        self.print_usage()
        self.exit(2, self.words("cli.usage_error", message=message) + "\n")

    def print_usage(self, file: object = None) -> None:
        """Usage goes to stderr, stdout is for results."""
        import sys  # noqa: PLC0415 - only when something is wrong

        sys.stderr.write(self.format_usage())


def asked_language(arguments: Sequence[str]) -> str:
    """The language given with `--lang`, else the setting's, else Chinese."""
    for position, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and position + 1 < len(arguments):
            value = arguments[position + 1]
        if value in LANGUAGES:
            return value
    default = settings.setting("KPI_LANG")
    return default if default in LANGUAGES else "zh"


def build_parser(words: Texts) -> Parser:
    """Every command with its options."""
    Parser.words = words
    parser = Parser(prog="python -m kpi", description=words("cli.description"))
    parser.add_argument(
        "--database", metavar="PATH_OR_URL", default=settings.setting("KPI_DATABASE"), help=words("cli.database")
    )
    parser.add_argument("--catalog", metavar="DIR", default=settings.setting("KPI_CATALOG"), help=words("cli.catalog"))
    parser.add_argument("--lang", choices=LANGUAGES, default=words.lang, help=words("cli.lang"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=Parser)

    def command(name: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words(f"cli.{name}"), description=words(f"cli.{name}"))

    _view_options(command("status"), words)
    for name in ("check", "import"):
        each = command(name)
        each.add_argument("files", metavar="FILE", nargs="+")
        _json(each, words)
        if name == "import":
            _user(each, words)
            each.add_argument("--note", default="", help=words("cli.note"))
            each.add_argument("--accept-warnings", action="store_true", help=words("cli.accept_warnings"))
    _json(command("history"), words)
    withdraw = command("withdraw")
    withdraw.add_argument("batch", metavar="BATCH", type=int)
    _user(withdraw, words, required=True)
    withdraw.add_argument("--note", required=True, help=words("cli.note"))
    template = command("template")
    template.add_argument("year", metavar="YEAR", type=int)
    _output(template, words)
    report = command("report")
    report.add_argument("--as-of", metavar="D", type=_day, help=words("cli.as_of"))
    report.add_argument("--format", metavar="F", help=words("cli.format"))
    _output(report, words)
    for name in ("backup", "restore"):
        command(name).add_argument("folder", metavar="DIR")
    command("verify")
    command("demo")
    return parser


def _view_options(parser: argparse.ArgumentParser, words: Texts) -> None:
    parser.add_argument("--as-of", metavar="D", type=_day, help=words("cli.as_of"))
    parser.add_argument("--known-at", metavar="T", type=_moment, help=words("cli.known_at"))
    parser.add_argument("--region", metavar="CODE", help=words("cli.region"))
    parser.add_argument("--lamps", metavar="NAME", default="default", help=words("cli.lamps"))
    _json(parser, words)


def _json(parser: argparse.ArgumentParser, words: Texts) -> None:
    parser.add_argument("--json", action="store_true", help=words("cli.json"))


def _user(parser: argparse.ArgumentParser, words: Texts, *, required: bool = False) -> None:
    default = None if required else settings.setting("KPI_USER")
    parser.add_argument("--user", metavar="U", default=default, required=required, help=words("cli.user"))


def _output(parser: argparse.ArgumentParser, words: Texts) -> None:
    parser.add_argument("-o", "--output", metavar="FILE", required=True, help=words("cli.output"))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _moment(text: str) -> date | datetime:
    return date.fromisoformat(text) if len(text) == len("2025-01-01") else datetime.fromisoformat(text)


_day.__name__ = "YYYY-MM-DD"
_moment.__name__ = "YYYY-MM-DD[THH:MM]"
