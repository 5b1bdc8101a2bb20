"""Who may read and who may load standards."""

from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import CAMPAIGN_READERS, Role

allow("standards.read", CAMPAIGN_READERS)
allow("standards.load", {Role.CITY_OFFICE})
