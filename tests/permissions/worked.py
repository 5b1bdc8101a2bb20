"""Hazards of a side at the points where the mine's side acts: fresh, major, under rectification, applied, evacuated,
explained, closed. Made by invented people of that side, so that no account of the matrix has taken part."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from kuangan.foundation.kernel import clock
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard, Risk
from kuangan.hazards.states import RiskMethod
from kuangan.hazards.tests import stage
from tests.permissions.decisions import people_of

FRESH, MAJOR, RECTIFYING, APPLIED = "fresh", "major", "rectifying", "applied"
EVACUATED, EXPLAINED, CLOSED = "evacuated", "explained", "closed"


def worked_of(side: Any, plan_file: Any) -> dict[str, Hazard]:
    """The hazards by what can be done with them next; `plan_file` is the emergency plan of the major one."""
    worker, checker, _city = people_of(side)
    places = {FRESH: "卸料口", MAJOR: "北帮平台", RECTIFYING: "配电房", APPLIED: "筛分车间", EVACUATED: "采场坡脚",
              EXPLAINED: "油库", CLOSED: "地磅房"}  # fmt: skip
    found = {
        key: stage.found(worker, side.mine, place=place, description=f"{place}没有按设计设置防护设施")
        for key, place in places.items()
    }
    found[MAJOR] = stage.determined(worker, found[MAJOR], criterion=stage.criterion(kind=side.mine.kind))
    actions.put_in_place(
        worker, found[MAJOR], **stage.five(emergency_file=plan_file, flags_answer="由同一台挖机先后施工")
    )
    for key in (RECTIFYING, APPLIED, EXPLAINED, CLOSED):
        stage.in_rectification(worker, found[key], flags_answer="由同一班组先后施工")
    stage.with_pictures(worker, found[RECTIFYING])
    stage.explained(worker, found[EXPLAINED])
    for key in (APPLIED, CLOSED):
        stage.applied(worker, found[key])
    actions.accept(checker, found[CLOSED], opinion="现场复核，防护设施已装好")
    actions.evacuate(worker, found[EVACUATED], area="采场坡脚20米", extent="area", people_inside=3, people_out=2)
    return {key: stage.fresh(row) for key, row in found.items()}


def risks_of(side: Any) -> dict[str, Risk]:
    """Two risks of the side's mine: one on the control list, one that was taken off."""
    worker, _checker, _city = people_of(side)
    found = {}
    for key, place in (("held", f"{side.secrets[0]}最终边坡"), ("retired", "旧采场")):
        entry = actions.RiskEntry(
            place=place, description="边坡失稳掩埋下方人员", method=RiskMethod.LEC, likelihood=Decimal(3),
            exposure=Decimal(6), consequence=Decimal(15), controls="每班巡查裂缝，雨后加密监测",
            responsible="林技术", assessed_on=clock.today(), review_on=clock.today() + timedelta(days=180),
        )  # fmt: skip
        found[key] = actions.register_risk(worker, side.mine, entry)
    found["retired"] = actions.retire_risk(worker, found["retired"], reason="旧采场已经复垦")
    return found
