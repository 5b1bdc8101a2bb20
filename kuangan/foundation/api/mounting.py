"""From the rooms' operations to addresses and to the OpenAPI document; used by the shell."""

from collections.abc import Iterator
from typing import Any, NoReturn

from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.openapi.schema import get_schema
from ninja.operation import Operation, PathView
from ninja.parser import Parser
from ninja.security import HttpBearer
from pydantic_core import from_json

from kuangan.foundation.api.describing import described
from kuangan.foundation.api.framing import framed
from kuangan.foundation.api.operations import Operations, Spec
from kuangan.foundation.api.problems import Trouble
from kuangan.foundation.api.translating import translated
from kuangan.foundation.authority.web import PUBLIC, SIGNED_IN
from kuangan.foundation.kernel import reading

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class StrictParser(Parser):
    """JSON as its standard says: no NaN, no half characters. Numbers, days and codes may be written full-width."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as plain values; ValueError when it is no JSON."""
        return _plain(from_json(request.body, allow_inf_nan=False))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return reading.plain(value)
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, dict) else value


class Bearer(HttpBearer):
    """Describes the token in the document; the frame has recognised the caller before."""

    def __call__(self, request: HttpRequest) -> Any:
        return getattr(request, "caller", None)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Not asked: see __call__."""
        return None


class Api:
    """One version of the API: its rooms, their addresses, its document."""

    def __init__(self, title: str, version: str, description: str) -> None:
        self.ninja = NinjaAPI(
            title=title, version=version, description=description, openapi_url=None, docs_url=None,
            parser=StrictParser(), auth=Bearer(), urls_namespace=f"kuangan-{version}",
        )  # fmt: skip
        tell: Any = translated
        for kind in [Exception, *self.ninja._exception_handlers]:
            self.ninja.add_exception_handler(kind, tell)

    def add(self, prefix: str, operations: Operations) -> None:
        """Mount a room's operations below `prefix`."""
        self.ninja.add_router(prefix, operations.router)

    def addresses(self) -> list[URLPattern]:
        """The addresses, each framed, named `tag.operation`; a path with two methods stands here twice."""
        found = []
        for bound in self.ninja._get_bound_routers():
            operations = [(view, one) for view in bound.path_operations.values() for one in view.operations]
            for pattern, (view, one) in zip(bound.urls_paths(bound.prefix), operations, strict=True):
                pattern.callback = framed(pattern.callback, _specs(view), spec_of(one).verb)
                found.append(pattern)
        return found

    def operations(self) -> Iterator[tuple[str, Spec]]:
        """Every operation with its path below the API's root."""
        for bound in self.ninja._get_bound_routers():
            for path, view in bound.path_operations.items():
                for one in view.operations:
                    yield bound.prefix + path, spec_of(one)

    def document(self, root: str) -> dict[str, Any]:
        """The OpenAPI 3.1 document with addresses below `root`."""
        specs = {spec.name: spec for _path, spec in self.operations()}
        return described(dict(get_schema(self.ninja, path_prefix=root.lstrip("/"))), specs)


def spec_of(operation: Operation) -> Spec:
    """What the room has declared of an operation."""
    found: Spec = operation.view_func.spec  # type: ignore[attr-defined]
    return found


def _specs(view: PathView) -> dict[str, Spec]:
    return {method: spec_of(one) for one in view.operations for method in one.methods}


def _missing(request: HttpRequest, **parts: Any) -> NoReturn:
    raise Trouble("not-found", _("There is no such address. The documentation lists them all."))


nowhere = framed(_missing, {method: Spec("", SIGNED_IN, "GET") for method in METHODS}, f"{PUBLIC}api_nowhere")
"""What stands at addresses that do not exist."""
