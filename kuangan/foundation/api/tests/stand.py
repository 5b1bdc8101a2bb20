"""A small API of its own for the machinery's tests: one list, one write, a caller for every secret."""

from typing import Any

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import path
from ninja import Query
from pydantic import Field

from kuangan.foundation.api import callers
from kuangan.foundation.api.callers import Caller
from kuangan.foundation.api.models import Allowance
from kuangan.foundation.api.mounting import Api, nowhere
from kuangan.foundation.api.operations import Cursor, Given, Operations, Pk
from kuangan.foundation.api.paging import BY_ID, Paging, page
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import Busy, Forbidden, Outage, OutOfScope, Refused

done: list[str] = []
"""What the write has done, beside its row."""


class Thing(Given):
    """What is sent."""

    caller: str = Field(min_length=1, max_length=40)
    fail: str = ""


class Things(Cursor):
    """What is listed."""

    items: list[dict[str, Any]]


things = Operations("things")


@things.get("", "signed_in", Things, "List things")
def all_things(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """A list."""
    rows, following = page(request, Allowance.objects.values("id", "caller"), BY_ID, paging)
    return {"items": rows, "next_cursor": following}


@things.get("/{pk}", "signed_in", Things, "One thing")
def thing(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """One."""
    return {"items": list(Allowance.objects.filter(pk=pk).values("id", "caller")), "next_cursor": None}


@things.post("", "signed_in", Things, "Make a thing")
def make(request: HttpRequest, sent: Thing) -> dict[str, Any]:
    """A write: leaves a row, then perhaps fails."""
    row = Allowance.objects.create(caller=sent.caller, minute=0)
    done.append(sent.caller)
    troubles = {
        "refused": Refused("mend it"), "field": Refused("mend it", "caller"), "forbidden": Forbidden("not yours"),
        "outside": OutOfScope(), "bug": ZeroDivisionError("ours"),
        "busy": Busy("come again"),
        "away": OperationalError("server closed the connection unexpectedly"), "store": Outage("HTTP 403"),
    }  # fmt: skip
    if sent.fail:
        raise troubles[sent.fail]
    return {"items": [{"id": row.pk, "caller": row.caller}], "next_cursor": None}


api = Api("Stand", "0.0.1", "")
api.add("/things", things)
urlpatterns = [*api.addresses(), path("elsewhere", nowhere)]


def recognise(secret: str, request: HttpRequest) -> Caller | None:
    """Everybody whose secret begins with ka_."""
    return Caller(Actor(user_id=1, name=secret), f"token:{secret}") if secret.startswith("ka_") else None


def send(method: str, where: str = "/things", body: bytes = b"", **headers: str) -> HttpResponse:
    """One request straight to the view."""
    from django.urls import resolve

    before = callers._slots.recognise
    callers._slots.recognise = recognise
    told = {"Authorization": "Bearer ka_one", "Content-Type": "application/json", **headers}
    kind = told.pop("Content-Type")
    try:
        request = RequestFactory().generic(method, where, body, content_type=kind, headers=told)
        match = resolve(request.path, urlconf=__name__)
        return match.func(request, **match.kwargs)
    finally:
        callers._slots.recognise = before
