"""Whose accounts a security administrator reaches: people whose grants lie within the administrator's own area.

What counts are the living grants of an account; where none lives, the past ones; where there never was one, the area
in which the account was opened. An account is *reached* when one of these lies inside, and reached *wholly* when all
do: only then may its credentials be touched, for they open what lies outside as well.
"""

from django.db.models import Exists, OuterRef, Q, QuerySet

from kuangan.access.models import GrantRecord, GrantRequest, Invitation, User
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope, ScopePaths
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Enterprise, Mine


def area_of(actor: Actor) -> Scope:
    """The area in which this actor administers accounts."""
    return actor.scope_as(Role.SECURITY_ADMIN)


def grants_reached(actor: Actor) -> Q:
    """The grants that lie within the area. An agency belongs to its seat and to whoever granted it."""
    own = Q(agency__isnull=False, granted_by_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    return _within(area_of(actor)) | own


def invitations_reached(actor: Actor) -> QuerySet[Invitation]:
    """The invitations whose grant would lie within the area, and the actor's own."""
    own = Q(invited_by_id=actor.user_id) if actor.user_id else Q(pk__in=[])
    return Invitation.objects.filter(_within(area_of(actor)) | own)


def requests_reached(actor: Actor) -> QuerySet[GrantRequest]:
    """The requests for a grant of administration within the area."""
    return GrantRequest.objects.filter(_within(area_of(actor)))


def requests_to_confirm(actor: Actor) -> QuerySet[GrantRequest]:
    """The requests for a grant of administration that this actor may confirm: within the own area of confirming."""
    return GrantRequest.objects.filter(_within(scope_for(actor, "access.confirm_grant")))


def accounts_reached(actor: Actor) -> QuerySet[User]:
    """The accounts that this security administrator reaches; all others do not exist for them (404)."""
    area = area_of(actor)
    if area.is_everywhere:
        return User.objects.all()
    past = GrantRecord.objects.filter(user=OuterRef("pk"))
    living, inside = past.filter(_living()), grants_reached(actor)
    opened_here = Q(home_region="") | area.condition(ScopePaths(region="home_region"))
    return User.objects.filter(
        Exists(living.filter(inside)) | (~Exists(living) & Exists(past.filter(inside))) | (~Exists(past) & opened_here)
    )


def reaches(actor: Actor, user: User) -> bool:
    """Whether one account exists for this administrator."""
    return accounts_reached(actor).filter(pk=user.pk).exists()


def reaches_wholly(actor: Actor, user: User) -> bool:
    """Whether everything that the account opens lies within the area."""
    if not reaches(actor, user):
        return False
    found = GrantRecord.objects.filter(user=user)
    counting = found.filter(_living()) if found.filter(_living()).exists() else found
    inside = set(counting.filter(grants_reached(actor)).values_list("pk", flat=True))
    return set(counting.values_list("pk", flat=True)) <= inside


def _living() -> Q:
    return Q(revoked_at__isnull=True) & (Q(valid_to__isnull=True) | Q(valid_to__gte=clock.today()))


def _within(area: Scope) -> Q:
    if area.is_everywhere:
        return ~Q(pk__in=[])
    return (
        area.condition(ScopePaths(region="region_code"))
        | area.condition(ScopePaths(region="authority__region_code"))
        | area.condition(ScopePaths(region="agency__region_code"))
        | Q(enterprise__in=Enterprise.objects.within(area).values("pk"))
        | Q(mine__in=Mine.objects.within(area).values("pk"))
    )
