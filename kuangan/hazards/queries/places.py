"""Places of a mine that were written before: offered while typing."""

from kuangan.foundation.authority.scopes import Scope
from kuangan.hazards.models import Hazard
from kuangan.registry.models import Mine

_LOOKED_AT = 100


def earlier_places(scope: Scope, mine: Mine, most: int = 12) -> list[str]:
    """The places of the latest hazards of a mine, each once, the latest first."""
    rows = Hazard.objects.within(scope).filter(mine=mine).order_by("-found_at").values_list("place", flat=True)
    return list(dict.fromkeys(rows[:_LOOKED_AT]))[:most]
