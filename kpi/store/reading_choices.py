"""Spellings that were accepted for names of the catalog, and mappings that were saved. What is removed keeps its row."""

import unicodedata

from kpi.errors import KpiError, NotFound
from kpi.model import Actor, Alias, NamedThing, Profile
from kpi.store.database import Database, Row, Transaction
from kpi.store.moments import aware


def spelling_key(spelling: str) -> str:
    """What two spellings share that are the same to a reader: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", spelling).casefold().split())


def aliases(database: Database) -> list[Alias]:
    """Every alias in use, newest first."""
    return [_alias(row) for row in database.rows("aliases")]


def accept_alias(transaction: Transaction, thing: NamedThing, spelling: str, code: str, actor: Actor) -> int:
    """Remembers a spelling and returns its id; the id it has already if it stands for the same.

    KpiError `alias_empty`, or `alias_taken` if it stands for something else.
    """
    written = spelling.strip()
    if not written:
        raise KpiError("alias_empty")
    key = spelling_key(written)
    known = next((row for row in transaction.run("aliases") if (row[1], row[6]) == (str(thing), key)), None)
    if known and known[3] != code:
        raise KpiError("alias_taken", spelling=written, code=known[3])
    if known:
        return int(known[0])
    alias_id = int(transaction.run("next_alias_id")[0][0])
    values = {"alias_id": alias_id, "thing": str(thing), "spelling": written, "spelling_key": key, "code": code}
    transaction.run("insert_alias", values | {"accepted_by": actor.name, "accepted_at": transaction.moment})
    transaction.record(actor.name, "accept_alias", f"{written} → {code}")
    return alias_id


def remove_alias(transaction: Transaction, alias_id: int, actor: Actor) -> None:
    """Takes an alias out of use. NotFound."""
    known = next((row for row in transaction.run("aliases") if row[0] == alias_id), None)
    if known is None:
        raise NotFound("no_such_alias", alias_id=alias_id)
    values = {"alias_id": alias_id, "removed_at": transaction.moment, "removed_by": actor.name}
    transaction.run("remove_alias", values)
    transaction.record(actor.name, "remove_alias", f"{known[2]} → {known[3]}")


def profiles(database: Database) -> list[Profile]:
    """Every profile in use, by name."""
    return [Profile(row[0], row[1], row[2], row[3], aware(row[4])) for row in database.rows("profiles")]


def save_profile(transaction: Transaction, name: str, definition: str, actor: Actor) -> int:
    """Keeps a mapping under a name, in the place of one of that name, and returns its id. KpiError `profile_unnamed`."""
    called = name.strip()
    if not called:
        raise KpiError("profile_unnamed")
    for row in transaction.run("profiles"):
        if row[1] == called:
            _mark_removed(transaction, row[0], actor)
    profile_id = int(transaction.run("next_profile_id")[0][0])
    values = {"profile_id": profile_id, "name": called, "definition": definition}
    transaction.run("insert_profile", values | {"saved_by": actor.name, "saved_at": transaction.moment})
    transaction.record(actor.name, "save_profile", called)
    return profile_id


def remove_profile(transaction: Transaction, profile_id: int, actor: Actor) -> None:
    """Takes a profile out of use. NotFound."""
    known = next((row for row in transaction.run("profiles") if row[0] == profile_id), None)
    if known is None:
        raise NotFound("no_such_profile", profile=profile_id)
    _mark_removed(transaction, profile_id, actor)
    transaction.record(actor.name, "remove_profile", known[1])


def _mark_removed(transaction: Transaction, profile_id: int, actor: Actor) -> None:
    transaction.run("remove_profile", {"profile_id": profile_id, "removed_at": transaction.moment, "removed_by": actor.name})


def _alias(row: Row) -> Alias:
    alias_id, thing, spelling, code, accepted_by, accepted_at, _ = row
    return Alias(alias_id, NamedThing(thing), spelling, code, accepted_by, aware(accepted_at))
