"""How a room declares its operations: the verb, what comes back, and every answer that there can be."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Annotated, Any, TypeVar

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Path, Router, Schema
from pydantic import ConfigDict, Field

from kuangan.foundation.api.answers import answer
from kuangan.foundation.api.problems import Problem

View = TypeVar("View", bound=Callable[..., Any])
JSON, FORM, NOTHING = "application/json", "multipart/form-data", ""
"""What a write is sent as."""
LARGEST_NUMBER = 2**53 - 1
Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
"""The number of a record."""
Pk = Path[Number]
"""The number of a record in an address."""
Shown = Annotated[
    str,
    Field(
        min_length=64, max_length=64,
        description=gettext_noop("The `shown` of what you looked at; refused when that has changed since."),
    ),
]  # fmt: skip
"""What a signature or a decision is bound to (integrity.shown)."""
READING = (400, 401, 403, 404, 422, 429, 500)
WRITING = (400, 401, 403, 404, 409, 411, 413, 415, 422, 429, 500, 503)


class Given(Schema):
    """Base of what is sent in a body: a field that does not exist is an error, not a shrug."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Cursor(Schema):
    """The end of every list."""

    next_cursor: str | None = Field(description=gettext_noop("Where the next page begins; null on the last page."))


class Binary:
    """Stands for an answer that is a file."""


@dataclass(frozen=True)
class Spec:
    """What the frame has to know of an operation before it runs."""

    name: str
    verb: str
    method: str
    body: str = NOTHING
    is_file: bool = False

    @property
    def writes(self) -> bool:
        """Whether it changes anything, and so needs an idempotency key."""
        return self.method != "GET"


class Operations:
    """The operations of one room, as `Operations("duties")`; the shell mounts `router`."""

    def __init__(self, tag: str) -> None:
        self.tag = tag
        self.router = Router(tags=[tag])

    def get(self, path: str, verb: str, shape: Any, summary: str) -> Callable[[View], View]:
        """A reading operation that answers 200 with `shape`."""
        return self._declare("GET", path, verb, shape, 200, NOTHING, summary)

    def post(
        self, path: str, verb: str, shape: Any, summary: str, *, status: int = 201, body: str = JSON
    ) -> Callable[[View], View]:
        """A writing operation; `body` is JSON, FORM (files) or NOTHING."""
        return self._declare("POST", path, verb, shape, status, body, summary)

    def patch(self, path: str, verb: str, shape: Any, summary: str) -> Callable[[View], View]:
        """A correction of some fields."""
        return self._declare("PATCH", path, verb, shape, 200, JSON, summary)

    def delete(self, path: str, verb: str, summary: str) -> Callable[[View], View]:
        """Takes something away; answers 204 without content."""
        return self._declare("DELETE", path, verb, None, 204, NOTHING, summary)

    def _declare(
        self, method: str, path: str, verb: str, shape: Any, status: int, body: str, summary: str
    ) -> Callable[[View], View]:
        def decorate(view: View) -> View:
            @wraps(view)
            def answering(request: Any, **values: Any) -> HttpResponseBase:
                found = view(request, **values)
                return _nothing() if status == 204 else answer(found, status)

            name = f"{self.tag}.{view.__name__}"
            answering.spec = Spec(name, verb, method, body, shape is Binary)  # type: ignore[attr-defined]
            told: dict[int, Any] = {status: None if shape is Binary else shape}
            told |= dict.fromkeys(READING if method == "GET" else WRITING, Problem)
            declare = self.router.api_operation(
                [method], path, response=told, operation_id=name, url_name=name, summary=summary
            )
            declare(answering)
            return view

        return decorate


def _nothing() -> HttpResponseBase:
    response = HttpResponse(status=204)
    del response.headers["Content-Type"]
    return response
