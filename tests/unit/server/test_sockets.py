"""The second part of an answer does not wait until the browser has confirmed the first."""

import socket

from streamlit.web.server.starlette import starlette_server

from kpi.server import application, sign_in_of
from kpi.server.sockets import without_delay


def test_a_connection_of_ours_sends_at_once():
    with (
        without_delay(starlette_server._bind_socket)("127.0.0.1", 0, 1) as listening,
        socket.create_connection(listening.getsockname()),
    ):
        listening.setblocking(True)
        with listening.accept()[0] as connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_the_server_listens_on_such_a_socket_sees_who_really_asks_and_does_not_stop_to_collect(monkeypatch, tmp_path):
    """Streamlit finds both under these names when it starts; what it is told of collecting is decision 107."""
    found = []

    def run(_app, config):
        with starlette_server._bind_socket("127.0.0.1", 0, 1) as opened:
            found.append(opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        found.append(config["runner.postScriptGC"])
        found.append(starlette_server._get_uvicorn_config_kwargs()["proxy_headers"])

    for name in ("_bind_socket", "_get_uvicorn_config_kwargs"):
        monkeypatch.setattr(starlette_server, name, getattr(starlette_server, name))
    monkeypatch.setattr("sys.argv", ["pytest"])
    monkeypatch.setattr(application._Application, "run", run)
    application.serve(tmp_path / "app.py", sign_in_of({}))
    assert found == [1, False, False]
