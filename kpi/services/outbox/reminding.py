"""催办: who owes and what went out; reminding one or all; sending again; where units and places are reached.

A message is queued once a day for each who owes, on each way to each address. One that still waits goes out in its place where
it is of today, says what is so and goes to nobody who was not chosen; else it is superseded. It is claimed before it is sent.
What was claimed and never answered for may have arrived: it is shown as such and goes out again only by a person's hand.
"""

import hashlib
import json
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from kpi.access import Quota
from kpi.errors import KpiError, NotFound, PreviewOutdated
from kpi.i18n import Texts, texts
from kpi.model import Action, Actor, Channel, NewMessage, OutboxMessage, OutboxStep, SendState
from kpi.services.approval.ruling import written
from kpi.services.duties.calendar import duties
from kpi.services.keeping.quotas import spend
from kpi.services.outbox.channels import channels, folder_of
from kpi.services.outbox.delivering.robot import says_whole
from kpi.services.outbox.delivering.told import Driver, Outcome, Outgoing, unsure
from kpi.services.outbox.mail import is_address, one_line
from kpi.services.outbox.owing import LANGUAGE, Owing, owing, papers, sentence_of, told_of
from kpi.services.reach import units_of
from kpi.services.workspace import Workspace
from kpi.views import BETWEEN, Delivered, OutboxLine, OwingRow, RemindersView, outbox_line, reminders_view

_MOST_ADDRESS = 254
_MOST_NAME = 80
_choosing = threading.Lock()
_under_way: set[tuple[str, int]] = set()
"""The messages that this process is sending now, by their database; no other process has it open."""


