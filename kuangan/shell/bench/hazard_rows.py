"""Invented hazards by the thousand and the million, written set-based, and a ledger as a county hands it in."""

import io
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import xlsxwriter
from django.db import transaction

from kuangan.foundation.kernel.inserting import drafted, insert
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import Disaster, FocusArea, Grade, HazardState, Source
from kuangan.registry.models import Mine
from kuangan.shell.bench.seeding import TODAY
from kuangan.standards.models import Criterion

_BATCH = 20_000
_PLACES = ("北帮+85米平台", "东侧边坡", "排土场坡脚", "破碎站二楼", "运输道路弯道", "配电房", "炸药临时存放点")
_WORDS = (
    "台阶坡面有浮石未清理", "安全平台宽度小于设计", "皮带机尾轮防护罩缺失", "截水沟淤堵", "警示标志缺失",
    "挡车墙高度不足", "爆破警戒记录不全", "配电箱门未上锁", "边坡出现细小裂缝", "排水泵备用泵不能启动",
)  # fmt: skip
_S = HazardState
_STATES = (_S.CLOSED, _S.CLOSED, _S.CLOSED, _S.RECTIFYING, _S.CLOSED, _S.REGISTERED, _S.CLOSED, _S.APPLIED, _S.CLOSED,
           _S.WITHDRAWN)  # fmt: skip
_HEADS = (
    "序号", "矿山名称", "发现日期", "隐患部位", "问题隐患", "隐患等级", "整改责任人", "整改期限", "整改情况", "备注",
)  # fmt: skip


def seed_hazards(most: int, mines: Sequence[int], days: int = 700) -> None:
    """Until there are `most` hazards, the new ones spread over these mines and over `days` before the day of measuring.

    Seven of ten are settled, as in a ledger that is kept; one in fifty is suspected to be major, one in a hundred is.
    """
    criteria = list(Criterion.objects.order_by("pk").values_list("pk", flat=True))
    known = list(Mine.rows.filter(pk__gte=mines[0], pk__lte=mines[-1]).order_by("pk")
                 .values_list("pk", "region_code", "name"))  # fmt: skip
    for start in range(Hazard.rows.count(), most, _BATCH):
        rows = [_drafted(number, known, criteria, days) for number in range(start, min(start + _BATCH, most))]
        with transaction.atomic():
            insert(rows)


def _drafted(number: int, mines: list[tuple[int, str, str]], criteria: list[int], days: int) -> Hazard:
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
    if number % 100 == 33 and criteria:  # some criteria again and again at the same mine
        told |= {"grade": Grade.MAJOR, "criterion_id": criteria[number // 100 % 3], "determined_at": found,
                 "focus_area": FocusArea.MAJOR_HAZARDS}  # fmt: skip
    if state in (_S.APPLIED, _S.CLOSED):
        told |= {"grade": Grade.GENERAL, "begun_at": found + timedelta(hours=1),
                 "rectified_at": found + timedelta(hours=2), "applied_at": found + timedelta(hours=3)}  # fmt: skip
    if state == _S.CLOSED:
        told |= {"verified_at": found + timedelta(hours=4), "closed_at": found + timedelta(hours=5),
                 "verified_by": "陈主任", "closed_by": "陈主任"}  # fmt: skip
    if state == _S.WITHDRAWN:
        told |= {"withdrawn_at": found + timedelta(hours=1), "withdrawal_reason": "重复登记"}
    return drafted(Hazard, **told)


def ledger_file(count: int, mines: Sequence[str]) -> bytes:
    """A ledger as offices write it, hazards of these mines by name; one row in fifty names a mine that is unknown."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet("台账")
    sheet.write_string(0, 0, "非煤矿山隐患排查治理台账")
    sheet.write_row(1, 0, _HEADS)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number in range(count):
        name = "没有的石料厂" if number % 50 == 49 else mines[number % len(mines)]
        found = (TODAY - timedelta(days=number % 190 + 1)).replace(tzinfo=None)
        words = f"第{number}处{_WORDS[number % len(_WORDS)]}"
        cells = (number + 1, name, found, _PLACES[number % len(_PLACES)], words, "一般隐患", "林技术",
                 "7月底前", "已整改" if number % 3 else "整改中", "限期整改")  # fmt: skip
        for column, cell in enumerate(cells):
            if column == 2:
                sheet.write_datetime(number + 2, column, cell, day)
            else:
                sheet.write(number + 2, column, cell)
    book.close()
    return out.getvalue()
