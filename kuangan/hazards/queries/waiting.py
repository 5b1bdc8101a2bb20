"""What waits for a bureau: each a list that can be opened, counted in one statement."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel.tallying import number_words, tallies
from kuangan.hazards.queries import listing
from kuangan.hazards.queries.listing import Narrowing, hazards, in_grade, in_state
from kuangan.hazards.states import Grade, HazardState


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: in words, how many, and the list behind it. `tone` is that of a count in the look."""

    label: Any
    count: int
    narrow: Narrowing
    tone: str = ""

    @property
    def shown(self) -> str:
        """The number as it is shown."""
        return number_words(self.count)


def waiting(scope: Scope, *, for_city: bool) -> list[Waiting]:
    """What waits within a jurisdiction; for the city also which major hazards are to be listed and closed."""
    lists: list[tuple[str, Any, Narrowing, str]] = [
        ("overdue", _("Overdue in rectification"), Narrowing(state=listing.OVERDUE), "over"),
        ("suspected", _("To be determined"), Narrowing(state=listing.OPEN, grade=Grade.SUSPECTED), "review"),
        ("applied", pgettext_lazy("list of hazards", "Waiting for acceptance"), Narrowing(state=HazardState.APPLIED),
         "review"),
    ]  # fmt: skip
    if for_city:
        lists += [
            ("unlisted", _("Major, not yet listed for supervision"),
             Narrowing(state=listing.OPEN, grade=Grade.MAJOR, listed=listing.NOT_LISTED), "review"),
            ("verified", _("Accepted, to be closed out by the city"), Narrowing(state=HazardState.VERIFIED), "review"),
        ]  # fmt: skip
    wanted: dict[str, Q] = {
        key: in_state(narrow.state) & in_grade(narrow.grade) & listing.in_listing(narrow.listed)
        for key, _label, narrow, _tone in lists
    }
    found = tallies(hazards(scope, Narrowing(state=listing.OPEN)), wanted)
    return [Waiting(label, found[key], narrow, tone) for key, label, narrow, tone in lists]
