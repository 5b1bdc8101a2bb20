"""The roles a person can hold; what each may do is said by every room's policy.py."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """A part that a person plays, always together with a scope and a validity (see access.Grant)."""

    MINE_PRINCIPAL = "mine_principal", _("Mine principal")
    MINE_SAFETY_OFFICER = "mine_safety_officer", _("Mine safety officer")
    COUNTY_REVIEWER = "county_reviewer", _("County bureau officer")
    COUNTY_LEADER = "county_leader", _("County bureau leader")
    COUNTY_INSPECTOR = "county_inspector", _("County inspector")
    CITY_OFFICE = "city_office", _("City bureau, safety foundation section")
    CITY_LEADER = "city_leader", _("City bureau leader")
    CITY_INSPECTOR = "city_inspector", _("City inspector")
    GOVERNMENT_OFFICE = "government_office", _("County government office")
    PROVINCE_SUPERVISOR = "province_supervisor", _("Provincial supervisor")
    AUDITOR = "auditor", _("Auditor")
    AGENCY_STAFF = "agency_staff", _("Technical-service agency staff")
    SYSTEM_ADMIN = "system_admin", _("System administrator")
    SECURITY_ADMIN = "security_admin", _("Security administrator")
    AUDIT_ADMIN = "audit_admin", _("Audit administrator")


MINE_ROLES = frozenset({Role.MINE_PRINCIPAL, Role.MINE_SAFETY_OFFICER})
COUNTY_ROLES = frozenset({Role.COUNTY_REVIEWER, Role.COUNTY_LEADER, Role.COUNTY_INSPECTOR})
CITY_ROLES = frozenset({Role.CITY_OFFICE, Role.CITY_LEADER, Role.CITY_INSPECTOR})
ADMIN_ROLES = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
READ_ONLY_ROLES = frozenset({Role.PROVINCE_SUPERVISOR, Role.AUDITOR})
OFFICIAL_ROLES = frozenset(Role) - MINE_ROLES - {Role.AGENCY_STAFF}
"""Everybody who must sign in with a second factor."""

CAMPAIGN_READERS = frozenset(Role) - ADMIN_ROLES
"""Everybody who sees campaign records at all; administrators run the system and see none of them."""
EVERYBODY = frozenset(Role)
