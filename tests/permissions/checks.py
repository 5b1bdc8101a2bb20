"""The checks of a side: one being filled in, with area, hazard and picture, and a signed one."""

from datetime import time
from typing import Any

from kuangan.duties.tests.campaign import SYSTEM
from kuangan.foundation.kernel import clock
from kuangan.inspections import actions
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.rules.sealing import digest
from kuangan.inspections.states import CheckState
from tests.permissions.sides import kept


def checks_of(side: Any) -> None:
    """A draft that the side's secrets go through, and a signed check without criteria (none are loaded here)."""
    today, name = clock.today(), side.secrets[0]
    row = actions.start(SYSTEM, side.mine, checked_on=today)
    told = actions.Basics(today, time(8), time(11), people=((f"{name[:4]}矿长", "矿长"), ("吴安全员", "安全员")))
    actions.save_basics(SYSTEM, row, told)
    actions.save_area(SYSTEM, row, actions.AreaEntry(f"{name[:4]}采场", "台阶坡面", "clear"))
    actions.link_hazard(SYSTEM, row, side.hazard)
    actions.add_photo(SYSTEM, row, actions.Picture(kept(side.picture), f"{name}采场.png"))
    side.check = MonthlyCheck.rows.select_related("mine").get(pk=row.pk)
    old = actions.start(SYSTEM, side.mine, checked_on=today)
    MonthlyCheck.rows.filter(pk=old.pk).update(
        state=CheckState.SIGNED, content={}, content_hash=digest({}), leader=f"{name[:4]}矿长", signed_at=clock.now(),
        signed_by=f"{name[:4]}矿长", is_attested=True,
    )  # fmt: skip
    side.signed_check = MonthlyCheck.rows.select_related("mine").get(pk=old.pk)
