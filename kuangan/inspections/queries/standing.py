"""What the ledger holds against a statement that nothing major was found: the open hazards of the mine."""

from dataclasses import dataclass

from django.db.models import Q

from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import OPEN_STATES, UNRECTIFIED_STATES, Grade, HazardState
from kuangan.inspections.models import CheckFinding, GoneHazard, MonthlyCheck
from kuangan.inspections.rules.gaps import StandingTold

WATCHED = sorted(OPEN_STATES - {HazardState.VERIFIED})
"""What two officials have seen to be gone is not asked about."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An open major or suspected hazard, with what the check says of it: met again, gone, or nothing yet."""

    hazard: Hazard
    met: bool
    gone: GoneHazard | None

    @property
    def told(self) -> StandingTold:
        """As the rules look at it."""
        return StandingTold(
            f"{self.hazard.number} {self.hazard.description[:30]}", self.met, self.gone is not None,
            self.hazard.state in UNRECTIFIED_STATES,
        )  # fmt: skip


# house: unscoped — hazards of the mine of a check that was read within a scope
def standing(row: MonthlyCheck, findings: list[CheckFinding], gone: list[GoneHazard]) -> list[Standing]:
    """The major and suspected hazards of the mine that were found by the day of the check and are open now."""
    rows = Hazard.rows.filter(
        ~Q(grade=Grade.GENERAL), mine=row.mine_id, state__in=WATCHED, found_at__lte=clock.end_of_day(row.checked_on)
    )
    met, said = {one.hazard_id for one in findings}, {one.hazard_id: one for one in gone}
    return [Standing(one, one.pk in met, said.get(one.pk)) for one in rows.select_related("criterion").order_by("pk")]
