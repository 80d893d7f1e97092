"""What the command line understands. Help and complaints are in the language asked for, so `--lang` is looked for first."""

import argparse
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import NoReturn

from kpi.i18n import LANGUAGES, Texts, texts
from kpi.settings import setting

WRONG_USAGE = 2
FORM_FORMATS = ("csv", "xlsx")
ENCODINGS = ("UTF-8", "GB18030", "UTF-16 LE", "UTF-16 BE")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
GROUPINGS = ("category", "owner", "plan")
SERIES = ("region", "category", "owner")
PLAN_ACTIONS = ("list", "show", "check", "load", "export", "new", "revise", "answer", "withdraw")
TARGETS = ("original", "revised")
REVISABLE = ("value", "value_high", "deadline", "years")
QUARTERS = ("alone", "cumulative")

_COMPLAINTS = (
    (r"the following arguments are required: (?P<what>.+)", "cli.usage_required"),
    (r"unrecognized arguments: (?P<what>.+)", "cli.usage_unknown"),
    (r"argument (?P<what>.+?): expected .+ arguments?", "cli.usage_no_value"),
    (r"argument (?P<what>.+?): invalid choice: '?(?P<value>.*?)'? \(choose from (?P<choices>.+)\)", "cli.usage_choice"),
    (r"argument (?P<what>.+?): invalid \w+ value: '(?P<value>.*)'", "cli.usage_value"),
    (r"argument (?P<what>.+?): ignored explicit argument '(?P<value>.*)'", "cli.usage_value"),
    (r"argument (?P<what>.+?): (?P<reason>.+)", "cli.usage_reason"),
)
"""What argparse says in English, and the text that says it in every language; the first that fits."""


class _Format(argparse.HelpFormatter):
    """Help whose one English word of its own is replaced."""

    words: Texts = texts(LANGUAGES[0])

    def _expand_help(self, action: argparse.Action) -> str:
        """The help of one argument as it stands: our texts have no fields of argparse's, and a percent sign is one."""
        return action.help or ""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None = None,
    ) -> None:
        """The usage line after the word for it."""
        super().add_usage(usage, actions, groups, self.words("cli.usage") if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Speaks one language, and says on stderr what is wrong with the arguments."""

    words: Texts = texts(LANGUAGES[0])

    def __init__(self, prog: str | None = None, description: str | None = None) -> None:
        formatter: type[_Format] = type("SpeakingFormat", (_Format,), {"words": self.words})
        super().__init__(prog, description=description, add_help=False, allow_abbrev=False, formatter_class=formatter)
        self._optionals.title, self._positionals.title = self.words("cli.options"), self.words("cli.arguments")
        self.add_argument("-h", "--help", action="help", help=self.words("cli.help"))

    def error(self, message: str) -> NoReturn:
        """Wrong usage: one sentence and exit code 2."""
        complaint = self.words("cli.usage_wrong", what=_complaint(self.words, message))
        self.exit(WRONG_USAGE, f"{self.format_usage()}{complaint}\n")


def build_parser(words: Texts) -> Parser:
    """Every command with its options."""
    speaking: type[Parser] = type("SpeakingParser", (Parser,), {"words": words})
    top = speaking("python -m kpi", words("cli.description"))
    top.add_argument("--database", metavar="PATH_OR_URL", default=setting("KPI_DATABASE"), help=words("cli.database"))
    top.add_argument("--catalog", metavar="DIR", default=setting("KPI_CATALOG"), help=words("cli.catalog"))
    top.add_argument("--plan", metavar="PLAN", default="", help=words("cli.plan_option"))
    top.add_argument(
        "--lang", choices=LANGUAGES, default=words.lang, help=words("cli.lang", languages=words.language.items.join(LANGUAGES))
    )
    commands = top.add_subparsers(
        title=words("cli.commands"), dest="command", metavar="COMMAND", required=True, parser_class=speaking
    )
    for name, arrange in _COMMANDS.items():
        told = words(f"cli.{name}")
        arrange(commands.add_parser(name, help=told, description=told), words)
    return top


def asked_language(arguments: Sequence[str]) -> str:
    """The language given with `--lang`, else the setting's, else Chinese."""
    given = [argument.removeprefix("--lang=") for argument in arguments if argument.startswith("--lang=")]
    given += [following for argument, following in pairwise(arguments) if argument == "--lang"]
    return next((lang for lang in (*given, setting("KPI_LANG")) if lang in LANGUAGES), LANGUAGES[0])


def _complaint(words: Texts, message: str) -> str:
    for pattern, key in _COMPLAINTS:
        complaint = re.fullmatch(pattern, message, re.DOTALL)
        if complaint:
            return words(key, **{name: text.replace("'", "") for name, text in complaint.groupdict().items()})
    return message


def _iso_day(text: str) -> date:
    """2023-06-30 and nothing else: ISO has more ways of writing a day than people know. ValueError."""
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text, re.ASCII):
        raise ValueError(text)
    return date.fromisoformat(text)


