"""Where the operations of checks are declared, and how an address finds its row."""

from django.http import HttpRequest

from kuangan.foundation.api.operations import Operations
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.inspections.models import MonthlyCheck, RouteArea
from kuangan.inspections.queries.record import check

inspections = Operations("inspections")


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def check_of(request: HttpRequest, pk: int) -> MonthlyCheck:
    """The check of an address; OutOfScope (404) outside the reader's jurisdiction."""
    try:
        return check(actor_of(request).scope, pk)
    except MonthlyCheck.DoesNotExist:
        raise OutOfScope from None


def area_of(row: MonthlyCheck, pk: int | None) -> RouteArea | None:
    """An area of the check; None for None. Raises OutOfScope (404) for one of another check."""
    if pk is None:
        return None
    found: RouteArea | None = row.areas.filter(pk=pk).first()
    if found is None:
        raise OutOfScope
    return found
