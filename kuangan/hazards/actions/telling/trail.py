"""The trail as it is told: the acts of some kinds since the last look, page by page, each once. Rooms above use it too.

Read again from a little before the last look: a record's number is given before it is committed, and a key that was
told before tells nobody twice.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta

from django.db.models import Q

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.foundation.notices.models import Cause
from kuangan.hazards.actions.telling.marks import keep_mark, told_up_to
from kuangan.hazards.queries.recipients import People

FIRST_LOOK = timedelta(days=3)
"""How far back the very first look goes: what happened before is history."""
OVERLAP = timedelta(minutes=10)
"""Longer than any transaction stays open."""
PAGE = 500
_WHY = "the system tells everybody concerned"
_ALL = Q()

Wording = Callable[[People, list[AuditEvent]], Iterable[Happening]]
"""What is to be told of some records, with people at hand."""


# house: not-atomic — each page of the trail commits by itself; telling the rest again tells nobody twice
def tell_from_trail(
    actor: Actor, source: str, names: Collection[str], wording: Wording, *, worth_telling: Q = _ALL
) -> int:
    """Tell people of the records of these kinds since the last look; returns how many were looked at.

    `source` names the mark of the last look. `worth_telling` leaves the choice among them to the database.
    """
    begin, last, count = clock.now(), 0, 0
    known = told_up_to(source)
    since = known - OVERLAP if known else begin - FIRST_LOOK
    wanted = AuditEvent.objects.unscoped(_WHY).filter(worth_telling, entered_at__gte=since, kind__in=sorted(names))
    people: People | None = None
    while events := list(wanted.filter(pk__gt=last).order_by("pk")[:PAGE]):
        last, count = events[-1].pk, count + len(events)
        if new := _untold(events):
            people = people or People(actor)
            tell(actor, wording(people, new))
    keep_mark(source, begin)
    return count


# house: no-actor — only words
# house: not-atomic — only words
def key_of(event: AuditEvent) -> str:
    """Under which key the first notice about an act is told."""
    return f"act:{event.pk}"


# house: no-actor — only words
# house: not-atomic — only words
def object_ids(events: Iterable[AuditEvent]) -> set[int]:
    """Numbers of the rows that were acted on."""
    return {int(event.object_id) for event in events if event.object_id.isdecimal()}


def _untold(events: list[AuditEvent]) -> list[AuditEvent]:
    keys = [key_of(event) for event in events]
    told = set(Cause.objects.unscoped(_WHY).filter(key__in=keys).order_by().values_list("key", flat=True))
    return [event for event in events if key_of(event) not in told]
