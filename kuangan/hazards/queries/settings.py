"""What the bureau has decided for its area, as it holds on a day."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q, QuerySet

from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Setting
from kuangan.hazards.rules.settings import SETTINGS


# house: unscoped — settings are public to everybody whom they bind
def values(region_code: str, on: date | None = None) -> dict[str, str]:
    """Every setting as it holds in a region on a day (today): the county's own, else the city's, the province's, the
    default."""
    above = [region_code, region_code[:4] + "00", region_code[:2] + "0000"]
    rows = Setting.objects.unscoped("settings bind everybody below").filter(
        region_code__in=above, effective_on__lte=on or clock.today()
    )
    found = {name: item.default for name, item in SETTINGS.items()}
    nearest: dict[str, int] = {}
    for row in rows.order_by("effective_on", "id"):
        rank = above.index(row.region_code)
        if row.name in SETTINGS and rank <= nearest.get(row.name, len(above)):
            found[row.name], nearest[row.name] = row.value, rank
    return found


# house: unscoped — settings are public to everybody whom they bind
def number(region_code: str, name: str, on: date | None = None) -> int:
    """One setting that is a number, as it holds in a region on a day (today)."""
    return int(values(region_code, on)[name])


# house: unscoped — settings are public to everybody whom they bind
def by_area(name: str, condition: Callable[[int], Q], *, at: str = "region_code") -> Q:
    """A condition that hangs on a setting that is a number, put together for every area that has decided its own,
    in one statement.

    `at` is the look-up path of the county code.
    """
    rows = Setting.objects.unscoped("settings bind everybody below").filter(name=name, effective_on__lte=clock.today())
    decided = dict(rows.order_by("effective_on", "id").values_list("region_code", "value"))
    elsewhere = int(decided.pop("000000", SETTINGS[name].default))
    found, left = Q(), Q()
    for code in sorted(decided, key=lambda code: (-len(prefix_of(code)), code)):  # the county's own before the city's
        here = inside(at, prefix_of(code))
        found |= here & left & condition(int(decided[code]))
        left &= ~here
    return found | (left & condition(elsewhere))


def history(scope: Scope, name: str = "") -> QuerySet[Setting]:
    """Every value that was set in a jurisdiction, the newest first."""
    found: QuerySet[Setting] = Setting.objects.within(scope).order_by("-set_at", "-id")
    return found.filter(name=name) if name else found
