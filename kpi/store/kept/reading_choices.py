"""Spellings that were accepted for names of the catalog, and mappings that were saved. What is removed keeps its row."""

import unicodedata
from datetime import datetime

from kpi.errors import KpiError, NotFound
from kpi.model import Actor, Alias, NamedThing, Profile
from kpi.store.database import StorePart, Transaction


def spelling_key(spelling: str) -> str:
    """What two spellings share that are the same to a reader: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", spelling).casefold().split())


class ReadingChoices(StorePart):
    """What a store remembers of how files are read."""

    @property
    def reading_version(self) -> int:
        """How many events have changed how files are read."""
        return self._database.version("reading_version")

    def aliases(self) -> list[Alias]:
        """Every accepted spelling in use, newest first."""
        return self._database.records(Alias, "aliases")

    def accept_alias(self, thing: NamedThing, spelling: str, code: str, *, actor: Actor, at: datetime) -> int:
        """Remembers a spelling of a measure or region and returns its id; the id it has already if it stands for the same.

        KpiError `alias_empty`, or `alias_taken` if it stands for something else.
        """
        written = spelling.strip()
        if not written:
            raise KpiError("alias_empty")
        key = spelling_key(written)
        with self._database.writing(at) as transaction:
            alike = [alias for alias in transaction.records(Alias, "aliases") if spelling_key(alias.spelling) == key]
            known = next((alias for alias in alike if alias.thing is thing), None)
            if known and known.code != code:
                raise KpiError("alias_taken", spelling=written, code=known.code)
            if known:
                return known.alias_id
            alias_id = transaction.number("next_alias_id")
            values = {"alias_id": alias_id, "thing": str(thing), "spelling": written, "spelling_key": key, "code": code}
            transaction.run("insert_alias", values | {"accepted_by": actor.name, "accepted_at": transaction.moment})
            transaction.record(actor, "accept_alias", f"{written} → {code}")
            return alias_id

    def remove_alias(self, alias_id: int, *, actor: Actor, at: datetime) -> None:
        """Takes a spelling out of use. NotFound."""
        with self._database.writing(at) as transaction:
            known = next((alias for alias in transaction.records(Alias, "aliases") if alias.alias_id == alias_id), None)
            if known is None:
                raise NotFound("no_such_alias", alias_id=alias_id)
            values = {"alias_id": alias_id, "removed_at": transaction.moment, "removed_by": actor.name}
            transaction.run("remove_alias", values)
            transaction.record(actor, "remove_alias", f"{known.spelling} → {known.code}")

    def profiles(self) -> list[Profile]:
        """Every saved mapping in use, by name."""
        return self._database.records(Profile, "profiles")

    def save_profile(self, name: str, definition: str, *, actor: Actor, at: datetime) -> int:
        """Keeps a mapping under a name, in the place of one of that name. Returns its id. KpiError `profile_unnamed`."""
        called = name.strip()
        if not called:
            raise KpiError("profile_unnamed")
        with self._database.writing(at) as transaction:
            for profile in transaction.records(Profile, "profiles"):
                if profile.name == called:
                    _mark_removed(transaction, profile.profile_id, actor)
            profile_id = transaction.number("next_profile_id")
            values = {"profile_id": profile_id, "name": called, "definition": definition}
            transaction.run("insert_profile", values | {"saved_by": actor.name, "saved_at": transaction.moment})
            transaction.record(actor, "save_profile", called)
            return profile_id

    def remove_profile(self, profile_id: int, *, actor: Actor, at: datetime) -> None:
        """Takes a mapping out of use. NotFound."""
        with self._database.writing(at) as transaction:
            profiles = transaction.records(Profile, "profiles")
            known = next((profile for profile in profiles if profile.profile_id == profile_id), None)
            if known is None:
                raise NotFound("no_such_profile", profile=profile_id)
            _mark_removed(transaction, profile_id, actor)
            transaction.record(actor, "remove_profile", known.name)


def _mark_removed(transaction: Transaction, profile_id: int, actor: Actor) -> None:
    transaction.run("remove_profile", {"profile_id": profile_id, "removed_at": transaction.moment, "removed_by": actor.name})
