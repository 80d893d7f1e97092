"""Copying the database, bringing a copy back, proving it whole, and what was found on opening it."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from kpi import access, store
from kpi.errors import KpiError, NotAllowed, NotFound
from kpi.i18n import Texts, texts
from kpi.model import EVERYWHERE, Action, Actor, Problem, Severity, local
from kpi.services.keeping.addresses import require_file_name
from kpi.services.verdicts.written import unlike_verdicts
from kpi.services.workspace import Clock, Workspace, utc_now
from kpi.views import ProblemView, word_problem

VERIFIED = frozenset(f"store_journal_{what}" for what in ("missing", "anchor", "log", "changed", "unreadable", "unwritable"))
"""Codes of notices that `verify` finds again, one by one."""


def backup(workspace: Workspace, actor: Actor, folder: Path, *, key: str = "") -> Path:
    """A whole, proven copy in `folder`, sealed where the text of a key file is given. KpiError, NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER, EVERYWHERE)
    made = workspace.store.backup(folder, at=workspace.now(), key=key)
    workspace.audit(actor, "backup", subject=made.name)
    return made


def maintain(workspace: Workspace, actor: Actor, days: int) -> store.Maintained:
    """Merges the small files of a lake and removes what has been unused for `days`. NotAllowed, StoreBusy, StoreUnusable.

    KpiError `maintain_days` for less than a day, in which a query may still read it; `maintain_file` for a database file.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER, EVERYWHERE)
    if days < 1:
        raise KpiError("maintain_days", days=days)
    done = workspace.store.maintain(workspace.now() - timedelta(days=days))
    if done is None:
        raise KpiError("maintain_file")
    workspace.audit(actor, "maintain", subject=str(days))
    return done


def backup_key(actor: Actor) -> tuple[str, str]:
    """The text of a new key file for backups, and the public key in it, which is enough to make them. NotAllowed."""
    access.require(actor, Action.ADMINISTER, EVERYWHERE)
    return store.new_key()


def restore(actor: Actor, source: Path, database: Path, *, key: str = "", now: Clock = utc_now) -> Path | None:
    """Puts a backup, or the newest of this database in a folder, in the place of a database nobody has open.

    Whoever was in is out, and no token is good any longer, from the first moment on; accounts, passwords and roles are those of
    the backup's day.
    Returns where the database that was there is kept. NotFound, StoreBusy, StoreUnusable, NotAllowed; KpiError
    `restore_mixes` if one of the two is a demonstration and the other is not; for a sealed one see the store.
    """
    _admit_to(database, actor, now)
    backup_file = newest_backup(source, database) if source.is_dir() else source
    require_file_name(database)
    return store.restore(backup_file, database, now(), key, by=actor)


def _admit_to(database: Path, actor: Actor, now: Clock) -> None:
    """NotAllowed, and on record where there is a database that can be written to: whoever restores has none open."""
    try:
        access.require(actor, Action.ADMINISTER, EVERYWHERE)
    except NotAllowed:
        with suppress(KpiError):
            if database.exists():
                there = store.Store.open(database, at=now())
                try:
                    there.audit(actor, str(Action.ADMINISTER), subject="restore", outcome=store.Outcome.REFUSED, at=now())
                finally:
                    there.close()
        raise


def newest_backup(folder: Path, database: Path) -> Path:
    """The newest copy of a database in a folder; if there are only copies of others, the newest of those. NotFound."""
    found = [*folder.glob("*.duckdb"), *folder.glob(f"*.duckdb{store.SEALED}")]
    copies = sorted(found, key=lambda path: _unsealed(path).rpartition("-")[2])
    own = [path for path in copies if _unsealed(path).rpartition("-")[0] == database.stem]
    if not copies:
        raise NotFound("no_such_backup", path=str(folder))
    return (own or copies)[-1]


def _unsealed(path: Path) -> str:
    """The name of a backup without what says that it is one, and that it is sealed."""
    return path.name.removesuffix(store.SEALED).removesuffix(".duckdb")


def verify(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[ProblemView, ...]:
    """Everything in which the database contradicts itself or its verdicts, or lacks what was acknowledged. NotAllowed."""
    workspace = workspace.admit(actor, Action.ADMINISTER, EVERYWHERE)
    words = texts(lang)
    found = (*workspace.store.verify(), *unlike_verdicts(workspace.store, workspace.plans))
    return tuple(_worded(words, problem) for problem in found)


def verified_since(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[ProblemView, ...]:
    """Notes where `verify` can tell only from some moment on whether all that was acknowledged is there, and of what the audit
    log proves nothing. NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ADMINISTER, EVERYWHERE)
    notes = filter(None, (workspace.store.verified_since(), workspace.store.unproven()))
    return tuple(_worded(texts(lang), note) for note in notes)


def notices(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[ProblemView, ...]:
    """What whoever works with the database should know, the worst first: found on opening it, or wrong now. NotAllowed."""
    workspace = workspace.admit(actor, Action.VIEW)
    words = texts(lang)
    order = list(Severity)
    clock = workspace.store.clock_notice(workspace.now())
    behind = Problem(Severity.ERROR, "store_catalog_behind") if workspace.unsaved else None
    problems = (*workspace.store.notices, *filter(None, (clock, behind, workspace.folder_notice)))
    return tuple(_worded(words, problem) for problem in sorted(problems, key=lambda problem: order.index(problem.severity)))


def _worded(words: Texts, problem: Problem) -> ProblemView:
    """A problem with its moments as a clock in the plan's city shows them."""
    values = {name: local(value) if isinstance(value, datetime) else value for name, value in problem.values.items()}
    return word_problem(words, replace(problem, values=values))
