"""One fact, two plans: the duties of other plans that the same ledger entries and facts fulfil."""

from collections.abc import Iterable

from kuangan.duties.models import Assignment
from kuangan.duties.queries.evidence import duty_of
from kuangan.duties.states import AssignmentState
from kuangan.plan.rules.dues import Evidence


# house: unscoped — the assignment was read within a scope; what is found has the same bearer and mine
def also_serves(assignment: Assignment) -> list[Assignment]:
    """What the same bearer owes about the same mine under other plans, over days in common, on the same measures."""
    measures = _measures(duty_of(assignment).evidence)
    if not measures:
        return []
    rows = Assignment.objects.unscoped("duties of the bearer whose duty is shown").filter(
        bearer_key=assignment.bearer_key, subject_key=assignment.subject_key,
        period_start__lte=assignment.period_end, period_end__gte=assignment.period_start,
    )  # fmt: skip
    others = rows.exclude(plan=assignment.plan_id).exclude(state=AssignmentState.VOIDED)
    related = others.select_related("plan", "duty__version", "mine").order_by("plan_id", "period_start", "id")
    return [row for row in related if measures & _measures(duty_of(row).evidence)]


def _measures(evidence: Iterable[Evidence]) -> set[tuple[str, str]]:
    return {(spec.measure, repr(sorted(spec.arguments.items()))) for spec in evidence if spec.measure}
