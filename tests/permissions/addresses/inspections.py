"""Addresses and operations of the inspections room."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.permissions.table import BOTH, POST, Address

TOLD = frozenset({200, 201, 204, 409, 422})
_DAY = "2023-04-20"


def _draft(side: Any) -> Any:
    return side.check


def _of_check(name: str, **told: Any) -> Address:
    return Address(f"inspections:{name}", **{"row": _draft, **told})


def _with(key: str, found: str) -> Any:
    def both(side: Any) -> dict[str, Any]:
        return {"pk": side.check.pk, key: getattr(side.check, found).order_by("pk")[0].pk}

    return both


def _basics(side: Any) -> dict[str, Any]:
    return {"checked_on": _DAY, "led": "principal", "name_1": "李老板", "post_1": "矿长"}


def _finding(side: Any) -> dict[str, Any]:
    return {"place": "破碎站二楼", "description": "皮带机尾轮防护罩缺失", "grade": "general", "answer": "new"}


LINES = [
    Address("inspections:list"),
    Address("inspections:start", methods=BOTH, post=lambda side: {"mine": side.mine.pk, "checked_on": _DAY}),
    _of_check("check", reads=True),
    _of_check("correct", row=lambda side: side.signed_check, methods=BOTH, post=lambda side: {
        "mine": side.mine.pk, "checked_on": _DAY, "reason": "漏写了一名参加人员"}),
    _of_check("basics", methods=BOTH, post=_basics),
    _of_check("add_area", methods=BOTH, post=lambda side: {"name": "配电房"}),
    _of_check("copy_route", methods=POST, works=False),
    _of_check("area", methods=BOTH, kwargs=_with("area_id", "areas"), post=lambda side: {"name": "配电房"}),
    _of_check("remove_area", methods=POST, kwargs=_with("area_id", "areas")),
    _of_check("criteria", methods=BOTH, works=False),
    _of_check("add_finding", methods=BOTH, post=_finding),
    _of_check("link_finding", methods=BOTH, post=lambda side: {
        "hazard": side.hazard.pk, "area": side.check.areas.get().pk}),
    _of_check("answer_standing", methods=BOTH, works=False,  # is linked already
        kwargs=lambda side: {"pk": side.check.pk, "hazard_id": side.hazard.pk},
        post=lambda side: {"answer": "there"}),
    _of_check("unlink_finding", methods=POST, kwargs=_with("finding_id", "findings")),
    _of_check("photo", kwargs=_with("photo_id", "photos"), reads=True),
    _of_check("preview", kwargs=_with("photo_id", "photos"), reads=True),
    _of_check("remove_photo", methods=POST, kwargs=_with("photo_id", "photos")),
    _of_check("sign", methods=BOTH, works=False),
    _of_check("withdraw", methods=BOTH, post=lambda side: {"reason": "填错了矿山，另行排查"}),
]  # fmt: skip


def _called(name: str, **told: Any) -> Address:
    return Address(f"api:inspections.{name}", **{"told": TOLD, **told})


def _on_check(name: str, **told: Any) -> Address:
    return _called(name, **{"row": _draft, **told})


OPERATIONS = [
    _called("checks"),
    _called("mines_without_check"),
    _on_check("check", reads=True),
    _called("start", row=lambda side: side.mine, kwargs=lambda side: {}, post=lambda side: {
        "mine_id": side.mine.pk, "checked_on": _DAY}),
    _on_check("save_basics", post=lambda side: {"checked_on": _DAY, "people": [{"name": "李老板", "post": "矿长"}]}),
    _on_check("add_area", post=lambda side: {"name": "配电房"}),
    _on_check("save_area", kwargs=_with("area_pk", "areas"), post=lambda side: {"name": "配电房"}),
    _on_check("answer_criteria", post=lambda side: {"answers": []}, works=False),
    _on_check("add_finding", post=lambda side: {"place": "破碎站二楼", "description": "皮带机尾轮防护罩缺失"}),
    _on_check("say_gone", post=lambda side: {"hazard_id": side.hazard.pk, "words": "已于4月治理完毕"}, works=False),
    _on_check("add_photo", post=lambda side: {"file": SimpleUploadedFile("现场2.png", side.picture, "image/png")},
              works=False),
    _on_check("sign", told=frozenset({403}), works=False),
    _on_check("withdraw", post=lambda side: {"reason": "填错了矿山，另行排查"}),
]  # fmt: skip
