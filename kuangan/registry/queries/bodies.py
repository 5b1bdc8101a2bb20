"""Enterprises, authorities, agencies and contractors."""

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel.text import finding
from kuangan.registry.models import Agency, Authority, Contractor, Engagement, Enterprise, Mine, MineUnit, Region
from kuangan.registry.states import AuthorityKind, Level


def enterprises(scope: Scope, *, text: str = "", county: str = "", code_state: str = "") -> QuerySet[Enterprise]:
    """Mine enterprises of a jurisdiction, with `mine_count`."""
    found: QuerySet[Enterprise] = Enterprise.objects.within(scope).annotate(mine_count=Count("mines"))
    if county:
        found = found.filter(region_code__startswith=prefix_of(county))
    if code_state:
        found = found.filter(credit_code_state=code_state)
    return found.filter(finding(text, "search_text")).order_by(
        "region_code", "name", "pk"
    )  # counting drops the order of the table


def authorities(scope: Scope, *, text: str = "", kind: str = "") -> QuerySet[Authority]:
    """Public bodies inside the jurisdiction and above it; nobody outside public bodies needs more."""
    found = Authority.objects.select_related("parent")
    if not scope.is_everywhere:
        found = found.filter(_inside_or_above(scope))
    if kind:
        found = found.filter(kind=kind)
    return found.filter(finding(text, "search_text"))


def county_bureaus(scope: Scope) -> QuerySet[Authority]:
    """The county emergency management bureaus of a jurisdiction."""
    found = Authority.objects.filter(kind=AuthorityKind.EMERGENCY_BUREAU, level=Level.COUNTY)
    return found.filter(scope.condition(Authority.scope_paths)).order_by("region_code")


def authority_of(scope: Scope, region_code: str, kind: str) -> Authority | None:
    """The body of a kind that is in charge of exactly this region, whatever the reader's scope: bodies are public."""
    return Authority.objects.filter(region_code=region_code, kind=kind, parent__isnull=True).order_by("pk").first()


def agencies(scope: Scope, *, text: str = "", service: str = "") -> QuerySet[Agency]:
    """Technical-service agencies: all of them for supervisors, their own row for an agency's staff."""
    found = Agency.objects.all()
    if not (scope.is_everywhere or scope.regions):
        found = found.filter(pk__in=scope.agencies)
    if service:
        found = found.filter(services__icontains=service)
    return found.filter(finding(text, "search_text"))


def contractors(scope: Scope, *, text: str = "", only: str = "") -> QuerySet[Contractor]:
    """Contractors with `engaged` (open, in scope), `cleared` (anywhere): a cleared-out one is seen by every county.

    Supervisors see all, others only those that work or worked in their mines. `only`: "cleared" or "engaged".
    """
    here = Engagement.objects.within(scope)
    found = Contractor.objects.annotate(
        engaged=Exists(here.filter(contractor=OuterRef("pk"), ended_on__isnull=True)),
        cleared=Exists(Engagement.rows.filter(contractor=OuterRef("pk"), cleared_out_on__isnull=False)),
    )
    if not (scope.is_everywhere or scope.regions):
        found = found.filter(Exists(here.filter(contractor=OuterRef("pk"))))
    if only in {"cleared", "engaged"}:
        found = found.filter(**{only: True})
    return found.filter(finding(text, "search_text"))


def engagements(scope: Scope) -> QuerySet[Engagement]:
    """Engagements in the mines of a jurisdiction, the latest first."""
    return Engagement.objects.within(scope).select_related("contractor", "mine", "agreement_file")


def units(scope: Scope) -> QuerySet[MineUnit]:
    """Units of the mines of a jurisdiction: those that work first."""
    return (
        MineUnit.objects.within(scope)
        .select_related("mine")
        .order_by(F("ended_on").desc(nulls_first=True), "kind", "name")
    )


def clearings(scope: Scope, contractor: Contractor) -> QuerySet[Engagement]:
    """Where a contractor was cleared out, in whatever county: told to every supervisor, without the mine's records."""
    if not (scope.is_everywhere or scope.regions):
        return Engagement.objects.within(scope).filter(contractor=contractor, cleared_out_on__isnull=False)
    found = Engagement.objects.unscoped("a clearing-out is a warning to every county")
    return found.filter(contractor=contractor, cleared_out_on__isnull=False).select_related("mine")


def counties(scope: Scope) -> QuerySet[Region]:
    """The counties that a filter offers: those of the jurisdiction."""
    found = Region.objects.filter(level=Level.COUNTY, valid_to__isnull=True)
    if scope.is_everywhere:
        return found
    condition = Q(pk__in=[])
    for prefix in scope.regions:
        condition |= Q(code__startswith=prefix)
    return found.filter(condition)


def counties_with_mines(scope: Scope) -> QuerySet[Region]:
    """The counties in which the reader sees mines: what a filter offers."""
    return Region.objects.filter(pk__in=Mine.objects.within(scope).order_by().values("region_code"))


def county_names(scope: Scope) -> dict[str, str]:
    """Short names by code of every region that can appear in the reader's lists."""
    wanted = Q(pk__in=Mine.objects.within(scope).order_by().values("region_code"))
    for prefix in scope.regions:
        wanted |= Q(code__startswith=prefix)
    return dict(Region.objects.filter(wanted).values_list("code", "short_name"))


def _inside_or_above(scope: Scope) -> Q:
    condition = Q(pk__in=scope.authorities)
    for prefix in scope.regions:
        condition |= Q(region_code__startswith=prefix)
        above = {prefix[:2].ljust(6, "0"), prefix[:4].ljust(6, "0")}
        condition |= Q(region_code__in=above, level__in=[Level.PROVINCE, Level.CITY, Level.STATE])
    return condition
