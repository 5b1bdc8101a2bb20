"""Who may set up the channels. Notices themselves belong to their recipients."""

from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import Role

allow("notices.administer", {Role.SYSTEM_ADMIN})
allow("notices.run", {Role.SYSTEM_ADMIN})
