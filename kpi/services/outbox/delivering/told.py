"""What a driver is handed and what it says: sent where the other side said so, failed only where it cannot have arrived."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from unicodedata import category

from kpi.model import Attachment, OutboxMessage, SendState

TIMEOUT_SECONDS = 20.0
_MOST_DETAIL = 200


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message with its files, at the moment it goes out."""

    message: OutboxMessage
    attachments: Sequence[Attachment]
    moment: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message."""

    state: SendState
    detail: str = ""
    """In the words of the other side, or of the machine; never with a password or an address that is secret."""


class Driver(Protocol):
    """A way out."""

    def deliver(self, out: Outgoing) -> Outcome:
        """Sends a message, once. Whatever it raises leaves open whether it has arrived."""


def sent(detail: str = "") -> Outcome:
    """The other side has taken it."""
    return Outcome(SendState.SENT, short(detail))


def failed(detail: str) -> Outcome:
    """It has surely not arrived."""
    return Outcome(SendState.FAILED, short(detail))


def unsure(detail: str) -> Outcome:
    """It may have arrived."""
    return Outcome(SendState.UNSURE, short(detail))


def short(text: str) -> str:
    """What another machine said, on one line that can be read."""
    readable = "".join(" " if category(letter).startswith("C") else letter for letter in text)
    return " ".join(readable.split())[:_MOST_DETAIL]
