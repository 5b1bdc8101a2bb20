"""Reading accounts, grants, invitations and devices, within what the security administrator reaches."""

from importlib import import_module

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.db.models import Case, Prefetch, Q, QuerySet, When
from django.utils.crypto import constant_time_compare

from kuangan.access import rules
from kuangan.access.models import GrantRecord, GrantRequest, Invitation, User
from kuangan.access.queries import reach
from kuangan.access.states import RequestState
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel.lock_wait import if_free
from kuangan.foundation.kernel.text import compact, finding


def accounts(actor: Actor, *, search: str = "", role: str = "", state: str = "") -> QuerySet[User]:
    """The accounts of the security administrator's area with their unrevoked grants there.

    `state` is "", "enabled" or "disabled".
    """
    require(actor, "access.administer_accounts")
    shown = GrantRecord.objects.filter(reach.grants_reached(actor), revoked_at__isnull=True)
    found = reach.accounts_reached(actor).prefetch_related(Prefetch("grants", shown, to_attr="present_grants"))
    if search:
        ends = Q(phone__endswith=digits) if (digits := compact(search)).isdigit() else Q()
        found = found.filter(finding(search, "search_text") | ends)
    if role:
        found = found.filter(pk__in=GrantRecord.objects.filter(role=role, revoked_at__isnull=True).values("user_id"))
    if state:
        found = found.filter(is_active=state == "enabled")
    return found.order_by("username")


def grants_of(actor: Actor, user: User) -> QuerySet[GrantRecord]:
    """The grants of an account, past ones too: all for its holder, those of the area for the security administrator."""
    found = GrantRecord.objects.filter(user=user).select_related("authority", "enterprise", "mine", "agency")
    if user.pk == actor.user_id:
        return found
    require(actor, "access.administer_accounts")
    return found.filter(reach.grants_reached(actor))


def all_grants(actor: Actor) -> QuerySet[GrantRecord]:
    """Every grant that lies within the security administrator's area."""
    require(actor, "access.grant")
    return GrantRecord.objects.filter(reach.grants_reached(actor)).select_related("user")


def grant_requests(actor: Actor) -> QuerySet[GrantRequest]:
    """Requests for a grant of administration that this actor may confirm or decline, those that wait first."""
    require(actor, "access.confirm_grant")
    waiting_first = Case(When(state=RequestState.WAITING, then=0), default=1)
    return reach.requests_to_confirm(actor).select_related("user").order_by(waiting_first, "-id")


def own_requests(actor: Actor) -> QuerySet[GrantRequest]:
    """Requests for a grant of administration that still wait, of the security administrator's area."""
    require(actor, "access.grant")
    return reach.requests_reached(actor).filter(state=RequestState.WAITING).select_related("user")


# house: unscoped — about one account that the caller holds already
def has_second_factor(user: User) -> bool:
    """Whether the account has an authenticator app."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def invitations(actor: Actor) -> QuerySet[Invitation]:
    """The invitations into the security administrator's area, newest first."""
    require(actor, "access.invite")
    return reach.invitations_reached(actor).select_related("used_by", "authority", "enterprise", "mine", "agency")


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
    if ended:  # cleared away when there is room for it: nobody waits for that to see the page
        if_free(UserSession.objects.filter(pk__in=[session.pk for session in ended]).delete)
    return living
