"""Who may do what in the shell itself."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import ADMIN_ROLES, CAMPAIGN_READERS, Role

allow("shell.search", CAMPAIGN_READERS)
allow("shell.administer", ADMIN_ROLES | {Role.CITY_OFFICE, Role.CITY_LEADER, Role.COUNTY_LEADER, Role.AUDITOR})
allow("shell.move_clock", {Role.SYSTEM_ADMIN})
allow("shell.run_system", {Role.SYSTEM_ADMIN})
allow("shell.progress_map", CAMPAIGN_READERS - {Role.MINE_PRINCIPAL, Role.MINE_SAFETY_OFFICER, Role.AGENCY_STAFF})

declare("statistics:read", _("Statistics: read"), {"shell.progress_map"})
