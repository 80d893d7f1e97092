"""The outbox: every message is queued once under its key, and claimed before it is sent, so that no two send it. What waits
and is no longer so is superseded in the transaction that queues what is.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from kpi.errors import PreviewOutdated
from kpi.model import Actor, Attachment, Contact, NewMessage, OutboxMessage, OutboxStep, SendState
from kpi.store.database import StorePart, Transaction


class Outbox(StorePart):
    """What a store keeps of what goes out."""

    @property
    def outbox_version(self) -> int:
        """How many events have changed it. They change no figure, so `data_version` stays."""
        return self._database.version("outbox_version")

    def outbox_messages(self, plan_id: str) -> list[OutboxMessage]:
        """Every message of a plan, the newest first."""
        return self._database.records(OutboxMessage, "outbox_messages", {"plan_id": plan_id})

    def outbox_steps(self, plan_id: str) -> list[OutboxStep]:
        """What became of the messages of a plan, in the order it did."""
        return self._database.records(OutboxStep, "outbox_steps", {"plan_id": plan_id})

    def outbox_counted(self) -> dict[str, int]:
        """Messages of all plans by how far they are."""
        return {str(state): int(messages) for state, messages in self._database.rows("outbox_counted")}

    def attachments(self, message_id: int) -> list[Attachment]:
        """The files of a message, in their order."""
        return self._database.records(Attachment, "outbox_attachments", {"message_id": message_id})

    def contacts(self, plan_id: str) -> list[Contact]:
        """Where units and places of a plan are reached."""
        return self._database.records(Contact, "contacts", {"plan_id": plan_id})

    def queue_messages(
        self,
        plan_id: str,
        messages: Sequence[NewMessage],
        stale: Sequence[int] = (),
        *,
        newest: int | None = None,
        actor: Actor,
        at: datetime,
    ) -> list[int]:
        """Queues messages, all or none, but those that were queued before under the same key; the numbers of the new ones.

        Those that are `stale` are superseded. PreviewOutdated where one of them no longer waits, or the newest message of the
        plan is no longer the `newest` one that they were chosen by.
        """
        queued = []
        with self._database.writing(at) as transaction:
            found = transaction.number("newest_message", {"plan_id": plan_id})
            if newest is not None and found != newest:
                raise PreviewOutdated("message_moved", number=found)
            for number in stale:
                _supersede(transaction, number, actor)
            for message in messages:
                if not transaction.run("outbox_with_key", {"send_key": message.send_key}):
                    queued.append(_queue(transaction, plan_id, message, actor))
        return queued

    def claim_message(self, message_id: int, expected: int, *, actor: Actor, at: datetime) -> None:
        """Takes a message to send it. PreviewOutdated where its newest step is not the `expected` one: another has taken it."""
        with self._database.writing(at) as transaction:
            last = _last(transaction, message_id)
            if last is None or last.step != expected or last.state in (SendState.SENT, SendState.SUPERSEDED):
                raise PreviewOutdated("message_moved", number=message_id)
            if last.state is SendState.SENDING:  # of a run that ended before it was answered
                _step(transaction, message_id, last.step + 1, SendState.UNSURE, "", actor)
                expected += 1
            _step(transaction, message_id, expected + 1, SendState.SENDING, "", actor)

    def settle_message(self, message_id: int, state: SendState, detail: str, *, actor: Actor, at: datetime) -> None:
        """Writes down what became of a claimed message. PreviewOutdated where it is not claimed."""
        with self._database.writing(at) as transaction:
            last = _last(transaction, message_id)
            if last is None or last.state is not SendState.SENDING:
                raise PreviewOutdated("message_moved", number=message_id)
            _step(transaction, message_id, last.step + 1, state, detail, actor)

    def set_contact(self, plan_id: str, unit: str, region_code: str, address: str, *, actor: Actor, at: datetime) -> None:
        """Says where a unit or a place is reached; an empty address takes an earlier one back."""
        with self._database.writing(at) as transaction:
            values = {"plan_id": plan_id, "unit": unit, "region_code": region_code, "address": address}
            number = transaction.number("next_contact_id")
            transaction.run("insert_contact", values | transaction.signed(actor) | {"entry_id": number})
            transaction.record(actor, "contact", unit or region_code, proving=[f"contact_log #{number}"])


def _queue(transaction: Transaction, plan_id: str, message: NewMessage, actor: Actor) -> int:
    message_id = transaction.number("next_message_id")
    values: dict[str, object] = {
        "message_id": message_id,
        "plan_id": plan_id,
        "send_key": message.send_key,
        "channel": str(message.channel),
        "addressee": message.addressee,
        "recipient": message.recipient,
        "subject": message.subject,
        "body": message.body,
        "figures": message.figures,
    }
    transaction.run("insert_outbox_message", values | transaction.signed(actor))
    for position, each in enumerate(message.attachments, start=1):
        kept = {"file": each.file, "media_type": each.media_type, "content": each.content}
        proof = {"sha256": hashlib.sha256(each.content).hexdigest(), "message_id": message_id, "position": position}
        transaction.run("insert_outbox_attachment", kept | proof)
    _step(transaction, message_id, 1, SendState.QUEUED, "", actor)
    return message_id


def _supersede(transaction: Transaction, message_id: int, actor: Actor) -> None:
    last = _last(transaction, message_id)
    if last is None or last.state is not SendState.QUEUED:
        raise PreviewOutdated("message_moved", number=message_id)
    _step(transaction, message_id, last.step + 1, SendState.SUPERSEDED, "", actor)


def _last(transaction: Transaction, message_id: int) -> OutboxStep | None:
    return next(iter(transaction.records(OutboxStep, "last_outbox_step", {"message_id": message_id})), None)


def _step(transaction: Transaction, message_id: int, step: int, state: SendState, detail: str, actor: Actor) -> None:
    values = {"message_id": message_id, "step": step, "state": str(state), "detail": detail}
    transaction.run("insert_outbox_step", values | transaction.signed(actor))
    transaction.record(actor, "outbox", f"{message_id}/{step} {state}")
