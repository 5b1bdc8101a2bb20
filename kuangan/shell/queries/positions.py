"""Where the mines of a jurisdiction lie, each with its state: something overdue, a major hazard open, in order."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kuangan.duties.models import Assignment
from kuangan.duties.queries import listing as duties
from kuangan.foundation.authority.scopes import Scope
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries import listing as hazards
from kuangan.hazards.states import Grade
from kuangan.registry.queries import MineFilter, mines

OVER, MAJOR, FINE = "over", "major", "fine"


@dataclass(frozen=True, slots=True)
class Placed:
    """A mine of the plan; without degrees when its coordinates are not registered."""

    pk: int
    name: str
    region_code: str
    state: str
    east: float | None
    north: float | None

    @property
    def is_placed(self) -> bool:
        """Whether its coordinates are registered."""
        return self.east is not None and self.north is not None


def placed(scope: Scope, county: str = "") -> list[Placed]:
    """The mines that are not closed, the worst first; three statements for any number."""
    over = _mines(Hazard.objects.within(scope).filter(hazards.in_state(hazards.OVERDUE)))
    over |= _mines(Assignment.objects.within(scope).filter(duties.overdue(), mine__isnull=False))
    major = _mines(Hazard.objects.within(scope).filter(hazards.in_state(hazards.OPEN), grade=Grade.MAJOR))
    rows = mines(scope, MineFilter(county=county)).values_list("pk", "name", "region_code", "longitude", "latitude")
    found = [
        Placed(pk, name, code, OVER if pk in over else MAJOR if pk in major else FINE, _degrees(east), _degrees(north))
        for pk, name, code, east, north in rows
    ]
    return sorted(found, key=lambda one: ((OVER, MAJOR, FINE).index(one.state), one.region_code, one.name, one.pk))


def _mines(rows: QuerySet[Hazard] | QuerySet[Assignment]) -> set[int]:
    return set(rows.order_by().values_list("mine_id", flat=True).distinct())


def _degrees(value: object) -> float | None:
    return None if value is None else float(str(value))
