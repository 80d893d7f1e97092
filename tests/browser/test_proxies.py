"""The proxies of the administrator's guide, set up as it says, with TLS, in front of a server where people sign in."""

import contextlib
import re
import shutil
import socket
import ssl
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from playwright.sync_api import expect

from kpi import services
from kpi.access import LOCAL_USER
from kpi.i18n import texts
from kpi.model import Grant
from tests.databases import LETTER
from tests.sources import PROJECT
from tools.browser import free_port, server, settled
from tools.postgres import lake_of_its_own, postgres_programs

GUIDE = (PROJECT / "docs" / "administration.md").read_text(encoding="utf-8")
PASSWORDS = "绿水青山就是金山银山26", "不忘初心牢记使命26"
ZH = texts("zh")
SECONDS = 30
HERE = "localhost"
"""A certificate is for a name."""


def example(name):
    """The first block of the guide under a heading, after what is said there."""
    return re.search(rf"### {name}\n[^#]*?```\n(.*?)```", GUIDE, re.DOTALL)[1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Files of a certificate for this machine that nobody vouches for, and of its key."""
    folder, key = tmp_path_factory.mktemp("tls"), ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begun = datetime.now(UTC) - timedelta(days=1)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), begun, begun + timedelta(days=9))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    clear, pem = serialization.NoEncryption(), serialization.Encoding.PEM
    (folder / "c.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(pem))
    (folder / "k.pem").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, clear))
    return folder / "c.pem", folder / "k.pem"


def nginx(folder, port, upstream, certificate):
    """The command that runs it with the guide's example."""
    return nginx_with(example("nginx").replace("http://127.0.0.1:8501", upstream), folder, port, certificate)


def nginx_with(site, folder, port, certificate):
    """The command that runs nginx with an example whose servers are known."""
    site = site.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl").replace("看板的域名", "localhost")
    site = site.replace("/etc/ssl/kpi.crt", str(certificate[0])).replace("/etc/ssl/kpi.key", str(certificate[1]))
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    whole = f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
    text = f"{whole}http {{ access_log off; {places}\n{site}}}\n"
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    return [shutil.which("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def caddy(folder, port, upstream, certificate):
    """The same."""
    site = example("Caddy").replace("127.0.0.1:8501", upstream.removeprefix("http://"))
    return caddy_with(site, folder, port, certificate)


def caddy_with(site, folder, port, certificate):
    """The command that runs Caddy with an example whose servers are known."""
    site = site.replace("看板的域名 {", f"https://{HERE}:{port} {{\n\ttls {certificate[0]} {certificate[1]}")
    (folder / "Caddyfile").write_text(f"{{\n\tadmin off\n\tauto_https disable_redirects\n}}\n{site}", encoding="utf-8")
    return [shutil.which("caddy"), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def at_servers(site, at):
    """An example of two servers with those that there are."""
    for stated, address in zip(("127.0.0.1:8501", "127.0.0.1:8502"), at, strict=True):
        site = site.replace(stated, address.removeprefix("http://"))
    return site


@contextlib.contextmanager
def running(command, port, folder):
    """A proxy that has begun to speak TLS."""
    with (folder / "proxy.log").open("wb") as log:
        environment = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, env=environment)
    unproven = ssl._create_unverified_context()  # noqa: S323 - the certificate is our own
    deadline = time.monotonic() + SECONDS
    try:
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 2) as plain:
                unproven.wrap_socket(plain, server_hostname="localhost").close()
                break
            said = (folder / "proxy.log").read_text(encoding="utf-8")
            assert process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(timeout=SECONDS)


@pytest.mark.parametrize("proxy", [nginx, caddy])
def test_people_sign_in_through_the_proxy_of_the_guide(proxy, serve, chromium, certificate, ready_made, tmp_path):
    """Cookies that no other way carries, the live connection, and the client's address in the log."""
    if shutil.which(proxy.__name__) is None:
        pytest.skip(f"{proxy.__name__} is not installed")
    database, port = ready_made.place(tmp_path / "kpi.duckdb"), free_port()
    opened = services.open_workspace(database, LETTER)
    services.add_user(opened, LOCAL_USER, "wang", "王芳", [Grant("administrator")], PASSWORDS[0])
    services.People(opened).change_password("wang", *PASSWORDS)
    opened.close()
    ways = {"KPI_SIGN_IN": "accounts", "KPI_PUBLIC_ADDRESS": f"https://{HERE}:{port}", "KPI_PROXIES": "127.0.0.1"}
    with (
        serve(KPI_DATABASE=str(database), **ways) as upstream,
        running(proxy(tmp_path, port, upstream, certificate), port, tmp_path),
    ):
        context = chromium.new_context(ignore_https_errors=True)
        page, live = context.new_page(), []
        page.on("websocket", lambda socket: live.append(socket.url))
        page.goto(f"https://{HERE}:{port}/gaps")
        page.get_by_label(ZH("sign_in.name"), exact=True).fill("wang")
        page.get_by_label(ZH("sign_in.password"), exact=True).fill(PASSWORDS[1])
        page.get_by_role("button", name=ZH("sign_in.do"), exact=True).click()
        expect(settled(page).locator("h1")).to_have_text(ZH("page.gaps"))
        assert live == [f"wss://{HERE}:{port}/_stcore/stream"]
        kept = {each["name"]: (each["secure"], each["httpOnly"]) for each in context.cookies()}
        assert kept["__Host-kpi-session"] == (True, True)
        assert all(secure for secure, _ in kept.values())
        context.close()
    again = services.open_workspace(database, LETTER)
    told = [(entry.user_id, entry.address) for entry in again.store.audit_entries() if entry.action == "sign_in"]
    again.close()
    assert told in ([("wang", "127.0.0.1")], [("wang", "::1")])  # this machine, in either way of counting


@pytest.mark.skipif(postgres_programs() is None, reason="PostgreSQL is not installed")
@pytest.mark.skipif(None in (shutil.which("caddy"), shutil.which("nginx")), reason="caddy or nginx is not installed")
def test_a_server_may_go_and_the_other_answers_whom_it_had_signed_in(serve, chromium, certificate, tmp_path):
    """Two over one lake, behind the guide's Caddy: each visitor stays with one of them for as long as it is there.

    Then behind its nginx, of whose two servers one is gone.
    """
    port = free_port()
    ways = {
        "KPI_SIGN_IN": "accounts",
        "KPI_PUBLIC_ADDRESS": f"https://{HERE}:{port}",
        "KPI_PROXIES": "127.0.0.1",
        "KPI_LOG_FORMAT": "json",
        "KPI_DATA_PATH": str(tmp_path / "files"),
        "KPI_KEY_FILE": str(tmp_path / "key"),
    }
    with lake_of_its_own() as lake, contextlib.ExitStack() as servers:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KPI_DATA_PATH", ways["KPI_DATA_PATH"])
            opened = services.open_workspace(lake, LETTER)
            services.add_user(opened, LOCAL_USER, "wang", "王芳", [Grant("administrator")], PASSWORDS[0])
            services.People(opened).change_password("wang", *PASSWORDS)
            opened.close()
        each = [contextlib.ExitStack() for _ in range(2)]
        for one in each:
            servers.enter_context(one)
        logs = [tmp_path / f"server{number}" for number in range(2)]
        at = [one.enter_context(server(log, KPI_DATABASE=lake, **ways)) for one, log in zip(each, logs, strict=True)]
        context = chromium.new_context(ignore_https_errors=True)
        page = context.new_page()
        site = at_servers(example("Caddy，两台"), at)
        with running(caddy_with(site, tmp_path, port, certificate), port, tmp_path):
            page.goto(f"https://{HERE}:{port}/gaps")
            page.get_by_label(ZH("sign_in.name"), exact=True).fill("wang")
            page.get_by_label(ZH("sign_in.password"), exact=True).fill(PASSWORDS[1])
            page.get_by_role("button", name=ZH("sign_in.do"), exact=True).click()
            expect(settled(page).locator("h1")).to_have_text(ZH("page.gaps"))
            answered = ['"route": "page"' in log.read_text(encoding="utf-8") for log in logs]
            assert sorted(answered) == [False, True]
            each[answered.index(True)].close()
            page.goto(f"https://{HERE}:{port}/plans")
            expect(settled(page).locator("h1")).to_have_text(ZH("page.plans"))
            assert '"route": "page"' in logs[answered.index(False)].read_text(encoding="utf-8")
        site = at_servers(example("nginx，两台") + example("nginx").replace("127.0.0.1:8501", "kpi"), at)
        with running(nginx_with(site, tmp_path, port, certificate), port, tmp_path):
            page.goto(f"https://{HERE}:{port}/gaps")
            expect(settled(page).locator("h1")).to_have_text(ZH("page.gaps"))
            assert page.evaluate("performance.getEntriesByType('navigation')[0].responseStatus") == 200
        context.close()
