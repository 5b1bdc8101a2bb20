"""Reading checklists. They are public documents, so no read needs a jurisdiction."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from kuangan.foundation.kernel import clock
from kuangan.standards.models import Aspect, CheckItem, Checklist


# house: unscoped — a checklist is a public document
def checklists() -> QuerySet[Checklist]:
    """Every version of every checklist: by kind of mine, official ones first, newest first."""
    return Checklist.objects.all()


# house: unscoped — a checklist is a public document
def aspects(checklist: Checklist) -> QuerySet[Aspect]:
    """The aspects of a version in order, each with its items."""
    items = CheckItem.objects.order_by("no")
    return Aspect.objects.filter(checklist=checklist).prefetch_related(Prefetch("items", queryset=items))


# house: unscoped — a checklist is a public document
def items(checklist: Checklist) -> QuerySet[CheckItem]:
    """The items of a version by number, each with its aspect."""
    return CheckItem.objects.filter(checklist=checklist).select_related("aspect").order_by("no")


# house: unscoped — a checklist is a public document
def in_force(mine_kind: str, on: date | None = None, purpose: str = "") -> Checklist | None:
    """The version that counts on a day (today) for a kind of mine: an official one before any sample, then the newest.

    `purpose` narrows to the name under which a plan asks for a checklist.
    """
    day = on or clock.today()
    found = Checklist.objects.filter(mine_kind=mine_kind, effective_from__lte=day).filter(
        Q(effective_to__isnull=True) | Q(effective_to__gte=day)
    )
    if purpose:
        found = found.filter(purpose=purpose)
    return found.order_by("-official", "-effective_from", "-pk").first()


# house: unscoped — a checklist is a public document
def awaits_official(mine_kind: str, purpose: str = "") -> bool:
    """Whether no official version for this kind of mine has been loaded yet: then the sample is marked loudly."""
    found = Checklist.objects.filter(mine_kind=mine_kind, official=True)
    return not (found.filter(purpose=purpose) if purpose else found).exists()


# house: unscoped — a checklist is a public document
def items_naming(codes: Iterable[str]) -> QuerySet[CheckItem]:
    """The items whose failure may meet one of these criteria, each with its checklist; official lists first."""
    found = CheckItem.objects.filter(major_hazard_ref__in=list(codes)).select_related("checklist", "aspect")
    return found.order_by("-checklist__official", "-checklist__effective_from", "-checklist_id", "no")
