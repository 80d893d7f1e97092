"""Matters and marks as the services see them. Two who write at once: the second is told, for each says which step they saw."""

import hashlib
from collections.abc import Sequence, Set
from dataclasses import asdict
from datetime import datetime

from kpi.errors import NotFound, PreviewOutdated
from kpi.model import (
    Actor,
    Evidence,
    FollowEntry,
    MatterEntry,
    MatterEvent,
    MatterOf,
    MatterState,
    NewStep,
    Qualifier,
    ValueOf,
    naive,
)
from kpi.store.database import StorePart, Transaction


class Remarks(StorePart):
    """What a store holds of matters and marks."""

    @property
    def remarks_version(self) -> int:
        """How many events have changed them. They change no figure, so `data_version` stays."""
        return self._database.version("remarks_version")

    def matter_entries(self, plan_id: str, known_at: datetime | None = None) -> list[MatterEntry]:
        """Every step of every matter of a plan, as known at a moment, in the order they were made."""
        return self._database.records(MatterEntry, "matter_entries", _asked(plan_id, known_at))

    def matter_evidence(self, plan_id: str) -> list[Evidence]:
        """Every file of the matters of a plan."""
        return self._database.records(Evidence, "matter_evidence", {"plan_id": plan_id})

    def evidence_content(self, evidence_id: int) -> tuple[str, str, bytes]:
        """File name, media type and bytes of a file. NotFound."""
        rows = self._database.rows("matter_evidence_content", {"evidence_id": evidence_id})
        if not rows:
            raise NotFound("no_such_evidence", number=evidence_id)
        file, media_type, content = rows[0]
        return str(file), str(media_type), bytes(content)

    def follow_entries(self, plan_id: str, known_at: datetime | None = None) -> list[FollowEntry]:
        """Every time a mark of a plan was set or lifted, as known at a moment, in that order."""
        return self._database.records(FollowEntry, "follow_entries", _asked(plan_id, known_at))

    def begin_matter(self, about: MatterOf, steps: Sequence[NewStep], *, actor: Actor, at: datetime) -> int:
        """Writes the first steps of a matter and returns its number.

        PreviewOutdated where the actor has begun the very same and it stands as it was begun: a button was pressed twice.
        """
        with self._database.writing(at) as transaction:
            _require_not_begun(transaction, about, steps[0], actor)
            matter_id = transaction.number("next_matter_id")
            _write(transaction, matter_id, 0, about, steps, actor)
            return matter_id

    def move_matter(
        self, matter_id: int, about: MatterOf, steps: Sequence[NewStep], expected: int, *, actor: Actor, at: datetime
    ) -> None:
        """Writes further steps of a matter, all or none. PreviewOutdated where it has others than the `expected` first ones."""
        with self._database.writing(at) as transaction:
            found = transaction.number("matter_version", {"matter_id": matter_id})
            if found != expected:
                raise PreviewOutdated("matter_moved", number=matter_id)
            _write(transaction, matter_id, found, about, steps, actor)

    def mark_value(
        self, plan_id: str, of: ValueOf, value: float, qualifier: Qualifier, note: str, *, actor: Actor, at: datetime
    ) -> int:
        """Sets a mark on a value and returns its number. PreviewOutdated where it has one already."""
        with self._database.writing(at) as transaction:
            newest = {entry.mark_id: entry for entry in _marks(transaction, plan_id)}
            if any(entry.of == of and entry.marked for entry in newest.values()):
                raise PreviewOutdated("value_marked")
            mark_id = transaction.number("next_mark_id")
            told = {**asdict(of), "plan_id": plan_id, "value": value, "qualifier": str(qualifier), "note": note}
            _mark(transaction, told | {"mark_id": mark_id, "version": 1, "marked": True}, actor)
            return mark_id

    def lift_mark(self, plan_id: str, mark_id: int, note: str, expected: int, *, actor: Actor, at: datetime) -> None:
        """Lifts a mark. PreviewOutdated where it is no longer as it was `expected` to be; NotFound."""
        with self._database.writing(at) as transaction:
            newest = {entry.mark_id: entry for entry in _marks(transaction, plan_id)}.get(mark_id)
            if newest is None:
                raise NotFound("no_such_mark", number=mark_id)
            if newest.version != expected or not newest.marked:
                raise PreviewOutdated("mark_moved")
            told = asdict(newest.of) | {"plan_id": plan_id, "value": newest.value, "qualifier": str(newest.qualifier)}
            _mark(transaction, told | {"mark_id": mark_id, "version": expected + 1, "marked": False, "note": note}, actor)


def _asked(plan_id: str, known_at: datetime | None) -> dict[str, object]:
    return {"plan_id": plan_id, "known_at": naive(known_at) if known_at else None}


def _marks(transaction: Transaction, plan_id: str) -> list[FollowEntry]:
    return transaction.records(FollowEntry, "follow_entries", _asked(plan_id, None))


def _write(
    transaction: Transaction, matter_id: int, before: int, about: MatterOf, steps: Sequence[NewStep], actor: Actor
) -> None:
    for version, step in enumerate(steps, start=before + 1):
        evidence = step.evidence
        told = {name: value for name, value in asdict(step).items() if name != "evidence"}
        told |= asdict(about) | {"matter_id": matter_id, "version": version, "event": str(step.event), "state": str(step.state)}
        transaction.run("insert_matter_entry", told | transaction.signed(actor))
        if evidence:
            sha256 = hashlib.sha256(evidence.content).hexdigest()
            kept = asdict(evidence) | {"matter_id": matter_id, "version": version, "sha256": sha256}
            transaction.run("insert_matter_evidence", kept)
        transaction.record(actor, "matter", f"{matter_id}/{version} {step.event}")


def _require_not_begun(transaction: Transaction, about: MatterOf, first: NewStep, actor: Actor) -> None:
    newest = {
        entry.matter_id: entry for entry in transaction.records(MatterEntry, "matter_entries", _asked(about.plan_id, None))
    }
    asked = {**asdict(about), **asdict(first), "by": (actor.user_id, actor.name), "version": 1}
    asked.pop("evidence")
    for entry in newest.values():
        if all(getattr(entry, name) == value for name, value in asked.items()):
            raise PreviewOutdated("matter_begun", number=entry.matter_id)


def rename_person_in(transaction: Transaction, plan_id: str, known_as: Set[str], name: str, note: str, actor: Actor) -> int:
    """Another person for every matter of a plan that is not closed and stands in a name, a step each; how many."""
    newest = {entry.matter_id: entry for entry in transaction.records(MatterEntry, "matter_entries", _asked(plan_id, None))}
    theirs = [last for last in newest.values() if last.state is not MatterState.CLOSED and last.person in known_as]
    for last in theirs:
        about = MatterOf(plan_id, last.target_id, last.target_year)
        carried = {field: getattr(last, field) for field in ("cause", "steps", "unit", "due")}
        step = NewStep(MatterEvent.ASSIGN, last.state, **carried, person=name, note=note)
        _write(transaction, last.matter_id, last.version, about, [step], actor)
    return len(theirs)


def _mark(transaction: Transaction, told: dict[str, object], actor: Actor) -> None:
    transaction.run("insert_follow_entry", told | transaction.signed(actor))
    done = "mark" if told["marked"] else "unmark"
    transaction.record(actor, "follow", f"{told['mark_id']}/{told['version']} {done}")
