"""Messages by SMTP. Until the server was handed the message nothing can have arrived; if it then says nothing, nobody knows."""

import smtplib
import ssl
from dataclasses import dataclass, field
from enum import StrEnum

from kpi.services.outbox.delivering.told import TIMEOUT_SECONDS, Outcome, Outgoing, failed, sent, unsure
from kpi.services.outbox.mail import mail_of

_TAKEN = 250


class Security(StrEnum):
    """How the way to the server is kept secret."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"
    """Only without a password."""


@dataclass(frozen=True)
class MailServer:
    """A mail server and who sends by it."""

    host: str
    port: int
    security: Security
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = TIMEOUT_SECONDS

    def deliver(self, out: Outgoing) -> Outcome:
        """Hands a message over."""
        if self.password and self.security is Security.NONE:
            return failed("no password without TLS")
        try:
            server = self._opened()
        except (OSError, smtplib.SMTPException) as error:
            return failed(_told(error))
        try:
            return self._hand_over(server, out)
        finally:
            _leave(server)

    def _opened(self) -> smtplib.SMTP:
        own = self.sender.rpartition("@")[2]
        context = ssl.create_default_context()
        if self.security is Security.TLS:
            return smtplib.SMTP_SSL(self.host, self.port, own, timeout=self.timeout, context=context)
        server = smtplib.SMTP(self.host, self.port, own, timeout=self.timeout)
        if self.security is Security.STARTTLS:
            try:
                server.starttls(context=context)
            except BaseException:
                server.close()
                raise
        return server

    def _hand_over(self, server: smtplib.SMTP, out: Outgoing) -> Outcome:
        try:
            server.ehlo_or_helo_if_needed()
            if self.user:
                server.login(self.user, self.password)
            for code, answer in (server.mail(self.sender), server.rcpt(out.message.recipient)):
                if code // 100 != 2:
                    return failed(_answer(code, answer))
        except (OSError, smtplib.SMTPException) as error:
            return failed(_told(error))
        try:
            code, answer = server.data(bytes(mail_of(out, self.sender)))
        except smtplib.SMTPDataError as error:
            return failed(_told(error))
        except (OSError, smtplib.SMTPException) as error:
            return unsure(_told(error))
        return sent(_answer(code, answer)) if code == _TAKEN else failed(_answer(code, answer))


def _leave(server: smtplib.SMTP) -> None:
    """Says goodbye, if the server still listens: what it took, it has."""
    try:
        server.quit()
    except (OSError, smtplib.SMTPException):
        server.close()


def _answer(code: int, answer: bytes) -> str:
    return f"{code} {answer.decode(errors='replace')}"


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return _answer(error.smtp_code, said if isinstance(said, bytes) else str(said).encode())
    return type(error).__name__
