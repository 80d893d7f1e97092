"""催办: who owes and what went out; reminding one or all; sending again; where units and places are reached.

A message is queued once a day for each who owes, on each way to each address. One that still waits goes out in its place where
it is of today, says what is so and goes to nobody who was not chosen; else it is superseded. It is claimed before it is sent.
What was claimed and never answered for may have arrived: it is shown as such and goes out again only by a person's hand.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from kpi.access import Quota
from kpi.errors import KpiError, NotFound, PreviewOutdated
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Channel, NewMessage, OutboxMessage, OutboxStep, SendState
from kpi.services.approval.ruling import written
from kpi.services.duties.calendar import duties
from kpi.services.keeping.quotas import spend
from kpi.services.outbox.channels import channels, folder_of
from kpi.services.outbox.delivering.told import Driver, Outcome, Outgoing, unsure
from kpi.services.outbox.mail import is_address
from kpi.services.outbox.messages import Sending, holds, in_parts, instead, sendings_to, to_group, to_one
from kpi.services.outbox.owing import Owing, owing
from kpi.services.reach import units_of
from kpi.services.workspace import Workspace
from kpi.views import Delivered, OutboxLine, OwingRow, RemindersView, outbox_line, reminders_view

_MOST_ADDRESS = 254
_choosing = threading.Lock()
_TRIES = 9
"""So often somebody's choice is made anew because another server queued messages meanwhile."""


