"""Who is told: the holders of posts, many bodies at a time; and where people are reached."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from kuangan.access.models import GrantRecord, User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.address_book import Address

_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a post today. `prefix`: jurisdiction of an official, "" for people of mines and agencies."""

    user_id: int
    role: str
    prefix: str
    mine_id: int | None
    enterprise_id: int | None
    agency_id: int | None


# house: unscoped — the outbox knows people by number; what is sent to whom was decided before
def addresses_of(user_ids: Collection[int]) -> dict[int, Address]:
    """How people are reached, by account number; disabled accounts are left out."""
    ids, found = sorted(user_ids), {}
    for start in range(0, len(ids), _AT_ONCE):
        users = User.objects.filter(pk__in=ids[start : start + _AT_ONCE], is_active=True).order_by()
        for row in users.values_list("pk", "name", "email", "phone", "language"):
            found[row[0]] = Address(*row)
    return found


def officials(actor: Actor, roles: Iterable[Role]) -> list[Holder]:
    """Everybody who holds one of these posts over a region or in an authority today, the whole country in one read."""
    require(actor, "notices.run")
    return _holders(_today(roles).filter(Q(authority__isnull=False) | ~Q(region_code="")))


def staff_of(
    actor: Actor,
    roles: Iterable[Role],
    *,
    mines: Collection[int] = (),
    enterprises: Collection[int] = (),
    agencies: Collection[int] = (),
) -> list[Holder]:
    """Everybody who holds one of these posts in these mines, enterprises or agencies today, in one read."""
    require(actor, "notices.run")
    wanted = Q(mine__in=mines) | Q(enterprise__in=enterprises) | Q(agency__in=agencies)
    return _holders(_today(roles).filter(wanted)) if mines or enterprises or agencies else []


def staff_of_region(actor: Actor, roles: Iterable[Role], region_code: str) -> list[int]:
    """Account numbers of everybody who holds one of these posts in a mine or enterprise of a region today."""
    require(actor, "notices.run")
    prefix = prefix_of(region_code)
    inside = Q(mine__region_code__startswith=prefix) | Q(enterprise__region_code__startswith=prefix)
    return sorted(set(_today(roles).filter(inside).values_list("user_id", flat=True)))


def holders_of(actor: Actor, role: Role) -> list[int]:
    """Account numbers of everybody who holds this role today, wherever."""
    require(actor, "notices.run")
    return sorted(set(_today([role]).values_list("user_id", flat=True)))


# house: unscoped — answers only whether there is somebody
def is_held_by_others(
    user_id: int,
    roles: Iterable[Role],
    *,
    mine_id: int | None = None,
    enterprise_id: int | None = None,
    region_code: str = "",
) -> bool:
    """Whether anybody but this account holds one of these posts today: in the mine or its enterprise, or over the
    region (its own code or that of the city above)."""
    place = Q(mine=mine_id) | Q(enterprise=enterprise_id)
    if region_code:
        codes = [region_code, f"{region_code[:4]}00"]
        place = Q(region_code__in=codes) | Q(authority__region_code__in=codes)
    return _today(roles).filter(place).exclude(user=user_id).exists()


def _today(roles: Iterable[Role]) -> QuerySet[GrantRecord]:
    day = clock.today()
    valid = Q(valid_to__isnull=True) | Q(valid_to__gte=day)
    return (
        GrantRecord.objects.filter(valid, role__in=list(roles), revoked_at__isnull=True, valid_from__lte=day)
        .filter(user__is_active=True)
        .order_by()
    )


def _holders(found: QuerySet[GrantRecord]) -> list[Holder]:
    rows = found.values_list(
        *("user_id", "role", "region_code", "authority__region_code", "mine_id", "enterprise_id", "agency_id")
    )
    return [
        Holder(user, role, prefix_of(region or of_body or ""), mine, enterprise, agency)
        for user, role, region, of_body, mine, enterprise, agency in rows
    ]
