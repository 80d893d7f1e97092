"""催办: who owes and what went out; reminding one or all; sending again; where units and places are reached.

A message is queued once for what is owed, by whom, on which way, to which address and on which day. It is claimed before it is
sent. What was claimed and never answered for may have arrived: it is shown as such and goes out again only by a person's hand.
"""

import hashlib
import json
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
from kpi.services.outbox.delivering.robot import says_whole
from kpi.services.outbox.delivering.told import Driver, Outcome, Outgoing, unsure
from kpi.services.outbox.mail import is_address, one_line
from kpi.services.outbox.owing import LANGUAGE, Owing, owing, papers, sentence_of, told_of
from kpi.services.reach import units_of
from kpi.services.workspace import Workspace
from kpi.views import BETWEEN, Delivered, OutboxLine, OwingRow, RemindersView, outbox_line, reminders_view

_MOST_ADDRESS = 254
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
    """Reminds those named, of all that they owe, on one way; nobody twice on a day of the same.

    NotFound for one who owes nothing or a way that is not set up; KpiError `text_too_long`, `text_unprintable`; NotAllowed.
    """
    workspace = workspace.admit(actor, Action.ISSUE)
    way = _way(workspace, channel)
    held = {one.key: one for one in owing(workspace, actor)}
    chosen = [held[key] for key in dict.fromkeys(keys) if key in held]
    if not chosen or len(chosen) < len(set(keys)):
        raise NotFound("owes_nothing", name=next((key for key in keys if key not in held), ""))
    said, known = written(note), _addresses(workspace)
    ready = [one for one in chosen if way is not Channel.SMTP or known.get(one.key)]
    spend(workspace, actor, {Quota.MESSAGES: _new_ones(workspace, way, ready, known, said)})
    messages = _messages(workspace, actor, way, ready, said)
    workspace.store.queue_messages(workspace.plan_id, messages, actor=actor, at=workspace.now())
    asked = {message.send_key for message in messages}
    waiting = [
        line.message_id
        for line, message in _with_messages(workspace, texts(lang))
        if message.send_key in asked and line.state is SendState.QUEUED
    ]
    for number in reversed(waiting):
        _deliver(workspace, actor, number, 1)
    words = texts(lang)
    lines = tuple(line for line in _lines(workspace, words) if line.message_id in waiting)
    without = tuple(one.letter.addressee for one in chosen if one not in ready)
    before = len(messages) - len(waiting)
    return Delivered(lines, before, without, _told(words, lines, before, without))


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


def _messages(workspace: Workspace, actor: Actor, way: Channel, chosen: Sequence[Owing], note: str) -> list[NewMessage]:
    """One to each; a robot says as few as hold all of them in its group, where thirty would be turned away."""
    if way is Channel.WEBHOOK:
        return [_to_group(workspace, part, note) for part in _parts(workspace, chosen, note)]
    known = _addresses(workspace)
    return [_to_one(workspace, actor, way, one, known.get(one.key, ""), note) for one in chosen]


def _parts(workspace: Workspace, chosen: Sequence[Owing], note: str) -> list[list[Owing]]:
    """Those chosen, in their order, in as few messages as a robot says whole: nobody is cut off and taken for reminded."""
    robot, parts = channels(workspace)[Channel.WEBHOOK], list[list[Owing]]()
    for one in chosen:
        if parts and says_whole(robot, _to_group(workspace, [*parts[-1], one], note)):
            parts[-1].append(one)
        else:
            parts.append([one])
    return parts


def _new_ones(workspace: Workspace, way: Channel, chosen: Sequence[Owing], known: Mapping[str, str], note: str) -> int:
    """How many of the messages to be queued were not before."""
    before = {message.send_key for message in workspace.store.outbox_messages(workspace.plan_id)}
    if way is Channel.WEBHOOK:
        return sum(_key(workspace, way, "", part) not in before for part in _parts(workspace, chosen, note))
    return sum(_key(workspace, way, known.get(one.key, ""), [one]) not in before for one in chosen)


def _to_one(workspace: Workspace, actor: Actor, way: Channel, one: Owing, address: str, note: str) -> NewMessage:
    words, count = texts(LANGUAGE), len(one.letter.figures)
    plan, key = workspace.catalog.plan_name(LANGUAGE), _key(workspace, way, address, [one])
    known = any(message.send_key == key for message in workspace.store.outbox_messages(workspace.plan_id))
    return NewMessage(
        key,
        way,
        one.letter.addressee,
        address,
        one_line(words("remind.subject", plan=plan, told=told_of(one.letter))),
        "\n\n".join(filter(None, (sentence_of(one), note))),
        count,
        () if known else papers(workspace, actor, one),
    )


def _to_group(workspace: Workspace, chosen: Sequence[Owing], note: str) -> NewMessage:
    words, plan = texts(LANGUAGE), workspace.catalog.plan_name(LANGUAGE)
    count = sum(len(one.letter.figures) for one in chosen)
    rows = [words("remind.group_row", name=one.letter.addressee, told=told_of(one.letter)) for one in chosen]
    return NewMessage(
        _key(workspace, Channel.WEBHOOK, "", chosen),
        Channel.WEBHOOK,
        BETWEEN.join(one.letter.addressee for one in chosen),
        "",
        one_line(words("remind.subject", plan=plan, told=words("remind.asks", count=count))),
        "\n".join(filter(None, (note, *rows, words("remind.group_closing")))),
        count,
    )


def _key(workspace: Workspace, way: Channel, address: str, chosen: Iterable[Owing]) -> str:
    """What is owed, by whom, on which way, to which address and on which day."""
    owed = sorted((one.key, sorted((each.name, each.period, f"{each.due}") for each in one.letter.figures)) for one in chosen)
    told = json.dumps([workspace.plan_id, str(way), address, f"{workspace.today}", owed], ensure_ascii=False)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()


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
    last = next((line for line in lines if letter.addressee in line.addressees), None)
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


def _told(words: Texts, lines: Sequence[OutboxLine], before: int, without: Sequence[str]) -> str:
    states = [line.state for line in lines]
    told = [
        words(f"remind.done_{state}", count=states.count(state))
        for state in (SendState.SENT, SendState.FAILED, SendState.UNSURE)
        if state in states
    ]
    told += [words("remind.done_before", count=before)] if before else []
    told += [words("remind.done_without", names=words.listing(list(without)))] if without else []
    return words.listing(told)
