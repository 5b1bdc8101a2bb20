"""People on record whom acts on a hazard name."""

from django.db.models import Q

from kuangan.hazards.models import Hazard
from kuangan.registry.models import Appointment
from kuangan.registry.states import Post


# house: unscoped — the hazard was read within a scope
def principals(hazard: Hazard) -> list[str]:
    """Names of the principals on record of the mine and its enterprise."""
    place = Q(mine=hazard.mine_id) | Q(enterprise=hazard.mine.enterprise_id)
    found = Appointment.rows.filter(place, post=Post.PRINCIPAL, ended_on__isnull=True)
    return list(dict.fromkeys(found.order_by("pk").values_list("person__name", flat=True)))
