"""Acts: every act left its record in its own transaction, so the trail says what is still to be told.

Read again from a little before the last look: a record's number is given before it is committed, and a key that was
told before tells nobody twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from kuangan.access.queries.addressing import staff_of_region
from kuangan.duties import kinds
from kuangan.duties.actions.telling.marks import keep_mark, told_up_to
from kuangan.duties.actions.urging import LETTER
from kuangan.duties.models import Assignment
from kuangan.duties.queries.recipients import Directory
from kuangan.duties.states import AssignmentState
from kuangan.foundation.authority.actors import SYSTEM, Actor
from kuangan.foundation.authority.roles import MINE_ROLES
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.actions import Happening, tell
from kuangan.foundation.notices.kinds import Kind
from kuangan.foundation.notices.models import Cause
from kuangan.plan import kinds as plan_kinds
from kuangan.plan.models import ParameterValue, PlanVersion, Receipt
from kuangan.plan.queries import county_bureaus

SOURCE = "duties.acts"
FIRST_LOOK = timedelta(days=3)
"""How far back the very first look goes: what happened before is history."""
OVERLAP = timedelta(minutes=10)
"""Longer than any transaction stays open."""
PAGE = 500
_WHY = "the system tells everybody concerned"

Told = dict[str, Any]
Of = Callable[[Directory, Assignment, AuditEvent], "tuple[Kind, Iterable[int]] | None"]


# house: not-atomic — each page of the trail commits by itself; telling the rest again tells nobody twice
def tell_acts(actor: Actor) -> int:
    """Tell people what was done since the last look; returns how many acts were looked at."""
    begin, last, count = clock.now(), 0, 0
    known = told_up_to(SOURCE)
    since = known - OVERLAP if known else begin - FIRST_LOOK
    directory: Directory | None = None
    while events := _page(since, last):
        last, count = events[-1].pk, count + len(events)
        if new := _untold(events):
            directory = directory or Directory(actor)
            tell(actor, [*_about_assignments(directory, new), *_about_plans(actor, directory, new)])
    keep_mark(SOURCE, begin)
    return count


def _page(since: datetime, after: int) -> list[AuditEvent]:
    names = [*_ABOUT, *_ABOUT_PLANS]
    found = AuditEvent.objects.unscoped(_WHY).filter(entered_at__gte=since, kind__in=names, pk__gt=after)
    return list(found.order_by("pk")[:PAGE])


def _key(event: AuditEvent) -> str:
    """What was urged together at one bearer is told under one key."""
    letter = (event.details or {}).get(LETTER)
    return f"act:{letter}" if letter else f"act:{event.pk}"


def _untold(events: list[AuditEvent]) -> list[AuditEvent]:
    keys = [_key(event) for event in events]
    told = set(Cause.objects.unscoped(_WHY).filter(key__in=keys).order_by().values_list("key", flat=True))
    return [event for event in events if _key(event) not in told]


# ── about one assignment ────────────────────────────────────────────────────


def _about_assignments(directory: Directory, events: list[AuditEvent]) -> Iterable[Happening]:
    about = [event for event in events if event.kind in _ABOUT and event.object_id.isdecimal()]
    rows = _assignments({int(event.object_id) for event in about})
    directory.look_up_bearers(rows.values())
    together = Counter(map(_key, about))
    for event in {_key(event): event for event in reversed(about)}.values():  # of a letter the first one
        row = rows.get(int(event.object_id))
        found = _ABOUT[event.kind](directory, row, event) if row is not None else None
        if row is None or found is None:
            continue
        kind, people = found
        told, url = _told(row, event), reverse("duties:duty", args=[row.pk])
        if (count := together[_key(event)]) > 1:
            kind, told, url = kinds.TOLD_URGED_MANY, {**told, "count": str(count)}, _overdue_of_ours()
        yield Happening(
            kind, _key(event), sorted(set(people) - {event.actor_id}), told, url, row.region_code, row.mine_id,
            event.happened_at,
        )  # fmt: skip


def _overdue_of_ours() -> str:
    return f"{reverse('duties:list')}?whose=own&state=overdue"


def _assignments(ids: set[int]) -> dict[int, Assignment]:
    related = ("duty", "owing_mine", "authority", "enterprise", "agency", "waiting_for")
    found = Assignment.objects.unscoped(_WHY).filter(pk__in=ids).select_related(*related).order_by()
    return {row.pk: row for row in found}


def _told(row: Assignment, event: AuditEvent) -> Told:
    """What the words are made of. `until_at`: the due date that the act left behind."""
    details, after = event.details or {}, event.after or {}
    words = details.get("opinion") or details.get("reason") or details.get("words") or ""
    return {
        "title": row.title,
        "bearer": row.bearer,
        "who": event.actor_organisation or (row.bearer if event.actor_name == SYSTEM else event.actor_name),
        "words": str(words)[:500],
        "until_at": after.get("due_at") or (row.due_at.isoformat() if row.due_at else ""),
    }


def _to_bearer(kind: Kind) -> Of:
    return lambda directory, row, event: (kind, directory.bearers_of(row))


def _to_reviewer(directory: Directory, row: Assignment, event: AuditEvent) -> tuple[Kind, Iterable[int]] | None:
    """Nothing when it has been decided on or withdrawn meanwhile."""
    if row.state != AssignmentState.SUBMITTED:
        return None
    return kinds.TOLD_SUBMITTED, directory.reviewers(row.waiting_for)


def _to_superior(directory: Directory, row: Assignment, event: AuditEvent) -> tuple[Kind, Iterable[int]]:
    return kinds.TOLD_ASKED, directory.superiors(row)


_ABOUT: dict[str, Of] = {
    kinds.SUBMITTED.name: _to_reviewer,
    kinds.FORWARDED.name: _to_reviewer,
    kinds.EXTENSION_ASKED.name: _to_superior,
    kinds.RETURNED.name: _to_bearer(kinds.TOLD_RETURNED),
    kinds.REDO_ORDERED.name: _to_bearer(kinds.TOLD_REDO),
    kinds.URGED.name: _to_bearer(kinds.TOLD_URGED),
    kinds.EXTENSION_GRANTED.name: _to_bearer(kinds.TOLD_GRANTED),
    kinds.EXTENSION_REFUSED.name: _to_bearer(kinds.TOLD_REFUSED),
    kinds.ACCEPTED.name: _to_bearer(kinds.TOLD_ACCEPTED),
}


# ── about a plan ────────────────────────────────────────────────────────────


def _about_plans(actor: Actor, directory: Directory, events: list[AuditEvent]) -> Iterable[Happening]:
    for event in events:
        if event.kind == plan_kinds.PUBLISHED.name:
            yield from _published(directory, event)
        elif event.kind == plan_kinds.PARAMETER_SET.name:
            yield from _parameter_set(actor, directory, event)
    yield from _handed_out(directory, [event for event in events if event.kind == plan_kinds.DISTRIBUTED.name])


def _published(directory: Directory, event: AuditEvent) -> Iterable[Happening]:
    version = PlanVersion.objects.filter(pk=event.object_id).select_related("plan").defer("data", "findings").first()
    if version is None:
        return
    people = set().union(*(directory.of_authority(bureau) for bureau in county_bureaus(version.plan)))
    told = {"title": str(version.plan), "version": version.version}
    url = reverse("plan:receipts", args=[version.plan_id])
    yield Happening(kinds.TOLD_PUBLISHED, _key(event), people - {event.actor_id}, told, url,
                    version.plan.region_code, None, event.happened_at)  # fmt: skip


def _parameter_set(actor: Actor, directory: Directory, event: AuditEvent) -> Iterable[Happening]:
    """County bureaus and mines of the region for which the value holds."""
    row = ParameterValue.objects.filter(pk=event.object_id).select_related("plan").first()
    if row is None:
        return
    inside = prefix_of(row.region_code)
    bureaus = [one for one in county_bureaus(row.plan) if one.region_code.startswith(inside)]
    people = set(staff_of_region(actor, MINE_ROLES, row.region_code))
    people = people.union(*(directory.of_authority(bureau) for bureau in bureaus))
    told = {
        "plan": str(row.plan),
        "name": str((event.details or {}).get("title") or row.name),
        "value": str(row.value),
        "effective_on": row.effective_on.isoformat(),
        "words": row.reason,
    }
    url = reverse("plan:parameters", args=[row.plan_id])
    yield Happening(kinds.TOLD_PARAMETER, _key(event), people - {event.actor_id}, told, url,
                    row.region_code, None, event.happened_at)  # fmt: skip


def _handed_out(directory: Directory, events: list[AuditEvent]) -> Iterable[Happening]:
    """Each mine hears of its own receipt."""
    receipts = Receipt.objects.unscoped(_WHY).filter(pk__in=[event.object_id for event in events])
    rows = {str(one.pk): one for one in receipts.select_related("version__plan", "mine").defer("version__data")}
    directory.look_up(
        {one.mine_id for one in rows.values() if one.mine_id},
        {one.mine.enterprise_id for one in rows.values() if one.mine},
    )
    for event in events:
        row = rows.get(event.object_id)
        if row is None or row.mine is None:
            continue
        people = directory.bearers(mine=row.mine_id, enterprise=row.mine.enterprise_id, agency=None, authority=None)
        told = {"title": str(row.version.plan), "who": event.actor_organisation or event.actor_name}
        yield Happening(
            kinds.TOLD_HANDED_OUT, _key(event), people - {event.actor_id}, told,
            reverse("plan:receipt", args=[row.pk]), row.region_code, row.mine_id, event.happened_at,
        )  # fmt: skip


_ABOUT_PLANS = (plan_kinds.PUBLISHED.name, plan_kinds.PARAMETER_SET.name, plan_kinds.DISTRIBUTED.name)
