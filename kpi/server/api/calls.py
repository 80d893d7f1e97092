"""One call of the API: who asks, of which plan, in which language, and what of it was understood."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from kpi import services
from kpi.i18n import LANGUAGES, Texts, texts
from kpi.model import Actor
from kpi.server.api.parameters import Parameter
from kpi.server.api.problems import Refused
from kpi.server.sign_in import ACTOR
from kpi.services import Query, Workspace
from kpi.settings import setting


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked, by whom, of which plan."""

    workspace: Workspace
    actor: Actor
    words: Texts
    address: str
    """The path, as the links of a list repeat it."""
    query: str
    headers: Headers
    said: Mapping[str, Any]

    @property
    def view(self) -> Query:
        """The view asked for."""
        said = self.said
        return Query(
            said.get("as_of"),
            said.get("known_at"),
            said.get("region"),
            said.get("lamps", "default"),
            self.words.lang,
            said.get("targets") == "original",
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What comes of a call that reads: JSON, of which one list may be handed out in pages, or a file."""

    body: object = None
    pages: str | None = None
    """The key of the list; empty where the body is the list."""
    file: services.ReportFile | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked for; the routes and their description are both made of these."""

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    read: Callable[[Call], Answer] | None = None
    """What it does where it only reads."""
    fields: Sequence[str] = ()
    """Of the form that is sent."""
    statuses: tuple[HTTPStatus, ...] = ()
    """Of its refusals, besides those that every operation has."""
    answers: Mapping[HTTPStatus, str] = field(default_factory=lambda: {HTTPStatus.OK: ""})
    """The schemas of its answers, by status; empty for a file."""
    files: tuple[str, ...] = ()
    """The types of files that it answers with."""


def actor_of(request: Request) -> Actor:
    """Who asks, as the gate says it. Refused."""
    actor = request.scope.get(ACTOR)
    if not isinstance(actor, Actor):
        raise Refused(HTTPStatus.FORBIDDEN, "nobody")
    return actor


def words_of(request: Request) -> Texts:
    """In the language asked for, else that of the settings."""
    asked = request.query_params.get("lang", "")
    return texts(asked if asked in LANGUAGES else setting("KPI_LANG"))


def opened(actor: Actor, plan: str | None) -> Workspace:
    """The plan asked for, else the usual one. NotFound, CatalogRefused, StoreBusy, StoreUnusable, NotAllowed, QuotaSpent."""
    held = services.hold(setting("KPI_DATABASE"), setting("KPI_CATALOG"))
    if held.unsaved:
        held.begin()
    workspace = held.of(plan) if plan else held.usual_for(actor)
    services.count_call(workspace, actor)
    return workspace


def link(response: Response, address: str, relation: str) -> None:
    """Adds where else a list goes on (RFC 8288)."""
    response.headers.append("Link", f'<{address}>; rel="{relation}"')
