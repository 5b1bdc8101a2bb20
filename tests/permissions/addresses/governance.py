"""Addresses of the governance room."""

from typing import Any

from tests.permissions.table import BOTH, Address

DAY = "2023-04-20"


def _help(name: str, key: str, **told: Any) -> Address:
    return Address(f"governance:{name}", row=lambda side: side.help[key], **told)


def _file(side: Any) -> dict[str, Any]:
    row = side.help["requested"]
    return {"pk": row.pk, "file_id": row.files.order_by("pk")[0].pk}


def _measure(side: Any) -> dict[str, Any]:
    row = side.help["closed"]
    return {"pk": row.pk, "measure_id": row.reports.get().measures.get().pk}


def _asked(side: Any) -> dict[str, Any]:
    words = "排土场挡墙开裂，本矿没有加固设计能力"
    return {
        "mine": side.mine.pk, "kind": "beyond_ability", "topic": "disasters", "words": words, "requested_on": DAY
    }  # fmt: skip


_REPORT = {
    "reported_on": DAY, "summary": "先排水后削坡，分三期实施", "words_1": "疏通北帮截水沟", "owner_1": "林技术",
    "due_1": "2023-05-20",
}  # fmt: skip
_ANSWER = {"form": "one_to_one", "name": "周专家", "task": "三日内上门查看，请准备位移记录"}

LINES = [
    Address("governance:list"),
    Address("governance:new", methods=BOTH, post=_asked),
    _help("request", "requested", reads=True),
    _help("file", "requested", kwargs=_file, reads=True),
    _help("assign", "requested", methods=BOTH, post=lambda side: _ANSWER),
    _help("decline", "requested", methods=BOTH, post=lambda side: {"reason": "请先补充近三个月位移记录"}),
    _help("take_back", "requested", methods=BOTH, post=lambda side: {"reason": "矿山已自行解决"}),
    _help("reopen", "closed", methods=BOTH, post=_asked),
    _help("visit", "accepted", methods=BOTH, post=lambda side: {
        "happened_on": DAY, "people": "周专家、林技术", "advice": "裂缝两侧各布设三个观测点"}),
    _help("report", "accepted", methods=BOTH, post=lambda side: _REPORT),
    _help("close", "helped", methods=BOTH, post=lambda side: {"result": "solved", "words": "位移趋于稳定"}),
    _help("respond", "closed", methods=BOTH, post=lambda side: {"view": "confirmed"}),
    _help("finish_measure", "closed", kwargs=_measure, methods=BOTH, post=lambda side: {
        "done_on": DAY, "note": "观测点全部布设"}),
]  # fmt: skip
