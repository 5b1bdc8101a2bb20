"""Addresses of whoever decides on hazards: acceptance, listed supervision, close-out, settings."""

from collections.abc import Callable
from typing import Any

from tests import cast
from tests.permissions.decisions import APPLIED, CHECKED, GENERAL, LISTED, seen_hazard
from tests.permissions.table import BOTH, POST, Address

NOW = {"happened_at": "2023-04-20", "at_time": "09:00"}
SIGNED = {"password": cast.PASSWORD, "agreed": "on"}
SEEN = "现场复测台阶高度14.8米，浮石已清"


def _of(name: str, key: str, post: dict[str, Any], inner: Callable[[Any], dict[str, int]] | None = None,
        **told: Any) -> Address:  # fmt: skip
    def row(side: Any) -> Any:
        return side.decisions[key]

    def numbers(side: Any) -> dict[str, int]:
        return {"pk": row(side).pk, **(inner(row(side)) if inner else {})}

    def sent(side: Any) -> dict[str, Any]:
        return post | {"shown": seen_hazard(row(side))}

    return Address(f"hazards:{name}", row=row, kwargs=numbers, methods=BOTH, post=sent, **told)


def _check(row: Any) -> dict[str, int]:
    return {"check_id": row.applications.get().checks.get().pk}


def _listing(row: Any) -> dict[str, int]:
    return {"listing_id": row.listings.get().pk}


def _asked(row: Any) -> dict[str, int]:
    return {"extension_id": row.extensions.get().pk}


LISTING = {"requirements": "按治理方案削坡，每周报告进展", "deadline": "2023-05-30", "happened_at": "2023-04-20"}

LINES = [
    _of("accept", GENERAL, {"result": "passed", "opinion": SEEN, **NOW}),
    _of("refuse", GENERAL, {"result": "refused", "opinion": "坡面还有浮石，请清净", **NOW}),
    _of("check", APPLIED, {"result": "passed", "opinion": SEEN, **NOW, **SIGNED}),
    _of("sign_check", CHECKED, {"content_hash": "made-up", **SIGNED}, _check, works=False),
    _of("drop_check", CHECKED, {"reason": "误填为另一处台阶"}, _check),
    _of("decide_extension", LISTED, {"decision": "grant", "opinion": "雨季属实，同意延期"}, _asked),
    _of("list_it", APPLIED, LISTING),
    _of("number_listing", LISTED, {"document_number": "江应急督〔2023〕12号"}, _listing),
    _of("return_progress", LISTED, {"text": "已督促矿山削坡，现场复核一次", "happened_at": "2023-04-20"}, _listing),
    _of("delist", LISTED, {"reason": "复测未超设计高度，不属重大隐患"}, _listing),
    _of("close", APPLIED, {"unlisted_reason": "判定当日即整改完成"}, works=False),
    _of("send_back", APPLIED, {"opinion": "缺少第三方边坡稳定性复核"}, works=False),
    Address("hazards:notice", row=lambda side: side.decisions[LISTED]),
    Address("hazards:supervision"),
    Address("hazards:settings"),
    Address("hazards:setting", kwargs=lambda side: {"name": "general_deadline_days"}),
    Address(
        "hazards:change_setting", kwargs=lambda side: {"name": "general_deadline_days"}, methods=POST,
        post=lambda side: {"value": "20", "region": side.code, "effective_on": "2023-04-20", "reason": "局务会议纪要"},
    ),
]  # fmt: skip
