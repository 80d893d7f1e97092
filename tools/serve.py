"""Starts the dashboard on this machine, or says plainly why it cannot.

Usage: make run, make demo. Ctrl-C ends it as usual.
"""

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
ADDRESS = "127.0.0.1"
LAST_PORT = 65535


def port_number(text: str) -> int:
    """A port somebody typed. ArgumentTypeError for what is none."""
    given = text.strip()
    if not (given.isascii() and given.isdecimal() and len(given) <= len(str(LAST_PORT)) and 1 <= int(given) <= LAST_PORT):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no port: a whole number from 1 to {LAST_PORT}, such as 8501.\n"
            f"“{text}”不是端口号，请写 1 到 {LAST_PORT} 之间的整数，例如 make run PORT=8501"
        )
    return int(given)


def obstacle(port: int, address: str = ADDRESS) -> str:
    """Why this machine cannot be listened to at `address` on `port`; empty if it can."""
    with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except PermissionError:
            return (
                f"Port {port} needs the rights of the administrator. Choose one from 1024 up: make run PORT=8501\n"
                f"端口 {port} 须有管理员权限才能使用，请换 1024 以上的端口：make run PORT=8501"
            )
        except OSError as error:
            return _in_use(port) if error.errno == errno.EADDRINUSE else f"Port {port} 端口 {port}: {error.strerror}"
    return ""


def _in_use(port: int) -> str:
    free = port + 1 if port < LAST_PORT else port - 1
    return (
        f"Port {port} is in use: perhaps the dashboard is open already at http://{ADDRESS}:{port}\n"
        f"Choose another one: make run PORT={free}\n"
        f"端口 {port} 已被占用，看板可能已经打开；也可换一个端口：make run PORT={free}"
    )


def main() -> None:
    """Check the port, then start Streamlit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=port_number, default=8501)
    parser.add_argument("--database", help="instead of KPI_DATABASE")
    wanted = parser.parse_args()
    address = os.environ.get("KPI_ADDRESS") or ADDRESS
    if in_the_way := obstacle(wanted.port, address):
        sys.exit(in_the_way)
    if wanted.database:
        os.environ["KPI_DATABASE"] = str(PROJECT / wanted.database)
    os.chdir(PROJECT)
    follow_only_the_project()
    _run(wanted.port)


def follow_only_the_project() -> None:
    """Streamlit is set up by .streamlit/config.toml here and by nothing else.

    A variable STREAMLIT_…, or a file in the user's home, could open the server to the network, drop the protection of forms
    or load a theme from somewhere; both may stand there for another program.
    """
    foreign = sorted(name for name in os.environ if name.startswith("STREAMLIT_"))
    for name in foreign:
        del os.environ[name]
    if foreign:
        names = ", ".join(foreign)
        print(
            f"Not followed, the dashboard serves this machine only: {names}   看板只在本机提供服务，不采用上列设置",
            file=sys.stderr,
        )
    from streamlit import config  # noqa: PLC0415 - only now, so that what stood in the environment is never read

    config.get_config_files = lambda file_name: [str(PROJECT / ".streamlit" / file_name)]


def _run(port: int) -> None:
    """Our application round Streamlit, in this process. SystemExit with a sentence if it may not run as it is set."""
    sys.path.insert(0, str(PROJECT))
    from kpi.errors import KpiError  # noqa: PLC0415
    from kpi.i18n import LANGUAGES, texts  # noqa: PLC0415
    from kpi.server import serve, sign_in_of  # noqa: PLC0415 - the port is checked before this heavy import

    try:
        sign_in = sign_in_of()
        print(f"http://{sign_in.address}:{port}   (Ctrl-C stops it 按 Ctrl-C 停止)", flush=True)
        serve(PROJECT / "app.py", sign_in, server_address=sign_in.address, server_port=port)
    except KpiError as error:
        sys.exit("\n".join(texts(lang).message(error.message) for lang in LANGUAGES))


if __name__ == "__main__":
    main()
