"""A message as mail. Whatever names and titles hold, a header stays one header."""

import re
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from unicodedata import category

from kpi.services.outbox.delivering.told import Outgoing

_ADDRESS = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_%+-])?@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,180}[A-Za-z0-9])?")
_NO_SYNTAX = str.maketrans('<>()[]:;@\\,"', "＜＞（）［］：；＠＼，＂")
"""What means something in a list of addresses, in its wide form: a long name loses its quotes where a line is folded."""
_NOWHERE = "kpi.invalid"
"""The host that names messages where nobody is said to send them."""


def is_address(text: str) -> bool:
    """Whether a text is one mail address and nothing besides."""
    return bool(_ADDRESS.fullmatch(text)) and ".." not in text


def one_line(text: str) -> str:
    """A text on one line, without signs that are no text."""
    return " ".join("".join(" " if category(letter).startswith(("C", "Z")) else letter for letter in text).split())


def mail_of(out: Outgoing, sender: str) -> EmailMessage:
    """The message with its files. Its Message-ID is its key, so that a receiver who gets it twice can tell."""
    message = out.message
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = one_line(message.subject)
    if sender:
        mail["From"] = sender
    to = one_line(message.addressee).translate(_NO_SYNTAX)
    mail["To"] = Address(to, addr_spec=message.recipient) if message.recipient else Group(to, ())
    mail["Date"] = format_datetime(out.moment)
    mail["Message-ID"] = f"<{message.send_key[:32]}@{sender.rpartition('@')[2] or _NOWHERE}>"
    if not sender:
        mail["X-Unsent"] = "1"  # mail programs open it as a draft of whoever opens it
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    for each in out.attachments:
        main, _, kind = each.media_type.partition("/")
        mail.add_attachment(each.content, maintype=main, subtype=kind, filename=one_line(each.file))
    return mail
