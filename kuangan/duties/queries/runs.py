"""How far a derivation has come, and what it has to work through next."""

from collections.abc import Collection

from django.db.models import Q

from kuangan.duties.models import Assignment, DerivationRun
from kuangan.duties.queries.campaign import Campaign
from kuangan.duties.rules.wanted import Place
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine

_WHY = "derivation works for the whole plan"


def latest_run(actor: Actor, plan: Plan) -> DerivationRun | None:
    """The last derivation of the whole plan, for those who may see it; None before the first."""
    if not may(actor, "duties.see_derivation", plan):
        return None
    return DerivationRun.objects.filter(plan=plan, is_whole=True).order_by("-id").first()


def run_of(scope: Scope, pk: int) -> DerivationRun | None:
    """One derivation of a whole plan within a jurisdiction; None outside it."""
    run = DerivationRun.objects.filter(pk=pk, is_whole=True).select_related("plan").first()
    return run if run is not None and scope.covers(run) else None


# house: unscoped — derivation works for the whole plan
def amount_of_work(campaign: Campaign) -> int:
    """How many bearers a whole derivation works through."""
    mines = Mine.objects.unscoped(_WHY).filter(_inside(campaign.plan)).count()
    return mines + len(campaign.bodies.in_order) + len(_enterprises(campaign, 0))


# house: unscoped — derivation works for the whole plan
def mines_after(plan: Plan, after: str, count: int) -> list[Place]:
    """The next mines of the plan's region by county and number; `after` is "county:number" of the last one.

    County by county, so that a county's assignments lie together on the disk and its indexes grow in one place.
    """
    found = Mine.objects.unscoped(_WHY).filter(_inside(plan)).order_by("region_code", "pk")
    if after:
        region_code, _, number = after.partition(":")
        found = found.filter(Q(region_code__gt=region_code) | Q(region_code=region_code, pk__gt=int(number)))
    rows = found.values_list("pk", "enterprise_id", "region_code")[:count]
    return [Place(*row) for row in rows]


# house: unscoped — derivation works for the whole plan
def places_of(plan: Plan, mine_ids: Collection[int]) -> list[Place]:
    """These mines, as far as they lie in the plan's region."""
    found = Mine.objects.unscoped(_WHY).filter(_inside(plan), pk__in=mine_ids).order_by("region_code", "pk")
    return [Place(*row) for row in found.values_list("pk", "enterprise_id", "region_code")]


# house: unscoped — derivation works for the whole plan
def enterprises_after(campaign: Campaign, after: int, count: int) -> list[int]:
    """The next enterprises that owe something in their own right, or did."""
    return _enterprises(campaign, after)[:count]


def _enterprises(campaign: Campaign, after: int) -> list[int]:
    owing = Assignment.objects.unscoped(_WHY).filter(
        plan=campaign.plan, mine__isnull=True, enterprise__isnull=False, enterprise_id__gt=after
    )
    found = set(owing.order_by().values_list("enterprise_id", flat=True).distinct())
    if campaign.enterprise_duties:
        mines = Mine.objects.unscoped(_WHY).filter(_inside(campaign.plan), enterprise_id__gt=after)
        found |= set(mines.order_by().values_list("enterprise_id", flat=True).distinct())
    return sorted(pk for pk in found if pk is not None)


def _inside(plan: Plan) -> Q:
    return inside("region_code", prefix_of(plan.region_code))
