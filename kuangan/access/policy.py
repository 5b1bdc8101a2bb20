"""Who may administer accounts. Three administrators share the work and none can do it alone.

The system administrator runs the installation and sees no campaign record; the security administrator gives accounts
and grants and cannot read the audit trail; the audit administrator reads the trail and can grant nothing. An
administration itself is granted by two: the security administrator asks, a system administrator confirms, and the audit
administrators are told at once.
"""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import Role

allow("access.administer_accounts", {Role.SECURITY_ADMIN})
allow("access.grant", {Role.SECURITY_ADMIN})
allow("access.confirm_grant", {Role.SYSTEM_ADMIN})
allow("access.invite", {Role.SECURITY_ADMIN})
allow("access.note_identity", {Role.SECURITY_ADMIN})
allow("access.seal_second_factors", {Role.SYSTEM_ADMIN})

declare("audit:read", _("Audit trail: read"), {"integrity.read_audit"})
