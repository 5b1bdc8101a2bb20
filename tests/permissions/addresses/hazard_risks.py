"""Addresses of the risk control list (风险管控清单)."""

from typing import Any

from tests.permissions.table import BOTH, POST, Address

_LEC = {"method": "lec", "lec_likelihood": "3", "lec_exposure": "6", "lec_consequence": "15"}
_RISK = {
    **_LEC, "place": "排土场坡脚", "description": "坡脚失稳掩埋下方人员", "controls": "每班巡查，雨后加密监测",
    "responsible": "林技术", "assessed_on": "2023-04-20", "review_on": "2023-10-20",
}  # fmt: skip
_REASON = {"reason": "对照现场重新核定过"}


def _new(side: Any) -> dict[str, Any]:
    return {**_RISK, "mine": side.mine.pk}


def _risk(name: str, key: str, **told: Any) -> Address:
    return Address(f"hazards:{name}", row=lambda side: side.risks[key], **told)


LINES = [
    Address("hazards:risks"),
    Address("hazards:new_risk", methods=BOTH, post=_new),
    _risk("risk", "held", reads=True),
    _risk("assess_risk", "held", methods=BOTH, post=lambda side: dict(_RISK)),
    _risk("retire_risk", "held", methods=POST, post=lambda side: dict(_REASON)),
    _risk("revive_risk", "retired", methods=POST, post=lambda side: dict(_REASON)),
    Address(
        "hazards:link_risk", row=lambda side: side.hazard, methods=BOTH,
        post=lambda side: {"risk": side.risks["held"].pk},
    ),
]  # fmt: skip
