"""What was answered to programs that asked under a key of their own, so that nothing they ask for twice is done twice."""

import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kpi.errors import KpiError
from kpi.model import Actor
from kpi.store.database import StorePart, Transaction

KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class ProgramAnswer:
    """What was answered to what was asked under a key."""

    key: str
    fingerprint: str
    """Of what was asked: the same key with another one is a mistake of the program."""
    status: int
    content: bytes = field(repr=False)


class ProgramAnswers(StorePart):
    """The answers of a store, and what it counts for a monitor."""

    def events_counted(self) -> dict[str, int]:
        """How often what was done, by its kind."""
        return {str(action): int(times) for action, times in self._database.rows("events_counted")}

    def program_answer(self, user_id: str, key: str) -> ProgramAnswer | None:
        """What was answered to somebody's program under a key, if anything was."""
        rows = self._database.rows("program_answer", {"user_id": user_id, "request_key": key})
        return next((ProgramAnswer(key, str(said), int(status), zlib.decompress(kept)) for said, status, kept in rows), None)

    def keep_program_answer(self, answer: ProgramAnswer, *, actor: Actor, at: datetime) -> None:
        """Keeps an answer to what changed nothing. KpiError `key_used` where there is one."""
        with self._database.writing(at) as transaction:
            keep_answer(transaction, answer, actor)


def keep_answer(transaction: Transaction, answer: ProgramAnswer | None, actor: Actor) -> None:
    """Keeps an answer together with what it tells of, if there is one. KpiError `key_used` where its key has one already."""
    if answer is None:
        return
    known = {"user_id": actor.user_id, "request_key": answer.key}
    transaction.run("forget_program_answers", {"until": transaction.moment - KEPT})
    if transaction.run("program_answer", known):
        raise KpiError("key_used")
    content = zlib.compress(answer.content)
    said = {"fingerprint": answer.fingerprint, "status": answer.status, "content": content, "made_at": transaction.moment}
    transaction.run("insert_program_answer", known | said)
