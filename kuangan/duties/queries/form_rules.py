"""What the rules of a form say about its answers, with the parameters of the region and the orders that were given."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from kuangan.duties.models import Assignment, RedoOrder, Submission
from kuangan.duties.states import SubmissionState
from kuangan.foundation.kernel import clock
from kuangan.plan.queries import parameters
from kuangan.plan.rules.dues import Duty, Evidence
from kuangan.plan.rules.form_rules import Broken, Setting, broken

_STANDING = (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED, SubmissionState.RETURNED)
_WHY = "looks at what was delivered about the mine of an assignment that was read within a scope"


# house: unscoped — the assignment was read within a scope
def broken_rules(row: Assignment, spec: Evidence, values: Mapping[str, Any]) -> list[Broken]:
    """The rules of a form that these answers break; an order that a rule asks for counts once it was given."""
    if not spec.rules:
        return []
    choices = {
        f"{field.key}.{column.key}": column.choices for field in spec.fields for column in field.columns
    }  # fmt: skip
    setting = Setting(parameters(row.plan, row.region_code), choices, row.period_start, row.period_end)
    return [item for item in broken(spec.rules, values, setting) if not (item.redo and _redone(row, item.redo))]


# house: unscoped — the assignment was read within a scope
def broken_when_submitted(row: Assignment, duty: Duty, content: Mapping[str, Any]) -> list[Broken]:
    """The same for everything that was submitted: whoever accepts it is held to it, too."""
    answers = content.get("forms", {})
    forms = [each for spec in duty.evidence for each in (spec, *spec.until_ledger) if each.kind == "form"]
    return [item for form in forms if form.key in answers for item in broken_rules(row, form, answers[form.key])]


# house: unscoped — the assignment was read within a scope
def page_to_redo(row: Assignment, duties: tuple[str, ...]) -> str:
    """The page of what is to be ordered to be done again; "" when nothing was delivered."""
    found = Submission.objects.unscoped(_WHY).filter(
        assignment__plan=row.plan_id,
        assignment__mine=row.mine_id,
        assignment__duty_slug__in=duties,
        state__in=_STANDING,
    )
    first = found.order_by("assignment_id").values_list("assignment_id", flat=True).first()
    return reverse("duties:duty", args=[first]) if first else ""


def _redone(row: Assignment, duties: tuple[str, ...]) -> bool:
    """Whether one of these duties of the mine was ordered anew since the period began, or none was delivered yet."""
    if row.mine_id is None:
        return True
    since = clock.start_of_day(row.period_start)
    ordered = RedoOrder.objects.unscoped(_WHY).filter(
        assignment__plan=row.plan_id,
        assignment__mine=row.mine_id,
        assignment__duty_slug__in=duties,
        ordered_at__gte=since,
    )
    return ordered.exists() or not page_to_redo(row, duties)