def reminders(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> RemindersView:
    """Who owes, and every message that went out. NotAllowed; KpiError `bad_channel`."""
    workspace = workspace.admit(actor, Action.ISSUE)
    words = texts(lang)
    lines = _lines(workspace, words)
    known = _addresses(workspace)
    rows = tuple(_row(workspace, one, known.get(one.key, ""), lines) for one in owing(workspace, actor))
    named = {str(channel): words(f"remind.channel_{channel}") for channel in channels(workspace)}
    owed, folder = duties(workspace, actor, lang=lang), str(folder_of(workspace))
    return reminders_view(words, owed, rows, lines, named, folder, known)


def outbox(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[OutboxLine, ...]:
    """Every message with what became of it, the newest first. NotAllowed."""
    return _lines(workspace.admit(actor, Action.ISSUE), texts(lang))


def remind(
    workspace: Workspace,
    actor: Actor,
    keys: Sequence[str],
    channel: str,
    note: str = "",
    *,
    copies: bool = False,
    lang: str = "zh",
) -> Delivered:
    """Reminds those named, of all that they owe, on one way; nobody twice on a day by the same way at the same address. With
    `copies` the units beside them are told of it (抄送).

    What still waits to be sent to them goes out in place of a new message while it is of today and says what is so; else it is
    superseded.

    NotFound for one who owes nothing or a way that is not set up; KpiError `text_too_long`, `text_unprintable`,
    `note_too_long_to_say`; PreviewOutdated where somebody else has just taken what was to be superseded; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ISSUE)
    way, words = _way(workspace, channel), texts(lang)
    held = {one.key: one for one in owing(workspace, actor)}
    chosen = [held[key] for key in dict.fromkeys(keys) if key in held]
    if not chosen or len(chosen) < len(set(keys)):
        raise NotFound("owes_nothing", name=next((key for key in keys if key not in held), ""))
    said, known, told = written(note), _addresses(workspace), sendings_to(chosen, way, copies=copies)
    to = {one: "" if way is Channel.WEBHOOK else known.get(one.address_key, "") for one in told}
    ready = {one: address for one, address in to.items() if way is not Channel.SMTP or address}
    earlier, new = _queued(workspace, actor, way, ready, said, words)
    found = {line.message_id: line for line in earlier.values()}
    waiting = [number for number, line in found.items() if line.state is SendState.QUEUED] + new
    sent = {number for number in sorted(waiting) if _sent_now(workspace, actor, number)}
    lines = tuple(line for line in _lines(workspace, words) if line.message_id in sent)
    without = tuple(dict.fromkeys(one.name for one in told if one not in ready))
    settled = len(found) - (len(waiting) - len(new))
    return Delivered(lines, settled, without, _told(words, lines, settled, without, len(waiting) - len(sent)))


def _queued(
    workspace: Workspace, actor: Actor, way: Channel, ready: Mapping[Sending, str], note: str, words: Texts
) -> tuple[dict[str, OutboxLine], list[int]]:
    """What left no room for a message, by the key of each, and the numbers of the messages that are new."""
    spent = 0
    with _choosing:  # so that two at once do not both find nothing sent; what another server queued is looked at anew
        for left in reversed(range(_TRIES)):
            lines = _lines(workspace, words)
            earlier, stale = _standing(workspace, lines, way, ready, note)
            fresh = {one: address for one, address in ready.items() if one.key not in earlier}
            robot = channels(workspace)[way] if way is Channel.WEBHOOK else None
            parts = in_parts(workspace, robot, list(fresh), note) if robot else [[one] for one in fresh]
            spend(workspace, actor, {Quota.MESSAGES: max(len(parts) - spent, 0)})
            spent = max(len(parts), spent)
            messages = [instead(_message(workspace, actor, way, part, ready, note), stale) for part in parts]
            newest = max((line.message_id for line in lines), default=0)
            try:
                new = workspace.store.queue_messages(
                    workspace.plan_id, messages, stale, newest=newest, actor=actor, at=workspace.now()
                )
            except PreviewOutdated:
                if not left or all(line.message_id <= newest for line in _lines(workspace, words)):
                    raise
            else:
                return earlier, new
    raise AssertionError("the last try returns or raises")


def _standing(
    workspace: Workspace, lines: Iterable[OutboxLine], way: Channel, ready: Mapping[Sending, str], note: str
) -> tuple[dict[str, OutboxLine], list[int]]:
    """By the key of each that goes to an address, the message that leaves no room for another: one that waits and still holds,
    or else one of today. And the numbers of those that wait and hold no longer."""
    standing, stale = dict[str, OutboxLine](), set[int]()
    there = [line for line in lines if line.channel is way and line.state is not SendState.SUPERSEDED]
    for one, address in ready.items():
        own = [line for line in there if line.recipient == address and one.is_of(line)]
        waiting = [line for line in own if line.state is SendState.QUEUED]
        holding = [line for line in waiting if line.at.date() == workspace.today and holds(line, ready, note)]
        stale |= {line.message_id for line in waiting if line not in holding}
        of_today = [line for line in own if line not in waiting and line.at.date() == workspace.today]
        if holding or of_today:
            standing[one.key] = (holding[::-1] + of_today)[0]
    return standing, sorted(stale)


def _message(
    workspace: Workspace, actor: Actor, way: Channel, part: Sequence[Sending], ready: Mapping[Sending, str], note: str
) -> NewMessage:
    """One to each; a robot says as few as hold all of them in its group, where thirty would be turned away."""
    if way is Channel.WEBHOOK:
        return to_group(workspace, part, note)
    (one,) = part
    return to_one(workspace, actor, way, one, ready[one], note)


def _sent_now(workspace: Workspace, actor: Actor, message_id: int) -> bool:
    """Sends one that waits; whether it was still there to be sent, and not taken by somebody else meanwhile."""
    try:
        _deliver(workspace, actor, message_id, 1)
    except PreviewOutdated:
        return False
    return True


def send_again(workspace: Workspace, actor: Actor, message_id: int, expected: int, *, lang: str = "zh") -> OutboxLine:
    """Sends a message of today that waits, failed, or of which nobody knows whether it arrived: somebody wants it sent.

    What says no longer what is so would call figures owed that have come: that is reminded of anew.

    NotFound; PreviewOutdated where it has gone on since step `expected`, or is on its way; KpiError `message_outdated` where it
    is of an earlier day or something of it has come; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ISSUE)
    words = texts(lang)
    line = next((line for line in _lines(workspace, words) if line.message_id == message_id), None)
    if line is None:
        raise NotFound("no_such_message", number=message_id)
    if line.step != expected or not line.may_go_again:
        raise PreviewOutdated("message_moved", number=message_id)
    if not _is_so(workspace, actor, line):
        raise KpiError("message_outdated", number=message_id, day=line.at.date())
    spend(workspace, actor, {Quota.MESSAGES: 1})
    _deliver(workspace, actor, message_id, expected)
    return next(line for line in _lines(workspace, words) if line.message_id == message_id)


def _is_so(workspace: Workspace, actor: Actor, line: OutboxLine) -> bool:
    """Whether a message is of today and says what is owed now, with copies or without."""
    owed = owing(workspace, actor) if line.at.date() == workspace.today else ()
    return any(holds(line, sendings_to(owed, line.channel, copies=copies)) for copies in (False, True))


def set_contact(workspace: Workspace, actor: Actor, key: str, address: str) -> None:
    """Says where a unit (`unit:…`) or a place (`region:…`) is reached by mail; an empty address takes an earlier one back.

    NotFound for one there is none of; KpiError `bad_address`; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ISSUE)
    kept = address.strip()
    if kept and (len(kept) > _MOST_ADDRESS or not is_address(kept)):
        raise KpiError("bad_address")
    kind, _, name = key.partition(":")
    if kind == "region":
        workspace.region(name)
    elif kind != "unit" or name not in units_of(workspace.catalog):
        raise NotFound("no_such_unit", unit=name)
    unit, region = (name, "") if kind == "unit" else ("", name)
    workspace.store.set_contact(workspace.plan_id, unit, region, kept, actor=actor, at=workspace.now())


def _way(workspace: Workspace, channel: str) -> Channel:
    set_up = channels(workspace)
    if channel not in {str(each) for each in set_up}:
        raise NotFound("no_such_channel", channel=channel, known=tuple(map(str, set_up)))
    return Channel(channel)


def _addresses(workspace: Workspace) -> dict[str, str]:
    kept = workspace.store.contacts(workspace.plan_id)
    return {f"unit:{one.unit}" if one.unit else f"region:{one.region_code}": one.address for one in kept}


def _deliver(workspace: Workspace, actor: Actor, message_id: int, expected: int) -> None:
    """Claims a message, sends it, and writes down what became of it."""
    store = workspace.store
    message = next(one for one in store.outbox_messages(workspace.plan_id) if one.message_id == message_id)
    driver = channels(workspace).get(message.channel)
    if driver is None:
        raise NotFound("no_such_channel", channel=str(message.channel), known=())
    with store.held(_sending(message_id)) as mine:
        if not mine:
            raise PreviewOutdated("message_moved", number=message_id)
        store.claim_message(message_id, expected, actor=actor, at=workspace.now())
        outcome = _handed_over(driver, Outgoing(message, store.attachments(message_id), workspace.now()))
        store.settle_message(message_id, outcome.state, outcome.detail, actor=actor, at=workspace.now())


def _sending(message_id: int) -> str:
    """What sending a message is called, so that no two send it."""
    return f"message {message_id}"


def _is_under_way(workspace: Workspace, steps: Sequence[OutboxStep]) -> bool:
    """Whether somebody is sending it now, at whatever server."""
    return steps[-1].state is SendState.SENDING and workspace.store.is_held(_sending(steps[-1].message_id))


def _handed_over(driver: Driver, out: Outgoing) -> Outcome:
    """What the driver says; whatever goes wrong inside it leaves open whether the message has arrived."""
    try:
        return driver.deliver(out)
    except Exception as error:
        return unsure(type(error).__name__)


def _lines(workspace: Workspace, words: Texts) -> tuple[OutboxLine, ...]:
    return tuple(line for line, _ in _with_messages(workspace, words))


def _with_messages(workspace: Workspace, words: Texts) -> list[tuple[OutboxLine, OutboxMessage]]:
    store = workspace.store
    steps = store.outbox_steps(workspace.plan_id)
    of_message: dict[int, list[OutboxStep]] = {
        number: list(own) for number, own in groupby(steps, lambda step: step.message_id)
    }
    return [
        (outbox_line(words, one, own := of_message[one.message_id], under_way=_is_under_way(workspace, own)), one)
        for one in store.outbox_messages(workspace.plan_id)
    ]


def _row(workspace: Workspace, one: Owing, address: str, lines: Iterable[OutboxLine]) -> OwingRow:
    letter = one.letter
    own = (line for line in lines if line.state is not SendState.SUPERSEDED and line.goes_to(one.key, letter.addressee))
    last = next(own, None)
    first = letter.owed[0] if letter.owed else None
    today = last is not None and last.at.date() == workspace.today
    return OwingRow(
        one.key,
        letter.addressee,
        bool(one.unit),
        len(letter.owed),
        letter.late,
        letter.common,
        first.deadline if first else None,
        first.over if first else 0,
        address,
        last,
        today,
        letter.copies,
    )


def _told(words: Texts, lines: Sequence[OutboxLine], before: int, without: Sequence[str], taken: int) -> str:
    states = ["written" if line.written else str(line.state) for line in lines]
    told = [
        words(f"remind.done_{state}", count=states.count(state))
        for state in ("sent", "written", "failed", "unsure")
        if state in states
    ]
    told += [words("remind.done_taken", count=taken)] if taken else []
    told += [words("remind.done_before", count=before)] if before else []
    told += [words("remind.done_without", names=words.listing(list(without)))] if without else []
    return words.listing(told)
