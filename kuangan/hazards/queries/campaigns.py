"""In which campaign a hazard was found: within its days, or before them and carried over (结转).

Counted from the day of finding as it was entered; one that was entered in the campaign and is said to be older is
carried over by its own word, and shown so.
"""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel.clock import day_of
from kuangan.hazards.models import Hazard
from kuangan.plan.models import Plan
from kuangan.plan.queries import plans_in_force


class Campaign(NamedTuple):
    """A campaign that covers the county. `is_carried`: found before it began; `is_claimed`: but entered in it."""

    plan: Plan
    is_carried: bool
    is_claimed: bool

    @property
    def words(self) -> str:
        """For the page."""
        if not self.is_carried:
            return _("found in this campaign")
        if self.is_claimed:
            return _("carried over: by the stated day found before the campaign, entered in it")
        return _("carried over from before the campaign")


def running(scope: Scope) -> list[Plan]:
    """The campaigns in force for a jurisdiction, the latest first."""
    return plans_in_force(scope)


# house: unscoped — compares the days of a row with plans that were read within a scope
def campaigns_of(row: Hazard, plans: Iterable[Plan]) -> list[Campaign]:
    """Those of the campaigns that cover the hazard's county and had not ended when it was found."""
    found, entered = day_of(row.found_at), day_of(row.entered_at)
    return [
        Campaign(plan, found < plan.starts_on, found < plan.starts_on <= entered)
        for plan in plans
        if row.region_code.startswith(prefix_of(plan.region_code)) and found <= plan.ends_on
    ]
