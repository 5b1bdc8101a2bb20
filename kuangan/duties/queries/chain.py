"""The chain of acceptance: which authority decides at which step, and until when."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from kuangan.duties.models import Assignment
from kuangan.duties.rules.bearers import Bodies, Body
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.working_days import add_working_days
from kuangan.plan.queries import parameters
from kuangan.plan.rules.dues import ChainStep, Duty
from kuangan.registry.models import Authority


def authority_of_step(row: Assignment, duty: Duty, step: int) -> Authority:
    """The authority that decides at a step. Refused when the registry has no such authority for the region."""
    return _resolve(row, duty.chain[step], _bodies(row))


# house: unscoped — authorities are public; the assignment was read within a scope
def authorities_of_chain(row: Assignment, duty: Duty) -> list[Authority | None]:
    """The authorities of all steps, None where the registry has none."""
    bodies = _bodies(row)
    found: list[Authority | None] = []
    for step in duty.chain:
        try:
            found.append(_resolve(row, step, bodies))
        except Refused:
            found.append(None)
    return found


def _bodies(row: Assignment) -> Bodies:
    code = row.region_code
    codes = {code, code[:4] + "00", code[:2] + "0000"}
    asked = Authority.objects.filter(region_code__in=codes)
    found = [
        Body(a.pk, a.code, a.kind, a.level, a.region_code, a.name, a)
        for a in asked.only("code", "kind", "level", "region_code", "name", "short_name")
    ]
    return Bodies(code[:2] + "0000", found)


def _resolve(row: Assignment, step: ChainStep, bodies: Bodies) -> Authority:
    if step.by == "own_leader" and row.authority is not None:
        return row.authority
    body = bodies.for_region(step.by, row.region_code)
    if body is None or not isinstance(body.row, Authority):
        raise Refused(
            _("No authority is on record that could review this. Ask the city bureau to complete the registry.")
        )
    return body.row


def review_deadline(row: Assignment, duty: Duty, step: int, since: datetime) -> datetime | None:
    """Until when the step should be decided, counted from `since`; None when the plan sets no time."""
    within = duty.chain[step].within
    if within is None:
        return None
    days = within.days.of(parameters(row.plan, row.region_code) if within.days.parameter else {})
    start = clock.day_of(since)
    return clock.end_of_day(add_working_days(start, days) if within.working else start + timedelta(days=days))
