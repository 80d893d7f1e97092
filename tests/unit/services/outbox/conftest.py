"""A mail server on this machine, with the manners that a test gives it, and a certificate that nobody knows."""

import json
import socket
import ssl
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import ip_address

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kpi.services.outbox.delivering.smtp import MailServer, Security


class Post:
    """A mail server's manners: what it keeps, and what it answers after the message."""

    def __init__(self, answer="250 OK"):
        self.answer, self.taken, self.ciphers = answer, [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - as aiosmtpd calls it
        self.taken.append(envelope)
        self.ciphers.append(session.ssl and session.ssl["cipher"][1])
        if self.answer == "hang up":
            server.transport.close()
        return self.answer

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address.startswith("nobody"):
            return "550 5.1.1 no such box"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def free_port():
    """A port that nobody listens at."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@pytest.fixture
def post_office():
    """Starts a mail server; what is asked of it comes back with it."""
    started = []

    def start(answer="250 OK", **options):
        post = Post(answer)
        controller = Controller(post, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        started.append(controller)
        return post, MailServer("127.0.0.1", controller.port, Security.NONE, "kpi@yunxi.example", timeout=5.0)

    yield start
    for controller in started:
        controller.stop()


class Group(BaseHTTPRequestHandler):
    """The robot of a group: what it was told, and the answer the test sets."""

    told: list = []  # noqa: RUF012 - set anew by the fixture
    answer = 200, '{"errcode":0,"errmsg":"ok"}'

    def do_POST(self):
        type(self).told.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        status, text = self.answer
        if status == 0:
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        """Says nothing."""


@pytest.fixture
def group():
    handler = type("Told", (Group,), {"told": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    handler.address = f"http://127.0.0.1:{server.server_port}/cgi-bin/webhook/send?key=secret-key"
    yield handler
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def group_over_tls():
    """The same behind a certificate: starts it; what it is told, and its address."""
    started = []

    def start(context):
        handler = type("Told", (Group,), {"told": []})
        server = HTTPServer(("127.0.0.1", 0), handler)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        started.append(server)
        return handler.told, f"https://127.0.0.1:{server.server_port}/cgi-bin/webhook/send?key=secret-key"

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def certificate(tmp_path):
    """Makes a certificate for an address of this machine, and what a server shows it with."""

    def make(address="127.0.0.1"):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(key, hashes.SHA256())
        )
        own = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        public, whole = tmp_path / "public.pem", tmp_path / "whole.pem"
        public.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        whole.write_bytes(public.read_bytes() + own)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(whole)
        return public, context

    return make
