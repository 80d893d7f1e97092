"""Messages by the robot of a group: 企业微信 and 政务微信, which speak alike, and 钉钉, whose robots may want a signature.

The address of a robot is its key: it stands in a file of its own and never in what is told. Text, not Markdown, in which names
could call people or draw links.
"""

import base64
import hashlib
import hmac
import json
import ssl
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlsplit

from kpi.model import NewMessage, OutboxMessage
from kpi.services.outbox.delivering.told import TIMEOUT_SECONDS, Driver, Outcome, Outgoing, failed, sent, unsure

if TYPE_CHECKING:
    import requests

_JSON = {"Content-Type": "application/json; charset=utf-8"}


class RobotKind(StrEnum):
    """Whose robot it is."""

    WECOM = "wecom"
    """企业微信, and 政务微信 on a host of its own."""
    DINGTALK = "dingtalk"

    @property
    def most_bytes(self) -> int:
        """Of a text in UTF-8."""
        return {RobotKind.WECOM: 2048, RobotKind.DINGTALK: 20000}[self]


@dataclass(frozen=True)
class Robot:
    """The robot of one group."""

    kind: RobotKind
    address: str = field(repr=False)
    secret: str = field(default="", repr=False)
    timeout: float = TIMEOUT_SECONDS

    def deliver(self, out: Outgoing) -> Outcome:
        """Says a message in the group."""
        import requests  # noqa: PLC0415 - eighty modules, for who has a robot and sends

        if not _is_safe(self.address):
            return failed("no https address")
        content = _within(_text(out.message), self.kind.most_bytes)
        told = {"msgtype": "text", "text": {"content": content}}
        address = self._signed(int(out.moment.timestamp() * 1000))
        try:
            answer = requests.post(
                address,
                data=json.dumps(told, ensure_ascii=False).encode(),
                headers=_JSON,
                timeout=self.timeout,
                allow_redirects=False,
            )
        except requests.exceptions.ConnectTimeout:
            return failed("ConnectTimeout")
        except requests.exceptions.ConnectionError as error:
            return failed("ConnectionError") if _never_began(error) else unsure("ConnectionError")
        except requests.exceptions.RequestException as error:
            return unsure(type(error).__name__)
        return _read(answer)

    def _signed(self, milliseconds: int) -> str:
        """The address, with the signature that a robot of 钉钉 may ask for."""
        if self.kind is not RobotKind.DINGTALK or not self.secret:
            return self.address
        signed = hmac.new(self.secret.encode(), f"{milliseconds}\n{self.secret}".encode(), hashlib.sha256).digest()
        joint = "&" if urlsplit(self.address).query else "?"
        return f"{self.address}{joint}timestamp={milliseconds}&sign={quote_plus(base64.b64encode(signed))}"


def says_whole(driver: Driver, message: NewMessage) -> bool:
    """Whether a message goes out as it is; a robot cuts what is too long for it."""
    return not isinstance(driver, Robot) or len(_text(message).encode()) <= driver.kind.most_bytes


def _text(message: NewMessage | OutboxMessage) -> str:
    return f"{message.subject}\n{message.body}"


def _is_safe(address: str) -> bool:
    """Whether nobody on the way reads the key: by https, or on this machine."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and _is_here(host)))


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _never_began(error: "requests.exceptions.ConnectionError") -> bool:
    """Whether there was never a connection, or one to a server that could not show who it is: nothing can have been said."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    unknown = isinstance(next(iter(getattr(cause, "args", ())), None), ssl.SSLCertVerificationError)
    return unknown or type(cause).__name__ in {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"}


def _read(answer: "requests.Response") -> Outcome:
    """Both kinds answer with `errcode`, 0 where the robot has said it."""
    status = answer.status_code
    if status != HTTPStatus.OK:
        told = f"HTTP {status}"
        return unsure(told) if status >= HTTPStatus.INTERNAL_SERVER_ERROR else failed(told)
    try:
        code = answer.json()["errcode"]
    except (ValueError, KeyError, TypeError):
        return unsure("HTTP 200")
    if code == 0 and code is not False:
        return sent("errcode 0")
    return failed(f"errcode {code}")


def _within(text: str, most: int) -> str:
    """As much of a text as a robot says, cut between letters and with a sign that it was."""
    whole = text.encode()
    if len(whole) <= most:
        return text
    return whole[: most - 3].decode(errors="ignore") + "…"
