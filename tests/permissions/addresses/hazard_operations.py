"""The API's operations on hazards and risks, as lines of the table."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.duties.tests.campaign import SYSTEM
from kuangan.hazards import actions
from kuangan.hazards.models import Risk
from kuangan.hazards.tests import stage
from tests.permissions import decisions
from tests.permissions.table import Address
from tests.permissions.worked import APPLIED, CLOSED, EVACUATED, EXPLAINED, FRESH, MAJOR, RECTIFYING

TOLD = frozenset({200, 201, 204, 409, 422})
SEEN = "现场复测台阶高度14.8米，浮石已清"
Body = dict[str, Any] | Callable[[Any], dict[str, Any]]


def _line(name: str, **told: Any) -> Address:
    return Address(f"api:hazards.{name}", **{"told": TOLD, **told})


def _of(name: str, key: str, post: Body | None = None, **told: Any) -> Address:
    """An operation on a hazard of the mine's side."""
    return _about(name, lambda side: side.hazards[key], post, **told)


BOUND = {"decide_extension", "accept", "refuse", "list_for_supervision", "delist", "close", "send_back"}


def _decided(name: str, key: str, post: Body | None = None, **told: Any) -> Address:
    """An operation on a hazard that waits for a bureau; a decision is bound to what was read."""

    def sent(side: Any) -> dict[str, Any]:
        bound = {"shown": decisions.seen_hazard(side.decisions[key])} if name in BOUND else {}
        return {**(post if isinstance(post, dict) else {}), **bound}

    return _about(name, lambda side: side.decisions[key], sent, **told)


def _about(
    name: str, row: Callable[[Any], Any], post: Body | None = None,
    inner: Callable[[Any], dict[str, int]] | None = None, **told: Any,
) -> Address:  # fmt: skip
    def numbers(side: Any) -> dict[str, int]:
        return {"pk": row(side).pk, **(inner(row(side)) if inner else {})}

    body = post if callable(post) else lambda side: dict(post or {})
    return _line(name, row=row, kwargs=numbers, post=body, **told)


def _unsigned(name: str, key: str, **told: Any) -> Address:
    """Only a person signs."""
    return _decided(name, key, told=frozenset({403}), works=False, **told)


def _found(side: Any) -> dict[str, Any]:
    return {"mine_id": side.mine.pk, "place": "破碎站二楼", "description": "皮带机尾轮防护罩缺失",
            "source": "self_inspection"}  # fmt: skip


def _judgement(side: Any) -> dict[str, Any]:
    return {"grade": "major", "criterion_id": stage.criterion(kind=side.mine.kind).pk, "focus_area": "major_hazards",
            "reasons": "实测台阶高度18.6米，设计15米，对照该条成立"}  # fmt: skip


def _picture(side: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("现场3.png", side.picture, "image/png"), "stage": "during"}


def _photo(row: Any) -> dict[str, int]:
    return {"photo_pk": row.photos.order_by("pk")[0].pk}


def _evacuation(row: Any) -> dict[str, int]:
    return {"evacuation_pk": row.evacuations.get().pk}


def _evacuated(side: Any) -> Any:
    return side.hazards[EVACUATED].evacuations.select_related("hazard__mine").get()


def _lifting(side: Any) -> dict[str, int]:
    return {"pk": side.hazards[EVACUATED].pk, **_evacuation(side.hazards[EVACUATED])}


def _check(row: Any) -> dict[str, int]:
    return {"check_pk": row.applications.get().checks.get().pk}


def _listing(row: Any) -> dict[str, int]:
    return {"listing_pk": row.listings.get().pk}


def _risk(side: Any) -> Risk:
    """A risk of the mine, so that there is one to be forbidden."""
    found = Risk.rows.filter(mine=side.mine).select_related("mine").order_by("pk").first()
    return found or actions.register_risk(
        SYSTEM, side.mine,
        actions.RiskEntry(
            place=f"{side.secrets[0][:4]}东侧边坡", description="雨后滑坡伤人", method="matrix", likelihood=Decimal(4),
            consequence=Decimal(4), controls="每日巡查，雨后停工", responsible="林技术", review_on=date(2023, 12, 31),
        ),
    )  # fmt: skip


def _of_risk(name: str, post: Body | None = None, **told: Any) -> Address:
    return _about(name, _risk, post, **told)