def reminders(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> RemindersView:
    """Who owes, and every message that went out. NotAllowed; KpiError `bad_channel`."""
    workspace = workspace.admit(actor, Action.ISSUE)
    words = texts(lang)
    lines = _lines(workspace, words)
    known = _addresses(workspace)
    rows = tuple(_row(workspace, one, known.get(one.key, ""), lines) for one in owing(workspace, actor))
    named = {str(channel): words(f"remind.channel_{channel}") for channel in channels(workspace)}
    return reminders_view(words, duties(workspace, actor, lang=lang), rows, lines, named, str(folder_of(workspace)))


def outbox(workspace: Workspace, actor: Actor, *, lang: str = "zh") -> tuple[OutboxLine, ...]:
    """Every message with what became of it, the newest first. NotAllowed."""
    return _lines(workspace.admit(actor, Action.ISSUE), texts(lang))


def remind(
    workspace: Workspace, actor: Actor, keys: Sequence[str], channel: str, note: str = "", *, lang: str = "zh"
) -> Delivered:
    """Reminds those named, of all that they owe, on one way; nobody twice on a day by the same way at the same address.

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
    said, known = written(note), _addresses(workspace)
    ready = [one for one in chosen if way is not Channel.SMTP or known.get(one.key)]
    with _choosing:  # so that two at once do not both find nothing sent
        earlier, stale = _standing(
            workspace, _lines(workspace, words), way, [(one, known.get(one.key, "")) for one in ready], said
        )
        fresh = [one for one in ready if one.key not in earlier]
        parts = _parts(workspace, fresh, said) if way is Channel.WEBHOOK else [[one] for one in fresh]
        spend(workspace, actor, {Quota.MESSAGES: len(parts)})
        messages = [_instead(message, stale) for message in _messages(workspace, actor, way, parts, said)]
        new = workspace.store.queue_messages(workspace.plan_id, messages, stale, actor=actor, at=workspace.now())
    found = {line.message_id: line for line in earlier.values()}
    waiting = [number for number, line in found.items() if line.state is SendState.QUEUED] + new
    sent = {number for number in sorted(waiting) if _sent_now(workspace, actor, number)}
    lines = tuple(line for line in _lines(workspace, words) if line.message_id in sent)
    without = tuple(one.letter.addressee for one in chosen if one not in ready)
    settled = len(found) - (len(waiting) - len(new))
    return Delivered(lines, settled, without, _told(words, lines, settled, without, len(waiting) - len(sent)))


def _standing(
    workspace: Workspace, lines: Iterable[OutboxLine], way: Channel, ready: Sequence[tuple[Owing, str]], note: str
) -> tuple[dict[str, OutboxLine], list[int]]:
    """By the key of each of those chosen, at their addresses, the message that leaves no room for another: one that waits and
    still holds, or else one of today. And the numbers of those that wait and hold no longer."""
    standing, stale = dict[str, OutboxLine](), set[int]()
    there = [line for line in lines if line.channel is way and line.state is not SendState.SUPERSEDED]
    for one, address in ready:
        recipient = "" if way is Channel.WEBHOOK else address
        own = [line for line in there if line.recipient == recipient and line.goes_to(one.key, one.letter.addressee)]
        waiting = [line for line in own if line.state is SendState.QUEUED]
        holding = [line for line in waiting if _holds(workspace, line, [each for each, _ in ready], note)]
        stale |= {line.message_id for line in waiting if line not in holding}
        of_today = [line for line in own if line not in waiting and line.at.date() == workspace.today]
        if holding or of_today:
            standing[one.key] = (holding[::-1] + of_today)[0]
    return standing, sorted(stale)


def _holds(workspace: Workspace, line: OutboxLine, ready: Iterable[Owing], note: str) -> bool:
    """Whether what waits is of today, goes to nobody but those chosen, and says what they owe now, and the note."""
    told = [one for one in ready if line.goes_to(one.key, one.letter.addressee)]
    if line.at.date() != workspace.today or len(told) < len(line.keys or line.addressees) or note not in line.body:
        return False
    if line.channel is Channel.WEBHOOK:
        return {_group_row(one) for one in told} <= set(line.body.splitlines())
    return all(line.body.startswith(sentence_of(one)) for one in told)


def _sent_now(workspace: Workspace, actor: Actor, message_id: int) -> bool:
    """Sends one that waits; whether it was still there to be sent, and not taken by somebody else meanwhile."""
    try:
        _deliver(workspace, actor, message_id, 1)
    except PreviewOutdated:
        return False
    return True


def send_again(workspace: Workspace, actor: Actor, message_id: int, expected: int, *, lang: str = "zh") -> OutboxLine:
    """Sends a message that failed, or of which nobody knows whether it arrived: somebody has looked and wants it sent.

    NotFound; PreviewOutdated where it has gone on since step `expected`, or is on its way; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ISSUE)
    words = texts(lang)
    line = next((line for line in _lines(workspace, words) if line.message_id == message_id), None)
    if line is None:
        raise NotFound("no_such_message", number=message_id)
    if line.step != expected or not line.may_go_again:
        raise PreviewOutdated("message_moved", number=message_id)
    spend(workspace, actor, {Quota.MESSAGES: 1})
    _deliver(workspace, actor, message_id, expected)
    return next(line for line in _lines(workspace, words) if line.message_id == message_id)


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


def _messages(
    workspace: Workspace, actor: Actor, way: Channel, parts: Iterable[Sequence[Owing]], note: str
) -> list[NewMessage]:
    """One to each; a robot says as few as hold all of them in its group, where thirty would be turned away."""
    if way is Channel.WEBHOOK:
        return [_to_group(workspace, part, note) for part in parts]
    known = _addresses(workspace)
    return [_to_one(workspace, actor, way, one, known.get(one.key, ""), note) for (one,) in parts]


