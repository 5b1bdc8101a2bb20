"""From an address to a row: what a reader may not see does not exist."""

from django.http import Http404, HttpRequest

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel.errors import OutOfScope
from kuangan.inspections.models import CheckFinding, CheckPhoto, MonthlyCheck, RouteArea
from kuangan.inspections.queries.record import check
from kuangan.registry.models import Mine


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    return actor


def check_or_404(request: HttpRequest, pk: int) -> MonthlyCheck:
    """The check, inside the reader's jurisdiction."""
    try:
        return check(actor_of(request).scope, pk)
    except MonthlyCheck.DoesNotExist:
        raise OutOfScope from None


def area_or_404(row: MonthlyCheck, area_id: int) -> RouteArea:
    """An area of the check."""
    found: RouteArea | None = row.areas.filter(pk=area_id).first()
    if found is None:
        raise Http404
    return found


def finding_or_404(row: MonthlyCheck, finding_id: int) -> CheckFinding:
    """A finding of the check."""
    found: CheckFinding | None = row.findings.select_related("hazard").filter(pk=finding_id).first()
    if found is None:
        raise Http404
    return found


def photo_or_404(row: MonthlyCheck, photo_id: int) -> CheckPhoto:
    """A picture of the check, removed ones too."""
    found: CheckPhoto | None = row.photos.select_related("stored", "monthly_check").filter(pk=photo_id).first()
    if found is None:
        raise Http404
    return found


def mine_or_404(request: HttpRequest, pk: int) -> Mine:
    """A mine, inside the reader's jurisdiction."""
    found: Mine | None = Mine.objects.within(actor_of(request).scope).filter(pk=pk).first()
    if found is None:
        raise OutOfScope
    return found
