"""Where the operations of the registry are declared, and what several of them share."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop

from kuangan.foundation.api.operations import Operations
from kuangan.foundation.authority.actors import Actor
from kuangan.registry import queries
from kuangan.registry.models import Mine

registry = Operations("registry")

CODE = r"^[0-9]{6}$"
"""How the code of a region is written."""
CODE_OR_NOTHING = r"^([0-9]{6})?$"
APART = gettext_noop("Why it is another one than what is registered already; asked for by a refusal.")


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def mine_of(request: HttpRequest, pk: int) -> Mine:
    """The mine of an address; Mine.DoesNotExist (404) outside the reader's jurisdiction."""
    return queries.mine(actor_of(request).scope, pk)


def given(shape: Any, *left_out: str) -> dict[str, Any]:
    """What was sent, without the fields that were not."""
    found: dict[str, Any] = shape.model_dump(exclude_unset=True, exclude=set(left_out))
    return found
