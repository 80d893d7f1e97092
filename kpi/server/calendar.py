"""`/calendar.ics`: what whoever asks has to report, for the calendar of a telephone or an office program."""

from http import HTTPStatus
from urllib.parse import parse_qs

from anyio import to_thread
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from kpi import services
from kpi.errors import KpiError, NotAllowed, NotFound, QuotaSpent
from kpi.i18n import LANGUAGES, texts
from kpi.model import Actor
from kpi.server.addresses import CALENDAR
from kpi.server.sign_in import ACTOR
from kpi.settings import setting

_KEPT_NOWHERE = {"Cache-Control": "no-store"}


class DutyCalendar:
    """Answers that address to whom the gate says who asks; everything else is for the application within."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The calendar, or a refusal."""
        if scope["type"] != "http" or scope["path"] != CALENDAR:
            await self._app(scope, receive, send)
            return
        await (await _answer(scope))(scope, receive, send)


async def _answer(scope: Scope) -> Response:
    actor = scope.get(ACTOR)
    if not isinstance(actor, Actor):
        return _refusal(HTTPStatus.FORBIDDEN)
    if scope["method"] not in {"GET", "HEAD"}:
        return _refusal(HTTPStatus.METHOD_NOT_ALLOWED)
    said = parse_qs(scope["query_string"].decode("latin-1"))
    plan, asked = (said.get(name, [""])[0] for name in ("plan", "lang"))
    lang = asked if asked in LANGUAGES else setting("KPI_LANG")
    try:
        made = await to_thread.run_sync(_made, actor, plan, lang)
    except NotAllowed:
        return _refusal(HTTPStatus.FORBIDDEN)
    except QuotaSpent as spent:
        return PlainTextResponse(texts(lang).message(spent.message), HTTPStatus.TOO_MANY_REQUESTS, _KEPT_NOWHERE)
    except NotFound:
        return _refusal(HTTPStatus.NOT_FOUND)
    except KpiError:
        return _refusal(HTTPStatus.SERVICE_UNAVAILABLE)
    return Response(made, headers=_KEPT_NOWHERE, media_type="text/calendar; charset=utf-8")


def _made(actor: Actor, plan: str, lang: str) -> bytes:
    workspace = services.hold(setting("KPI_DATABASE"), setting("KPI_CATALOG"))
    return services.duty_calendar(workspace.of(plan) if plan else workspace, actor, lang=lang)


def _refusal(status: HTTPStatus) -> Response:
    return PlainTextResponse(status.phrase, status, _KEPT_NOWHERE)
