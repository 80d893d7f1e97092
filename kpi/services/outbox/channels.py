"""The ways out that this server is set up for. A way that nobody set up is off; a folder for messages is always there."""

from collections.abc import Mapping
from pathlib import Path

from kpi.errors import KpiError
from kpi.model import Channel
from kpi.services.outbox.delivering.folder import Folder
from kpi.services.outbox.delivering.robot import Robot, RobotKind
from kpi.services.outbox.delivering.smtp import MailServer, Security
from kpi.services.outbox.delivering.told import Driver
from kpi.services.outbox.mail import is_address
from kpi.services.workspace import Workspace
from kpi.settings import setting

_MOST_PORT = 65535


def channels(workspace: Workspace) -> Mapping[Channel, Driver]:
    """The ways that are set up. KpiError `bad_channel` where one is set up wrongly."""
    sender = setting("KPI_MAIL_FROM")
    if sender and not is_address(sender):
        raise KpiError("bad_channel", name="KPI_MAIL_FROM")
    found: dict[Channel, Driver] = {Channel.FILE: Folder(folder_of(workspace), sender)}
    if host := setting("KPI_SMTP_HOST"):
        if not sender:
            raise KpiError("bad_channel", name="KPI_MAIL_FROM")
        user, password = _credentials(setting("KPI_SMTP_CREDENTIALS_FILE"))
        found[Channel.SMTP] = MailServer(host, _port(), _security(), sender, user, password)
    if file := setting("KPI_WEBHOOK_FILE"):
        address, secret = _lines("KPI_WEBHOOK_FILE", file)
        found[Channel.WEBHOOK] = Robot(_kind(), address, secret)
    return found


def folder_of(workspace: Workspace) -> Path:
    """The folder that messages are written into."""
    return Path(setting("KPI_OUTBOX") or workspace.store.path.with_name("outbox"))


def _credentials(file: str) -> tuple[str, str]:
    return _lines("KPI_SMTP_CREDENTIALS_FILE", file) if file else ("", "")


def _lines(name: str, file: str) -> tuple[str, str]:
    """The first two lines of a file that holds secrets. What it says is never told, nor that it is wrong in which way."""
    try:
        told = Path(file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KpiError("bad_channel", name=name) from error
    first, second = (line.strip() for line in (*told, "", "")[:2])
    if not first:
        raise KpiError("bad_channel", name=name)
    return first, second


def _port() -> int:
    text = setting("KPI_SMTP_PORT")
    if not (text.isascii() and text.isdigit() and 0 < int(text) <= _MOST_PORT):
        raise KpiError("bad_channel", name="KPI_SMTP_PORT")
    return int(text)


def _security() -> Security:
    text = setting("KPI_SMTP_SECURITY")
    if text not in tuple(Security):
        raise KpiError("bad_channel", name="KPI_SMTP_SECURITY")
    return Security(text)


def _kind() -> RobotKind:
    text = setting("KPI_WEBHOOK_KIND")
    if text not in tuple(RobotKind):
        raise KpiError("bad_channel", name="KPI_WEBHOOK_KIND")
    return RobotKind(text)
