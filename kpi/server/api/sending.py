"""What programs send: files to be checked, and files to be loaded, once however often they are sent under one key."""

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus

from starlette.responses import Response

from kpi import services
from kpi.errors import PreviewOutdated
from kpi.server.api import parameters as told
from kpi.server.api.calls import Call, Operation
from kpi.server.api.forms import FILE, LABEL, LONGEST_LABEL, READ_AS, Form
from kpi.server.api.problems import KEPT_NOWHERE, PROBLEM_TYPE, Refused, encoded, problem_json, usage
from kpi.services import Brought, FileChoices, ProgramAnswer, Role, SheetChoices
from kpi.views import UploadPreview
from kpi.wire import Json, check_json, import_json
from kpi.wire import problem_json as row_problem

KEY = "idempotency-key"
_LONGEST_KEY = 200
CHECKED = (FILE, *READ_AS)
IMPORTED = (*CHECKED, "note", "accept_warnings", "submission", "data_version")
_FLAGS = {"true": True, "false": False, "": False}

_REFUSED = (HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY)
SENDING = (
    Operation(
        "check",
        "POST",
        "/v1/check",
        (told.PLAN, told.LANG),
        fields=CHECKED,
        statuses=_REFUSED,
        answers={HTTPStatus.OK: "Check"},
    ),
    Operation(
        "import",
        "POST",
        "/v1/import",
        (told.PLAN, told.LANG),
        fields=IMPORTED,
        statuses=_REFUSED,
        answers={HTTPStatus.CREATED: "Import", HTTPStatus.ACCEPTED: "Import", HTTPStatus.OK: "Import"},
    ),
)


def key_of(headers: Mapping[str, str]) -> str:
    """The key that a program asks under; empty for none. Refused with status 400."""
    key = headers.get(KEY)
    if key is None:
        return ""
    if not 0 < len(key) <= _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise usage("key_unreadable", most=_LONGEST_KEY)
    return key


def check(call: Call, form: Form) -> Response:
    """What files say and would change; nothing is loaded."""
    preview = _preview(call, form)
    return _told(HTTPStatus.OK, encoded({**check_json(preview), "data_version": preview.data_version}))


def load(call: Call, form: Form, key: str) -> Response:
    """Loads what is sent: what is under way under a key is not begun again, and what was answered under one is answered again.

    Refused; errors of the services.
    """
    if not key:
        brought, preview = _brought(call, form, None)
        return _told(*_outcome(call, preview, brought))
    with services.under_key(call.workspace, call.actor, key) as alone:
        if not alone:
            raise Refused(HTTPStatus.CONFLICT, "under_way", {"Retry-After": "1"})
        mark = _fingerprint(call, form)
        kept = services.kept_answer(call.workspace, call.actor, key)
        if kept is None:
            told: list[tuple[HTTPStatus, bytes]] = []

            def answering(preview: UploadPreview, brought: Brought) -> ProgramAnswer:
                told[:] = [_outcome(call, preview, brought)]
                return ProgramAnswer(key, mark, *told[0])

            _brought(call, form, answering)
            return _told(*told[0])
    if kept.fingerprint != mark:
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "key_of_another")
    return _told(HTTPStatus(kept.status), kept.content, {"Idempotency-Replayed": "true"})


def _brought(
    call: Call, form: Form, answering: Callable[[UploadPreview, Brought], ProgramAnswer] | None
) -> tuple[Brought, UploadPreview]:
    fields = form.fields
    accept = _FLAGS.get(fields.get("accept_warnings", ""))
    number, version = (_number(fields, name) for name in ("submission", "data_version"))
    if accept is None:
        raise usage("parameter_unreadable", name="accept_warnings", value=fields["accept_warnings"][:_LONGEST_KEY])
    preview = _preview(call, form)
    if version is not None and version != preview.data_version:
        raise PreviewOutdated("preview_outdated", expected=version, found=preview.data_version)
    brought = services.bring_in(
        call.workspace,
        call.actor,
        preview,
        note=fields.get("note", ""),
        accept_warnings=accept,
        submission=number or 0,
        answering=partial(answering, preview) if answering else None,
    )
    return brought, preview


def _number(fields: Mapping[str, str], name: str) -> int | None:
    said = fields.get(name, "")
    if said and not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise usage("parameter_unreadable", name=name, value=said[:_LONGEST_KEY])
    return int(said) if said else None


def _label(fields: Mapping[str, str], name: str) -> str:
    said = fields[name]
    if len(said) > LONGEST_LABEL or not LABEL.match(said):
        raise usage("parameter_unreadable", name=name, value=said[:_LONGEST_KEY])
    return said


def _preview(call: Call, form: Form) -> UploadPreview:
    around = {Role(name): _label(form.fields, name) for name in READ_AS if form.fields.get(name)}
    choices = FileChoices(every_sheet=SheetChoices(around=around) if around else None)
    return services.check_upload(call.workspace, call.actor, form.files, choices={"": choices}, lang=call.words.lang)


def _outcome(call: Call, preview: UploadPreview, brought: Brought) -> tuple[HTTPStatus, bytes]:
    """Status and body of what became of an import."""
    if not brought.ready:
        return HTTPStatus.UNPROCESSABLE_ENTITY, encoded(_refusal(call, preview, brought))
    status = HTTPStatus.ACCEPTED if brought.submission else HTTPStatus.CREATED if brought.batches else HTTPStatus.OK
    return status, encoded(import_json(preview, brought))


def _refusal(call: Call, preview: UploadPreview, brought: Brought) -> Json:
    code = "upload_refused" if not preview.ok else "note_needed" if brought.accepted else "warnings_open"
    problems = [row_problem(view) for view in preview.problems]
    return problem_json(call.words, HTTPStatus.UNPROCESSABLE_ENTITY, code, call.words(f"api.{code}"), problems)


def _told(status: HTTPStatus, body: bytes, headers: Mapping[str, str] | None = None) -> Response:
    media_type = PROBLEM_TYPE if status is HTTPStatus.UNPROCESSABLE_ENTITY else "application/json"
    return Response(body, status, KEPT_NOWHERE | dict(headers or {}), media_type)


def _fingerprint(call: Call, form: Form) -> str:
    """Of all that is asked for and as whom: roles, address, fields, and each file by its name and content."""
    files = [(file.name, hashlib.sha256(file.content).hexdigest()) for file in form.files]
    grants = sorted(map(repr, call.actor.grants))
    said = [call.address, call.workspace.plan_id, call.words.lang, grants, sorted(form.fields.items()), files]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()
