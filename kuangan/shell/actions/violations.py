"""Counting what browsers report of the Content-Security-Policy; never more rows than a page can show."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.shell.models import Violation
from kuangan.shell.rules import Stopped

KINDS_A_DAY, DAYS_KEPT = 100, 90
OTHER = Stopped(directive="other", blocked="", page="")
"""Where the hundred-and-first kind of a day is counted: whoever invents reports fills one row."""


@transaction.atomic
def count_violation(actor: Actor, stopped: Stopped) -> None:
    """One more report (`Actor.nobody`: browsers send them by themselves, signed in or not). Leaves no audit record."""
    today = clock.today()
    if _raised(stopped):
        return
    Violation.objects.filter(day__lt=today - timedelta(days=DAYS_KEPT)).delete()
    if Violation.objects.filter(day=today).count() >= KINDS_A_DAY:
        stopped = OTHER
    Violation.objects.get_or_create(day=today, directive=stopped.directive, blocked=stopped.blocked, page=stopped.page)
    _raised(stopped)


def _raised(stopped: Stopped) -> int:
    same = Violation.objects.filter(
        day=clock.today(), directive=stopped.directive, blocked=stopped.blocked, page=stopped.page
    )
    return same.update(count=F("count") + 1, last_at=clock.real_now())
