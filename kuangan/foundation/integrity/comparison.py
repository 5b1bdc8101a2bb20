"""The night's comparison: a share of the frozen rows with the trail, a share of the files with their hash."""

from collections.abc import Iterable

from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity import frozen, kinds
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.files.shelves import is_intact
from kuangan.foundation.integrity.models import AuditEvent, StoredFile
from kuangan.foundation.kernel import clock

NIGHTS = 30
"""In so many nights everything is compared once."""
_OUTSTANDING = "kuangan.differences"
_MOST = 500


# house: unscoped — a number, and nothing about any record
def outstanding() -> int:
    """How many rows and files differed when they were last compared."""
    told = cache.get(_OUTSTANDING) or {}
    return len(told.get("events", ())) + len(told.get("files", ()))


# house: not-atomic — reads for minutes; what was found is recorded by itself
def compare_share(actor: Actor) -> list[str]:
    """Compare tonight's share, and again what differed before; what newly differs is recorded. Returns its words."""
    require(actor, "integrity.compare")
    share = clock.real_now().toordinal() % NIGHTS
    last = AuditEvent.rows.order_by("-pk").values_list("pk", flat=True).first() or 0
    step = last // NIGHTS + 1
    before = cache.get(_OUTSTANDING) or {"events": [], "files": []}
    rows = {one.event: one for one in frozen.differences(share * step, (share + 1) * step)}
    for number in before["events"]:
        rows |= {one.event: one for one in frozen.differences(number - 1, number)}
    files = StoredFile.objects.alias(turn=F("pk") % NIGHTS).filter(turn=share) | StoredFile.objects.alias(
        turn=F("pk") % NIGHTS
    ).filter(pk__in=before["files"])
    damaged = {stored.pk: stored for stored in files.order_by("pk").iterator(500) if not is_intact(stored)}
    remember(rows, damaged)
    found = [one.words() for number, one in rows.items() if number not in before["events"]]
    found += [f"SHA-256 {stored.sha256[:12]}" for pk, stored in damaged.items() if pk not in before["files"]]
    if found:
        _note(actor, found)
    return found


def remember(events: Iterable[int], files: Iterable[int] | None = None) -> None:
    """Keep what differs for readiness and doctor until it is compared again; without `files` those stay as known."""
    kept = (cache.get(_OUTSTANDING) or {}).get("files", []) if files is None else files
    cache.set(_OUTSTANDING, {"events": sorted(events)[:_MOST], "files": sorted(kept)[:_MOST]}, timeout=None)


@transaction.atomic
def _note(actor: Actor, found: list[str]) -> None:
    record(actor, kinds.DIFFERED, findings=len(found), finding="、".join(found)[:1000])
