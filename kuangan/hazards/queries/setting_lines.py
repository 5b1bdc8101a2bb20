"""The settings of the hazard ledger as a reader meets them: what holds, what differs by county, what one may change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.scopes import Scope, inside, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Setting
from kuangan.hazards.rules.settings import SETTINGS, Definition
from kuangan.registry.queries import counties


def _above(region_code: str) -> list[str]:
    """The regions whose settings bind one, the nearest first."""
    return list(dict.fromkeys([region_code, region_code[:4] + "00", region_code[:2] + "0000"]))


@dataclass(frozen=True, slots=True)
class SettingLine:
    """One setting as a reader meets it: the value in the home region and the row that set it (None: the default).

    `own` are the rows of counties that differ, `coming` those set for a later day, `codes` the regions for which the
    reader may set it.
    """

    item: Definition
    value: str
    held: Setting | None
    own: tuple[Setting, ...]
    coming: tuple[Setting, ...]
    codes: tuple[str, ...]


def home_of(scope: Scope) -> str:
    """The region whose settings a reader is shown first: the largest in charge, else that of the first county; "" when
    there is none."""
    if scope.regions:
        return min(scope.regions, key=lambda code: (len(code), code)).ljust(6, "0")
    return counties(scope).order_by("code").values_list("code", flat=True).first() or ""


def setting_lines(actor: Actor, home: str, on: date | None = None) -> list[SettingLine]:
    """Every setting as it holds in the reader's home region on a day (today), with the counties that differ. Two
    statements."""
    day, above = on or clock.today(), _above(home)
    wanted = Q(region_code__in=above) | inside("region_code", prefix_of(home))
    rows = list(Setting.objects.unscoped("settings bind everybody below").filter(wanted).order_by("effective_on", "id"))
    below = list(counties(actor.scope).order_by("code").values_list("code", flat=True))
    return [_line(actor, item, [row for row in rows if row.name == item.name], day, above, below)
            for item in SETTINGS.values()]  # fmt: skip


def _line(
    actor: Actor, item: Definition, rows: Sequence[Setting], day: date, above: list[str], below: list[str]
) -> SettingLine:
    latest: dict[str, Setting] = {}
    for row in rows:
        if row.effective_on <= day:
            latest[row.region_code] = row
    held = next((latest[code] for code in above if code in latest), None)
    own = tuple(latest[code] for code in sorted(set(latest) - set(above)))
    coming = tuple(row for row in rows if row.effective_on > day)
    codes = [code for code in dict.fromkeys([above[0], *(below if item.by_county else ())]) if code]
    allowed = tuple(code for code in codes if settable(actor, item, code))
    return SettingLine(item, held.value if held else item.default, held, own, coming, allowed)


def settable(actor: Actor, item: Definition, region_code: str) -> bool:
    """Whether the actor may set it for a region: one of those who decide on it, in charge of the region."""
    if not may(actor, "hazards.change_setting"):
        return False
    return actor.is_system or actor.scope_as(*item.set_by).covers_region(region_code)
