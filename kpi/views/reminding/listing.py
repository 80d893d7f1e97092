"""Who owes what is overdue, when they were last reminded, and every message with what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from kpi.i18n import Texts
from kpi.model import Channel, OutboxMessage, OutboxStep, SendState, local
from kpi.views.columns.column import Register, TableColumn, Type
from kpi.views.duties.rows import DutiesView
from kpi.views.reminding.told import outcome_words

BETWEEN = "、"
"""Between the names of those to whom one message goes."""
AGAIN = frozenset({SendState.QUEUED, SendState.FAILED, SendState.UNSURE})
"""States in which a person may send a message again."""


@dataclass(frozen=True, slots=True)
class OutboxLine:
    """A message as it stands. Moments are in Asia/Shanghai."""

    message_id: int
    step: int
    """The newest step: whoever sends it again says which they saw."""
    channel: Channel
    channel_text: str
    addressee: str
    keys: tuple[str, ...]
    """Of those to whom it goes; none where it was queued before they were kept."""
    recipient: str
    subject: str
    body: str
    figures: int
    state: SendState
    state_text: str
    detail: str
    attempts: int
    asked_by: str
    """Who reminded."""
    by: str
    """Who took the newest step."""
    at: datetime
    """When it was taken."""

    @property
    def addressees(self) -> tuple[str, ...]:
        """Everybody to whom it goes."""
        return tuple(self.addressee.split(BETWEEN)) if self.channel is Channel.WEBHOOK else (self.addressee,)

    def goes_to(self, key: str, name: str) -> bool:
        """Whether it goes to the one of this key. Names, which a unit and a town may share, count where no key was kept."""
        return key in self.keys if self.keys else name in self.addressees

    @property
    def written(self) -> bool:
        """Whether it lies in the folder, and a person is still to send it."""
        return self.state is SendState.SENT and self.channel is Channel.FILE

    @property
    def may_go_again(self) -> bool:
        """Whether a person may send it (again)."""
        return self.state in AGAIN


@dataclass(frozen=True, slots=True)
class OwingRow:
    """A unit or a place that owes figures, or has not reported what enough others have."""

    key: str
    """By which it is chosen: `unit:` or `region:` and its name or code."""
    name: str
    of_unit: bool
    figures: int
    """How many the calendar of reporting asks for."""
    late: int
    """How many of these are overdue."""
    common: int
    """How many others have reported besides."""
    deadline: date | None
    """The first day by which any of it is owed."""
    days_over: int
    """Since then; 0 where it has not passed."""
    address: str
    last: OutboxLine | None
    """The newest message to it that was not superseded."""
    today: bool
    """Whether that message is of today."""
    copies: tuple[str, ...] = ()
    """The units that what goes to it may be copied to."""

    @property
    def pressing(self) -> bool:
        """Whether it is reminded where nobody is chosen: who still has time is not, but by choosing."""
        return bool(self.late or self.common)


@dataclass(frozen=True, slots=True)
class RemindersView:
    """Everybody who owes, those with the most overdue first, and all that went out."""

    day: date
    rows: tuple[OwingRow, ...]
    nobodys: int
    """How many figures that are owed no unit answers for: nobody can be reminded of them."""
    outbox: tuple[OutboxLine, ...]
    """The newest first."""
    channels: Mapping[str, str]
    """The ways that are set up, with what they are called."""
    folder: str
    """Where messages are written to."""
    contacts: Mapping[str, tuple[str, str]]
    """Names and addresses, by key, of those who owe and those to whom it may be copied."""
    told: str
    """What is owed in all, as 填报进度 says it, and what went out today; where nothing is owed, when something will be."""

    @property
    def pressing(self) -> tuple[OwingRow, ...]:
        """Those who are reminded where nobody is chosen."""
        return tuple(row for row in self.rows if row.pressing)

    @property
    def again(self) -> tuple[OutboxLine, ...]:
        """What a person may send again: of today, later it would tell of what may have come."""
        return tuple(line for line in self.outbox if line.may_go_again and line.at.date() == self.day)


def reminders_view(
    words: Texts,
    duties: DutiesView,
    rows: tuple[OwingRow, ...],
    outbox: tuple[OutboxLine, ...],
    channels: Mapping[str, str],
    folder: str,
    addresses: Mapping[str, str],
) -> RemindersView:
    """Who owes, beside what is owed in all."""
    told = [words("remind.sentence", told=duties.told)]
    if not duties.owed and duties.next_due:
        told.append(words("remind.next", day=duties.next_due))
    common = sum(row.common for row in rows)
    told += [words("remind.common", count=common)] if common else []
    written = sum(row.today and row.last is not None and row.last.written for row in rows)
    sent = sum(row.today and row.last is not None and row.last.state is SendState.SENT for row in rows) - written
    told += [words("remind.sent_today", count=sent)] if sent else []
    told += [words("remind.written_today", count=written)] if written else []
    nobodys = sum(not row.holders for row in duties.owed)
    contacts = {row.key: (row.name, row.address) for row in rows}
    contacts |= {f"unit:{unit}": (unit, addresses.get(f"unit:{unit}", "")) for row in rows for unit in row.copies}
    return RemindersView(duties.day, rows, nobodys, outbox, channels, folder, contacts, words.paragraph(told))


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of reminding."""

    lines: tuple[OutboxLine, ...]
    """The messages that this call sent, as they stand."""
    before: int
    """How many messages to those chosen were on record today already, on the same way, to the same address."""
    without: tuple[str, ...]
    """Who has no address for this way."""
    told: str


OF_OUTBOX: Register[OutboxLine] = Register(
    [
        TableColumn("message", lambda line: line.message_id, Type.INTEGER),
        TableColumn("state", lambda line: line.state_text),
        TableColumn("addressee", lambda line: line.addressee),
        TableColumn("figures_owed", lambda line: line.figures, Type.INTEGER),
        TableColumn("channel", lambda line: line.channel_text),
        TableColumn("recipient", lambda line: line.recipient),
        TableColumn("sent_by", lambda line: line.by),
        TableColumn("sent_at", lambda line: f"{line.at:%Y-%m-%d %H:%M}"),
        TableColumn("sent_detail", lambda line: line.detail),
    ]
)


def outbox_line(words: Texts, message: OutboxMessage, steps: list[OutboxStep], *, under_way: bool) -> OutboxLine:
    """A message by its steps. One that is claimed and that nobody is sending any more may have arrived or not."""
    last = steps[-1]
    state = SendState.UNSURE if last.state is SendState.SENDING and not under_way else last.state
    written = state is SendState.SENT and message.channel is Channel.FILE
    return OutboxLine(
        message.message_id,
        last.step,
        message.channel,
        words(f"remind.channel_{message.channel}"),
        message.addressee,
        message.keys,
        message.recipient,
        message.subject,
        message.body,
        message.figures,
        state,
        words("remind.written" if written else f"remind.state_{state}"),
        outcome_words(words, last.detail),
        sum(step.state is SendState.SENDING for step in steps),
        message.made_by,
        last.made_by,
        local(last.made_at),
    )
