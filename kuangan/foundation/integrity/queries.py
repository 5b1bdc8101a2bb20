"""Reading the audit trail."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Model, Q, QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require, scope_for
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.integrity.kinds import VERIFIED, known
from kuangan.foundation.integrity.models import AuditEvent, Seal
from kuangan.foundation.kernel import clock

_WHOLE_TRAIL = (Role.AUDIT_ADMIN, Role.AUDITOR)
"""Who also reads what belongs to no jurisdiction: sign-ins, grants, settings."""


CLOCK_TOLERANCE = 60.0
"""Seconds by which two machines may differ without anybody having to look."""


@dataclass(frozen=True)
class Filter:
    """What to look for; empty values look for everything. `person` is part of a name, `record` part of a label.

    `actor` is an account number; `object_type` and `object_id` name one record ("registry.mine", "7").
    """

    person: str = ""
    kind: str = ""
    record: str = ""
    region: str = ""
    since: date | None = None
    until: date | None = None
    actor: int | None = None
    object_type: str = ""
    object_id: str = ""


def events(scope: Scope) -> QuerySet[AuditEvent]:
    """The trail of a jurisdiction, newest first."""
    return AuditEvent.objects.within(scope)


def trail(actor: Actor, wanted: Filter | None = None) -> QuerySet[AuditEvent]:
    """The trail as this reader may see it, narrowed by a filter, newest first."""
    require(actor, "integrity.read_audit")
    scope = scope_for(actor, "integrity.read_audit")
    condition = scope.condition(AuditEvent.scope_paths)
    if actor.is_system or actor.roles & set(_WHOLE_TRAIL):
        condition |= Q(region_code="", mine_id__isnull=True)
    found = AuditEvent.objects.unscoped("narrowed to the reader's scope in the next words").filter(condition)
    return _narrow(found, wanted or Filter())


def _narrow(found: QuerySet[AuditEvent], wanted: Filter) -> QuerySet[AuditEvent]:
    if wanted.person:
        found = found.filter(actor_name__icontains=wanted.person)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.record:
        found = found.filter(object_label__icontains=wanted.record)
    if wanted.region:
        found = found.filter(region_code__startswith=wanted.region)
    if wanted.actor:
        found = found.filter(actor_id=wanted.actor)
    if wanted.object_type:
        found = found.filter(object_type=wanted.object_type, object_id=wanted.object_id)
    return _of_days(found, wanted).order_by("-id")


def _of_days(found: QuerySet[AuditEvent], wanted: Filter) -> QuerySet[AuditEvent]:
    if wanted.since:
        found = found.filter(entered_at__gte=clock.start_of_day(wanted.since))
    if wanted.until:
        found = found.filter(entered_at__lte=clock.end_of_day(wanted.until))
    return found


# house: unscoped — takes away from a trail that the caller has narrowed
def without_reads(found: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
    """A trail without what was only looked at."""
    return found.exclude(kind__in=[kind.name for kind in known().values() if kind.is_read])


@dataclass(frozen=True)
class SealState:
    """How far the trail is sealed: the last seal, how many records wait, and the last check with its result."""

    last: Seal | None
    waiting: int
    checked: AuditEvent | None

    @property
    def findings(self) -> int:
        """How many findings the last check had."""
        return int(self.checked.details.get("findings", 0)) if self.checked else 0


# house: unscoped — a seal tells nothing of what it seals, and is kept by as many as possible
def latest_seal() -> Seal | None:
    """The latest seal, without its leaves."""
    return Seal.objects.defer("leaves").order_by("-number").first()


def seal_state(actor: Actor) -> SealState:
    """For readers of the trail: figures and hashes, no record of any jurisdiction."""
    require(actor, "integrity.read_audit")
    last = latest_seal()
    rows = AuditEvent.objects.unscoped("how many, whatever they say")
    waiting = rows.filter(pk__gt=last.highest if last else 0).count()
    checks = rows.filter(object_type="integrity.seal", kind=VERIFIED.name)
    return SealState(last, waiting, checks.order_by("-id").first())


def last_checks(actor: Actor, count: int = 5) -> list[AuditEvent]:
    """The last checks of the whole trail, newest first: who, when, how much, and what they found."""
    require(actor, "integrity.read_audit")
    rows = AuditEvent.objects.unscoped("a check says nothing of any record but its number")
    return list(rows.filter(kind=VERIFIED.name).order_by("-id")[:count])


# house: unscoped — cuts one page out of a trail that was narrowed by trail()
def page_before(found: QuerySet[AuditEvent], cursor: int | None, size: int) -> tuple[list[AuditEvent], int | None]:
    """One page of a trail below the event number `cursor`, and the cursor of the next page (None at the end)."""
    rows = list((found.filter(pk__lt=cursor) if cursor else found)[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


def events_for(scope: Scope, row: Model) -> QuerySet[AuditEvent]:
    """What happened to one record, newest first. The caller was allowed to see the record, so its history is theirs."""
    if not scope.covers(row):
        return events(Scope.nothing())
    return without_reads(AuditEvent.objects.unscoped("history of a record that the reader may see")).filter(
        object_type=row._meta.label_lower, object_id=str(row.pk)
    )


# house: unscoped — a time, and nothing about any record
def seconds_behind() -> float:
    """Seconds by which the clock stands before the last record of the trail; 0 within a minute of difference."""
    last = AuditEvent.rows.order_by("-pk").values_list("entered_at", flat=True).first()
    behind = (last - clock.now()).total_seconds() if last else 0.0
    return behind if behind > CLOCK_TOLERANCE else 0.0
