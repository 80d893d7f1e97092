"""The messages of 催办 as they are queued: one to each who owes, as few as hold them all for a group, and copies (抄送).

A copy goes to a unit that helps with what is asked for, or answers for what a helper reports. It is a message of its own, has
the letter and no form, and is no reminder of whoever gets it.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kpi.errors import KpiError
from kpi.i18n import texts
from kpi.model import Action, Actor, Channel, NewMessage
from kpi.services.outbox.delivering.robot import says_whole
from kpi.services.outbox.delivering.told import Driver
from kpi.services.outbox.mail import one_line
from kpi.services.outbox.owing import LANGUAGE, Owing, papers, sentence_of, told_of
from kpi.services.workspace import Workspace
from kpi.views import BETWEEN, OutboxLine

_MOST_NAME = 80


@dataclass(frozen=True)
class Sending:
    """What goes to one: to who owes, or as a copy to a unit beside it."""

    owing: Owing
    copied: tuple[str, ...] = ()
    """The units that it goes to as well."""
    as_copy: str = ""
    """Of a copy: the unit that it goes to."""

    @property
    def key(self) -> str:
        """By which what went out is found again."""
        return f"copy:{self.as_copy}:{self.owing.key}" if self.as_copy else self.owing.key

    @property
    def name(self) -> str:
        """Of who gets it."""
        return self.as_copy or self.owing.letter.addressee

    @property
    def address_key(self) -> str:
        """Under which the address is kept."""
        return f"unit:{self.as_copy}" if self.as_copy else self.owing.key

    @property
    def text(self) -> str:
        """What it says, a note apart."""
        words, letter = texts(LANGUAGE), self.owing.letter
        if self.as_copy:
            return f"{words('remind.copy_opening', name=self.as_copy, owner=letter.addressee)}\n\n{sentence_of(self.owing)}"
        return sentence_of(self.owing)

    @property
    def copied_text(self) -> str:
        """To whom besides it goes; nothing where to nobody."""
        return texts(LANGUAGE)("remind.copied", names=BETWEEN.join(self.copied)) if self.copied else ""

    def is_of(self, line: OutboxLine) -> bool:
        """Whether a message went to the same; before keys were kept there were no copies."""
        return line.goes_to(self.key, self.name) if line.keys or not self.as_copy else False


def sendings_to(chosen: Iterable[Owing], way: Channel, *, copies: bool = False) -> list[Sending]:
    """What goes to those who owe and, with `copies`, to units beside them; a group reads in one message who those are."""
    made = [Sending(one, one.letter.copies if copies else ()) for one in chosen]
    if way is not Channel.WEBHOOK:
        made += [Sending(each.owing, as_copy=unit) for each in made for unit in each.copied]
    return made


def holds(line: OutboxLine, sendings: Iterable[Sending], note: str = "") -> bool:
    """Whether a message goes to nobody but these and says what they owe now, and the note."""
    told = [each for each in sendings if each.is_of(line)]
    if len(told) < len(line.keys or line.addressees) or note not in line.body:
        return False
    if line.channel is Channel.WEBHOOK:
        return {group_row(each) for each in told} <= set(line.body.splitlines())
    return all(line.body.startswith(each.text) and each.copied_text in line.body for each in told)


def in_parts(workspace: Workspace, robot: Driver, chosen: Sequence[Sending], note: str) -> list[list[Sending]]:
    """Those chosen, in their order, in as few messages as a robot says whole: nobody is cut off and taken for reminded.

    KpiError `note_too_long_to_say` where not even one of them goes with the note.
    """
    parts = list[list[Sending]]()
    for one in chosen:
        if parts and says_whole(robot, to_group(workspace, [*parts[-1], one], note)):
            parts[-1].append(one)
        elif note and not says_whole(robot, to_group(workspace, [one], note)):
            raise KpiError("note_too_long_to_say", name=one.name)
        else:
            parts.append([one])
    return parts


def to_one(workspace: Workspace, actor: Actor, way: Channel, one: Sending, address: str, note: str) -> NewMessage:
    """A letter with its form, or a copy of the letter. NotAllowed."""
    workspace = workspace.admit(actor, Action.ISSUE)
    words, plan, letter = texts(LANGUAGE), workspace.catalog.plan_name(LANGUAGE), one.owing.letter
    subject = words("remind.subject", plan=plan, told=told_of(letter))
    files = papers(workspace, actor, one.owing)
    return NewMessage(
        key_of(workspace, way, address, [one]),
        way,
        one.name,
        address,
        one_line(words("remind.copy_subject", subject=subject) if one.as_copy else subject),
        "\n\n".join(filter(None, (one.text, note, one.copied_text))),
        len(letter.figures),
        files[:1] if one.as_copy else files,
    )


def to_group(workspace: Workspace, chosen: Sequence[Sending], note: str) -> NewMessage:
    """A line for each of them."""
    words, plan = texts(LANGUAGE), _short(workspace.catalog.plan_name(LANGUAGE))
    count = _figures_of(chosen)
    rows = [group_row(one) for one in chosen]
    return NewMessage(
        key_of(workspace, Channel.WEBHOOK, "", chosen),
        Channel.WEBHOOK,
        BETWEEN.join(one.name for one in chosen),
        "",
        one_line(words("remind.subject", plan=plan, told=words("remind.asks", count=count))),
        "\n".join(filter(None, (note, *rows, words("remind.group_closing")))),
        count,
    )


def _figures_of(chosen: Iterable[Sending]) -> int:
    """How many figures they are asked for together: one that two units answer for is one."""
    figures = [figure for one in chosen for figure in one.owing.letter.figures]
    return len({figure.key for figure in figures if figure.key}) + sum(not figure.key for figure in figures)


def group_row(one: Sending) -> str:
    """What a group reads of one."""
    words = texts(LANGUAGE)
    row = words("remind.group_row", name=_short(one.name), told=told_of(one.owing.letter))
    return words("remind.group_copied", row=row, names=BETWEEN.join(map(_short, one.copied))) if one.copied else row


def _short(name: str) -> str:
    """A name in a group, where there is no room for one of any length: no robot cuts what follows it."""
    return name if len(name) <= _MOST_NAME else f"{name[:_MOST_NAME]}…"


def key_of(workspace: Workspace, way: Channel, address: str, chosen: Iterable[Sending]) -> str:
    """To whom, on which way, to which address and on which day: a day has one, whatever is owed. The keys stand behind it."""
    keys = sorted(one.key for one in chosen)
    return f"{_digest([workspace.plan_id, str(way), address, f'{workspace.today}', keys])} {json.dumps(keys)}"


def instead(message: NewMessage, stale: Sequence[int]) -> NewMessage:
    """The same under a key of its own, where it takes the place of others: one of them may be of today."""
    if not stale:
        return message
    digest, _, keys = message.send_key.partition(" ")
    return replace(message, send_key=f"{_digest([digest, *stale])} {keys}")


def _digest(told: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()
