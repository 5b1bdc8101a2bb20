"""The demo's movable clock: set, moved forward, resumed after a pause; never active in a real deployment."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.models import DemoClock


def load() -> None:
    """Give this process the stored offset; does nothing outside a demo."""
    if not settings.DEMO:
        return
    row = DemoClock.objects.first()
    clock.shift(row.shows - row.anchored_at if row else timedelta(0))


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


class DemoClockMiddleware:
    """Reads the offset before every request of a demo, so that all processes agree."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        load()
        return self.get_response(request)
