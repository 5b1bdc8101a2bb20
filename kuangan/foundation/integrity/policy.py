"""Who may read the audit trail."""

from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import CAMPAIGN_READERS, Role

allow("integrity.read_audit", {Role.AUDIT_ADMIN, Role.AUDITOR, Role.PROVINCE_SUPERVISOR, Role.CITY_OFFICE})
allow("integrity.read_history", CAMPAIGN_READERS)  # and what reads the record itself
allow("integrity.sweep", set())  # the system's own work
allow("integrity.compare", set())  # the system's own work
allow("integrity.seal", set())  # the system's own work
allow("integrity.verify", {Role.AUDIT_ADMIN, Role.AUDITOR})
