"""Who may do what with plans."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import CAMPAIGN_READERS, MINE_ROLES, Role

EDITORS = frozenset({Role.CITY_OFFICE, Role.COUNTY_REVIEWER})
"""The office that keeps a plan in the system: the city's own, or a county's plan under it; the region decides which."""
PUBLISHERS = frozenset({Role.CITY_OFFICE, Role.CITY_LEADER, Role.COUNTY_LEADER})
"""Publishing is a deliberate act of the bureau whose plan it is."""
COUNTY_RECEIVERS = frozenset({Role.COUNTY_LEADER, Role.COUNTY_REVIEWER})
"""Who answers for a county bureau having received the plan and handed it out."""
SETTERS = EDITORS | PUBLISHERS | COUNTY_RECEIVERS | {Role.GOVERNMENT_OFFICE}
"""Who may set some parameter at all; which one is said by the parameter itself."""


def parameter_is_theirs(actor: Actor, row: Any) -> Any:
    """None when a role that the parameter names is held over the region of the value, otherwise the reason."""
    from kuangan.plan.queries import parameter_spec

    return left_to_others(actor, parameter_spec(row.plan, row.name).set_by, row)


def left_to_others(actor: Actor, set_by: Iterable[str], row: Any) -> Any:
    """The reason why a parameter with these setters is not the actor's to set; None when it is."""
    allowed = set(set_by)
    if actor.is_system or any(grant.role.value in allowed and grant.scope.covers(row) for grant in actor.grants):
        return None
    return _("The plan leaves this parameter to somebody else.")


def receipt_of_a_bureau(_actor: Actor, row: Any) -> Any:
    """None when the receipt is a bureau's."""
    return None if row.authority_id else _("This receipt belongs to a mine: the mine confirms it.")


def receipt_of_a_mine(_actor: Actor, row: Any) -> Any:
    """None when the receipt is a mine's."""
    return None if row.mine_id else _("This receipt belongs to a bureau: the bureau acknowledges it.")


allow("plan.read", CAMPAIGN_READERS)
allow("plan.load", EDITORS)
allow("plan.publish", PUBLISHERS)
allow("plan.withdraw", PUBLISHERS)
allow("plan.set_parameter", SETTERS, check=parameter_is_theirs)
allow("plan.read_receipts", CAMPAIGN_READERS - {Role.AGENCY_STAFF})
allow("plan.acknowledge", COUNTY_RECEIVERS, check=receipt_of_a_bureau)
allow("plan.distribute", COUNTY_RECEIVERS)
allow("plan.confirm_receipt", MINE_ROLES, check=receipt_of_a_mine)
allow("plan.preview", CAMPAIGN_READERS - {Role.AGENCY_STAFF})

declare("plan:read", _("Plans: read"), {"plan.read"})
declare("plan:write", _("Plans: read, set parameters"), {"plan.read", "plan.set_parameter"})
