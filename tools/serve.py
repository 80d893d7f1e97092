"""Starts the dashboard on this machine, or says plainly why it cannot.

Usage: make run, make demo. Ctrl-C ends it as usual.
"""

import argparse
import importlib
import os
import socket
import sys
import threading
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1"
WARM_UP_SECONDS = 5.0
"""After so long the first page is up; then what projections need, a second's work, is loaded before anybody asks for one."""


def taken(port: int) -> bool:
    """Whether something on this machine listens on `port` already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return True
    return False


def main() -> None:
    """Check the port, then start Streamlit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8501)
    parser.add_argument("--database", help="instead of KPI_DATABASE")
    wanted = parser.parse_args()
    if taken(wanted.port):
        free = wanted.port + 1
        sys.exit(
            f"Port {wanted.port} is in use: perhaps the dashboard is open already at http://{ADDRESS}:{wanted.port}\n"
            f"Choose another one: make run PORT={free}\n"
            f"端口 {wanted.port} 已被占用，看板可能已经打开；也可换一个端口：make run PORT={free}"
        )
    if wanted.database:
        os.environ["KPI_DATABASE"] = str(PROJECT / wanted.database)
    print(f"http://{ADDRESS}:{wanted.port}   (Ctrl-C stops it 按 Ctrl-C 停止)", flush=True)
    os.chdir(PROJECT)
    _run(wanted.port)


def _run(port: int) -> None:
    """Our application round Streamlit, in this process."""
    sys.path.insert(0, str(PROJECT))
    from kpi.server import serve  # noqa: PLC0415 - the port is checked before this heavy import

    warm_up = threading.Timer(WARM_UP_SECONDS, importlib.import_module, ["statsmodels.regression.linear_model"])
    warm_up.daemon = True
    warm_up.start()
    serve(PROJECT / "app.py", server_port=port)


if __name__ == "__main__":
    main()
