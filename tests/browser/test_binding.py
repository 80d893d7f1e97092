"""Who can reach the server: this machine alone, whatever else the environment asks of Streamlit."""

import socket
import sys
from urllib.parse import urlparse

import pytest

ELSEWHERE = "127.0.0." + "2"
"""Also this machine, but on an address that only a server listening everywhere answers on (Linux only)."""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux answers on the whole loopback block")
def test_a_server_told_to_listen_everywhere_still_listens_here_only(unopened):
    address, log = unopened
    port = urlparse(address).port
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        pass
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((ELSEWHERE, port), timeout=5)
    assert "STREAMLIT_SERVER_ADDRESS" in log.read_text(encoding="utf-8")
