"""Copying the database, bringing a copy back, and proving it whole."""

from pathlib import Path

from kpi import access, store
from kpi.i18n import texts
from kpi.model import Action, Actor
from kpi.services.uploads import word_problem
from kpi.services.views import ProblemView
from kpi.services.workspace import Clock, Workspace, utc_now


def backup(workspace: Workspace, actor: Actor, folder: Path) -> Path:
    """A whole, proven copy in `folder`. KpiError, NotAllowed."""
    access.require(actor, Action.ADMINISTER)
    return workspace.store.backup(folder, at=workspace.now())


def restore(actor: Actor, source: Path, database: Path, *, now: Clock = utc_now) -> Path | None:
    """Puts a backup, or the newest in a folder, in the place of a database nobody has open.

    Returns where the database that was there is kept. NotFound, StoreBusy, StoreUnusable, NotAllowed.
    """
    access.require(actor, Action.ADMINISTER)
    found = sorted(source.glob("*.duckdb")) if source.is_dir() else []
    return store.restore(found[-1] if found else source, database, now())


def verify(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[ProblemView, ...]:
    """Everything in which the database contradicts itself. NotAllowed."""
    access.require(actor, Action.ADMINISTER)
    words = texts(lang)
    return tuple(word_problem(words, problem) for problem in workspace.store.verify())
