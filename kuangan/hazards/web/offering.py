"""What the filters of several pages offer: counties, one mine."""

from kuangan.foundation.authority.scopes import Scope
from kuangan.registry.models import Mine
from kuangan.registry.queries import counties

MOST_OFFERED = 200
"""A province has fewer counties; whoever sees more narrows by text."""


def counties_offered(scope: Scope) -> list[tuple[str, str]]:
    """Counties to choose from as (code, name); empty where there is no choice."""
    found = list(counties(scope).order_by("code").values_list("code", "short_name")[: MOST_OFFERED + 1])
    return found if 1 < len(found) <= MOST_OFFERED else []


def mine_asked(scope: Scope, mine_id: int | None) -> Mine | None:
    """The mine that an address names, inside the jurisdiction."""
    return Mine.objects.within(scope).filter(pk=mine_id).first() if mine_id else None
