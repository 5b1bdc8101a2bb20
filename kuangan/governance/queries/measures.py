"""What plans ask of assistance: the requests that call for it, the visits that were made."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from kuangan.foundation.authority.scopes import Scope
from kuangan.governance.models import HelpRequest, HelpVisit
from kuangan.governance.states import HelpState

_SETTLED_WITHOUT_HELP = (HelpState.DECLINED, HelpState.TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Asked:
    """One request for help as an occurrence: `kind` is a code of states.HelpKind."""

    pk: int
    mine_id: int
    kind: str
    requested_at: datetime
    entered_at: datetime


# house: unscoped — derivation counts for every county; nothing is shown to anybody
def help_requests(mine_ids: Collection[int] | None = None) -> Iterator[Asked]:
    """The requests of these mines (None: of all). No help is owed on one that was taken back or declined with a
    reason, so those are left out."""
    found = HelpRequest.objects.unscoped("derivation counts for every county")
    found = found.exclude(state__in=_SETTLED_WITHOUT_HELP)
    if mine_ids is not None:
        found = found.filter(mine__in=mine_ids)
    for row in found.order_by("id").values_list("pk", "mine_id", "kind", "requested_at", "entered_at").iterator():
        yield Asked(*row)


def assistance_visits(scope: Scope, mine_id: int | None, start: date, end: date) -> QuerySet[HelpVisit]:
    """Help visits to a mine (None: to all of the jurisdiction) from one day to another, both included, newest first."""
    found: QuerySet[HelpVisit] = HelpVisit.objects.within(scope).filter(happened_on__range=(start, end))
    if mine_id is not None:
        found = found.filter(request__mine=mine_id)
    return found.select_related("request__mine").order_by("-happened_on", "-id")