ASSESSMENT = {
    "place": "运输道路", "description": "雨天打滑翻车伤人", "method": "lec", "likelihood": "3", "exposure": "6",
    "consequence": "7", "controls": "限速限载，雨后停运", "responsible": "林技术", "review_on": "2023-12-31",
}  # fmt: skip
FIVE = {"responsible": "林技术", "measures": "装好防护栏并复查一遍", "deadline_at": "2023-05-20T15:59:59Z", "seen": 0}
CAUSE = {
    "method": "five_whys", "tree": [{"text": "没有防护", "children": [{"text": "没有列入验收"}]}],
    "summary": "安装时没有列入验收项目", "measure": "新装设备一律按清单验收", "owner": "林技术", "due_on": "2023-05-20",
}  # fmt: skip
LATER = {"until": "2023-07-20", "reason": "等待设备厂家到货安装", "interim_measures": "拉警戒线并专人值守"}
ORDER = {"area": "卸料口周围", "extent": "area", "people_inside": 2, "people_out": 2}
AGAIN = {"reason": "同一处又没有防护", "place": "地磅房", "description": "地磅房又没有防护设施",
         "source": "self_inspection"}  # fmt: skip
NOTICE = {"requirements": "按治理方案削坡，每周报告进展", "deadline": "2023-05-30"}

OPERATIONS = [
    _line("list_hazards"),
    _line("figures"),
    _of("one_hazard", MAJOR, reads=True),
    _of("history", MAJOR, reads=True),
    _line("register", post=_found),
    _of("correct", FRESH, {"place": "卸料口", "description": "卸料口没有挡车设施"}),
    _of("withdraw", FRESH, lambda side: {
        "reason": "重复登记，另有编号", "shown": decisions.seen_hazard(side.hazards[FRESH])}),
    _of("reopen", CLOSED, AGAIN),
    _of("add_photo", FRESH, _picture),
    _about("photo", lambda side: side.hazard, inner=_photo, reads=True),
    _about("remove_photo", lambda side: side.hazard, inner=_photo, works=False),
    _of("determine", FRESH, _judgement),
    _of("report", MAJOR, {"words": "北帮平台防护缺失，正在整改"}),
    _of("put_in_place", FRESH, FIVE),
    _of("sign_five", MAJOR, told=frozenset({403}), works=False),
    _of("add_progress", RECTIFYING, {"text": "防护栏已装好一半"}),
    _of("ask_extension", RECTIFYING, LATER),
    _of("evacuate", FRESH, ORDER),
    _of("count_out", EVACUATED, {"people_out": 3}, inner=_evacuation),
    _line("lift", row=_evacuated, kwargs=_lifting, post=lambda side: {"grounds": "监测三天没有位移", "shown": "0" * 64},
          works=False),
    _of("apply", RECTIFYING, {"statement": "防护设施已全部装好", "rectified_at": "2023-04-20T01:00:00Z"}),
    _of("take_back", APPLIED),
    _of("explain", FRESH, CAUSE),
    _of("finish_measure", EXPLAINED, {"done_on": "2023-04-20", "note": "清单已下发到班组"}),
    _of("link", FRESH, lambda side: {"hazard_id": side.hazards[MAJOR].pk}),
    _decided("decide_extension", decisions.LISTED, {"grant": True, "opinion": "雨季属实，同意延期"},
             inner=lambda row: {"extension_pk": row.extensions.get().pk}),
    _decided("accept", decisions.GENERAL, {"opinion": SEEN}),
    _decided("refuse", decisions.GENERAL, {"opinion": "坡面还有浮石，请清净"}),
    _unsigned("open_check", decisions.APPLIED),
    _unsigned("sign_check", decisions.CHECKED, inner=_check),
    _decided("drop_check", decisions.CHECKED, {"reason": "误填为另一处台阶"}, inner=_check),
    _decided("list_for_supervision", decisions.APPLIED, NOTICE),
    _decided("return_progress", decisions.LISTED, {"text": "已督促矿山削坡，现场复核一次"},
             inner=_listing),
    _decided("delist", decisions.LISTED, {"reason": "复测未超设计高度，不属重大隐患"}, inner=_listing),
    _decided("close", decisions.APPLIED, {"unlisted_reason": "判定当日即整改完成"}, works=False),
    _decided("send_back", decisions.APPLIED, {"opinion": "缺少第三方边坡稳定性复核"}, works=False),
    _line("list_risks"),
    _of_risk("one_risk", reads=True),
    _line("register_risk", post=lambda side: {"mine_id": side.mine.pk, **ASSESSMENT}),
    _of_risk("assess_risk", ASSESSMENT),
    _of_risk("retire_risk", {"reason": "道路已改线封闭"}),
    _of_risk("revive_risk", {"reason": "道路重新启用"}, works=False),
    _of_risk("link_risk", lambda side: {"hazard_id": side.hazards[FRESH].pk}),
]  # fmt: skip