def _parts(workspace: Workspace, chosen: Sequence[Owing], note: str) -> list[list[Owing]]:
    """Those chosen, in their order, in as few messages as a robot says whole: nobody is cut off and taken for reminded.

    KpiError `note_too_long_to_say` where not even one of them goes with the note.
    """
    robot, parts = channels(workspace)[Channel.WEBHOOK], list[list[Owing]]()
    for one in chosen:
        if parts and says_whole(robot, _to_group(workspace, [*parts[-1], one], note)):
            parts[-1].append(one)
        elif note and not says_whole(robot, _to_group(workspace, [one], note)):
            raise KpiError("note_too_long_to_say", name=one.letter.addressee)
        else:
            parts.append([one])
    return parts


def _to_one(workspace: Workspace, actor: Actor, way: Channel, one: Owing, address: str, note: str) -> NewMessage:
    words, plan, count = texts(LANGUAGE), workspace.catalog.plan_name(LANGUAGE), len(one.letter.figures)
    return NewMessage(
        _key(workspace, way, address, [one]),
        way,
        one.letter.addressee,
        address,
        one_line(words("remind.subject", plan=plan, told=told_of(one.letter))),
        "\n\n".join(filter(None, (sentence_of(one), note))),
        count,
        papers(workspace, actor, one),
    )


def _to_group(workspace: Workspace, chosen: Sequence[Owing], note: str) -> NewMessage:
    words, plan = texts(LANGUAGE), _short(workspace.catalog.plan_name(LANGUAGE))
    count = sum(len(one.letter.figures) for one in chosen)
    rows = [_group_row(one) for one in chosen]
    return NewMessage(
        _key(workspace, Channel.WEBHOOK, "", chosen),
        Channel.WEBHOOK,
        BETWEEN.join(one.letter.addressee for one in chosen),
        "",
        one_line(words("remind.subject", plan=plan, told=words("remind.asks", count=count))),
        "\n".join(filter(None, (note, *rows, words("remind.group_closing")))),
        count,
    )


def _group_row(one: Owing) -> str:
    return texts(LANGUAGE)("remind.group_row", name=_short(one.letter.addressee), told=told_of(one.letter))


def _short(name: str) -> str:
    """A name in a group, where there is no room for one of any length: no robot cuts what follows it."""
    return name if len(name) <= _MOST_NAME else f"{name[:_MOST_NAME]}…"


def _key(workspace: Workspace, way: Channel, address: str, chosen: Iterable[Owing]) -> str:
    """To whom, on which way, to which address and on which day: a day has one, whatever is owed. The keys stand behind it."""
    keys = sorted(one.key for one in chosen)
    return f"{_digest([workspace.plan_id, str(way), address, f'{workspace.today}', keys])} {json.dumps(keys)}"


def _instead(message: NewMessage, stale: Sequence[int]) -> NewMessage:
    """The same under a key of its own, where it takes the place of others: one of them may be of today."""
    if not stale:
        return message
    digest, _, keys = message.send_key.partition(" ")
    return replace(message, send_key=f"{_digest([digest, *stale])} {keys}")


def _digest(told: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _deliver(workspace: Workspace, actor: Actor, message_id: int, expected: int) -> None:
    """Claims a message, sends it, and writes down what became of it."""
    store, mine = workspace.store, (str(workspace.store.path), message_id)
    message = next(one for one in store.outbox_messages(workspace.plan_id) if one.message_id == message_id)
    driver = channels(workspace).get(message.channel)
    if driver is None:
        raise NotFound("no_such_channel", channel=str(message.channel), known=())
    if mine in _under_way:
        raise PreviewOutdated("message_moved", number=message_id)
    _under_way.add(mine)
    try:
        store.claim_message(message_id, expected, actor=actor, at=workspace.now())
        outcome = _handed_over(driver, Outgoing(message, store.attachments(message_id), workspace.now()))
        store.settle_message(message_id, outcome.state, outcome.detail, actor=actor, at=workspace.now())
    finally:
        _under_way.discard(mine)


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
    path = str(store.path)
    return [
        (outbox_line(words, one, of_message[one.message_id], under_way=(path, one.message_id) in _under_way), one)
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
