"""What the command line understands. Help and complaints are in the language asked for, so `--lang` is looked for first."""

import argparse
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NoReturn

from kpi.cli.readers import day, moment, setting_value, settled
from kpi.i18n import LANGUAGES, Texts, texts
from kpi.model import FORM_TEXTS, JUDGEABLE
from kpi.settings import setting

WRONG_USAGE = 2
FORM_FORMATS = ("csv", "xlsx")
ENCODINGS = ("UTF-8", "GB18030", "UTF-16 LE", "UTF-16 BE")
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t"}
GROUPINGS = ("category", "owner", "plan")
SERIES = ("region", "category", "owner")
TEMPLATE_KINDS = ("docx", "pptx")
GENRES = ("gap", "briefing", "tasks", "reminder", "summary")
PLAN_ACTIONS = ("list", "show", "check", "load", "export", "new", "revise", "answer", "judge", "withdraw")
USER_ACTIONS = ("list", "add", "rename", "role", "password", "disable", "enable", "sign-out", "token")
ROLES = ("viewer", "leader", "reporter", "reviewer", "publisher", "administrator", "auditor")
CHANNELS = ("file", "smtp", "webhook")
FREQUENCIES = ("yearly", "quarterly", "monthly")
TARGETS = ("original", "revised")
VINTAGES = ("first",)
REVISABLE = ("value", "value_high", "deadline", "years")
QUARTERS = ("alone", "cumulative")
REMARK_EVENTS = ("remark", "begin", "assign", "answer", "evidence", "finish", "reopen")

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


_Read = Callable[[Texts, str], object]


class _Argument:
    """One argument of a command: its name or names, the key of what is said of it, and what argparse is to know."""

    def __init__(
        self,
        names: str,
        told: str,
        metavar: str = "",
        read: _Read | None = None,
        *,
        preset: str = "",
        alone: bool = False,
        **known: Any,  # noqa: ANN401  all that add_argument takes
    ) -> None:
        """`preset` is the setting that holds where it is not given; of those `alone` a command takes one at the most."""
        self.alone = alone
        self._names, self._told, self._read, self._preset = names, told, read, preset
        self._known = known | ({"metavar": metavar} if metavar else {})

    def add_to(self, place: "argparse.ArgumentParser | argparse._MutuallyExclusiveGroup", words: Texts) -> None:
        """Lets a command take it."""
        known = self._known | ({"default": setting(self._preset)} if self._preset else {})
        known |= {"type": partial(self._read, words)} if self._read else {}
        place.add_argument(*self._names.split(), help=words(f"cli.{self._told}"), **known)


def build_parser(words: Texts) -> Parser:
    """Every command with its options."""
    speaking: type[Parser] = type("SpeakingParser", (Parser,), {"words": words})
    top = speaking("python -m kpi", words("cli.description"))
    for argument in _TOP:
        argument.add_to(top, words)
    top.add_argument(
        "--lang", choices=LANGUAGES, default=words.lang, help=words("cli.lang", languages=words.language.items.join(LANGUAGES))
    )
    commands = top.add_subparsers(
        title=words("cli.commands"), dest="command", metavar="COMMAND", required=True, parser_class=speaking
    )
    for name, arguments in _COMMANDS.items():
        told = words(f"cli.{name.replace('-', '_')}")
        command = commands.add_parser(name, help=told, description=told)
        group = command.add_mutually_exclusive_group() if any(argument.alone for argument in arguments) else command
        for argument in arguments:
            argument.add_to(group if argument.alone else command, words)
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


