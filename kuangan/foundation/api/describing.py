"""What the OpenAPI document says beyond the shapes: problems, headers, idempotency keys, areas, files."""

from typing import Any

from kuangan.foundation.api import areas, problems, replays
from kuangan.foundation.api.operations import Spec

_WHOLE = {"type": "integer", "minimum": 0}
_RATE = {
    "RateLimit-Limit": {"description": "Requests a minute.", "schema": _WHOLE},
    "RateLimit-Remaining": {"description": "At least so many are left in this minute.", "schema": _WHOLE},
    "RateLimit-Reset": {"description": "Seconds until the next minute.", "schema": _WHOLE},
}
_WAIT = {"Retry-After": {"description": "Seconds to wait before asking again.", "schema": _WHOLE}}
_MEANINGS = {
    400: "The request cannot be read, or lacks its idempotency key.",
    401: "No valid token.",
    403: "The right is missing, with the reason.",
    404: "No such record in your jurisdiction.",
    409: "A rule stands against it, or the idempotency key is used for something else or still in use.",
    413: "Too large.",
    415: "Sent as something else than is read here.",
    422: "Something has to be corrected; `errors` names it.",
    429: "Too many requests in this minute.",
    500: "The fault is ours; the same request with the same key may be sent again.",
}
_KEY = {
    "name": replays.HEADER,
    "in": "header",
    "required": True,
    "description": "New for each act. Sent again with the same content it gives the same answer and does nothing twice.",
    "schema": {"type": "string", "pattern": replays.SHAPE},
}


def described(document: dict[str, Any], specs: dict[str, Spec]) -> dict[str, Any]:
    """The document with everything that ninja does not know."""
    for methods in document["paths"].values():
        for operation in methods.values():
            spec = specs[operation["operationId"]]
            _describe(operation, spec)
    document.pop("servers", None)
    document["components"]["schemas"] = dict(sorted(document["components"]["schemas"].items()))
    return document


def _describe(operation: dict[str, Any], spec: Spec) -> None:
    if spec.writes:
        operation["parameters"] = [*operation["parameters"], _KEY]
    operation["x-areas"] = areas.opening(spec.verb)
    for status, response in operation["responses"].items():
        _describe_answer(int(status), response, spec)


def _describe_answer(status: int, response: dict[str, Any], spec: Spec) -> None:
    if status != 401:
        response["headers"] = dict(_RATE)
    if status >= 400:
        response["description"] = _MEANINGS[status]
        shape = {"$ref": "#/components/schemas/Problem"}
        response["content"] = {problems.MEDIA_TYPE: {"schema": shape}}
    elif spec.is_file:
        response["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    if status in {409, 429}:
        response["headers"] = {**response["headers"], **_WAIT}
