"""Acts: what was done to a hazard left its record in the same transaction, so the trail says what is to be told.

A general hazard that a mine entered itself is told to nobody.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.notices.actions import Happening
from kuangan.hazards import kinds
from kuangan.hazards.actions.telling.audiences import ABOUT, Told
from kuangan.hazards.actions.telling.naming import title_of
from kuangan.hazards.actions.telling.trail import key_of, object_ids, tell_from_trail
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.recipients import People
from kuangan.hazards.states import OFFICIAL_SOURCES, Grade

SOURCE = "hazards.acts"
_WORDS = ("opinion", "reasons", "reason", "grounds", "words")
"""Under which names acts keep their reasons."""
_WHY = "the system tells everybody concerned"
_WORTH_TELLING = ~Q(kind=kinds.REGISTERED.name) | Q(details__grade=Grade.SUSPECTED) | Q(
    details__source__in=sorted(OFFICIAL_SOURCES)
)  # fmt: skip
"""Left to the database, because the others may be a hundred thousand after an import."""


# house: not-atomic — each page of the trail commits by itself; telling the rest again tells nobody twice
def tell_acts(actor: Actor) -> int:
    """Tell people what was done since the last look; returns how many acts were looked at."""
    return tell_from_trail(actor, SOURCE, ABOUT, _happenings, worth_telling=_WORTH_TELLING)


def _happenings(people: People, events: list[AuditEvent]) -> Iterable[Happening]:
    found = Hazard.objects.unscoped(_WHY).filter(pk__in=object_ids(events))
    rows = {row.pk: row for row in found.select_related("mine").order_by()}
    people.look_up({row.mine_id for row in rows.values()}, {row.mine.enterprise_id for row in rows.values()})
    for event in events:
        row = rows.get(int(event.object_id)) if event.object_id.isdecimal() else None
        if row is None:
            continue
        for told in ABOUT[event.kind](people, row, event):
            yield _happening(row, event, told)


def _happening(row: Hazard, event: AuditEvent, told: Told) -> Happening:
    """`tail` of a second notice about the same act keeps its key apart from that of the first."""
    kind, recipients, tail = told
    return Happening(
        kind, key_of(event) + tail, sorted(set(recipients) - {event.actor_id}), _params(row, event),
        reverse("hazards:hazard", args=[row.pk]), row.region_code, row.mine_id, event.happened_at,
    )  # fmt: skip


def _params(row: Hazard, event: AuditEvent) -> dict[str, Any]:
    """What the words are made of. `until_at`: the date that the act left behind."""
    details, after = event.details or {}, event.after or {}
    words = next((details[name] for name in _WORDS if details.get(name)), "")
    moments = {kinds.DETERMINED.name: row.report_due_at, kinds.APPLIED.name: row.verify_due_at}
    until = after.get("deadline_at") or details.get("deadline_at") or moments.get(event.kind) or row.deadline_at
    return {
        "title": title_of(row),
        "who": event.actor_organisation or event.actor_name,
        "words": str(words)[:500],
        "until_at": until.isoformat() if isinstance(until, datetime) else str(until or ""),
        "area": str(details.get("area", ""))[:100],
        "inside": details.get("people_inside", ""),
        "out": details.get("people_out", ""),
    }
