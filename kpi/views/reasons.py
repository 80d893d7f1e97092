"""Reasons as a report gives them: the same facts as on screen, without asking the reader to do anything.

On screen a reason tells the person at the keyboard what to report; a report goes to somebody else.
"""

from kpi.i18n import Texts
from kpi.model import Message

_ON_SCREEN = "reason."


def because(texts: Texts, message: Message | None) -> str:
    """A reason in the language of reports, with its full stop; empty where there is none."""
    return texts("report.sentence", text=_for_paper(texts, message)) if message else ""


def _for_paper(texts: Texts, message: Message) -> Message:
    """The same message under the key that reports have for it, if they have one; so with the messages inside."""
    own_key = f"report.because_{message.key.removeprefix(_ON_SCREEN)}"
    values = {name: _for_paper(texts, value) if isinstance(value, Message) else value for name, value in message.values.items()}
    return Message(own_key if message.key.startswith(_ON_SCREEN) and own_key in texts else message.key, values)
