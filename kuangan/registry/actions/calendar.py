"""The announced days off and make-up days of a year are entered, with the document that says so."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.claims import FIRST_DAY, check_claim
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.registry import kinds
from kuangan.registry.models import CalendarNotice, WorkingDay
from kuangan.registry.rules.calendar import objection


@transaction.atomic
def announce_days(
    actor: Actor, year: int, *, off: Sequence[date], worked: Sequence[date], document_number: str, announced_on: date
) -> CalendarNotice:
    """Enter what was announced for a year: days off and weekends worked to make up.

    A later announcement for the same year changes the days that it names. Raises Refused for days that contradict each
    other, a missing document, a future day of announcement, or a document that was entered already. Announces
    `registry.calendar_changed`, upon which deadlines in working days are computed anew.
    """
    require(actor, "registry.announce_days")
    number = document_number.strip()
    if not number:
        raise Refused(_("Enter the number of the document."), "document_number")
    check_claim(announced_on, "announced_on", since=FIRST_DAY, future=_("The announcement cannot lie in the future."))
    if wrong := objection(year, off, worked):
        raise Refused(wrong, "off")
    if CalendarNotice.objects.filter(year=year, document_number=number).exists():
        raise Refused(_("This document is entered already for %(year)s.") % {"year": year}, "document_number")
    notice = CalendarNotice.objects.create(
        year=year, document_number=number, announced_on=announced_on, entered_by=actor.name[:100]
    )
    wanted = dict.fromkeys(off, False) | dict.fromkeys(worked, True)
    before = dict(WorkingDay.objects.filter(day__in=wanted).values_list("day", "works"))
    for day, works in sorted(wanted.items()):
        WorkingDay.objects.update_or_create(day=day, defaults={"works": works, "notice": notice})
    record(
        actor, kinds.DAYS_ANNOUNCED, notice, called=str(notice), document=number,
        on=announced_on.isoformat(), days_off=[day.isoformat() for day in sorted(off)],
        days_worked=[day.isoformat() for day in sorted(worked)],
        days_changed=[day.isoformat() for day, works in before.items() if works != wanted[day]],
    )  # fmt: skip
    announce("registry.calendar_changed", year=year)
    return notice
