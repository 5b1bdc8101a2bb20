"""API tokens: whose they are, and the Actor that somebody is who comes with one."""

from dataclasses import replace

from django.db.models import QuerySet

from kuangan.access import rules
from kuangan.access.models import ApiToken, User
from kuangan.access.queries import reach
from kuangan.access.queries.actors import build_actor
from kuangan.foundation.api import areas
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.registry.models import Mine


def tokens_of(actor: Actor, user: User) -> QuerySet[ApiToken]:
    """The tokens of an account, newest first: for its owner and for the security administrator who reaches it."""
    if user.pk != actor.user_id:
        require(actor, "access.administer_accounts")
        if not reach.reaches(actor, user):
            raise OutOfScope
    return ApiToken.objects.filter(user=user).select_related("mine").order_by("-id")


# house: unscoped — the secret is the right to read it
def token_behind(secret: str) -> ApiToken | None:
    """The open token with this secret, its account enabled; one statement."""
    found = ApiToken.objects.select_related("user").filter(secret_hash=rules.token_hash(secret)).first()
    return found if found is not None and found.is_open and found.user.is_active else None


# house: unscoped — this is where the actor and the scope come from
def actor_of_token(token: ApiToken, address: str = "") -> Actor:
    """The owner as they are today, with no verb and no jurisdiction beyond the token's own."""
    owner = build_actor(token.user, address)
    grants = [Grant(grant.role, _narrowed(grant.scope, token), grant.organisation) for grant in owner.grants]
    return replace(
        owner,
        grants=tuple(grant for grant in grants if grant.scope != Scope.nothing()),
        authority_ids=frozenset() if token.region_code or token.mine_id else owner.authority_ids,
        limited_to=areas.verbs_of(token.areas),
        token=str(token),
    )


def _narrowed(scope: Scope, token: ApiToken) -> Scope:
    if token.region_code:
        return scope.in_region(token.region_code)
    if token.mine_id:
        inside = Mine.objects.within(scope).filter(pk=token.mine_id).exists()
        return Scope.of_mine(token.mine_id) if inside else Scope.nothing()
    return scope
