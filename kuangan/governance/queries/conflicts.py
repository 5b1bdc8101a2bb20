"""What the ledgers know about a possible helper of a mine: gathered here, judged by rules.conflicts."""

from collections.abc import Iterable
from datetime import date

from kuangan.foundation.kernel import clock
from kuangan.governance.models import HelpRequest
from kuangan.governance.rules.conflicts import Candidate, Ties, conflicts
from kuangan.governance.states import Conflict
from kuangan.hazards.models import Application, SiteCheck
from kuangan.registry.models import Agency, Appointment


# house: unscoped — the request was read within a scope; only whether there is a tie is told
def ties_of(row: HelpRequest) -> Ties:
    """The ties of a request's mine and hazard with agencies and people; three statements, two without a hazard."""
    assessors: set[int] = set()
    certifiers: set[int] = set()
    names: set[str] = set()
    certifying: set[str] = set()
    assessed = Application.objects.unscoped("ties of a mine that the reader may see").filter(hazard__mine=row.mine_id)
    for hazard_id, agency_id, expert in assessed.values_list("hazard_id", "assessor_id", "expert").order_by():
        if agency_id:
            (certifiers if hazard_id == row.hazard_id else assessors).add(agency_id)
        if expert:
            (certifying if hazard_id == row.hazard_id else names).add(expert)
    if row.hazard_id:
        certifying |= _checkers(row.hazard_id)
    employers = (
        Appointment.objects.unscoped("ties of a mine that the reader may see")
        .filter(mine=row.mine_id, person__agency__isnull=False, ended_on__isnull=True)
        .values_list("person__agency_id", flat=True)
    )
    return Ties(
        assessors, names, certifiers, certifying, set(employers), hired_from=row.hired_from,
        hired_expert=row.hired_expert,
    )  # fmt: skip


def _checkers(hazard_id: int) -> set[str]:
    checks = SiteCheck.objects.unscoped("ties of a hazard that the reader may see")
    pairs = checks.filter(application__hazard=hazard_id).values_list("first_by", "second_by")
    return {name for pair in pairs for name in pair if name}


# house: unscoped — only puts an agency and a name into one value
def candidate_of(agency: Agency | None, name: str = "", *, has_evaluated: bool = False) -> Candidate:
    """A possible helper, as the rules look at one."""
    if agency is None:
        return Candidate(name=name, has_evaluated=has_evaluated)
    return Candidate(
        name, agency.pk, agency.name, agency.qualification_no, agency.valid_to, has_evaluated=has_evaluated
    )  # fmt: skip


# house: unscoped — the request was read within a scope
def conflicts_of(
    row: HelpRequest, agency: Agency | None, name: str, *, has_evaluated: bool = False, on: date | None = None
) -> list[Conflict]:
    """The conflicts of one helper with one request on a day (today)."""
    candidate = candidate_of(agency, name, has_evaluated=has_evaluated)
    return conflicts(candidate, ties_of(row), on or clock.today())


# house: unscoped — agencies are public; the request was read within a scope
def conflicts_by_agency(row: HelpRequest, agencies: Iterable[Agency]) -> dict[int, list[Conflict]]:
    """What is known of each agency beforehand, for the form that offers them."""
    ties, day = ties_of(row), clock.today()
    return {one.pk: conflicts(candidate_of(one), ties, day) for one in agencies}
