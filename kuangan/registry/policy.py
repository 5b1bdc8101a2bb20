"""Who may do what in the registry."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import CAMPAIGN_READERS, MINE_ROLES, READ_ONLY_ROLES, Role

REGISTRARS = frozenset({Role.COUNTY_REVIEWER, Role.CITY_OFFICE})
"""The county bureau's officer for the county, the city's safety foundation section for the city."""

allow("registry.read", CAMPAIGN_READERS)
allow("registry.edit", REGISTRARS)
allow("registry.merge", REGISTRARS)
allow("registry.change_facts", REGISTRARS)
allow("registry.engage", REGISTRARS | MINE_ROLES)
allow(
    "registry.appoint", REGISTRARS | {Role.COUNTY_LEADER, Role.CITY_LEADER, Role.GOVERNMENT_OFFICE, Role.MINE_PRINCIPAL}
)
allow("registry.declare_status", {Role.MINE_PRINCIPAL})
allow("registry.name_contact", REGISTRARS | {Role.COUNTY_LEADER})
allow("registry.assign_leader", REGISTRARS | {Role.GOVERNMENT_OFFICE})
allow("registry.import_roster", REGISTRARS)
allow("registry.export", CAMPAIGN_READERS - {Role.AGENCY_STAFF})
allow("registry.announce_days", {Role.CITY_OFFICE})
allow("registry.read_contacts", CAMPAIGN_READERS - READ_ONLY_ROLES - MINE_ROLES - {Role.AGENCY_STAFF})

declare("registry:read", _("Registry: read"), {"registry.read"})
declare(
    "registry:write",
    _("Registry: read and write, import rosters"),
    {
        "registry.read",
        "registry.edit",
        "registry.merge",
        "registry.change_facts",
        "registry.declare_status",
        "registry.import_roster",
    },
)
