"""The minute's round of the notices: what there is to tell, to whom it goes now, and out of the house."""

from kuangan.duties.actions import telling as duties
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.notices.actions import put_back_lost, route, send_due
from kuangan.governance.actions import telling as governance
from kuangan.hazards.actions import telling as hazards
from kuangan.inspections.actions import telling as inspections


# house: not-atomic — every step commits by itself, and a round that is cut off is finished by the next
def gather_notices(actor: Actor) -> None:
    """Find what was done and what falls due, and make the deliveries whose time has come. Computed from the rows."""
    for room in (hazards, inspections, governance, duties):
        room.tell_acts(actor)
    for room_with_dates in (hazards, governance, duties):
        room_with_dates.tell_deadlines(actor)
    route(actor)


# house: not-atomic — every message stands between two commits of its own
def send_notices(actor: Actor) -> None:
    """Put back what a dead worker left behind, and send what is due."""
    put_back_lost(actor)
    send_due(actor)
