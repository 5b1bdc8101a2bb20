"""Licences that run out, and records that still lack something."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.registry.models import Appointment, Enterprise, Licence, Mine
from kuangan.registry.rules import warn_from
from kuangan.registry.states import CreditCodeState, LicenceKind, MineKind, MineStatus, Post


def licences(scope: Scope, mine: Mine) -> list[Licence]:
    """The licences of a mine and those of its enterprise that cover it; for readers who see the mine."""
    if not scope.covers(mine):
        return []
    held = Licence.objects.unscoped("licences of a mine that the reader may see")
    return list(held.filter(Q(mine=mine) | Q(mine__isnull=True, enterprise=mine.enterprise_id)).order_by("kind", "-pk"))


def expiring_licences(
    scope: Scope, *, county: str = "", kind: str = "", is_over_only: bool = False
) -> QuerySet[Licence]:
    """Licences in force that end within 90 days or have ended, the earliest first."""
    today = clock.today()
    limit = Q(valid_to__lt=today) if is_over_only else Q(valid_to__lte=warn_from(today))
    found = Licence.objects.within(scope).filter(limit, ended_on__isnull=True).select_related("enterprise", "mine")
    if county:
        found = found.filter(region_code__startswith=prefix_of(county))
    if kind:
        found = found.filter(kind=kind)
    return found.order_by("valid_to", "pk")


@dataclass(frozen=True)
class Gap:
    """One sort of incompleteness: its key, what is missing in words, and whether it is about mines or enterprises."""

    key: str
    label: Any
    subject: str = "mine"


GAPS = {
    gap.key: gap
    for gap in (
        Gap("credit_code", _("Credit code missing, masked or not verified"), "enterprise"),
        Gap("coordinates", _("Coordinates missing")),
        Gap("safety_licence", _("Safety production licence missing")),
        Gap("principal", _("Principal not named")),
        Gap("people_working", _("Stopped, but unknown whether people are working")),
        Gap("slope_height", _("Slope height missing")),
        Gap("mineral", _("Mineral missing")),
    )
}
"""What the list of records to be completed looks for."""
_STOPPED = (MineStatus.LONG_STOPPED, MineStatus.CONSTRUCTION_STOPPED, MineStatus.PENDING_CLOSURE)


def incomplete(scope: Scope, gap: str, *, county: str = "") -> QuerySet[Any]:
    """The mines or enterprises (see GAPS) that lack something; KeyError for an unknown gap."""
    found: QuerySet[Any]
    if GAPS[gap].subject == "enterprise":
        found = Enterprise.objects.within(scope).exclude(credit_code_state=CreditCodeState.VALID)
    else:
        open_mines = Mine.objects.within(scope).exclude(current__status=MineStatus.CLOSED)
        found = open_mines.select_related("enterprise", "current").filter(_missing(gap))
    return found.filter(region_code__startswith=prefix_of(county)) if county else found


def incomplete_counts(scope: Scope) -> dict[str, int]:
    """How many records lack what, for the work list: one statement for mines, one for enterprises."""
    from django.db.models import Count

    mines = Mine.objects.within(scope).exclude(current__status=MineStatus.CLOSED)
    keys = [gap.key for gap in GAPS.values() if gap.subject == "mine"]
    counted: dict[str, int] = mines.aggregate(**{key: Count("pk", filter=_missing(key)) for key in keys})
    enterprises = Enterprise.objects.within(scope).exclude(credit_code_state=CreditCodeState.VALID)
    return {"credit_code": enterprises.count(), **counted}


def _missing(gap: str) -> Q:
    if gap == "coordinates":
        return Q(longitude__isnull=True) | Q(latitude__isnull=True)
    if gap == "safety_licence":
        held = Licence.rows.filter(kind=LicenceKind.SAFETY, ended_on__isnull=True)
        own = held.filter(mine=OuterRef("pk"))
        return Q(~Exists(own), kind__in=[MineKind.OPEN_PIT, MineKind.UNDERGROUND, MineKind.TAILINGS_POND])
    if gap == "principal":
        held_by = Appointment.rows.filter(post=Post.PRINCIPAL, ended_on__isnull=True)
        in_mine = Exists(held_by.filter(mine=OuterRef("pk")))
        return Q(~in_mine, ~Exists(held_by.filter(enterprise=OuterRef("enterprise"))))
    if gap == "people_working":
        return Q(current__status__in=_STOPPED, current__people_working__isnull=True)
    if gap == "slope_height":
        return Q(kind=MineKind.OPEN_PIT, current__slope_height_m__isnull=True)
    return Q(mineral="")
