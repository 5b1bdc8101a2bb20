"""From a token to the caller of an API request; plugged into the API's machinery by apps.py."""

from functools import partial
from typing import Any

from django.http import HttpRequest

from kuangan.access import kinds
from kuangan.access.actions import note_use
from kuangan.access.queries import actor_of_token, token_behind
from kuangan.access.web.addresses import client_address
from kuangan.foundation.api.callers import Caller
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel.lock_wait import note_soon


def recognise(secret: str, request: HttpRequest) -> Caller | None:
    """The owner behind a token, as far as the token reaches; None when it opens nothing."""
    token = token_behind(secret)
    if token is None:
        return None
    actor = actor_of_token(token, client_address(request))
    note_use(actor, token)
    request.api_token = token  # type: ignore[attr-defined]
    return Caller(actor, f"token:{token.pk}", is_narrowed=bool(token.region_code or token.mine_id))


def keep_refusal(request: HttpRequest, reason: str, outside: bool) -> None:
    """Every missing right is kept in the audit trail, as on the pages."""
    actor = getattr(request, "actor", None) or Actor.nobody(client_address(request))
    told: dict[str, Any] = {"page": request.path[:300], "method": request.method, "reason": reason, "outside": outside}
    note_soon(partial(record, actor, kinds.REFUSED, **told))
