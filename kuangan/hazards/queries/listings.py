"""Listed supervisions: which are in force, which return is due."""

from datetime import datetime, timedelta

from django.db.models import QuerySet

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import ListedSupervision
from kuangan.hazards.states import ListingState


def listings(scope: Scope, *, in_force: bool = True) -> QuerySet[ListedSupervision]:
    """Listed supervisions of a jurisdiction with hazard and mine, the nearest deadline first."""
    found: QuerySet[ListedSupervision] = ListedSupervision.objects.within(scope).select_related("hazard__mine")
    if in_force:
        found = found.filter(state=ListingState.LISTED)
    return found.order_by("deadline_at", "id")


# house: unscoped — the listing was read within a scope
def next_return_due(listing: ListedSupervision) -> datetime:
    """When the next progress return is due: one interval after the listing, then after each return that was due."""
    return return_due_after(listing, listing.returns.order_by("-due_at").values_list("due_at", flat=True).first())


# house: unscoped — only arithmetic
def return_due_after(listing: ListedSupervision, last: datetime | None) -> datetime:
    """When a return is due after the one that was due at `last`; None: none was made yet."""
    start = last or clock.end_of_day(clock.day_of(listing.happened_at))
    return start + timedelta(days=listing.return_interval_days)
