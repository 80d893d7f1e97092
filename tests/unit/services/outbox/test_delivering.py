"""The drivers against servers on this machine: what was taken, refused, left unanswered; and what gets into a header."""

import base64
import hashlib
import hmac
import socket
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.headerregistry import Address
from urllib.parse import parse_qs, urlsplit

import pytest
from aiosmtpd.smtp import AuthResult

from kpi.model import Attachment, Channel, OutboxMessage
from kpi.services.outbox.delivering.folder import Folder
from kpi.services.outbox.delivering.robot import Robot, RobotKind
from kpi.services.outbox.delivering.smtp import MailServer, Security
from kpi.services.outbox.delivering.told import Outgoing
from kpi.services.outbox.mail import is_address, mail_of
from tests.hostile import HOSTILE

MOMENT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
FORM = Attachment("填报表.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04form")


def outgoing(addressee="云溪市城市管理局", recipient="csglj@yunxi.example", subject="关于报送数据的催办", body="请报送。"):
    message = OutboxMessage(7, "tiny", "ab" * 32, Channel.SMTP, addressee, recipient, subject, body, 3, "", "张三", MOMENT)
    return Outgoing(message, [FORM], MOMENT)


def test_a_letter_arrives_with_its_form(post_office):
    post, server = post_office()
    outcome = server.deliver(outgoing())
    assert (str(outcome.state), outcome.detail) == ("sent", "250 OK")
    (envelope,) = post.taken
    mail = message_from_bytes(envelope.content, policy=policy.default)
    assert (envelope.mail_from, envelope.rcpt_tos) == ("kpi@yunxi.example", ["csglj@yunxi.example"])
    assert (mail["Subject"], mail["To"].addresses) == (
        "关于报送数据的催办",
        (Address("云溪市城市管理局", addr_spec="csglj@yunxi.example"),),
    )
    assert mail["Message-ID"] == f"<{'ab' * 16}@yunxi.example>"
    (form,) = mail.iter_attachments()
    assert (form.get_filename(), form.get_content()) == ("填报表.xlsx", FORM.content)
    assert mail.get_body().get_content() == "请报送。\r\n"


@pytest.mark.parametrize(
    ("answer", "recipient", "state", "detail"),
    [
        ("550 5.7.1 spam", "a@yunxi.example", "failed", "550 5.7.1 spam"),
        ("451 later", "a@yunxi.example", "failed", "451 later"),
        ("250 OK", "nobody@yunxi.example", "failed", "550 5.1.1 no such box"),
        ("hang up", "a@yunxi.example", "unsure", "SMTPServerDisconnected"),
    ],
)
def test_what_is_refused_has_failed_and_what_is_not_answered_for_is_unsure(post_office, answer, recipient, state, detail):
    _, server = post_office(answer)
    outcome = server.deliver(outgoing(recipient=recipient))
    assert (str(outcome.state), outcome.detail) == (state, detail)


def test_no_server_and_a_silent_one_have_nothing():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        outcome = MailServer("127.0.0.1", port, Security.NONE, "a@b.example", timeout=0.2).deliver(outgoing())
        assert (str(outcome.state), outcome.detail) == ("failed", "SMTPServerDisconnected")
    outcome = MailServer("127.0.0.1", port, Security.NONE, "a@b.example", timeout=0.2).deliver(outgoing())
    assert (str(outcome.state), outcome.detail) == ("failed", "ConnectionRefusedError")


def test_a_password_goes_nowhere_without_tls(post_office):
    """A server that takes passwords in the clear is not given one, and one without STARTTLS gets no letter."""
    heard = []
    post, server = post_office(
        authenticator=lambda *told: heard.append(told) or AuthResult(success=True), auth_require_tls=False
    )
    plain = MailServer(server.host, server.port, Security.NONE, server.sender, "kpi", "river-Lantern 42", timeout=5.0)
    outcome = plain.deliver(outgoing())
    assert (str(outcome.state), outcome.detail, heard) == ("failed", "no password without TLS", [])
    asked = MailServer(server.host, server.port, Security.STARTTLS, server.sender, "kpi", "river-Lantern 42", timeout=5.0)
    outcome = asked.deliver(outgoing())
    assert (str(outcome.state), outcome.detail) == ("failed", "SMTPNotSupportedError")
    assert (heard, post.taken) == ([], [])
    assert "river" not in repr(asked)


