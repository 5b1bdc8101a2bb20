"""What duties ask: whether the month's check is there."""

from datetime import date

from django.db.models import QuerySet

from kuangan.foundation.authority.scopes import Scope
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.states import CheckState


def _that_count(scope: Scope, mine_id: int) -> QuerySet[MonthlyCheck]:
    """Signed, and led by the principal in person (plan 五(一)2)."""
    return MonthlyCheck.objects.within(scope).filter(mine_id=mine_id, state=CheckState.SIGNED, led_by_principal=True)


def major_hazard_checks(scope: Scope, mine_id: int, start: date, end: date) -> list[MonthlyCheck]:
    """The checks of a mine that count and happened from `start` to `end`, both included, the earliest first.

    `checked_on` is when each happened, `hazards_total` and `major_total` what it found.
    """
    return list(_that_count(scope, mine_id).filter(checked_on__range=(start, end)).order_by("checked_on", "id"))


def latest_check(scope: Scope, mine_id: int, until: date | None = None) -> MonthlyCheck | None:
    """The latest check of a mine that counts, on or before `until` where that is given."""
    found = _that_count(scope, mine_id)
    if until is not None:
        found = found.filter(checked_on__lte=until)
    return found.order_by("-checked_on", "-id").first()
