"""Questions in SQL, asked of the live data through the views of the plan."""

from kpi import access
from kpi.model import Action, Actor
from kpi.services.workspace import Workspace
from kpi.store import Answer

MOST_ROWS = 1000
SECONDS = 10.0
_MOST_DIGITS = 1e15


def ask(workspace: Workspace, actor: Actor, statement: str, *, limited: bool = True) -> Answer:
    """The answer to one statement that reads; `limited`, where others wait too: in rows and in time. NotAllowed; KpiError."""
    access.require(actor, Action.VIEW)
    if not limited:
        return workspace.store.ask(statement)
    return workspace.store.ask(statement, most_rows=MOST_ROWS, seconds=SECONDS)


def askable(workspace: Workspace, actor: Actor) -> dict[str, tuple[str, ...]]:
    """The views that a statement may read, with their columns. NotAllowed."""
    access.require(actor, Action.VIEW)
    return workspace.store.readable_columns()


def cell_text(value: object) -> str:
    """A value of an answer as text: nothing for null, numbers in digits."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < _MOST_DIGITS else str(value)
    return str(value)
