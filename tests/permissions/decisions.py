"""Hazards of a side at the points where a bureau decides: an application, a check half signed, a listing with a request
for more time. Made by invented people of that side, so that no account of the matrix has taken part."""

from datetime import timedelta
from typing import Any

from kuangan.foundation.authority.actors import Actor, Grant
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.record import record
from kuangan.hazards.queries.shown import shown_code
from kuangan.hazards.tests import stage

GENERAL, LISTED, APPLIED, CHECKED = "general", "listed", "applied", "checked"
_FAR_ABOVE = 8_000_000
"""Numbers of accounts that nobody has."""


def seen_hazard(row: Hazard) -> str:
    """What a page shows of the hazard, as one code."""
    fresh = Hazard.rows.select_related("mine", "criterion").get(pk=row.pk)
    return shown_code(record(Scope.everywhere(), fresh, whole=False))


def decisions_of(side: Any) -> dict[str, Hazard]:
    """The hazards by the decision that they wait for."""
    worker, checker, city = people_of(side)
    found = {GENERAL: _found(side, worker, "破碎站二楼平台")}
    for key, place in ((LISTED, "南帮+60米平台"), (APPLIED, "西帮+40米平台"), (CHECKED, "东帮+20米平台")):
        cited = {"criterion": stage.criterion(kind=side.mine.kind)}
        found[key] = stage.determined(worker, _found(side, worker, place), **cited)
    for key, row in found.items():
        if row.supervisor:
            actions.replace_supervisor(worker, row, name=worker.name, reason="测试场景指定", account_id=worker.user_id)
        found[key] = stage.in_rectification(worker, stage.fresh(row), flags_answer="四处由同一台挖机先后施工")
    stage.listed(city, found[LISTED])
    actions.ask_extension(
        worker, found[LISTED], until=clock.today() + timedelta(days=60), reason="雨季停工二十天",
        interim_measures="坡下警戒，专人值守",
    )  # fmt: skip
    for key in (GENERAL, APPLIED, CHECKED):
        stage.applied(worker, found[key])
    seen = {"result": "passed", "opinion": "现场复测台阶高度14.8米", "happened_at": clock.now()}
    actions.open_check(checker, found[CHECKED], proven=True, **seen)
    return {key: stage.fresh(row) for key, row in found.items()}


def people_of(side: Any) -> tuple[Actor, Actor, Actor]:
    """A principal of the mine, an inspector of the county, an office of the city, none with an account."""
    number, city = _FAR_ABOVE + side.mine.pk * 10, f"{side.code[:4]}00"
    told = (
        (Role.MINE_PRINCIPAL, Scope.of_mine(side.mine.pk)),
        (Role.COUNTY_INSPECTOR, Scope.of_region(side.code)),
        (Role.CITY_OFFICE, Scope.of_region(city)),
    )
    worker, checker, office = (
        Actor(number + at, f"代办{at}", grants=(Grant(role, scope),)) for at, (role, scope) in enumerate(told, 1)
    )
    return worker, checker, office


def _found(side: Any, worker: Actor, place: str) -> Hazard:
    return stage.found(worker, side.mine, place=place, description=f"{place}台阶坡面有浮石未清理")
