"""Worker entry points of the duties room."""

from collections.abc import Sequence

from django_tasks import task

from kuangan.duties.actions.derive import derive
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.plan.models import Plan
from kuangan.plan.queries import plans_in_force


@task()
def derive_plan(plan_id: int, cause: str = "") -> int:
    """Derive one plan as a whole, after its publication or a change of its parameters. Returns the new assignments."""
    plan = Plan.objects.get(pk=plan_id)
    return derive(Actor.system(), plan, cause=cause or "plan changed").created


@task()
def derive_everything() -> int:
    """Derive every plan in force: the nightly job by which everything else may be lost without harm."""
    return sum(derive(Actor.system(), plan, cause="nightly").created for plan in plans_in_force(Scope.everywhere()))


def derive_mines(mine_ids: Sequence[int], cause: str = "facts of the mine changed") -> None:
    """Derive the given mines in every plan that is in force where they lie; at once: people wait for it."""
    for plan in plans_in_force(Scope.everywhere()):
        derive(Actor.system(), plan, mine_ids=mine_ids, cause=cause)
