"""The batches of a derivation, each within a transaction that holds the plan's lock. Private to derivation."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from kuangan.duties.actions.inserting import insert
from kuangan.duties.actions.reconciling import Tally, reconcile
from kuangan.duties.models import Assignment
from kuangan.duties.queries.campaign import Campaign
from kuangan.duties.queries.marks import stored_marks
from kuangan.duties.queries.owed_by_bodies import Circle, wanted_of_authorities, wanted_of_enterprises, wanted_of_others
from kuangan.duties.queries.owed_by_mines import MinePlanner
from kuangan.duties.queries.runs import enterprises_after, mines_after
from kuangan.duties.queries.subjects import mine_stretches
from kuangan.duties.queries.voiding import why_gone
from kuangan.duties.rules.planning import Stretch
from kuangan.duties.rules.wanted import Place, Sheaf, Wanted
from kuangan.foundation.authority.actors import Actor

MINES = 1000
BODIES = 200
ENTERPRISES = 1000
_WHY = "derivation works for the whole plan"


class Batch(NamedTuple):
    """What a batch did: how many bearers it worked through, where it ended, and whether it was the last of its kind."""

    tally: Tally
    bearers: int
    after: str
    is_last: bool


def derive_places(actor: Actor, campaign: Campaign, planner: MinePlanner, places: list[Place]) -> Tally:
    """Duties that these mines owe, and duties that authorities owe once per mine.

    Mines without any assignment are written straight from planning; of the others, only those whose stored marks
    differ from the wanted ones are looked at row by row.
    """
    ids = [place.mine_id for place in places]
    stretches = mine_stretches(campaign.package, ids)
    campaign.read_events(campaign.mine_duties, set(ids))
    stored = stored_marks(campaign.plan.pk, ids)
    planned = ((place, planner.sheaf(place, stretches.get(place.mine_id, ()))) for place in places)
    differing: list[tuple[Place, Sheaf]] = []

    def fresh() -> Iterator[Wanted]:
        for place, sheaf in planned:
            found = stored.get(place.mine_id)
            if found is None:
                yield from sheaf.of(place)
            elif not found.is_as_wanted(place, sheaf):
                differing.append((place, sheaf))

    tally = Tally(created=insert(campaign.plan.pk, fresh()))
    if differing:
        wanted = (item for place, sheaf in differing for item in sheaf.of(place))
        existing = _assignments(campaign).filter(mine_id__in=[place.mine_id for place, _sheaf in differing])
        tally.add(reconcile(actor, campaign.plan.pk, wanted, existing, _reason(campaign, stretches)))
    return tally


def _reason(campaign: Campaign, stretches: dict[int, list[Stretch]]) -> Callable[[Assignment], dict[str, Any]]:
    return lambda row: why_gone(campaign, row, stretches.get(row.mine_id or 0, []))


def _mines(actor: Actor, campaign: Campaign, planner: MinePlanner, after: str) -> Batch:
    places = mines_after(campaign.plan, after, MINES)
    tally = derive_places(actor, campaign, planner, places) if places else Tally()
    last = f"{places[-1].region_code}:{places[-1].mine_id}" if places else after
    return Batch(tally, len(places), last, len(places) < MINES)


def _authorities(actor: Actor, campaign: Campaign, _planner: MinePlanner, after: str) -> Batch:
    """Duties that authorities owe in their own right."""
    campaign.read_events_of_bodies()
    everybody = campaign.bodies.in_order
    start = int(after or 0)
    bodies = everybody[start : start + BODIES]
    existing = _own(campaign).filter(authority_id__in=[body.id for body in bodies])
    tally = reconcile(
        actor, campaign.plan.pk, wanted_of_authorities(campaign, bodies, campaign.by_body), existing,
        _reason(campaign, {}),
    )  # fmt: skip
    return Batch(tally, len(bodies), str(start + BODIES), start + BODIES >= len(everybody))


def _enterprises(actor: Actor, campaign: Campaign, _planner: MinePlanner, after: str) -> Batch:
    """Duties that enterprises owe in their own right."""
    ids = enterprises_after(campaign, int(after or 0), ENTERPRISES)
    tally = Tally()
    if ids:
        existing = _own(campaign).filter(enterprise_id__in=ids)
        wanted = wanted_of_enterprises(campaign, ids)
        tally = reconcile(actor, campaign.plan.pk, wanted, existing, _reason(campaign, {}))
    return Batch(tally, len(ids), str(ids[-1]) if ids else after, len(ids) < ENTERPRISES)


def _others(actor: Actor, campaign: Campaign, _planner: MinePlanner, _after: str) -> Batch:
    """Agencies of the region, bodies that the plan names, and what bodies owe that the plan does not know any more."""
    known = [body.id for body in campaign.bodies.in_order]
    nobody = Q(authority__isnull=True) | ~Q(authority_id__in=known)
    existing = _own(campaign).filter(nobody, enterprise__isnull=True)
    tally = reconcile(actor, campaign.plan.pk, wanted_of_others(campaign), existing, _reason(campaign, {}))
    return Batch(tally, 0, "", True)


def derive_around(actor: Actor, campaign: Campaign, circle: Circle) -> Tally:
    """Duties of authorities and enterprises that changed mines can have touched."""
    bodies = [body for body in campaign.bodies.in_order if circle.holds(body)]
    followed = [*campaign.region_duties, *campaign.raised_duties]
    regional = {duty.id for _row, duty in followed}
    pairs = {body.id: [pair for pair in campaign.by_body[body.id] if pair[1].id in regional] for body in bodies}
    bodies = [body for body in bodies if pairs[body.id]]
    tally = Tally()
    if bodies:
        campaign.read_events(followed, None)
        existing = _own(campaign).filter(authority_id__in=[body.id for body in bodies], duty_slug__in=sorted(regional))
        wanted = wanted_of_authorities(campaign, bodies, pairs)
        tally.add(reconcile(actor, campaign.plan.pk, wanted, existing, _reason(campaign, {})))
    if campaign.enterprise_duties:
        owners = sorted(circle.enterprises or ())
        existing = _own(campaign).filter(enterprise_id__in=owners)
        wanted = wanted_of_enterprises(campaign, owners)
        tally.add(reconcile(actor, campaign.plan.pk, wanted, existing, _reason(campaign, {})))
    return tally


def _assignments(campaign: Campaign) -> QuerySet[Assignment]:
    return Assignment.objects.unscoped(_WHY).filter(plan=campaign.plan)


def _own(campaign: Campaign) -> QuerySet[Assignment]:
    """What is owed about no mine."""
    return _assignments(campaign).filter(mine__isnull=True)


PHASES: dict[str, Callable[[Actor, Campaign, MinePlanner, str], Batch]] = {
    "mines": _mines,
    "authorities": _authorities,
    "enterprises": _enterprises,
    "others": _others,
}
"""Kinds of batches in the order in which a run works through them, by the name with which its position begins."""
