"""What commands share: the open plan, who asks, and the view asked for."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from kpi import services
from kpi.cli.output import tell_problem
from kpi.i18n import Texts
from kpi.model import SHANGHAI, Actor, end_of_day
from kpi.services import Query, Workspace
from kpi.settings import setting
from kpi.views import word_problem

if sys.platform != "win32":
    import pwd

Arguments = argparse.Namespace
Command = Callable[[Arguments, Texts], int]
DONE, REFUSED = 0, 1


@contextmanager
def opened(arguments: Arguments, words: Texts, *, untold: Collection[str] = ()) -> Iterator[Workspace]:
    """The plan and its database for as long as the command runs; what is odd about either goes to stderr.

    Notices with a code in `untold` are left out: the command itself finds and tells them.
    """
    workspace = services.open_workspace(arguments.database, arguments.catalog)
    if arguments.plan:
        workspace = _of_plan(workspace, arguments.plan)
    try:
        for problem in workspace.catalog.warnings:
            tell_problem(word_problem(words, problem), words)
        for notice in services.notices(workspace, actor_of(), lang=words.lang):
            if notice.problem.code not in untold:
                tell_problem(notice, words)
        yield workspace
        _tell_what_was_taken(workspace, arguments)
    finally:
        workspace.close()


def _tell_what_was_taken(workspace: Workspace, arguments: Arguments) -> None:
    """A command that ended well and wrote a file has taken it out of the house; that is on record."""
    file = getattr(arguments, "output", None) or getattr(arguments, "marked", None)
    if file:
        services.handed_out(workspace, actor_of(getattr(arguments, "user", None)), f"{arguments.command} {Path(file).name}")


def _of_plan(workspace: Workspace, plan_id: str) -> Workspace:
    """The database looked at through another plan; NotFound, and then it is closed."""
    try:
        return workspace.of(plan_id)
    except BaseException:
        workspace.close()
        raise


def actor_of(name: str | None = None) -> Actor:
    """Who asks: the local user, who may do all, under the name given or that of the settings, and as the system knows them.

    The command line's one door.
    """
    return Actor(name or setting("KPI_USER"), services.OWNER, door="command", system_user=system_user())


def system_user() -> str:
    """Who runs the command, by the system itself: its environment can say anything."""
    if sys.platform == "win32":
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def query_of(arguments: Arguments, words: Texts) -> Query:
    """The view that --as-of, --known-at, --region, --lamps and --targets ask for."""
    return Query(
        arguments.as_of,
        _known_at(arguments.known_at),
        arguments.region,
        arguments.lamps,
        words.lang,
        arguments.targets == "original",
    )


def _known_at(given: date | datetime | None) -> datetime | None:
    """A moment as meant in Asia/Shanghai; a day means its end."""
    if given is None or not isinstance(given, datetime):
        return end_of_day(given) if given else None
    return given if given.tzinfo else given.replace(tzinfo=SHANGHAI)
