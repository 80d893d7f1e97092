"""Moving the database from a file into a lake on PostgreSQL, or back."""

from kpi import access, store
from kpi.model import EVERYWHERE, Action, Actor
from kpi.services.keeping.addresses import lake_place, require_file_name
from kpi.services.workspace import Clock, utc_now


def move_database(actor: Actor, source: str, target: str, *, now: Clock = utc_now) -> tuple[store.MovedTable, ...]:
    """Puts all that is in one database, which nobody has open, into another, empty one; the first stays as it is.

    Either may be a file or a lake, whose files are where the setting says, but not both a lake. Returns every table with its
    number of rows and a digest, the same in both. Errors as of `store.move`; NotAllowed.
    """
    access.require(actor, Action.ADMINISTER, EVERYWHERE)
    for database in (source, target):
        if not store.is_lake(database):
            require_file_name(database)
    here, there = (store.engine_of(database, **lake_place()) for database in (source, target))
    return store.move(here, there, now(), by=actor)