@pytest.mark.parametrize(
    "text", [*HOSTILE, "甲\r\nBcc: everybody@evil.invalid", "乙\nSubject: 别的", "丙\x00\x1b[2J", "丁\u2028戊", "\ud800"]
)
def test_a_name_stays_a_name(text):
    """Whatever a unit or a title is called, there is one of each header and one recipient."""
    sent = bytes(mail_of(outgoing(addressee=text, subject=text), "kpi@yunxi.example"))
    mail = message_from_bytes(sent, policy=policy.default)
    assert [address.addr_spec for address in mail["To"].addresses] == ["csglj@yunxi.example"]
    assert (mail["Bcc"], len(mail.get_all("Subject")), mail["From"]) == (None, 1, "kpi@yunxi.example")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "a@",
        "@b.cn",
        "a@b.cn\n",
        "a@b.cn, c@d.cn",
        "a@b.cn\r\nBcc: x@y.cn",
        "<a@b.cn>",
        "a b@c.cn",
        "甲@b.cn",
        "a..b@c.cn",
        ".a@c.cn",
    ],
)
def test_what_is_no_single_address(text):
    assert not is_address(text)


def test_of_hostile_texts_one_is_an_address():
    assert [text for text in HOSTILE if is_address(text)] == ["a.b+c@evil.invalid"]


@pytest.mark.parametrize("text", ["a@b.cn", "rs_j-1.x+y@gz.gov.cn", "a@localhost"])
def test_what_is_one(text):
    assert is_address(text)


def test_a_folder_keeps_whole_letters_to_itself(tmp_path):
    folder = Folder(tmp_path / "outbox")
    outcome = folder.deliver(outgoing(recipient=""))
    (path,) = (tmp_path / "outbox").iterdir()
    assert (str(outcome.state), outcome.detail) == ("sent", path.name)
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (mail["To"].addresses, mail["To"].groups[0].display_name) == ((), "云溪市城市管理局")
    (tmp_path / "file").write_text("x")
    assert str(Folder(tmp_path / "file").deliver(outgoing()).state) == "failed"


def test_a_robot_of_wecom_says_a_text_and_calls_nobody(group):
    outcome = Robot(RobotKind.WECOM, group.address).deliver(outgoing(body="<@all> [x](javascript:1)"))
    assert (str(outcome.state), outcome.detail) == ("sent", "errcode 0")
    assert group.told == [
        (
            "/cgi-bin/webhook/send?key=secret-key",
            {"msgtype": "text", "text": {"content": "关于报送数据的催办\n<@all> [x](javascript:1)"}},
        )
    ]


def test_a_robot_of_dingtalk_is_signed(group):
    """As its makers describe it: HMAC-SHA256 of the moment in milliseconds, a line end and the secret, by the secret."""
    Robot(RobotKind.DINGTALK, group.address, "SEC1").deliver(outgoing())
    asked = parse_qs(urlsplit(group.told[0][0]).query)
    signed = hmac.new(b"SEC1", b"1772440200000\nSEC1", hashlib.sha256).digest()
    assert asked == {"key": ["secret-key"], "timestamp": ["1772440200000"], "sign": [base64.b64encode(signed).decode()]}


def test_a_long_text_is_cut_between_letters(group):
    Robot(RobotKind.WECOM, group.address).deliver(outgoing(body="报" * 3000))
    content = group.told[0][1]["text"]["content"]
    assert (content[-2:], 2044 <= len(content.encode()) <= 2048) == ("报…", True)


@pytest.mark.parametrize(
    ("answer", "state", "detail"),
    [
        ((200, '{"errcode":93000,"errmsg":"invalid webhook url"}'), "failed", "errcode 93000"),
        ((200, "<html>portal</html>"), "unsure", "HTTP 200"),
        ((200, "[]"), "unsure", "HTTP 200"),
        ((403, ""), "failed", "HTTP 403"),
        ((302, ""), "failed", "HTTP 302"),
        ((502, ""), "unsure", "HTTP 502"),
        ((0, ""), "unsure", "ConnectionError"),
    ],
)
def test_what_a_robot_answers(group, answer, state, detail):
    group.answer = answer
    outcome = Robot(RobotKind.WECOM, group.address).deliver(outgoing())
    assert (str(outcome.state), outcome.detail, len(group.told)) == (state, detail, 1)


def test_a_robot_that_is_not_there_or_silent_or_unsafe():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/?key=k"
        assert str(Robot(RobotKind.WECOM, address, timeout=0.2).deliver(outgoing()).state) == "unsure"
    told = Robot(RobotKind.WECOM, address, timeout=0.2).deliver(outgoing())
    assert (str(told.state), told.detail) == ("failed", "ConnectionError")
    for unsafe in ("http://" + "robot.example/?key=k", "ftp://127.0.0.1/", "file:///etc/passwd", "", "https://"):
        assert Robot(RobotKind.WECOM, unsafe).deliver(outgoing()).detail == "no https address"
    assert "key=k" not in repr(Robot(RobotKind.WECOM, address))
