"""Who may read and who may load standards."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.api.areas import declare
from kuangan.foundation.authority.policy import allow
from kuangan.foundation.authority.roles import CAMPAIGN_READERS, Role

allow("standards.read", CAMPAIGN_READERS)
allow("standards.load", {Role.CITY_OFFICE})

declare("standards:read", _("Standards: read"), {"standards.read"})
