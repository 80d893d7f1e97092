"""How the server is opened: its answers leave at once, and it sees who really asks.

Streamlit opens the socket it listens on in a way that makes asyncio leave Nagle's algorithm on: the second half of each answer
then waits until the browser has confirmed the first, which it puts off for 40 ms. A page asks for more than a hundred files,
and each message of the session waits alike.
"""

import socket
from collections.abc import Callable
from typing import Any

Bind = Callable[[str, int, int], socket.socket]
Options = Callable[[], dict[str, Any]]


def without_delay(bind: Bind) -> Bind:
    """`bind`, which opens a socket to listen on, with Nagle's algorithm off for all who connect through it."""

    def bound(address: str, port: int, backlog: int) -> socket.socket:
        listening = bind(address, port, backlog)
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return listening

    return bound


def without_rewriting(options: Options, *, own_log: bool = True) -> Options:
    """`options`, those of the server, with one off: it would take the word of anybody on this machine for where requests come
    from, and tell us that instead of where they do. Without a log of its own it logs as all else does.
    """
    log = {} if own_log else {"log_config": None}
    return lambda: {**options(), "proxy_headers": False, **log}
