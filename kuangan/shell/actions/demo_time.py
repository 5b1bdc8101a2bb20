"""The demo's time: moved forward by the demo administrator, and resumed where it stood when the server starts."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock, demo_clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.models import DemoClock
from kuangan.shell import kinds
from kuangan.shell.models import Play
from kuangan.shell.rules import DEMO_STARTS, FARTHEST_STEP


@transaction.atomic
def move_clock(actor: Actor, moment: datetime) -> datetime:
    """Let the demo show `moment` (aware) from now on; returns the moment shown before.

    Refused outside a demo, for a moment that is not later than now, and for more than a year at once.
    """
    require(actor, "shell.move_clock")
    if not settings.DEMO:
        raise Refused(_("The clock can be moved in a demo only."))
    if Play.objects.filter(finished_at=None).exists():
        raise Refused(_("The campaign is still being played. Move the clock when the banner no longer says so."))
    demo_clock.load()
    before = clock.now()
    if moment <= before:
        raise Refused(_("The demo clock only moves forward. Choose a later day."), field="day")
    if moment - before > FARTHEST_STEP:
        raise Refused(_("Move the clock by a year at most."), field="day")
    demo_clock.move_to(moment)
    record(actor, kinds.CLOCK_MOVED, before={"shows": before}, after={"shows": moment})
    return before


# house: not-atomic — one row is written by one statement
def resume_clock(actor: Actor) -> datetime | None:
    """Let a demo's time go on from where it stood; returns the moment shown, None outside a demo.

    The time during which the server was off does not count: the clock stands at the last moment that left a trace in
    the audit trail, or at the moment it was last set to, whichever is later. Called when the server starts.
    """
    require(actor, "shell.run_system")
    if not settings.DEMO:
        return None
    row = DemoClock.objects.first()
    stands = _last_shown(row) if row else DEMO_STARTS
    DemoClock.objects.update_or_create(pk=1, defaults={"anchored_at": clock.real_now(), "shows": _next(stands)})
    demo_clock.load()
    return stands


def _last_shown(row: DemoClock) -> datetime:
    """The last moment of which there is a trace; what the clock cannot have shown yet was entered by the real clock."""
    latest = row.shows + (clock.real_now() - row.anchored_at)
    last = AuditEvent.rows.filter(entered_at__lte=latest).aggregate(last=Max("entered_at"))["last"]
    return max(filter(None, (row.shows, last)))


def _next(moment: datetime) -> datetime:
    """A little later, so that nothing new is entered at the very moment of the last record."""
    return moment + timedelta(seconds=1)
