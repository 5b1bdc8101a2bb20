"""Who has received a plan: county bureaus (row 1) and mines (row 108)."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import Decision, may
from kuangan.foundation.authority.scopes import Scope, prefix_of
from kuangan.foundation.kernel import clock
from kuangan.plan.models import Plan, PlanVersion, Receipt
from kuangan.plan.queries.mines import mines_in_scope
from kuangan.plan.queries.versions import published_version
from kuangan.plan.states import VersionState
from kuangan.registry.models import Authority, Mine, Region
from kuangan.registry.states import AuthorityKind, Level


def receipts(scope: Scope, version: PlanVersion) -> QuerySet[Receipt]:
    """Receipts of a version in a jurisdiction, with their body."""
    return Receipt.objects.within(scope).filter(version=version).select_related("authority", "mine", "version__plan")


def own_receipts(scope: Scope) -> QuerySet[Receipt]:
    """Receipts of versions in force in a jurisdiction, those still to be answered first."""
    found = Receipt.objects.within(scope).filter(version__state=VersionState.PUBLISHED)
    return found.select_related("authority", "mine", "version__plan").order_by("acknowledged_at", "-handed_out_at")


# house: unscoped — the list of public bodies is public
def county_bureaus(plan: Plan) -> list[Authority]:
    """County bureaus under the plan's region, which acknowledge it; none under a county's own plan."""
    today = clock.today()
    found = Authority.objects.filter(
        kind=AuthorityKind.EMERGENCY_BUREAU, level=Level.COUNTY, region_code__startswith=prefix_of(plan.region_code)
    ).exclude(region_code=plan.region_code)
    return [bureau for bureau in found if not bureau.valid_to or bureau.valid_to >= today]


# house: unscoped — the list of public bodies is public
def distributors(plan: Plan) -> list[Authority]:
    """Who hands the plan to mines: the county bureaus under it, or the county's bureau for its own plan."""
    own = Authority.objects.filter(
        kind=AuthorityKind.EMERGENCY_BUREAU, level=Level.COUNTY, region_code=plan.region_code
    )
    return county_bureaus(plan) or list(own)


@dataclass
class Coverage:
    """How far a version has come in one county. `missing`: mines in scope that hold no receipt yet."""

    region_code: str
    name: str
    authority: Authority | None = None
    bureau: Receipt | None = None
    mines: list[Receipt] = field(default_factory=list)
    missing: list[Mine] = field(default_factory=list)
    distribute: Decision | None = None

    @property
    def handed_out(self) -> int:
        """Mines that hold the plan."""
        return len(self.mines)

    @property
    def opened(self) -> int:
        """Mines that opened it."""
        return sum(receipt.opened_at is not None for receipt in self.mines)

    @property
    def confirmed(self) -> int:
        """Mines that confirmed receipt."""
        return sum(receipt.acknowledged_at is not None for receipt in self.mines)

    @property
    def total(self) -> int:
        """Mines that should hold it."""
        return len(self.mines) + len(self.missing)

    @property
    def chased(self) -> int:
        """Mines that have not confirmed, with or without a receipt."""
        return self.total - self.confirmed

    @property
    def waiting(self) -> list[Receipt]:
        """Mines that have not confirmed, those that never opened it first."""
        open_ones = [receipt for receipt in self.mines if receipt.acknowledged_at is None]
        return sorted(open_ones, key=lambda receipt: receipt.opened_at is not None)


def receipt_coverage(actor: Actor, version: PlanVersion) -> list[Coverage]:
    """Per county of the actor's jurisdiction: the bureau's receipt, its mines' receipts, mines in scope without one."""
    scope, plan = actor.scope, version.plan
    bureaus = distributors(plan)
    found = {
        bureau.region_code: Coverage(bureau.region_code, bureau.short_name or bureau.name, bureau) for bureau in bureaus
    }
    held: dict[str, set[int]] = defaultdict(set)
    for receipt in receipts(scope, version):
        line = found.setdefault(receipt.region_code, Coverage(receipt.region_code, receipt.region_code))
        if receipt.mine_id is None:
            line.bureau = receipt
        else:
            line.mines.append(receipt)
            held[receipt.region_code].add(receipt.mine_id)
    if version.state == VersionState.PUBLISHED:
        for mine, _said in mines_in_scope(scope, version, prefix_of(plan.region_code), clock.today()):
            line = found.setdefault(mine.region_code, Coverage(mine.region_code, mine.region_code))
            if mine.pk not in held[mine.region_code]:
                line.missing.append(mine)
    names = region_names(list(found))
    for line in found.values():
        line.name = names.get(line.region_code, line.name)
        line.distribute = may(actor, "plan.distribute", line.authority) if line.authority else None
    visible = (line for line in found.values() if line.bureau or line.mines or line.missing)
    return sorted(visible, key=lambda line: line.region_code)


# house: unscoped — the list of regions is public
def region_names(codes: list[str]) -> dict[str, str]:
    """Short names of regions by code."""
    return {row.code: row.short_name or row.name for row in Region.objects.filter(code__in=codes)}


# house: unscoped — a measure: its figures belong to whoever may see the duty that asks for it
def mines_received(authority: Authority, version: PlanVersion) -> tuple[int, int]:
    """Of the mines in scope in an authority's region: how many confirmed receipt, and how many there are."""
    due = mines_in_scope(Scope.everywhere(), version, prefix_of(authority.region_code), clock.today())
    confirmed = set(
        Receipt.objects.unscoped("a measure of the whole region")
        .filter(version=version, mine__isnull=False, acknowledged_at__isnull=False)
        .filter(region_code__startswith=prefix_of(authority.region_code))
        .values_list("mine_id", flat=True)
    )
    return sum(mine.pk in confirmed for mine, _said in due), len(due)


# house: unscoped — a measure: its answer belongs to whoever may see the duty that asks for it
def plan_received_by_all_mines(authority: Authority, plan: Plan) -> bool:
    """Whether every mine in scope in the authority's region confirmed receipt of the version in force (row 108)."""
    version = published_version(plan)
    if version is None:
        return False
    confirmed, total = mines_received(authority, version)
    return total > 0 and confirmed == total


# house: unscoped — a measure: its answer belongs to whoever may see the duty that asks for it
def plan_acknowledged(authority: Authority, plan: Plan) -> bool:
    """Whether the bureau acknowledged the version in force (row 1)."""
    held = Receipt.objects.unscoped("a measure of one bureau").filter(
        authority=authority, acknowledged_at__isnull=False
    )
    return held.filter(version__plan=plan, version__state=VersionState.PUBLISHED).exists()


# house: unscoped — a measure: its answer belongs to whoever may see the duty that asks for it
def plan_received(mine: Mine, plan: Plan) -> bool:
    """Whether a mine confirmed that the version in force reached it (row 108)."""
    held = Receipt.objects.unscoped("a measure of one mine").filter(mine=mine, acknowledged_at__isnull=False)
    return held.filter(version__plan=plan, version__state=VersionState.PUBLISHED).exists()


# house: unscoped — a plan is a public document
def child_plan_published(authority: Authority, plan: Plan) -> bool:
    """Whether a plan of the authority's region, derived from this one, is in force."""
    found = PlanVersion.objects.filter(state=VersionState.PUBLISHED, parent__plan=plan)
    return found.filter(plan__region_code=authority.region_code).exists()
