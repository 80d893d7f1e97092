"""Copying the database, bringing a copy back, and proving it whole."""

from pathlib import Path

from kpi import access, store
from kpi.errors import NotFound
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.services.upload_views import ProblemView
from kpi.services.uploads import word_problem
from kpi.services.workspace import Clock, Workspace, require_file_name, utc_now


def backup(workspace: Workspace, actor: Actor, folder: Path) -> Path:
    """A whole, proven copy in `folder`. KpiError, NotAllowed."""
    access.require(actor, Action.ADMINISTER)
    return workspace.store.backup(folder, at=workspace.now())


def restore(actor: Actor, source: Path, database: Path, *, now: Clock = utc_now) -> Path | None:
    """Puts a backup, or the newest of this database in a folder, in the place of a database nobody has open.

    Returns where the database that was there is kept. NotFound, StoreBusy, StoreUnusable, NotAllowed; KpiError
    `restore_mixes` if one of the two is a demonstration and the other is not.
    """
    access.require(actor, Action.ADMINISTER)
    backup_file = newest_backup(source, database) if source.is_dir() else source
    require_file_name(database)
    return store.restore(backup_file, database, now())


def newest_backup(folder: Path, database: Path) -> Path:
    """The newest copy of a database in a folder; if there are only copies of others, the newest of those. NotFound."""
    copies = sorted(folder.glob("*.duckdb"), key=lambda path: path.stem.rpartition("-")[2])
    own = [path for path in copies if path.stem.rpartition("-")[0] == database.stem]
    if not copies:
        raise NotFound("no_such_backup", path=str(folder))
    return (own or copies)[-1]


def verify(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[ProblemView, ...]:
    """Everything in which the database contradicts itself. NotAllowed."""
    access.require(actor, Action.ADMINISTER)
    words = texts(lang)
    return tuple(word_problem(words, problem) for problem in workspace.store.verify())
