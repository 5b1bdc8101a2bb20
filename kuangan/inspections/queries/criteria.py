"""The determination criteria that a check goes through: the heads in force that day for the kind of mine."""

from datetime import date

from kuangan.inspections.models import MonthlyCheck
from kuangan.standards.models import Criterion
from kuangan.standards.queries import CRITERIA_OF, in_force_sets


# house: unscoped — determination criteria are a published document
def heads(mine_kind: str, day: date) -> list[Criterion]:
    """Heads (without their sub-items) in force on a day, supplements after the main set; parts loaded.

    A supplement comes into force after the set that it adds to, so the order of coming into force is that of the book.
    """
    kind = CRITERIA_OF.get(mine_kind, mine_kind)
    found = Criterion.objects.filter(
        criterion_set__in=in_force_sets(day), mine_kind=kind, parent__isnull=True
    ).prefetch_related("parts")  # fmt: skip
    return list(found.order_by("criterion_set__effective_from", "criterion_set_id", "position"))


# house: unscoped — determination criteria are a published document
def heads_of(check: MonthlyCheck) -> list[Criterion]:
    """The heads that this check goes through."""
    return heads(check.mine.kind, check.checked_on)
