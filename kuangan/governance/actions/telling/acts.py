"""Acts: what was done about a request for help left its record in the same transaction, so the trail says it."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening
from kuangan.governance import kinds
from kuangan.governance.actions.telling.audiences import ABOUT, Around, Told
from kuangan.governance.models import HelpRequest
from kuangan.hazards.actions.telling.naming import name_of
from kuangan.hazards.actions.telling.trail import key_of, object_ids, tell_from_trail
from kuangan.hazards.queries.recipients import People

SOURCE = "governance.acts"
_WHY = "the system tells everybody concerned"
_WORDS = ("reason", "advice", "summary", "words")
"""Under which names acts keep what they say."""
_TITLE = 24


# house: not-atomic — each page of the trail commits by itself; telling the rest again tells nobody twice
def tell_acts(actor: Actor) -> int:
    """Tell people what was done about help since the last look; returns how many acts were looked at."""

    def wording(people: People, events: list[AuditEvent]) -> Iterable[Happening]:
        return _happenings(actor, people, events)

    return tell_from_trail(actor, SOURCE, ABOUT, wording)


def _happenings(actor: Actor, people: People, events: list[AuditEvent]) -> Iterable[Happening]:
    found = HelpRequest.objects.unscoped(_WHY).filter(pk__in=object_ids(events))
    rows = {row.pk: row for row in found.select_related("mine").order_by()}
    around = Around(actor, people, rows.values())
    for event in events:
        row = rows.get(int(event.object_id)) if event.object_id.isdecimal() else None
        if row is None:
            continue
        for told in ABOUT[event.kind](around, row, event):
            yield _happening(row, event, told)


def _happening(row: HelpRequest, event: AuditEvent, told: Told) -> Happening:
    """`tail` of a second notice about the same act keeps its key apart from that of the first."""
    kind, recipients, tail = told
    return Happening(
        kind, key_of(event) + tail, sorted(set(recipients) - {event.actor_id}), _params(row, event),
        reverse("governance:request", args=[row.pk]), row.region_code, row.mine_id, event.entered_at,
    )  # fmt: skip


def _params(row: HelpRequest, event: AuditEvent) -> dict[str, Any]:
    """What the words are made of. The answer to a request is the task of the helper."""
    details = event.details or {}
    words = next((details[name] for name in _WORDS if details.get(name)), "")
    if event.kind == kinds.ASSIGNED.name:
        words = row.answer
    short = row.words if len(row.words) <= _TITLE else f"{row.words[:_TITLE]}…"
    return {
        "title": f"{name_of(row.mine)}：{short}",
        "who": event.actor_organisation or event.actor_name,
        "words": str(words)[:500],
        "helper": str(details.get("helper", ""))[:200],
        "count": details.get("measures", ""),
        "result": str(details.get("result", ""))[:40],
        "visited_on": clock.day_of(event.happened_at).isoformat(),
    }
