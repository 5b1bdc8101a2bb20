"""The stage of the tests of checks: a quarry, its principal, two criteria in force, a check filled in to any point."""

from datetime import date, time
from typing import Any

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.kernel import clock
from kuangan.hazards.tests.stage import criterion, picture
from kuangan.inspections import actions
from kuangan.inspections.models import CheckFinding, MonthlyCheck, RouteArea
from kuangan.inspections.queries.criteria import heads_of
from kuangan.inspections.states import Answer, AreaResult
from kuangan.registry.models import Mine
from kuangan.standards.models import Criterion
from tests import cast

PEOPLE = (("李老板", "矿长"), ("吴安全员", "安全员"))
AREAS = ("北帮+85米平台", "破碎站")
LOOKED_AT = "台阶坡面、浮石、安全平台"


def criteria() -> list[Criterion]:
    """Two criteria for open pits."""
    return [criterion("OP-04"), criterion("OP-05")]


def begun(actor: Actor, mine: Mine, day: date | None = None, **told: Any) -> MonthlyCheck:
    """A check that was only begun."""
    return actions.start(actor, mine, checked_on=day or clock.today(), **told)


def basics(row: MonthlyCheck, **told: Any) -> actions.Basics:
    """When and who, complete."""
    usual = {"checked_on": row.checked_on, "began": time(8, 0), "ended": time(11, 30), "people": PEOPLE}
    return actions.Basics(**{**usual, **told})


def walked(actor: Actor, row: MonthlyCheck, name: str = AREAS[0], **told: Any) -> RouteArea:
    """An area without findings, with a picture."""
    usual = {"looked_at": LOOKED_AT, "result": AreaResult.CLEAR}
    area = actions.save_area(actor, row, actions.AreaEntry(name, **{**usual, **told}))
    actions.add_photo(actor, row, actions.Picture(picture(), "现场.jpg"), area=area)
    return area


def answered(actor: Actor, row: MonthlyCheck, **answers: str) -> None:
    """Every criterion answered as absent, those named by code otherwise (`OP_04="present"`)."""
    given = {head.pk: answers.get(head.code.replace("-", "_"), Answer.ABSENT) for head in heads_of(row)}
    told = {pk: (answer, "本矿没有" if answer == Answer.NOT_INVOLVED else "") for pk, answer in given.items()}
    actions.answer_criteria(actor, row, told)


def filled(actor: Actor, mine: Mine, day: date | None = None, **told: Any) -> MonthlyCheck:
    """A check with nothing missing but the signature, nothing found."""
    criteria()
    row = begun(actor, mine, day)
    actions.save_basics(actor, row, basics(row, **told))
    for name in AREAS:
        walked(actor, row, name)
    answered(actor, row)
    return fresh(row)


def signed(actor: Actor, mine: Mine, day: date | None = None, **told: Any) -> MonthlyCheck:
    """A signed check, nothing found."""
    row = filled(actor, mine, day, **told)
    return actions.sign(actor, row, proven=True, attested=True)


def suspected(actor: Actor, row: MonthlyCheck, criterion: Criterion | None = None, **told: Any) -> CheckFinding:
    """A suspected major hazard registered from the check."""
    usual = {"place": AREAS[0], "description": "最终边坡台阶高度超过设计", "focus_area": "major_hazards"}
    return actions.register_finding(actor, row, actions.Found(criterion=criterion, **{**usual, **told}))


def principal_of(mine: Mine, name: str = "李老板") -> Actor:
    """The principal as an actor."""
    return cast.as_actor(cast.principal(mine, name))


def fresh(row: MonthlyCheck) -> MonthlyCheck:
    """The check as it is stored now."""
    return MonthlyCheck.rows.select_related("mine", "replaces", "repeats").get(pk=row.pk)
