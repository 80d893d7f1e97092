"""What goes out (发件箱) as records: messages, what became of each, and where units and towns are reached. Moments are UTC."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Channel(StrEnum):
    """The way a message takes."""

    FILE = "file"
    """Written into a folder, for somebody to send by hand."""
    SMTP = "smtp"
    WEBHOOK = "webhook"
    """The robot of a group of 政务微信, 企业微信 or 钉钉."""


class SendState(StrEnum):
    """How far a message is."""

    QUEUED = "queued"
    SENDING = "sending"
    """Claimed: it may be on its way, and nobody else sends it."""
    SENT = "sent"
    """The other side has taken it."""
    FAILED = "failed"
    """It surely has not arrived."""
    UNSURE = "unsure"
    """It may have arrived: only a person sends it again."""
    SUPERSEDED = "superseded"
    """It was never sent, and never will be: what it says is no longer so, or another says it."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    file: str
    media_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A message about to be queued."""

    send_key: str
    """A digest of who owes, on which way, at which address and on which day, and behind it the keys of those who owe. Nothing
    with the same is ever queued again."""
    channel: Channel
    addressee: str
    """The unit or place, as it is called."""
    recipient: str
    """Its address; empty where the channel needs none."""
    subject: str
    body: str
    figures: int
    """How many figures it reminds of."""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class OutboxMessage:
    """A message as it was queued, without its attachments."""

    message_id: int
    plan_id: str
    send_key: str
    channel: Channel
    addressee: str
    recipient: str
    subject: str
    body: str
    figures: int
    user_id: str
    made_by: str
    made_at: datetime

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of those to whom it goes; none for a message that was queued before these were kept."""
        _, _, told = self.send_key.partition(" ")
        return tuple(json.loads(told)) if told else ()


@dataclass(frozen=True, slots=True)
class OutboxStep:
    """A step of what became of a message."""

    message_id: int
    step: int
    """Of its message, from 1."""
    state: SendState
    detail: str
    """The answer of the other side, or why it failed."""
    user_id: str
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a unit or a place is reached; an empty address takes an earlier one back."""

    entry_id: int
    plan_id: str
    unit: str
    region_code: str
    address: str
    user_id: str
    made_by: str
    made_at: datetime
