"""Who may do what to a check of a mine.

The mine fills it in, its principal signs it (plan 五(一)2: 主要负责人每月组织); the bureaus read.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import CAMPAIGN_READERS, MINE_ROLES, Role
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.states import CheckState


def is_principal(actor: Actor, row: MonthlyCheck) -> bool:
    """Whether the actor is a principal in charge of the check's mine (or the system)."""
    return actor.holds({Role.MINE_PRINCIPAL}, row)


def _withdraws(actor: Actor, row: MonthlyCheck) -> Any:
    if row.state == CheckState.SIGNED and not is_principal(actor, row):
        return _("The principal has signed this check, so only the principal withdraws it.")
    return None


allow("inspections.read", CAMPAIGN_READERS)
allow("inspections.check", MINE_ROLES)
allow("inspections.sign", {Role.MINE_PRINCIPAL})
allow("inspections.withdraw", MINE_ROLES, _withdraws)

declare("inspections:read", gettext_lazy("Checks: read"), {"inspections.read"})
declare(
    "inspections:write",
    gettext_lazy("Checks: fill in and withdraw"),
    {"inspections.read", "inspections.check", "inspections.withdraw", "hazards.register"},
)