_TOP = (
    _Argument("--database", "database", "PATH_OR_URL", preset="KPI_DATABASE"),
    _Argument("--catalog", "catalog", "DIR", preset="KPI_CATALOG"),
    _Argument("--plan", "plan_option", "PLAN", default=""),
)
_JSON = _Argument("--json", "json", action="store_true")
_USER = _Argument("--user", "user_option", "U", preset="KPI_USER")
_NOTE = _Argument("--note", "note", "N", default="")
_OUTPUT = _Argument("-o --output", "output", "FILE", required=True)
_ACCEPT = _Argument("--accept-warnings", "accept_warnings", action="store_true")
_SUBMISSION = _Argument("number", "submission_number", "N", type=int)
_FORMAT = _Argument("--format", "format", "F")
_FOLDER = _Argument("folder", "folder", "DIR")
_KEY_FILE = _Argument("--key-file", "key_file", "FILE")
_VIEW = (
    _Argument("--as-of", "as_of", "D", day),
    _Argument("--known-at", "known_at", "T", moment),
    _Argument("--region", "region", "CODE"),
    _Argument("--lamps", "lamps", "NAME", default="default"),
    _Argument("--targets", "targets", choices=TARGETS, default=TARGETS[-1]),
)
"""As of when, as known when, for where, in which lamps and by which targets."""
_STATUS = (*_VIEW, _JSON)
_CHECK = (
    _Argument("files", "files", "FILE", nargs="+"),
    _Argument("--encoding", "encoding", "E", choices=ENCODINGS, default=""),
    _Argument("--delimiter", "delimiter", "C", choices=tuple(DELIMITERS), default=""),
    _Argument("--sheet", "sheet", "NAME", action="append"),
    _Argument("--header-row", "header_row", "N", type=int, default=0),
    _Argument("--unit", "unit", "TEXT", default=""),
    _Argument("--period", "period", "TEXT", default=""),
    _Argument("--quarters", "quarters", choices=QUARTERS, default=""),
    _Argument("--profile", "profile_option", "NAME", default=""),
    _Argument("--marked", "marked", "DIR", default=""),
    _JSON,
)
_ABOUT = _Argument("target", "remark_target", "TARGET", nargs="?", default="")
_OF_TARGET = (
    _Argument("--year", "remark_year", "YEAR", type=int),
    _Argument("--action", "remark_action", "NUMBER", type=int, default=0),
)
_RESPONSIBLE = (
    _Argument("--unit", "remark_unit", "NAME", default=""),
    _Argument("--person", "remark_person", "NAME", default=""),
    _Argument("--due", "remark_due", "D", day),
)
_COMMANDS: Mapping[str, tuple[_Argument, ...]] = {
    "status": _STATUS,
    "gaps": _STATUS,
    "whatif": (
        _Argument("ratio", "ratio", "RATIO", nargs="?", default=""),
        _Argument("--set", "set", "INPUT=VALUE", setting_value, dest="values", action="append"),
        _Argument("--growth", "growth", "INPUT=PCT", setting_value, action="append"),
        _Argument("--until", "until", "YEAR", type=int),
        *_STATUS,
    ),
    "rollup": (_Argument("--by", "by", choices=GROUPINGS, default=GROUPINGS[0]), *_STATUS),
    "lamps": (_Argument("--shift", "shift", "POINTS", type=float, default=5.0), *_STATUS),
    "quality": _STATUS,
    "regions": (
        _Argument("measure", "member_measure", "MEASURE", nargs="?", default=""),
        _Argument("--by", "dimension", "DIMENSION", default=""),
        _Argument("--period", "member_period", "PERIOD", default=""),
        *_STATUS,
    ),
    "check": _CHECK,
    "import": (*_CHECK, _USER, _NOTE, _ACCEPT, _Argument("--submission", "import_submission", "N", type=int, default=0)),
    "submissions": (_Argument("number", "submission_number", "N", type=int, nargs="?", default=0), _JSON),
    "approve": (_SUBMISSION, _USER, _Argument("--note", "approve_note", "N", default=""), _ACCEPT, _JSON),
    "return": (_SUBMISSION, _USER, _Argument("--note", "return_note", "N", required=True)),
    "publish": (_USER, _Argument("--note", "publish_note", "N", required=True)),
    "lock": (
        _Argument("period", "lock_period", "PERIOD", nargs="?", default=""),
        _USER,
        _Argument("--note", "lock_note", "N", default=""),
    ),
    "unlock": (
        _Argument("number", "lock_number", "N", type=int),
        _USER,
        _Argument("--note", "unlock_note", "N", required=True),
    ),
    "alias": (
        _Argument("spelling", "spelling", "SPELLING", nargs="?", default=""),
        _Argument("code", "alias_code", "CODE", nargs="?", default=""),
        _Argument("--remove", "alias_remove", "ID", type=int, default=0),
        _USER,
    ),
    "profile": (_Argument("--remove", "profile_remove", "ID", type=int, default=0), _USER),
    "history": (_JSON,),
    "changes": (
        _Argument("--from", "changes_from", "M|D|BATCH", dest="start", default=""),
        _Argument("--to", "changes_to", "M|D|BATCH", dest="end", default=""),
        _Argument("--vintages", "vintages", choices=VINTAGES, default=""),
        _Argument("--region", "region", "CODE"),
        _Argument("--lamps", "lamps", "NAME", default="default"),
        _JSON,
    ),
    "withdraw": (
        _Argument("batch", "batch", "BATCH", type=int),
        _Argument("--user", "user_option", "U", required=True),
        _Argument("--note", "withdrawal_note", "N", required=True),
    ),
    "template": (_Argument("year", "year", "YEAR", type=int), _OUTPUT),
    "report": (
        *_VIEW,
        _Argument("--kind", "kind", choices=GENRES, default="gap"),
        _Argument("--rank", "rank", "MEASURE|units", dest="ranked", default=""),
        _Argument("--category", "of_category", "NAME", alone=True),
        _Argument("--owner", "of_owner", "NAME", alone=True),
        _Argument("--each", "each", choices=SERIES, alone=True),
        _Argument("--against", "against", "N|D", default=""),
        _Argument("--template", "template_option", "NAME|FILE", default=""),
        *(_Argument(f"--{name.replace('_', '-')}", name, "TEXT") for name in FORM_TEXTS),
        _Argument("--signed-on", "signed_on", "D", day),
        _FORMAT,
        _Argument("--issue", "issue", action="store_true"),
        _Argument("--user", "user_option", "U"),
        _Argument("--note", "note", "N"),
        _OUTPUT,
    ),
    "templates": (
        _Argument("--add", "template_add", "FILE", alone=True),
        _Argument("--check", "template_check", "FILE", alone=True),
        _Argument("--remove", "template_remove", "NAME", alone=True),
        _Argument("--placeholders", "placeholders", alone=True, action="store_true"),
        _Argument("--example", "template_example", alone=True, choices=TEMPLATE_KINDS),
        _Argument("--as", "template_as", "NAME", dest="called", default=""),
        _USER,
        _Argument("-o --output", "output", "FILE"),
        _JSON,
    ),
    "issued": (
        _Argument("number", "issued_number", "NUMBER", type=int, nargs="?"),
        _FORMAT,
        _Argument("-o --output", "output", "FILE"),
        _JSON,
    ),
    "plan": (
        _Argument("action", "plan_action", "ACTION", choices=PLAN_ACTIONS),
        _Argument("what", "plan_what", "PLAN_OR_DIR", nargs="?", default=""),
        _Argument("--as", "plan_as", "PLAN", dest="called", default=""),
        _Argument("--document", "plan_document", "N", default=""),
        _Argument("--effective", "plan_effective", "D", day),
        *(_Argument(f"--{name.replace('_', '-')}", f"plan_{name}", "X", dest=name) for name in REVISABLE),
        _Argument("--set", "plan_set", "SUBJECT.COLUMN=VALUE", settled, dest="settled", action="append"),
        _Argument("--verdict", "plan_verdict", "V", choices=tuple(map(str, JUDGEABLE))),
        _Argument("--reason", "plan_reason", "R", default=""),
        _Argument("--evidence", "plan_evidence", "E", default=""),
        _Argument("--as-of", "plan_as_of", "D", day),
        _NOTE,
        _USER,
        _Argument("-o --output", "plan_output", "DIR", default=""),
        _JSON,
    ),
    "user": (
        _Argument("action", "user_action", "ACTION", choices=USER_ACTIONS),
        _Argument("account", "user_account", "ACCOUNT", nargs="?", default=""),
        _Argument("--name", "user_name", "NAME", default=""),
        _Argument("--role", "user_role", choices=ROLES, action="append"),
        _Argument("--unit", "user_unit", "UNIT", default=""),
        _Argument("--regions", "user_regions", "CODES", action="append"),
        _Argument("--take", "user_take", "NUMBER", type=int, action="append"),
        _Argument("--days", "user_days", "N", type=int, default=90),
        _Argument("--no-password", "user_no_password", action="store_true"),
        _USER,
        _JSON,
    ),
    "actions": (_JSON,),
    "remark": (
        _ABOUT,
        *_OF_TARGET,
        _Argument("--as", "remark_as", "EVENT", dest="event", choices=REMARK_EVENTS, default=REMARK_EVENTS[0]),
        _Argument("--cause", "remark_cause", "TEXT", default=""),
        _Argument("--steps", "remark_steps", "TEXT", default=""),
        *_RESPONSIBLE,
        _Argument("--evidence", "remark_evidence", "FILE", action="append"),
        _Argument("--note", "remark_note", "TEXT", default=""),
        _USER,
    ),
    "instruct": (
        _ABOUT,
        *_OF_TARGET,
        *_RESPONSIBLE,
        _Argument("--no-action", "instruct_no_action", action="store_true"),
        _Argument("--note", "instruct_note", "TEXT", required=True),
        _USER,
    ),
    "close": (
        _Argument("action", "close_action", "NUMBER", type=int),
        _Argument("--note", "remark_note", "TEXT", default=""),
        _USER,
    ),
    "duties": (
        _Argument("--of", "duties_mine", "ACCOUNT", default=""),
        _Argument("--set", "duties_set", choices=FREQUENCIES, dest="frequency", default=""),
        _Argument("--days", "duties_days", "N", type=int, default=31),
        _Argument("--measure", "duties_measure", "MEASURE", default=""),
        _Argument("--unit", "duties_unit", "UNIT", default=""),
        _Argument("--region", "duties_region", "CODE"),
        _Argument("--places", "duties_places", action="store_true"),
        _NOTE,
        _USER,
        _JSON,
    ),
    "remind": (
        _Argument("who", "remind_who", "UNIT|CODE", nargs="*"),
        _Argument("--by", "remind_by", dest="way", choices=CHANNELS, default=CHANNELS[0]),
        _Argument("--address", "remind_address", "ADDRESS"),
        _Argument("--copies", "remind_copies", action="store_true"),
        _NOTE,
        _USER,
        _JSON,
    ),
    "outbox": (_Argument("--again", "outbox_again", "NUMBER", type=int, default=0), _USER, _JSON),
    "handover": (
        _Argument("giver", "handover_from", "ACCOUNT"),
        _Argument("taker", "handover_to", "ACCOUNT"),
        _NOTE,
        _USER,
    ),
    "sql": (_Argument("query", "query", "QUERY"), _JSON),
    "backup": (_FOLDER, _KEY_FILE),
    "backup-key": (_OUTPUT,),
    "restore": (_FOLDER, _KEY_FILE),
    "migrate-database": (
        _Argument("source", "move_from", "FROM"),
        _Argument("target", "move_to", "TO"),
        _JSON,
    ),
    "maintain": (_Argument("--days", "maintain_days", "N", type=int, default=7), _USER, _JSON),
    "verify": (),
    "demo": (),
}
"""The commands and what each is told, in the order of their help."""
