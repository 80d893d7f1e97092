"""The second part of an answer does not wait until the browser has confirmed the first."""

import socket

from streamlit.web.server.starlette import starlette_server

from kpi.server import application
from kpi.server.sockets import without_delay


def test_a_connection_of_ours_sends_at_once():
    with (
        without_delay(starlette_server._bind_socket)("127.0.0.1", 0, 1) as listening,
        socket.create_connection(listening.getsockname()),
    ):
        listening.setblocking(True)
        with listening.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_server_listens_on_such_a_socket(monkeypatch, tmp_path):
    """Streamlit finds what opens its socket under this name when it starts."""
    listening = []

    def run(_app, config):
        with starlette_server._bind_socket("127.0.0.1", 0, 1) as opened:
            listening.append(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    monkeypatch.setattr(starlette_server, "_bind_socket", starlette_server._bind_socket)
    monkeypatch.setattr("sys.argv", ["pytest"])
    monkeypatch.setattr(application._Application, "run", run)
    application.serve(tmp_path / "app.py")
    assert listening[0]