def _day(words: Texts) -> Callable[[str], date]:
    def read(text: str) -> date:
        try:
            return _iso_day(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(words("cli.bad_day", value=text)) from error

    return read


def _moment(words: Texts) -> Callable[[str], date | datetime]:
    """A day, or a moment."""

    def read(text: str) -> date | datetime:
        try:
            return _iso_day(text) if len(text) <= len("2023-06-30") else datetime.fromisoformat(text)
        except ValueError as error:
            raise argparse.ArgumentTypeError(words("cli.bad_moment", value=text)) from error

    return read


def _status(command: Parser, words: Texts) -> None:
    _view(command, words)
    _json(command, words)


def _view(command: Parser, words: Texts) -> None:
    """As of when, as known when, for where and in which lamps."""
    _as_of(command, words)
    command.add_argument("--known-at", metavar="T", type=_moment(words), help=words("cli.known_at"))
    command.add_argument("--region", metavar="CODE", help=words("cli.region"))
    command.add_argument("--lamps", metavar="NAME", default="default", help=words("cli.lamps"))
    command.add_argument("--targets", choices=TARGETS, default=TARGETS[-1], help=words("cli.targets"))


def _gaps(command: Parser, words: Texts) -> None:
    """The same view as status."""
    _status(command, words)


def _whatif(command: Parser, words: Texts) -> None:
    """A ratio, and what differs from its figures."""
    command.add_argument("ratio", metavar="RATIO", nargs="?", default="", help=words("cli.ratio"))
    command.add_argument(
        "--set", metavar="INPUT=VALUE", dest="values", action="append", type=_setting(words), help=words("cli.set")
    )
    command.add_argument("--growth", metavar="INPUT=PCT", action="append", type=_setting(words), help=words("cli.growth"))
    command.add_argument("--until", metavar="YEAR", type=int, help=words("cli.until"))
    _status(command, words)


def _setting(words: Texts) -> Callable[[str], tuple[str, float]]:
    """A name and a number, such as employed_total=540."""

    def read(text: str) -> tuple[str, float]:
        name, _, number = text.partition("=")
        if not name or not re.fullmatch(r"[+-]?\d{1,15}(\.\d{1,8})?", number, re.ASCII):
            raise argparse.ArgumentTypeError(words("cli.bad_setting", value=text))
        return name, float(number)

    return read


def _rollup(command: Parser, words: Texts) -> None:
    command.add_argument("--by", choices=GROUPINGS, default=GROUPINGS[0], help=words("cli.by"))
    _status(command, words)


def _lamp_schemes(command: Parser, words: Texts) -> None:
    command.add_argument("--shift", metavar="POINTS", type=float, default=5.0, help=words("cli.shift"))
    _status(command, words)


def _regions(command: Parser, words: Texts) -> None:
    command.add_argument("measure", metavar="MEASURE", nargs="?", default="", help=words("cli.member_measure"))
    command.add_argument("--by", metavar="DIMENSION", default="", help=words("cli.dimension"))
    command.add_argument("--period", metavar="PERIOD", default="", help=words("cli.member_period"))
    _status(command, words)


def _check(command: Parser, words: Texts) -> None:
    command.add_argument("files", metavar="FILE", nargs="+", help=words("cli.files"))
    command.add_argument("--encoding", metavar="E", choices=ENCODINGS, default="", help=words("cli.encoding"))
    command.add_argument("--delimiter", metavar="C", choices=tuple(DELIMITERS), default="", help=words("cli.delimiter"))
    command.add_argument("--sheet", metavar="NAME", action="append", help=words("cli.sheet"))
    command.add_argument("--header-row", metavar="N", type=int, default=0, help=words("cli.header_row"))
    command.add_argument("--unit", metavar="TEXT", default="", help=words("cli.unit"))
    command.add_argument("--period", metavar="TEXT", default="", help=words("cli.period"))
    command.add_argument("--quarters", choices=QUARTERS, default="", help=words("cli.quarters"))
    command.add_argument("--profile", metavar="NAME", default="", help=words("cli.profile_option"))
    command.add_argument("--marked", metavar="DIR", default="", help=words("cli.marked"))
    _json(command, words)


def _import(command: Parser, words: Texts) -> None:
    _check(command, words)
    command.add_argument("--user", metavar="U", default=setting("KPI_USER"), help=words("cli.user"))
    command.add_argument("--note", metavar="N", default="", help=words("cli.note"))
    command.add_argument("--accept-warnings", action="store_true", help=words("cli.accept_warnings"))


def _alias(command: Parser, words: Texts) -> None:
    """Lists what is accepted, or with a spelling and a code accepts it."""
    command.add_argument("spelling", metavar="SPELLING", nargs="?", default="", help=words("cli.spelling"))
    command.add_argument("code", metavar="CODE", nargs="?", default="", help=words("cli.alias_code"))
    command.add_argument("--remove", metavar="ID", type=int, default=0, help=words("cli.alias_remove"))
    command.add_argument("--user", metavar="U", default=setting("KPI_USER"), help=words("cli.user"))


def _profile(command: Parser, words: Texts) -> None:
    command.add_argument("--remove", metavar="ID", type=int, default=0, help=words("cli.profile_remove"))
    command.add_argument("--user", metavar="U", default=setting("KPI_USER"), help=words("cli.user"))


def _withdraw(command: Parser, words: Texts) -> None:
    command.add_argument("batch", metavar="BATCH", type=int, help=words("cli.batch"))
    command.add_argument("--user", metavar="U", required=True, help=words("cli.user"))
    command.add_argument("--note", metavar="N", required=True, help=words("cli.withdrawal_note"))


def _template(command: Parser, words: Texts) -> None:
    command.add_argument("year", metavar="YEAR", type=int, help=words("cli.year"))
    _output(command, words)


def _report(command: Parser, words: Texts) -> None:
    _view(command, words)
    group = command.add_mutually_exclusive_group()
    group.add_argument("--category", metavar="NAME", help=words("cli.of_category"))
    group.add_argument("--owner", metavar="NAME", help=words("cli.of_owner"))
    group.add_argument("--each", choices=SERIES, help=words("cli.each"))
    command.add_argument("--format", metavar="F", help=words("cli.format"))
    command.add_argument("--issue", action="store_true", help=words("cli.issue"))
    command.add_argument("--user", metavar="U", help=words("cli.user"))
    command.add_argument("--note", metavar="N", help=words("cli.note"))
    _output(command, words)


def _issued(command: Parser, words: Texts) -> None:
    command.add_argument("number", metavar="NUMBER", nargs="?", type=int, help=words("cli.issued_number"))
    command.add_argument("--format", metavar="F", help=words("cli.format"))
    command.add_argument("-o", "--output", metavar="FILE", help=words("cli.output"))
    _json(command, words)


def _plan(command: Parser, words: Texts) -> None:
    command.add_argument("action", metavar="ACTION", choices=PLAN_ACTIONS, help=words("cli.plan_action"))
    command.add_argument("what", metavar="PLAN_OR_DIR", nargs="?", default="", help=words("cli.plan_what"))
    command.add_argument("--as", metavar="PLAN", dest="called", default="", help=words("cli.plan_as"))
    command.add_argument("--document", metavar="N", default="", help=words("cli.plan_document"))
    command.add_argument("--effective", metavar="D", type=_day(words), help=words("cli.plan_effective"))
    for column in REVISABLE:
        name = column.replace("_", "-")
        command.add_argument(f"--{name}", metavar="X", dest=column, help=words(f"cli.plan_{column}"))
    command.add_argument(
        "--set",
        metavar="SUBJECT.COLUMN=VALUE",
        dest="settled",
        action="append",
        type=_settled(words),
        help=words("cli.plan_set"),
    )
    command.add_argument("--note", metavar="N", default="", help=words("cli.note"))
    command.add_argument("--user", metavar="U", default=setting("KPI_USER"), help=words("cli.user"))
    command.add_argument("-o", "--output", metavar="DIR", default="", help=words("cli.plan_output"))
    _json(command, words)


def _settled(words: Texts) -> Callable[[str], tuple[str, str, str]]:
    """What an answer says, such as T09.window_start=2021-01-01."""

    def read(text: str) -> tuple[str, str, str]:
        place, _, value = text.partition("=")
        subject, _, column = place.rpartition(".")
        if not subject or not column or not value:
            raise argparse.ArgumentTypeError(words("cli.bad_answer", value=text))
        return subject, column, value

    return read


def _sql(command: Parser, words: Texts) -> None:
    command.add_argument("query", metavar="QUERY", help=words("cli.query"))
    _json(command, words)


def _folder(command: Parser, words: Texts) -> None:
    command.add_argument("folder", metavar="DIR", help=words("cli.folder"))


def _as_of(command: Parser, words: Texts) -> None:
    command.add_argument("--as-of", metavar="D", type=_day(words), help=words("cli.as_of"))


def _json(command: Parser, words: Texts) -> None:
    command.add_argument("--json", action="store_true", help=words("cli.json"))


def _output(command: Parser, words: Texts) -> None:
    command.add_argument("-o", "--output", metavar="FILE", required=True, help=words("cli.output"))


def _nothing(command: Parser, words: Texts) -> None:
    """A command without arguments of its own."""


_COMMANDS: dict[str, Callable[[Parser, Texts], None]] = {
    "status": _status,
    "gaps": _gaps,
    "whatif": _whatif,
    "rollup": _rollup,
    "lamps": _lamp_schemes,
    "quality": _gaps,
    "regions": _regions,
    "check": _check,
    "import": _import,
    "alias": _alias,
    "profile": _profile,
    "history": _json,
    "withdraw": _withdraw,
    "template": _template,
    "report": _report,
    "issued": _issued,
    "plan": _plan,
    "sql": _sql,
    "backup": _folder,
    "restore": _folder,
    "verify": _nothing,
    "demo": _nothing,
}
