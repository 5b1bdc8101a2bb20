"""What a leader asks first: the figures of the jurisdiction, and the mines that need somebody most."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, Q

from kuangan.duties.models import Assignment
from kuangan.duties.queries.listing import overdue
from kuangan.foundation.authority.scopes import Scope
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries import listing
from kuangan.hazards.states import Grade
from kuangan.registry.models import Mine


@dataclass(frozen=True, slots=True)
class Need:
    """A mine with what is overdue there: major hazards, all hazards, duties."""

    mine: Mine
    major: int
    hazards: int
    duties: int


@dataclass(frozen=True, slots=True)
class HazardFigures:
    """Open hazards of a jurisdiction: all, major ones, those overdue, those listed for supervision."""

    open: int
    major: int
    overdue: int
    listed: int


def hazard_figures(scope: Scope) -> HazardFigures:
    """The four figures in one statement."""
    return HazardFigures(
        **Hazard.objects.within(scope).filter(listing.in_state(listing.OPEN)).aggregate(
            open=Count("pk"),
            major=Count("pk", filter=Q(grade=Grade.MAJOR)),
            overdue=Count("pk", filter=listing.overdue()),
            listed=Count("pk", filter=Q(listed_at__isnull=False)),
        )
    )  # fmt: skip


def overdue_duties(scope: Scope) -> int:
    """How many duties are overdue in a jurisdiction."""
    return Assignment.objects.within(scope).filter(overdue()).count()


def mines_in_need(scope: Scope, limit: int = 3) -> list[Need]:
    """The mines with the most overdue, a major hazard before others and a hazard before a duty. Three statements."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    late = Hazard.objects.within(scope).filter(listing.in_state(listing.OVERDUE)).order_by()
    for row in late.values("mine_id").annotate(total=Count("pk"), major=Count("pk", filter=Q(grade=Grade.MAJOR))):
        sums[row["mine_id"]][:2] = [row["major"], row["total"]]
    owed = Assignment.objects.within(scope).filter(overdue(), mine__isnull=False).order_by()
    for row in owed.values("mine_id").annotate(total=Count("pk")):
        sums[row["mine_id"]][2] = row["total"]
    chosen = sorted(sums, key=lambda pk: (*(-number for number in sums[pk]), pk))[:limit]
    mines = Mine.objects.within(scope).in_bulk(chosen)
    return [Need(mines[pk], *sums[pk]) for pk in chosen if pk in mines]
