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
    411: "Sent in pieces without its length.",
    413: "Too large.",
    415: "Sent as something else than is read here.",
    422: "Something has to be corrected; `errors` names it.",
    429: "Too many requests in this minute.",
    500: "The fault is ours; the same request with the same key may be sent again.",
    503: "No room for it just now; nothing was done, the same request with the same key may be sent again.",
}
_KEY = {
    "name": replays.HEADER,
    "in": "header",
    "required": True,
    "description": "New for each act. Sent again with the same content it gives the same answer, done once.",
    "schema": {"type": "string", "pattern": replays.SHAPE},
}


def described(document: dict[str, Any], specs: dict[str, Spec]) -> dict[str, Any]:
    """The document with everything that ninja does not know; what many operations share is said once."""
    for methods in document["paths"].values():
        for operation in methods.values():
            _describe(operation, specs[operation["operationId"]])
    document.pop("servers", None)
    components = document["components"]
    components["schemas"] = dict(sorted(components["schemas"].items()))
    components["headers"] = {**_RATE, **_WAIT}
    components["parameters"] = {replays.HEADER: _KEY}
    components["responses"] = {str(status): _trouble(status) for status in _MEANINGS}
    return document


def _describe(operation: dict[str, Any], spec: Spec) -> None:
    if spec.writes:
        operation["parameters"] = [*operation["parameters"], {"$ref": f"#/components/parameters/{replays.HEADER}"}]
    operation["x-areas"] = areas.opening(spec.verb)
    for status, response in operation["responses"].items():
        if int(status) >= 400:
            operation["responses"][status] = {"$ref": f"#/components/responses/{status}"}
            continue
        response["headers"] = _headers(_RATE)
        if spec.is_file:
            response["content"] = {"*/*": {"schema": {"type": "string", "format": "binary"}}}


def _trouble(status: int) -> dict[str, Any]:
    """One answer that is no success, as all operations give it."""
    names = {} if status == 401 else dict(_RATE)
    if status in {409, 429, 503}:
        names |= _WAIT
    shape = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": _MEANINGS[status],
        "headers": _headers(names),
        "content": {problems.MEDIA_TYPE: {"schema": shape}},
    }


def _headers(names: dict[str, Any]) -> dict[str, Any]:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
