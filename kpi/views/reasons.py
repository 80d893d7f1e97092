"""Reasons as a report gives them: the same facts as on screen, without asking the reader to do anything.

On screen a reason tells the person at the keyboard what to report; a report goes to somebody else.
"""

from kpi.i18n import Texts
from kpi.model import Message

_ON_SCREEN = "reason."


def because(texts: Texts, message: Message | None, on_screen: str = "") -> str:
    """A reason in the language of reports, with its full stop; empty where there is none.

    `on_screen` is the reason as the screen says it, if that has been worded: few reasons are told differently on paper.
    """
    if message is None:
        return ""
    own = _for_paper(texts, message)
    return texts("report.sentence", text=on_screen if on_screen and own is message else own)


def _for_paper(texts: Texts, message: Message) -> Message:
    """The message under the key that reports have for it, and so with the messages inside; itself where they have none."""
    own_key = f"report.because_{message.key.removeprefix(_ON_SCREEN)}"
    key = own_key if message.key.startswith(_ON_SCREEN) and own_key in texts else message.key
    inside = {name: value for name, value in message.values.items() if isinstance(value, Message)}
    changed = {name: own for name, value in inside.items() if (own := _for_paper(texts, value)) is not value}
    return Message(key, {**message.values, **changed}) if changed or key != message.key else message
