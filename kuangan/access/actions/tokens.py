"""API tokens (接口令牌): created by their owner, shown once, revoked by the owner or a security administrator."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kuangan.access import kinds, rules
from kuangan.access.actions.sessions import wholly_reached
from kuangan.access.models import ApiToken, User
from kuangan.foundation.api import areas as api_areas
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.lock_wait import if_free
from kuangan.registry.models import Mine

LONGEST_DAYS = 365
MOST_OPEN = 20
"""Tokens that one account may have at a time."""
SEEN_EVERY = timedelta(hours=1)
"""How exactly the last use is noted: a write for every request would be too much."""
MARK = "ka_"
"""How every token begins, so that it is found when somebody has published one by mistake."""


@transaction.atomic
def create_token(
    actor: Actor,
    user: User,
    *,
    name: str,
    areas: Sequence[str],
    days: int,
    proven: bool,
    region_code: str = "",
    mine: Mine | None = None,
) -> tuple[ApiToken, str]:
    """A token of the actor's own and its secret, which is returned once and stored only as a hash.

    `areas` as foundation.api.areas offers them to the actor's roles; `days` (1 to 365) until it ends; `region_code` or
    `mine` narrows the jurisdiction; `proven`: the person has just shown again who they are.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.pk != actor.user_id or actor.limited_to is not None:
        raise Refused(_("Tokens are made by the person themself after signing in."))
    if not proven:
        raise Refused(_("Enter your password again: a token opens what you may open."), field="password")
    _check_wishes(actor, name, areas, days)
    _check_narrowing(actor, region_code, mine)
    present = clock.real_now()
    if ApiToken.objects.filter(user=user, revoked_at__isnull=True, expires_at__gt=present).count() >= MOST_OPEN:
        words = _("You have %(count)d tokens already. Revoke one that is no longer needed.")
        raise Refused(words % {"count": MOST_OPEN})
    secret = MARK + rules.new_token()
    token = ApiToken.objects.create(
        user=user, name=name.strip(), areas=sorted(set(areas)), prefix=secret[:10],
        secret_hash=rules.token_hash(secret), region_code=region_code, mine=mine,
        created_at=present, expires_at=present + timedelta(days=days),
    )  # fmt: skip
    record(actor, kinds.TOKEN_CREATED, user, name=str(token), areas=token.areas, expires_at=token.expires_at,
           region_code=region_code, mine_id=mine.pk if mine else None)  # fmt: skip
    return token, secret


@transaction.atomic
def revoke_token(actor: Actor, token: ApiToken) -> ApiToken:
    """End a token now: one's own, or as a security administrator that of an account in one's area."""
    token = ApiToken.objects.select_for_update().select_related("user").get(pk=token.pk)
    if token.user_id != actor.user_id:
        wholly_reached(actor, token.user)
    if token.revoked_at is not None:
        raise Refused(_("This token has already been revoked."))
    token.revoked_at, token.revoked_by = clock.real_now(), actor.name[:100]
    token.save(update_fields=["revoked_at", "revoked_by"])
    record(actor, kinds.TOKEN_REVOKED, token.user, name=str(token))
    return token


# house: not-atomic — one statement
def note_use(actor: Actor, token: ApiToken) -> None:
    """Note that the token is in use, once an hour at most; while others hold a lock, at another time."""
    present = clock.real_now()
    if token.last_used_at is None or present - token.last_used_at >= SEEN_EVERY:
        stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=present - SEEN_EVERY)
        if_free(lambda: ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=present))


def _check_wishes(actor: Actor, name: str, areas: Sequence[str], days: int) -> None:
    if not name.strip():
        raise Refused(_("Name the programme that will use the token."), field="name")
    if not areas:
        raise Refused(_("Choose at least one area."), field="areas")
    if set(areas) - {area.name for area in api_areas.offered(actor.roles)}:
        raise Refused(_("Your roles do not include one of these areas."), field="areas")
    if not 1 <= days <= LONGEST_DAYS:
        raise Refused(_("A token is valid for 1 to 365 days."), field="days")


def _check_narrowing(actor: Actor, region_code: str, mine: Mine | None) -> None:
    if region_code and mine is not None:
        raise Refused(_("Narrow the token to a region or to a mine, not to both."), field="region_code")
    if region_code and not actor.scope.covers_region(region_code):
        raise Refused(_("This region lies outside your own jurisdiction."), field="region_code")
    if mine is not None and not actor.scope.covers(mine):
        raise Refused(_("This mine lies outside your own jurisdiction."), field="mine")
