"""Messages as .eml files in a folder: whoever has no mail server sends them with their own program. The default."""

import os
from dataclasses import dataclass
from pathlib import Path

from kpi.services.outbox.delivering.told import Outcome, Outgoing, failed, sent
from kpi.services.outbox.mail import mail_of


@dataclass(frozen=True)
class Folder:
    """A folder, which only its owner can look into."""

    path: Path
    sender: str = ""

    def deliver(self, out: Outgoing) -> Outcome:
        """Writes the message aside and then gives it its name, so that nobody ever finds half of one."""
        name = f"{out.message.message_id:06d}-{out.message.send_key[:12]}.eml"
        aside = self.path / f".{name}.part"
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(bytes(mail_of(out, self.sender)))
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self.path / name)
        except OSError as error:
            return failed(f"{type(error).__name__} {error.strerror or ''}")
        return sent(name)
