"""Reminding on the command line: one, several or all who owe; what went out; sending again; addresses."""

from collections.abc import Mapping, Sequence

from kpi import services
from kpi.cli.opening import DONE, REFUSED, Arguments, Command, actor_of, opened
from kpi.cli.output import answer, tell
from kpi.cli.tables import listed
from kpi.i18n import Texts
from kpi.model import SendState
from kpi.views import OF_OUTBOX, OutboxLine
from kpi.wire import Json

_COLUMNS = ("message", "state", "addressee", "figures_owed", "channel", "recipient", "sent_by", "sent_at", "sent_detail")


def remind(arguments: Arguments, words: Texts) -> int:
    """Reminds whoever is named, by default all who are overdue; nobody twice on a day."""
    with opened(arguments, words) as workspace:
        actor = actor_of(arguments.user)
        if arguments.address is not None:
            for key in arguments.who:
                services.set_contact(workspace, actor, _key(key), arguments.address)
            tell(words("remind.address_set"))
            return DONE
        keys = [_key(name) for name in arguments.who] or [
            row.key for row in services.reminders(workspace, actor, lang=words.lang).pressing
        ]
        if not keys:
            tell(words("remind.nobody"))
            return DONE
        done = services.remind(workspace, actor, keys, arguments.way, arguments.note, copies=arguments.copies, lang=words.lang)
    answer(arguments.json, lambda: [_json(line) for line in done.lines], lambda: listed(OF_OUTBOX, _COLUMNS, done.lines, words))
    tell(done.told)
    return DONE if all(line.state is SendState.SENT for line in done.lines) and not done.without else REFUSED


def outbox(arguments: Arguments, words: Texts) -> int:
    """Every message with what became of it; or one sent again."""
    with opened(arguments, words) as workspace:
        actor = actor_of(arguments.user)
        lines: Sequence[OutboxLine] = services.outbox(workspace, actor, lang=words.lang)
        if arguments.again:
            step = next((line.step for line in lines if line.message_id == arguments.again), 0)
            lines = (services.send_again(workspace, actor, arguments.again, step, lang=words.lang),)
    answer(arguments.json, lambda: [_json(line) for line in lines], lambda: _text(lines, words))
    return DONE


def _key(name: str) -> str:
    """Whoever is named: a region by its code, anything else is a unit."""
    return f"region:{name}" if name.isascii() and name.isdigit() else f"unit:{name}"


def _text(lines: Sequence[OutboxLine], words: Texts) -> str:
    return listed(OF_OUTBOX, _COLUMNS, lines, words) if lines else words("remind.nothing_sent")


def _json(line: OutboxLine) -> Json:
    return {
        "message_id": line.message_id,
        "state": str(line.state),
        "channel": str(line.channel),
        "addressees": list(line.addressees),
        "recipient": line.recipient or None,
        "figures": line.figures,
        "attempts": line.attempts,
        "by": line.by,
        "at": line.at.isoformat(),
        "detail": line.detail or None,
    }


REMINDING: Mapping[str, Command] = {"remind": remind, "outbox": outbox}
