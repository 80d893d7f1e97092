"""How the server is started: which ports are refused in words, and that nobody else's settings reach it."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import serve

PROJECT = Path(__file__).resolve().parents[2]
EVERYWHERE = ".".join("0000")
SETTLED = """
import json, sys
from tools import serve
serve.follow_only_the_project()
from streamlit import config
config.get_config_options(force_reparse=True)
print(json.dumps({name: config.get_option(name) for name in sys.argv[1:]}))
"""
OURS = {
    "server.address": serve.ADDRESS,
    "server.enableCORS": True,
    "server.enableXsrfProtection": True,
    "server.enableStaticServing": False,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.maxUploadSize": 200,
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    "theme.base": None,
    "server.baseUrlPath": "",
}
VARIABLES = {
    "STREAMLIT_SERVER_ADDRESS": EVERYWHERE,
    "STREAMLIT_SERVER_ENABLE_CORS": "false",
    "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
    "STREAMLIT_SERVER_ENABLE_STATIC_SERVING": "true",
    "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "auto",
    "STREAMLIT_SERVER_RUN_ON_SAVE": "true",
    "STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "2000",
    "STREAMLIT_SERVER_BASE_URL_PATH": "elsewhere",
    "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "true",
    "STREAMLIT_CLIENT_SHOW_ERROR_DETAILS": "full",
    "STREAMLIT_CLIENT_TOOLBAR_MODE": "developer",
    "STREAMLIT_THEME_BASE": "dark",
}
FILE = f"""
[server]
address = "{EVERYWHERE}"
enableCORS = false
enableXsrfProtection = false
enableStaticServing = true
baseUrlPath = "elsewhere"
[client]
showErrorDetails = "full"
[theme]
base = "dark"
"""


def settled(home: Path, **variables: str) -> tuple[dict[str, object], str]:
    """What Streamlit takes for its settings, and what was said on the way."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith("STREAMLIT_")}
    ran = subprocess.run(
        [sys.executable, "-c", SETTLED, *OURS],
        cwd=PROJECT,
        env={**clean, "HOME": str(home), "USERPROFILE": str(home), **variables},
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(ran.stdout), ran.stderr


@pytest.mark.slow
def test_variables_of_the_environment_do_not_undo_our_safety(tmp_path):
    found, said = settled(tmp_path, **VARIABLES)
    assert found == OURS
    assert all(name in said for name in VARIABLES)


@pytest.mark.slow
def test_a_file_in_the_users_home_does_not_undo_our_safety(tmp_path):
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "config.toml").write_text(FILE, encoding="utf-8")
    assert settled(tmp_path) == (OURS, "")


def test_the_address_is_said_to_the_server_too(monkeypatch):
    """What is said at the start outranks every file and variable."""
    said = {}
    monkeypatch.setattr("kpi.server.serve", lambda script, _sign_in, **config: said.update(config, script=script))
    serve._run(8501)
    assert said == {"script": PROJECT / "app.py", "server_address": serve.ADDRESS, "server_port": 8501}


@pytest.mark.parametrize(("typed", "port"), [("8501", 8501), ("1", 1), (" 65535 ", 65535), ("08501", 8501)])
def test_a_port_is_read(typed, port):
    assert serve.port_number(typed) == port


@pytest.mark.parametrize("typed", ["80000", "65536", "0", "-1", "", "http", "8501.0", "8_501", "８５０１", "9" * 5000])
def test_what_is_no_port_is_refused_in_words(typed):
    with pytest.raises(argparse.ArgumentTypeError) as refused:
        serve.port_number(typed)
    assert all(words in str(refused.value) for words in (typed, "is no port", "不是端口号"))


@pytest.mark.parametrize("typed", ["80000", "text"])
def test_a_port_that_is_none_ends_the_start_without_a_traceback(typed):
    ran = subprocess.run(
        [sys.executable, "tools/serve.py", "--port", typed], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, "Traceback" in ran.stderr) == (2, "", False)
    assert "不是端口号" in ran.stderr


def test_a_port_in_use_and_the_last_one_name_another():
    assert "PORT=8502" in serve._in_use(8501)
    assert "PORT=65534" in serve._in_use(65535)


def test_a_port_only_the_administrator_may_use_is_not_called_taken(monkeypatch):
    class Forbidding(serve.socket.socket):
        def bind(self, address):
            raise PermissionError

    monkeypatch.setattr(serve.socket, "socket", Forbidding)
    assert "须有管理员权限" in serve.obstacle(80)
    assert "in use" not in serve.obstacle(80)
