"""What the API is, as OpenAPI 3.1: made from the same table as its routes, so that neither can say what the other does not."""

from collections.abc import Sequence
from http import HTTPStatus

from kpi import services
from kpi.i18n import Texts
from kpi.server.api.calls import Operation
from kpi.server.api.examples import EXAMPLES
from kpi.server.api.forms import FILE, LABEL, LONGEST_LABEL, READ_AS
from kpi.server.api.parameters import LIMIT, Parameter
from kpi.server.api.problems import PROBLEM_TYPE
from kpi.server.api.schemas import SCHEMAS
from kpi.wire import Json

OPENAPI = "/openapi.json"
VERSION = "1"
_ROOT = "/api"
_EVERYWHERE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""Refusals that any operation may answer with."""
_SAID: Json = {"type": ["string", "number", "boolean"]}
"""Whatever a form holds is text, 2024 as well; no list, for each field is said once."""
_LABEL: Json = {**_SAID, "maxLength": LONGEST_LABEL, "pattern": LABEL.pattern}
_FIELDS: dict[str, Json] = {
    **dict.fromkeys(READ_AS, _LABEL),
    "note": _SAID,
    "accept_warnings": {"type": "string", "enum": ["true", "false"]},
    "submission": {"type": "string", "pattern": "^[0-9]{1,9}$"},
    "data_version": {"type": "string", "pattern": "^[0-9]{1,9}$"},
}
"""What fields of forms look like."""


def openapi(words: Texts, operations: Sequence[Operation]) -> Json:
    """The description, with its words in the language asked for."""
    return {
        "openapi": "3.1.0",
        "info": {"title": words("api.title"), "version": VERSION, "description": words("api.about")},
        "servers": [{"url": "/"}],
        "security": [{"token": []}] if services.people_sign_in() else [],
        "paths": {f"{_ROOT}{each.path}": {each.method.lower(): _operation(words, each)} for each in operations},
        "components": {
            "schemas": SCHEMAS,
            "responses": {str(status.value): _refusal(words, status) for status in _refusals(operations)},
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": words("api.about_token")}},
        },
    }


def _refusals(operations: Sequence[Operation]) -> list[HTTPStatus]:
    return sorted({*_EVERYWHERE, *(status for each in operations for status in each.statuses)})


def _operation(words: Texts, operation: Operation) -> Json:
    described: Json = {
        "operationId": operation.name,
        "summary": words(f"api.op_{operation.name}"),
        "description": words(f"api.about_op_{operation.name}"),
        "parameters": [*(_parameter(words, each) for each in operation.parameters), *_headers(words, operation)],
        "responses": _responses(words, operation),
    }
    return described | ({"requestBody": _body(words, operation)} if operation.fields else {})


def _parameter(words: Texts, parameter: Parameter) -> Json:
    described: Json = {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.where == "path",
        "description": words(f"api.about_{parameter.name}"),
        "schema": parameter.schema,
    }
    return described | ({"example": parameter.example} if parameter.example else {})


def _headers(words: Texts, operation: Operation) -> list[Json]:
    if operation.name == "import":
        schema: Json = {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"}
        return [_header(words, "Idempotency-Key", "about_idempotency_key", schema)]
    return [_header(words, "If-None-Match", "about_if_none_match", {"type": "string"})] if operation.read else []


def _header(words: Texts, name: str, about: str, schema: Json) -> Json:
    return {"name": name, "in": "header", "required": False, "description": words(f"api.{about}"), "schema": schema}


def _body(words: Texts, operation: Operation) -> Json:
    files: Json = {"type": "array", "minItems": 1, "items": {"type": "string", "format": "binary"}}
    fields: Json = {
        name: {"description": words(f"api.field_{name}"), **(files if name == FILE else _FIELDS[name])}
        for name in operation.fields
    }
    schema: Json = {"type": "object", "properties": fields, "required": [FILE], "additionalProperties": False}
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _responses(words: Texts, operation: Operation) -> Json:
    answers: Json = {
        str(status.value): _answer(words, operation, status, schema) for status, schema in operation.answers.items()
    }
    if operation.read:
        answers["304"] = {"description": words("api.status_304")}
    statuses = sorted({*_EVERYWHERE, *operation.statuses})
    return answers | {str(each.value): {"$ref": f"#/components/responses/{each.value}"} for each in statuses}


def _answer(words: Texts, operation: Operation, status: HTTPStatus, schema: str) -> Json:
    described: Json = {"description": words(f"api.status_{status.value}")}
    if operation.read:
        shown = ["ETag", *(["Link"] if LIMIT in operation.parameters else [])]
        described["headers"] = {
            name: {"description": words(f"api.about_{name.lower()}"), "schema": {"type": "string"}} for name in shown
        }
    if not schema:
        return described | {"content": {media_type: {} for media_type in operation.files}}
    shown_as: Json = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return described | {
        "content": {"application/json": shown_as | ({"example": EXAMPLES[schema]} if schema in EXAMPLES else {})}
    }


def _refusal(words: Texts, status: HTTPStatus) -> Json:
    schema: Json = {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}
    return {"description": words(f"api.status_{status.value}"), "content": {PROBLEM_TYPE: schema}}
