"""The databases that this process has open, for its server and its pages alike."""

import threading
from collections.abc import Callable

from kpi.services.workspace import Workspace, open_workspace

_HELD: dict[tuple[str, str], Workspace] = {}
_HOLDING = threading.Lock()
_Open = Callable[[str, str], Workspace]


def hold(database: str, catalog: str, by: _Open | None = None) -> Workspace:
    """What the process has open of a database, for the server and its pages alike: it is opened once, and held until closed.

    Errors as of `open_workspace`, which opens it unless it is opened `by` another.
    """
    key = (database, catalog)
    with _HOLDING:
        if key not in _HELD:
            _HELD[key] = workspace = (by or open_workspace)(database, catalog)
            workspace.on_closing.append(lambda: _HELD.pop(key, None))
        return _HELD[key]


def let_go() -> None:
    """Closes everything that is held, each when what is being written to it is finished."""
    for workspace in list(_HELD.values()):
        workspace.close()
