"""Addresses of the hazards room; each part appends its own."""

from typing import Any

from tests.permissions.table import BOTH, POST, Address


def _hazard(side: Any) -> Any:
    return side.hazard


def _photo(name: str, **told: Any) -> Address:
    def both(side: Any) -> dict[str, Any]:
        return {"pk": side.hazard.pk, "photo_id": side.hazard.photos.order_by("pk")[0].pk}

    return Address(f"hazards:{name}", row=_hazard, kwargs=both, **told)


def _report(side: Any) -> dict[str, Any]:
    return {
        "mine": side.mine.pk, "place": "破碎站二楼", "description": "皮带机尾轮防护罩缺失", "grade": "general",
        "source": "self_inspection", "found_on": "2023-04-19", "found_time": "10:30",
    }  # fmt: skip


_REGISTERING = [
    Address("hazards:list"),
    Address("hazards:major"),
    Address("hazards:general"),
    Address("hazards:new", methods=BOTH, post=_report),
    Address("hazards:kept", kwargs=lambda side: {"reference": "made-up"}, told=frozenset({404})),
    Address("hazards:photos", row=_hazard, methods=BOTH, works=False),
    _photo("photo"),
    _photo("preview"),
    _photo("remove_photo", methods=POST, works=False),
]

LINES = [*_REGISTERING]
