"""The demo's movable clock: set, moved forward, resumed after a pause; never active in a real deployment."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.backends.signals import connection_created
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.models import DemoClock

LIVENESS = "/healthz"
"""The address that says that a process answers, and asks nobody."""


def load() -> None:
    """Give this process the stored offset; does nothing outside a demo."""
    if not settings.DEMO:
        return
    row = DemoClock.objects.first()
    clock.shift(row.shows - row.anchored_at if row else timedelta(0))


def follow() -> None:
    """Load the offset as soon as a process of a demo talks to its database, so that commands agree with the pages."""
    if settings.DEMO:
        connection_created.connect(_load_once, dispatch_uid="kernel.demo_clock")


def _load_once(**kwargs: Any) -> None:
    connection_created.disconnect(dispatch_uid="kernel.demo_clock")
    with suppress(DatabaseError):  # the table is missing until the first migration
        load()


@transaction.atomic
def move_to(moment: datetime) -> None:
    """Let the demo show `moment` from now on. Only forward: what has happened stays in the past."""
    if not settings.DEMO:
        raise Refused(_("The clock can be moved in a demo only."))
    load()
    row = DemoClock.objects.first()
    if row and moment < clock.now():
        raise Refused(_("The demo clock only moves forward."))
    DemoClock.objects.update_or_create(pk=1, defaults={"anchored_at": clock.real_now(), "shows": moment})
    load()


@transaction.atomic
def start_at(moment: datetime) -> None:
    """Let a new demo begin at `moment`; one that has begun only moves forward."""
    DemoClock.objects.get_or_create(pk=1, defaults={"anchored_at": clock.real_now(), "shows": moment})
    load()


class DemoClockMiddleware:
    """Reads the offset before every request of a demo, so that all processes agree."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != LIVENESS:
            load()
        return self.get_response(request)
