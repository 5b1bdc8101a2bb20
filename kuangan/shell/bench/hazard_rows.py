"""Invented hazards by the thousand and the million, written set-based."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from kuangan.foundation.kernel.inserting import drafted, insert
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Disaster, Grade, HazardState, Source
from kuangan.registry.models import Mine
from kuangan.shell.bench.seeding import TODAY

_BATCH = 20_000
_PLACES = ("北帮+85米平台", "东侧边坡", "排土场坡脚", "破碎站二楼", "运输道路弯道", "配电房", "炸药临时存放点")
_WORDS = (
    "台阶坡面有浮石未清理", "安全平台宽度小于设计", "皮带机尾轮防护罩缺失", "截水沟淤堵", "警示标志缺失",
    "挡车墙高度不足", "爆破警戒记录不全", "配电箱门未上锁", "边坡出现细小裂缝", "排水泵备用泵不能启动",
)  # fmt: skip
_S = HazardState
_STATES = (_S.CLOSED, _S.CLOSED, _S.CLOSED, _S.RECTIFYING, _S.CLOSED, _S.REGISTERED, _S.CLOSED, _S.APPLIED, _S.CLOSED,
           _S.WITHDRAWN)  # fmt: skip


def seed_hazards(most: int, days: int = 700) -> None:
    """Until there are `most` hazards, spread over all mines and over `days` before the day of measuring.

    Seven of ten are settled, as in a ledger that is kept; one in fifty is suspected to be major.
    """
    mines = list(Mine.rows.order_by("pk").values_list("pk", "region_code", "name"))
    first = Hazard.rows.count()
    for start in range(first, most, _BATCH):
        rows = [_drafted(number, mines, days) for number in range(start, min(start + _BATCH, most))]
        with transaction.atomic():
            insert(rows)


def _drafted(number: int, mines: list[tuple[int, str, str]], days: int) -> Hazard:
    mine_id, region_code, name = mines[number % len(mines)]
    state = _STATES[number % len(_STATES)]
    place, words = _PLACES[number % len(_PLACES)], f"{_WORDS[number % len(_WORDS)]}（{number}号）"
    found = TODAY - timedelta(minutes=(number * 7919) % (days * 1440) + 20)
    told: dict[str, Any] = {
        "mine_id": mine_id, "region_code": region_code, "state": state, "place": place, "description": words,
        "grade": Grade.SUSPECTED if number % 50 == 5 else Grade.GENERAL,
        "source": Source.values[number % len(Source.values)], "disaster": Disaster.values[number % 7],
        "search_text": f"{place} {words} {name}".lower(), "found_at": found, "found_by": "吴安全员",
        "entered_at": found + timedelta(minutes=9), "entered_by": "吴安全员", "responsible": "林技术",
        "deadline_at": found + timedelta(days=15),
    }  # fmt: skip
    if state in (_S.APPLIED, _S.CLOSED):
        told |= {"grade": Grade.GENERAL, "begun_at": found + timedelta(hours=1),
                 "rectified_at": found + timedelta(hours=2), "applied_at": found + timedelta(hours=3)}  # fmt: skip
    if state == _S.CLOSED:
        told |= {"verified_at": found + timedelta(hours=4), "closed_at": found + timedelta(hours=5),
                 "verified_by": "陈主任", "closed_by": "陈主任"}  # fmt: skip
    if state == _S.WITHDRAWN:
        told |= {"withdrawn_at": found + timedelta(hours=1), "withdrawal_reason": "重复登记"}
    return drafted(Hazard, **told)
