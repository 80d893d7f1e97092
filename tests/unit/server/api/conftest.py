"""The API behind the real gate, with a database, people and their tokens; everything but the socket."""

from types import SimpleNamespace

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from kpi import services
from kpi.access import LOCAL_USER
from kpi.model import Actor, Grant
from kpi.server.api.application import api_routes
from kpi.server.sign_in import Gate, Keeper, SignIn
from kpi.server.sign_in.modes import Mode
from tests.databases import TINY

PEOPLE = {
    "cheng": ("程", Grant("reporter", unit="云溪市城市管理局")),
    "li": ("李", Grant("administrator")),
    "du": ("杜", Grant("viewer")),
    "ying": ("应", Grant("reporter", regions=("990101",))),
}
HERE = "http://127.0.0.1:8501"


class Site:
    """A workspace, its API and a token of each of a few people."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.tokens = {}
        for account, (name, grant) in PEOPLE.items():
            services.add_user(workspace, LOCAL_USER, account, name, [grant])
            self.tokens[account] = self.token(account, grant)
        self.restart()

    def restart(self):
        """The server starts anew over the same database."""
        self.keeper = Keeper(SignIn(Mode.ACCOUNTS), services.People(self.workspace), b"k" * 32)
        self.app = Starlette(routes=api_routes(), middleware=[Middleware(Gate, keeper=self.keeper)])

    def actor(self, account, *grants):
        return Actor(account, frozenset(grants), account)

    def token(self, account, grant, days=9):
        return services.add_token(self.workspace, self.actor(account, grant), "程序", grant, days)

    def browser(self, peer="127.0.0.1"):
        return TestClient(self.app, base_url=HERE, client=(peer, 40000), follow_redirects=False)

    def ask(self, path, account="li", method="GET", **given):
        """An answer to somebody's program."""
        token = self.tokens.get(account, account)
        headers = {"Authorization": f"Bearer {token}", **given.pop("headers", {})}
        return self.browser().request(method, f"/api{path}", headers=headers, **given)

    def send(self, path, text, account="cheng", name="填报.csv", fields=None, **headers):
        """A file that somebody's program sends."""
        files = [("file", (name, text.encode()))]
        return self.ask(path, account, "POST", files=files, data=fields or {}, headers=headers)

    def log(self):
        """What is on record: what was done, by whom, and how it came out."""
        return [(one.action, one.user_id, str(one.outcome)) for one in self.workspace.store.audit_entries()]


def opened(folder, ready_made, monkeypatch):
    workspace = services.open_workspace(ready_made.place(folder / "kpi.duckdb", TINY), TINY)
    monkeypatch.setattr(services, "hold", lambda *_: workspace)
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")
    return workspace


@pytest.fixture(autouse=True)
def signed_in(monkeypatch):
    monkeypatch.setenv("KPI_SIGN_IN", "accounts")


@pytest.fixture(scope="module")
def site(tmp_path_factory, ready_made):
    """One that is only read."""
    with pytest.MonkeyPatch.context() as patch:
        workspace = opened(tmp_path_factory.mktemp("api"), ready_made, patch)
        yield Site(workspace)
        workspace.close()


@pytest.fixture
def written(tmp_path, ready_made, monkeypatch):
    """One of its own."""
    workspace = opened(tmp_path, ready_made, monkeypatch)
    yield Site(workspace)
    workspace.close()


def rows(*lines):
    return "\n".join(("指标代码,年份,数值,单位", *lines)) + "\n"


TRAINED = rows("volunteers_trained,2023,1.25,万人次")
"""12,500 of the 12,000 that 2023 asks for."""


@pytest.fixture
def told():
    return SimpleNamespace(rows=rows, trained=TRAINED)
