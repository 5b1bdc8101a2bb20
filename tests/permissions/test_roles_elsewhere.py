"""A role held elsewhere counts for nothing: with every role at another place, each answer here stays as it was."""

from dataclasses import replace
from typing import Any

from django.db.models import Model

from kuangan.duties.models import Assignment, CoBearer, Extension
from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.policy import may, scope_for, verbs
from kuangan.foundation.authority.roles import CITY_ROLES, MINE_ROLES, Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.governance.models import HelpRequest
from kuangan.hazards.models import Evacuation, Hazard
from kuangan.inspections.models import MonthlyCheck
from kuangan.plan.models import ParameterValue, Receipt
from kuangan.plan.queries import package_of
from tests.permissions.sides import Side
from tests.permissions.table import FAR, INSIDE
from tests.permissions.world import World

JUDGED: dict[str, type[Model]] = {
    **dict.fromkeys(("hazards.accept", "hazards.check_on_site", "hazards.close", "hazards.withdraw"), Hazard),
    "hazards.decide_extension": Hazard,
    "hazards.lift": Evacuation,
    **dict.fromkeys(("duties.supply", "duties.submit", "duties.withdraw", "duties.sign"), Assignment),
    **dict.fromkeys(("duties.ask_extension", "duties.review", "duties.order_redo", "duties.urge"), Assignment),
    "duties.confirm_share": CoBearer,
    "duties.decide_extension": Extension,
    "governance.take_back": HelpRequest,
    "inspections.withdraw": MonthlyCheck,
    **dict.fromkeys(("plan.acknowledge", "plan.confirm_receipt"), Receipt),
    "plan.set_parameter": ParameterValue,
}
"""The verbs that look at the row itself, and which rows they look at."""


def everywhere_else(far: Side) -> tuple[Grant, ...]:
    """Every role there is, over the far mine, its county and its city."""
    places = Scope.of_mine(far.mine.pk), Scope.of_region(far.code), Scope.of_region(f"{far.code[:4]}00")
    return tuple(Grant(role, place) for role in Role for place in places)


def held_here(role: Role, side: Side) -> Grant:
    """The role as it is held here: over the mine, or the county, or the city."""
    if role in MINE_ROLES:
        return Grant(role, Scope.of_mine(side.mine.pk))
    return Grant(role, Scope.of_region(f"{side.code[:4]}00" if role in CITY_ROLES else side.code))


def rows_of(verb: str, side: Side) -> list[Any]:
    """Rows of the side for a verb: of the kind that it looks at, one of each state; otherwise the mine."""
    model: Any = JUDGED.get(verb)
    if model is None:
        return [side.mine]
    if model is ParameterValue:
        parameters = package_of(side.version).parameters
        return [ParameterValue(plan=side.plan, name=spec.id, region_code=side.code) for spec in parameters]
    rows = model.objects.within(Scope.of_region(side.code)).order_by("pk")
    return list({tuple(getattr(row, name, "") for name in _SIDES): row for row in rows}.values())


_SIDES = ("state", "grade", "source", "by_official", "by_bureau", "bearer_kind", "is_listed")
"""What the answers hang on beside the role."""


def test_every_verb_that_looks_at_the_row_is_judged_here() -> None:
    judging = {name for name, rule in verbs().items() if rule.check and ".test_" not in name}
    assert judging == set(JUDGED), "say in JUDGED which rows the verb looks at"


def test_a_role_elsewhere_changes_no_answer_here(world: World, db: None) -> None:
    side, far = world.sides[INSIDE], world.sides[FAR]
    others = everywhere_else(far)
    allowed = set()
    for verb in sorted(name for name in verbs() if ".test_" not in name):
        rows = rows_of(verb, side)
        assert rows, f"the world has no row for {verb}"
        for role in Role:
            here = Actor(user_id=7_654_321, name="两处任职", grants=(held_here(role, side),))
            both = replace(here, grants=(*others, *here.grants))
            for row in rows:
                one, two = may(here, verb, row), may(both, verb, row)
                assert (one.allowed, str(one.reason)) == (two.allowed, str(two.reason)), (verb, row, role, two.reason)
                assert scope_for(here, verb).covers(row) == scope_for(both, verb).covers(row), (verb, row, role)
                allowed |= {(verb, role)} if one else set()
    assert len(allowed) > 200, "most verbs are allowed to nobody here: the rows are not those that they look at"
