"""Who may do what in exchange itself; importing and exporting ask for verbs of the rooms."""

from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import Role

allow("exchange.expire", {Role.SYSTEM_ADMIN})
