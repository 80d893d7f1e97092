"""Letters over STARTTLS and TLS: password and letter go to the server whose certificate is known, and to nobody else."""

from dataclasses import replace

import pytest
from aiosmtpd.smtp import AuthResult

from kpi.model import SendState
from kpi.services.outbox.delivering.robot import Robot, RobotKind
from kpi.services.outbox.delivering.smtp import Security
from tests.unit.services.outbox.test_delivering import outgoing

PASSWORD = "river-Lantern 42"  # noqa: S105 - of this test
ENCRYPTED = {"TLSv1.2", "TLSv1.3"}


@pytest.fixture
def guarded(post_office):
    """A mail server that takes passwords, and those it was told."""

    def start(**options):
        heard = []

        def known(server, session, envelope, mechanism, login):
            heard.append((login.login, login.password))
            return AuthResult(success=True)

        post, server = post_office(authenticator=known, **options)
        return post, replace(server, user="kpi", password=PASSWORD), heard

    return start


def over(security, context):
    """How a server is started that is to be reached so."""
    if security is Security.STARTTLS:
        return {"tls_context": context, "require_starttls": True}
    return {"ssl_context": context, "auth_require_tls": False}


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_letter_and_the_password_go_over_an_encrypted_way(guarded, certificate, monkeypatch, security):
    public, context = certificate()
    monkeypatch.setenv("SSL_CERT_FILE", str(public))
    post, server, heard = guarded(**over(security, context))
    outcome = replace(server, security=security).deliver(outgoing())
    assert (str(outcome.state), outcome.detail) == ("sent", "250 OK")
    assert heard == [(b"kpi", PASSWORD.encode())]
    assert [envelope.rcpt_tos for envelope in post.taken] == [["csglj@yunxi.example"]]
    if security is Security.STARTTLS:
        assert set(post.ciphers) <= ENCRYPTED


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("known", ["unknown", "of another address"])
def test_a_server_whose_certificate_is_not_its_own_is_told_nothing(guarded, certificate, monkeypatch, security, known):
    """One that nobody vouches for, and one that is vouched for as another machine."""
    public, context = certificate("127.0.0.1" if known == "unknown" else "::1")
    if known != "unknown":
        monkeypatch.setenv("SSL_CERT_FILE", str(public))
    post, server, heard = guarded(**over(security, context))
    outcome = replace(server, security=security).deliver(outgoing())
    assert (str(outcome.state), outcome.detail) == ("failed", "SSLCertVerificationError")
    assert (heard, post.taken) == ([], [])


@pytest.mark.parametrize("known", [False, True])
def test_a_robot_whose_certificate_is_unknown_was_told_nothing_and_that_is_certain(
    group_over_tls, certificate, monkeypatch, known
):
    public, context = certificate()
    told, address = group_over_tls(context)
    if known:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(public))
    outcome = Robot(RobotKind.WECOM, address, timeout=5.0).deliver(outgoing())
    assert (outcome.state, len(told)) == ((SendState.SENT, 1) if known else (SendState.FAILED, 0))
