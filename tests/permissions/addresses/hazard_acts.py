"""Addresses of one hazard and of the acts of the mine's side: determination, five in place, work, evacuation, words."""

from collections.abc import Callable
from typing import Any

from kuangan.hazards.tests import stage
from tests import cast
from tests.permissions.decisions import seen_hazard
from tests.permissions.table import BOTH, Address
from tests.permissions.worked import APPLIED, CLOSED, EVACUATED, EXPLAINED, FRESH, MAJOR, RECTIFYING

TODAY = "2023-04-20"


def _of(name: str, key: str, post: dict[str, Any] | Callable[[Any], dict[str, Any]], **told: Any) -> Address:
    """A page of an act with the hazard of a side that it is about."""
    body = post if callable(post) else lambda side: dict(post)
    return Address(f"hazards:{name}", row=lambda side: side.hazards[key], methods=BOTH, post=body, **told)


def _about_people(name: str, post: dict[str, Any], row: Callable[[Any], Any], **told: Any) -> Address:
    def numbers(side: Any) -> dict[str, int]:
        return {"pk": side.hazards[EVACUATED].pk, "evacuation_id": _evacuation(side).pk}

    return Address(f"hazards:{name}", row=row, kwargs=numbers, methods=BOTH, post=lambda side: dict(post), **told)


def _evacuation(side: Any) -> Any:
    return side.hazards[EVACUATED].evacuations.select_related("hazard__mine").get()


def _determination(side: Any) -> dict[str, Any]:
    return {
        "grade": "major", "criterion": stage.criterion(kind=side.mine.kind).pk, "focus_area": "major_hazards",
        "reasons": "实测台阶高度18.6米，设计15米，对照该条成立", "happened_at": TODAY, "seen": "0",
    }  # fmt: skip


FIVE = {"responsible": "林技术", "measures": "装好防护栏并复查一遍", "deadline": "2023-05-20", "seen": "0"}
CAUSE = {
    "method": "five_whys", "tree": "没有防护\n-没有列入验收", "summary": "安装时没有列入验收项目",
    "measure": "新装设备一律按清单验收", "owner": "林技术", "due_on": "2023-05-20", "revision": "0",
}  # fmt: skip
EVACUATION = {
    "area": "卸料口周围", "extent": "area", "people_inside": "2", "people_out": "2", "ordered_at": "2023-04-20",
    "ordered_time": "00:10",
}  # fmt: skip
LATER = {"until": "2023-07-20", "reason": "等待设备厂家到货安装", "interim_measures": "拉警戒线并专人值守"}
WORDS = {"place": "卸料口", "description": "卸料口没有挡车设施", "seen": ""}
AGAIN = {
    "reason": "同一处又没有防护", "place": "地磅房", "description": "地磅房又没有防护设施", "source": "self_inspection",
    "found_at": TODAY,
}  # fmt: skip

LINES = [
    Address("hazards:hazard", row=lambda side: side.hazards[MAJOR]),
    _of("determine", FRESH, _determination),
    _of("report", MAJOR, {"words": "北帮平台防护缺失，正在整改"}),
    _of("five", FRESH, FIVE),
    # The principal on record is another than the account of the matrix, so that nobody signs.
    _of("sign", MAJOR, {"content_hash": "made-up", "password": cast.PASSWORD, "agreed": "on"}, works=False),
    Address(
        "hazards:emergency_plan", row=lambda side: side.hazards[MAJOR],
        kwargs=lambda side: {"pk": side.hazards[MAJOR].pk, "version": 1},
    ),
    _of("supervisor", MAJOR, {"name": "关总", "reason": "原主要负责人离任"}),
    _of("progress", RECTIFYING, {"text": "防护栏已装好一半", "happened_at": TODAY}),
    _of("extend", RECTIFYING, LATER),
    _of("apply", RECTIFYING, {"rectified_at": TODAY, "statement": "防护设施已全部装好"}),
    _of("take_back", APPLIED, {}),
    _of("evacuate", FRESH, EVACUATION),
    _about_people("count_out", {"people_inside": "3", "people_out": "3"}, lambda side: side.hazards[EVACUATED]),
    # One of three is still missing, and the matrix sends one request: counting again is a line of its own.
    _about_people("lift", {"grounds": "坡面监测两天没有位移"}, _evacuation, works=False),
    _of("cause", RECTIFYING, CAUSE),
    _of("finish_measure", EXPLAINED, {"done_on": TODAY, "note": "已按清单复验全部设备"}),
    _of("correct", FRESH, WORDS),
    _of("link", FRESH, lambda side: {"kind": "related", "number": side.hazards[RECTIFYING].number}),
    _of("withdraw", FRESH, lambda side: {
        "reason": "与另一条重复登记", "shown": seen_hazard(side.hazards[FRESH])}),
    _of("reopen", CLOSED, AGAIN),
]  # fmt: skip
