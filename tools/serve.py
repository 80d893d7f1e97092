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
    """Streamlit's own command, in this process.

    Until st.navigation has run once, Streamlit takes the folder pages/ for pages of its old kind and greets whoever opens the
    address of one of ours first with "Page not found". So it is told beforehand that the folder is not of that kind.
    """
    from streamlit.runtime.pages_manager import PagesManager  # noqa: PLC0415 - the port is checked before this heavy import
    from streamlit.web import cli  # noqa: PLC0415

    PagesManager.uses_pages_directory = False
    warm_up = threading.Timer(WARM_UP_SECONDS, importlib.import_module, ["statsmodels.regression.linear_model"])
    warm_up.daemon = True
    warm_up.start()
    sys.argv = ["streamlit", "run", "app.py", "--server.port", str(port), "--server.headless", "true"]
    cli.main()


if __name__ == "__main__":
    main()
