"""Reading accounts, grants, invitations and devices; and the Actor of a request."""

from datetime import date
from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import Prefetch, Q, QuerySet
from django.utils.crypto import constant_time_compare

from kuangan.access import rules
from kuangan.access.models import GrantRecord, Invitation, User
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.roles import OFFICIAL_ROLES, Role
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock


# house: unscoped — this is where the actor and the scope come from
def build_actor(user: User, address: str = "") -> Actor:
    """The actor that `user` is today: valid grants only, in one statement."""
    records = list(_valid_grants(user, clock.today()))
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


def accounts(actor: Actor, *, search: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """Accounts with their unrevoked grants, for the security administrator; `state` is "", "enabled" or "disabled"."""
    require(actor, "access.administer_accounts")
    found = User.objects.prefetch_related(
        Prefetch("grants", GrantRecord.objects.filter(revoked_at__isnull=True), to_attr="present_grants")
    )
    if search:
        found = found.filter(Q(username__icontains=search) | Q(name__icontains=search) | Q(phone__endswith=search))
    if role:
        found = found.filter(pk__in=GrantRecord.objects.filter(role=role, revoked_at__isnull=True).values("user_id"))
    if state:
        found = found.filter(is_active=state == "enabled")
    return found.order_by("username")


def grants_of(actor: Actor, user: User) -> QuerySet[GrantRecord]:
    """All grants of an account, past ones too: for its holder and for the security administrator."""
    if user.pk != actor.user_id:
        require(actor, "access.administer_accounts")
    return GrantRecord.objects.filter(user=user).select_related("authority", "enterprise", "mine", "agency")


def all_grants(actor: Actor) -> QuerySet[GrantRecord]:
    """Every grant of every account, for the security administrator."""
    require(actor, "access.grant")
    return GrantRecord.objects.select_related("user")


# house: unscoped — about one account that the caller holds already
def has_second_factor(user: User) -> bool:
    """Whether the account has an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """All invitations, newest first."""
    require(actor, "access.invite")
    return Invitation.objects.select_related("used_by", "authority", "enterprise", "mine", "agency")


# house: unscoped — the secret of the link is the right to read it
def open_invitation(token: str) -> Invitation | None:
    """The invitation behind a link, while the link works."""
    found = Invitation.objects.filter(token_hash=rules.token_hash(token)).first()
    return found if found is not None and found.is_open else None


# house: unscoped — about one account that the caller holds already
def devices(user: User) -> list[UserSession]:
    """The living sessions of an account, newest first; leftovers of ended ones are cleared away."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    living: list[UserSession] = []
    ended: list[UserSession] = []
    for session in UserSession.objects.filter(user=user).order_by("-created_at"):
        stamp = store(session.session_key).get(HASH_SESSION_KEY, "")
        alive = constant_time_compare(stamp, user.get_session_auth_hash())
        (living if alive else ended).append(session)
    UserSession.objects.filter(pk__in=[session.pk for session in ended]).delete()
    return living
