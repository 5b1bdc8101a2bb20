"""Who may do what to a request for help.

The mine asks and says what it thinks of the result; the county bureau answers and closes; whoever helps writes visits
and the report, also the people of an agency that was named; city and province read. Inspectors do not help: help and
enforcement are kept apart (plan 七(五)).
"""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import CAMPAIGN_READERS, MINE_ROLES, Role
from kuangan.governance.models import HelpRequest

ANSWERERS = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_LEADER})


def is_answerer(actor: Actor, row: Model) -> bool:
    """Whether the actor answers for the county bureau in charge of the row, a request or a mine (or is the system)."""
    return actor.holds(ANSWERERS, row)


def _takes_back(actor: Actor, row: HelpRequest) -> Any:
    if row.by_bureau and not is_answerer(actor, row):
        return _("The county bureau raised this request, so the bureau takes it back.")
    if not row.by_bureau and not actor.holds(MINE_ROLES, row):
        return _("The mine raised this request, so the mine takes it back. You can decline it with a reason.")
    return None


allow("governance.read", CAMPAIGN_READERS)
allow("governance.ask", MINE_ROLES | ANSWERERS)
allow("governance.answer", ANSWERERS)
allow("governance.take_back", MINE_ROLES | ANSWERERS, _takes_back)
allow("governance.record_help", ANSWERERS | {Role.AGENCY_STAFF})
allow("governance.close", ANSWERERS)
allow("governance.respond", MINE_ROLES)
allow("governance.finish_measure", MINE_ROLES | ANSWERERS)

declare("help:read", gettext_lazy("Help requests: read"), {"governance.read"})
declare(
    "help:write",
    gettext_lazy("Help requests: read, ask, answer, record, close"),
    {
        *("governance.read", "governance.ask", "governance.answer", "governance.take_back", "governance.record_help"),
        *("governance.close", "governance.respond", "governance.finish_measure"),
    },
)
