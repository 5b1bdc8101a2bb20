"""What the inspections room tells the county: a check that reads like an earlier one, corrections and withdrawals of
signed ones; from the audit trail (docs/adr/0008). A check that was signed and looks in order is told to nobody."""

from collections.abc import Iterable, Iterator

from django.urls import reverse

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.notices.actions import Happening
from kuangan.foundation.notices.kinds import Kind
from kuangan.hazards.actions.telling.naming import name_of
from kuangan.hazards.actions.telling.trail import key_of, object_ids, tell_from_trail
from kuangan.hazards.queries.recipients import People
from kuangan.inspections import kinds
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.states import CheckState

SOURCE = "inspections.acts"
_NAMES = (kinds.SIGNED.name, kinds.WITHDRAWN.name)
_WHY = "the system tells everybody concerned"


# house: not-atomic — each page of the trail commits by itself; telling the rest again tells nobody twice
def tell_acts(actor: Actor) -> int:
    """Tell county bureaus what became of signed checks since the last look; returns how many acts were looked at."""
    return tell_from_trail(actor, SOURCE, _NAMES, _happenings)


def _happenings(people: People, events: list[AuditEvent]) -> Iterable[Happening]:
    found = MonthlyCheck.objects.unscoped(_WHY).filter(pk__in=object_ids(events)).defer("content", "attestation")
    rows = {row.pk: row for row in found.select_related("mine", "repeats").order_by()}
    for event in events:
        row = rows.get(int(event.object_id)) if event.object_id.isdecimal() else None
        if row is None:
            continue
        for kind, words, tail in _told(row, event):
            yield _happening(people, row, event, kind, words, tail)


def _told(row: MonthlyCheck, event: AuditEvent) -> Iterator[tuple[Kind, str, str]]:
    """Kind, words and tail of the key. A check that gave way to its correction is told as that correction."""
    details = event.details or {}
    if event.kind == kinds.WITHDRAWN.name:
        if row.signed_at is not None and not details.get("other"):
            yield kinds.TOLD_WITHDRAWN, str(details.get("reason", "")), ""
        return
    if row.replaces_id is not None:
        yield kinds.TOLD_CORRECTED, row.replacement_reason, ""
    if row.repeats is not None and row.state == CheckState.SIGNED:
        yield kinds.TOLD_REPEATED, "", ":repeats"


def _happening(
    people: People, row: MonthlyCheck, event: AuditEvent, kind: Kind, words: str, tail: str
) -> Happening:  # fmt: skip
    told = {
        "place": name_of(row.mine),
        "who": event.actor_organisation or event.actor_name,
        "words": words[:500],
        "checked_on": row.checked_on.isoformat(),
        "like_on": row.repeats.checked_on.isoformat() if row.repeats else "",
    }
    return Happening(
        kind, key_of(event) + tail, sorted(people.of_county(row.region_code) - {event.actor_id}), told,
        reverse("inspections:check", args=[row.pk]), row.region_code, row.mine_id, event.entered_at,
    )  # fmt: skip
