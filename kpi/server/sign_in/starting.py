"""Making ready before the server listens: the database is opened, and there is somebody who can get in."""

from collections.abc import Callable
from pathlib import Path

from kpi import services
from kpi.errors import NotStarted
from kpi.server.sign_in.keeper import Keeper
from kpi.server.sign_in.modes import Mode, SignIn
from kpi.server.sign_in.safeguards.cookies import key_from
from kpi.settings import setting


def keeper_of(sign_in: SignIn, close_session: Callable[[str], None]) -> Keeper | None:
    """The state of the gate; None where there is no sign-in. NotStarted, CatalogRefused, StoreBusy, StoreUnusable."""
    if sign_in.mode is Mode.NONE:
        return None
    database = setting("KPI_DATABASE")
    services.People.require_limits()
    held = services.hold(database, setting("KPI_CATALOG"))
    people = services.People(held)
    beside = database if Path(database).exists() else held.store.path  # the address of a lake is no name of a file
    path = Path(setting("KPI_KEY_FILE") or f"{beside}.sign-in.key")
    if sign_in.mode is Mode.ACCOUNTS:
        if not people.has_administrator():
            raise NotStarted("no_administrator")
        people.check("", "")  # what nobody's password is held against is made now: else the first wrong name would take longer
    try:
        return Keeper(sign_in, people, key_from(path), close_session)
    except OSError as error:
        raise NotStarted("key_unusable", path=str(path)) from error
