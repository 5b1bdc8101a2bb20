"""The Actor of a request, made from the grants that are valid today."""

from datetime import date

from django.db.models import Q, QuerySet

from kuangan.access.models import GrantRecord, Invitation, User
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import OFFICIAL_ROLES, Role
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.foundation.notices.queries import unread_of


# house: unscoped — this is where the actor and the scope come from
def build_actor(user: User, address: str = "") -> Actor:
    """The actor that `user` is today: valid grants only, in one statement."""
    records = list(_valid_grants(user, clock.today()).annotate(unread=unread_of("user_id")))
    if records:
        user.unread_notices = records[0].unread  # for the bell of the page that follows
    grants = tuple(Grant(Role(record.role), scope_of(record), record.organisation) for record in records)
    return Actor(
        user_id=user.pk,
        name=user.name,
        organisation=next((grant.organisation for grant in grants if grant.organisation), ""),
        grants=grants,
        address=address,
        authority_ids=frozenset(record.authority_id for record in records if record.authority_id),
    )


def _valid_grants(user: User, day: date) -> QuerySet[GrantRecord]:
    return (
        GrantRecord.objects.filter(user=user, revoked_at__isnull=True, valid_from__lte=day)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))
        .select_related("authority")
        .order_by("id")
    )


# house: unscoped — reads the given row only, and is what a scope is made of
def scope_of(record: GrantRecord | Invitation) -> Scope:
    """What a grant covers. An authority's jurisdiction is its region."""
    if record.region_code:
        return Scope(regions=frozenset({prefix_of(record.region_code)}))
    if record.authority is not None:
        region = prefix_of(record.authority.region_code)
        return Scope(regions=frozenset({region}), authorities=frozenset({record.authority.pk}))
    if record.enterprise_id:
        return Scope(enterprises=frozenset({record.enterprise_id}))
    if record.mine_id:
        return Scope(mines=frozenset({record.mine_id}))
    return Scope(agencies=frozenset({record.agency_id})) if record.agency_id else Scope.nothing()


def is_official(actor: Actor) -> bool:
    """Whether the second factor is required of this person."""
    return bool(actor.roles & OFFICIAL_ROLES)


# house: unscoped — this is where the actor and the scope come from
def actor_behind(user_id: int, address: str) -> Actor | None:
    """Who an account number stands for today, for work that somebody left to the worker; None when it is closed."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    return build_actor(user, address) if user else None
