"""What became of a message, further, in words: it is kept as the machine or the other side said it."""

import re

from kpi.i18n import Texts

_KNOWN = {
    "ConnectionRefusedError": "refused",
    "ConnectionResetError": "broken",
    "BrokenPipeError": "broken",
    "SMTPServerDisconnected": "broken",
    "ConnectionError": "no_connection",
    "gaierror": "no_server",
    "TimeoutError": "slow",
    "ConnectTimeout": "slow",
    "ReadTimeout": "slow",
    "Timeout": "slow",
    "SSLCertVerificationError": "certificate",
    "SSLError": "certificate",
    "SMTPNotSupportedError": "no_encryption",
    "PermissionError": "no_folder",
    "FileNotFoundError": "no_folder",
    "NotADirectoryError": "no_folder",
    "no https address": "no_https",
    "no password without TLS": "no_tls",
}
_ANSWER = re.compile(r"(errcode|HTTP) (-?\d+)")
_CLASS = re.compile(r"[A-Za-z_]+(?:Error|Exception|Timeout|Warning)")


def outcome_words(words: Texts, detail: str) -> str:
    """The reason in words, with what was said by the other side as it said it."""
    first = detail.split(" ", 1)[0]
    reason = _KNOWN.get(detail) or _KNOWN.get(first)
    if reason:
        return words(f"remind.why_{reason}")
    if answer := _ANSWER.fullmatch(detail):
        return words("remind.why_done") if detail == "errcode 0" else words("remind.why_answer", answer=answer[0])
    return words("remind.why_fault", name=first) if _CLASS.fullmatch(first) else detail
