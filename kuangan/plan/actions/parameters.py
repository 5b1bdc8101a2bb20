"""Setting what the plan leaves open."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.events import announce
from kuangan.plan import kinds
from kuangan.plan.models import ParameterValue, Plan
from kuangan.plan.queries import Foreseen, effect_row, foresee, parameter_sets, parameter_spec, speaking_version
from kuangan.plan.rules.parameters import typed
from kuangan.plan.rules.parts import Parameter


@transaction.atomic
def set_parameter(
    actor: Actor,
    plan: Plan,
    name: str,
    value: Any,
    *,
    reason: str,
    region_code: str = "",
    effective_on: date | None = None,
) -> ParameterValue:
    """Set a parameter from a day on (today), for the plan's whole region or for one county where the plan allows it.

    `value` as the parameter's type wants it (rules.parameters.typed). Raises Refused for a value that does not fit, a
    region it may not differ by, a missing reason, or a value that already holds. Announces `plan.parameter_changed`.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    row, spec, before = _drafted(actor, plan, name, value, reason, region_code, effective_on)
    foreseen = foresee(plan, value=row)
    row.save()
    if foreseen is not None:
        effect = effect_row(plan, foreseen)
        effect.value = row
        effect.save()
    record(
        actor, kinds.PARAMETER_SET, row, called=spec.title,
        before={name: _stored(before)}, after={name: row.value},
        title=spec.title, reason=row.reason, effective_on=row.effective_on.isoformat(),
    )  # fmt: skip
    announce("plan.parameter_changed", plan_id=plan.pk)
    return row


# house: not-atomic — writes nothing: says what setting the value would do
def foresee_parameter(
    actor: Actor,
    plan: Plan,
    name: str,
    value: Any,
    *,
    reason: str,
    region_code: str = "",
    effective_on: date | None = None,
) -> Foreseen | None:
    """What `set_parameter` with the same arguments would change; refuses what it would refuse. None: cannot be told."""
    row, _parameter, _before = _drafted(actor, plan, name, value, reason, region_code, effective_on)
    return foresee(plan, value=row)


def _drafted(
    actor: Actor, plan: Plan, name: str, value: Any, reason: str, region_code: str, effective_on: date | None
) -> tuple[ParameterValue, Parameter, Any]:
    """The unsaved row with its parameter and the value before, once everything about it is in order."""
    spec = _spec(plan, name)
    region = region_code or plan.region_code
    row = ParameterValue(
        plan=plan,
        name=name,
        region_code=region,
        reason=reason.strip(),
        effective_on=effective_on or clock.today(),
        entered_by=actor.name,
    )
    require(actor, "plan.set_parameter", row)
    _check_region(plan, spec, region)
    if not row.reason:
        raise Refused(_("Say why, and on what basis, the value is set."), "reason")
    try:
        fitting = typed(spec, value)
    except ValueError as error:
        raise Refused(str(error), "value") from None
    before = parameter_sets(plan, row.effective_on, speaking_version(plan)).of(region)[name]
    if before == fitting:
        raise Refused(_("This value already holds on that day. Nothing has to be set."), "value")
    row.value = _stored(fitting)
    return row, spec, before


def _spec(plan: Plan, name: str) -> Parameter:
    try:
        return parameter_spec(plan, name)
    except LookupError:
        raise Refused(_("The plan has no parameter of this name. Reload the page.")) from None


def _check_region(plan: Plan, spec: Parameter, region: str) -> None:
    if region == plan.region_code:
        return
    if not region.startswith(prefix_of(plan.region_code)):
        raise Refused(_("This region does not stand under the plan."), "region")
    if not spec.per_region:
        raise Refused(_("This parameter has one value for the whole plan. Choose the plan's own region."), "region")


def _stored(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
