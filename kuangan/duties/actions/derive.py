"""Deriving assignments: plan × facts × periods, in batches of mines, again and again with the same result."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from kuangan.duties import kinds
from kuangan.duties.actions.reconciling import Tally, reconcile
from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.campaign import Campaign, load_campaign
from kuangan.duties.queries.owed_by_bodies import Circle, wanted_of_bodies
from kuangan.duties.queries.owed_by_mines import MinePlanner, Place
from kuangan.duties.queries.subjects import mine_stretches
from kuangan.duties.queries.voiding import why_gone
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine

BATCH = 1000
_WHY = "derivation works for the whole plan"
Progress = Callable[[int, int], None]


# house: not-atomic — each batch commits by itself, so that a run that is cut off is finished by the next
def derive(
    actor: Actor, plan: Plan, *, mine_ids: Iterable[int] | None = None, cause: str, on_progress: Progress | None = None
) -> DerivationRun:
    """Bring a plan's assignments in line with its version in force and the facts of today.

    `mine_ids` limits the work to mines whose facts have changed; bodies whose duties look at the mines of their
    region are then looked at again too. Each batch is one transaction, so a run that is cut off is finished by the
    next. `on_progress(done, total)` is called after each batch. Raises LookupError without a version in force.
    """
    require(actor, "duties.derive")
    campaign = load_campaign(plan)
    run = DerivationRun.objects.create(plan=plan, cause=cause[:200])
    only = None if mine_ids is None else sorted(set(mine_ids))
    tally = Tally()
    ids = _mine_ids(plan, only)
    planner = MinePlanner(campaign)
    for start in range(0, len(ids), BATCH):
        tally.add(_derive_mines(actor, campaign, planner, ids[start : start + BATCH]))
        if on_progress:
            on_progress(min(start + BATCH, len(ids)), len(ids))
    if only is None or campaign.looks_at_regions:
        tally.add(_derive_bodies(actor, campaign, _circle_around(plan, only)))
    return _finish(actor, run, tally)


@transaction.atomic
def _finish(actor: Actor, run: DerivationRun, tally: Tally) -> DerivationRun:
    run.finished_at = clock.now()
    run.created, run.voided, run.revived, run.changed = tally.created, tally.voided, tally.revived, tally.changed
    run.save()
    if tally != Tally():
        record(actor, kinds.DERIVED, run.plan, cause=run.cause, created=tally.created, voided=tally.voided,
               revived=tally.revived, changed=tally.changed)  # fmt: skip
    return run


def _mine_ids(plan: Plan, only: list[int] | None) -> list[int]:
    """The mines of the plan's region; a named mine that has moved out of it still has rows to void."""
    if only is not None:
        return only
    inside = Mine.objects.unscoped(_WHY).filter(region_code__startswith=prefix_of(plan.region_code)).order_by("pk")
    return list(inside.values_list("pk", flat=True))


@transaction.atomic
def _derive_mines(actor: Actor, campaign: Campaign, planner: MinePlanner, ids: list[int]) -> Tally:
    """Duties that mines owe, and duties that authorities owe once per mine."""
    Plan.objects.select_for_update().get(pk=campaign.plan.pk)
    stretches = mine_stretches(campaign.package, ids)
    campaign.read_events(campaign.mine_duties, set(ids))
    mines = Mine.objects.unscoped(_WHY).filter(pk__in=ids).order_by("pk")
    places = mines.values_list("pk", "enterprise_id", "region_code")
    wanted = (item for place in places for item in planner.wanted(Place(*place), stretches.get(place[0], ())))
    existing = _assignments(campaign).filter(mine_id__in=ids)

    def reason(row: Assignment) -> dict[str, Any]:
        return why_gone(campaign, row, stretches.get(row.mine_id or 0, []))

    return reconcile(actor, campaign.plan.pk, wanted, existing, reason)


@transaction.atomic
def _derive_bodies(actor: Actor, campaign: Campaign, circle: Circle) -> Tally:
    """Duties that authorities, enterprises, agencies and named bodies owe in their own right."""
    Plan.objects.select_for_update().get(pk=campaign.plan.pk)
    whole = circle.regions is None
    campaign.read_events(campaign.authority_duties if whole else campaign.region_duties, None)
    existing = _assignments(campaign).filter(mine__isnull=True)
    if circle.regions is not None:
        existing = existing.filter(_within(campaign, circle))
    wanted = wanted_of_bodies(campaign, circle)
    return reconcile(actor, campaign.plan.pk, wanted, existing, lambda row: why_gone(campaign, row, []))


def _circle_around(plan: Plan, mine_ids: list[int] | None) -> Circle:
    """The regions and enterprises that changed mines belong to, and the regions they had belonged to before."""
    if mine_ids is None:
        return Circle()
    places = set(Mine.objects.unscoped(_WHY).filter(pk__in=mine_ids).values_list("region_code", "enterprise_id"))
    left = Assignment.objects.unscoped(_WHY).filter(plan=plan, mine_id__in=mine_ids).order_by()
    regions = {region for region, _owner in places} | set(left.values_list("region_code", flat=True).distinct())
    return Circle(frozenset(regions), frozenset(owner for _region, owner in places))


def _within(campaign: Campaign, circle: Circle) -> Q:
    """The stored counterpart of what `wanted_of_bodies` looks at in a narrowed circle."""
    bodies = {
        body.id
        for _row, duty in campaign.region_duties
        for body in campaign.bodies.of(duty.bearer)
        if circle.holds(body)
    }
    slugs = [duty.id for _row, duty in campaign.region_duties]
    by_enterprises = (
        Q(bearer_kind="enterprise", enterprise_id__in=circle.enterprises)
        if campaign.enterprise_duties
        else Q(pk__in=[])
    )
    return Q(authority_id__in=bodies, duty_slug__in=slugs) | by_enterprises


def _assignments(campaign: Campaign) -> QuerySet[Assignment]:
    return Assignment.objects.unscoped(_WHY).filter(plan=campaign.plan)
