"""Addresses of the registry."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kuangan.foundation.authority.actors import Actor
from tests.permissions.sides import ROSTER
from tests.permissions.table import BOTH, NEXT_DOOR, POST, Address

_DAY = "2023-04-01"
_PERSON = {"name": "新任某", "appointed_on": _DAY, "phone": "13900000009"}


def _mine(side: Any) -> Any:
    return side.mine


def _of_mine(name: str, **told: Any) -> Address:
    return Address(f"registry:{name}", row=_mine, **told)


def _of_batch(name: str, target: str = "batch", **told: Any) -> Address:
    return Address(f"registry:{name}", row=lambda side: getattr(side, target), **told)


def _works_for_them(actor: Actor, row: Any) -> bool:
    """Supervisors see every contractor; a mine those that work for it."""
    return bool(actor.scope.regions) or any(actor.scope.covers(work) for work in row.engagements.all())


def _mine_told(side: Any) -> dict[str, Any]:
    return {
        "enterprise": side.enterprise.pk, "name": "新登记石场", "kind": "open_pit", "region_code": side.code,
        "status": "producing", "effective_on": _DAY, "basis": "名录",
    }  # fmt: skip


def _mine_as_it_is(side: Any) -> dict[str, Any]:
    return {"name": f"{side.mine.name}二期", "kind": side.mine.kind, "region_code": side.code}


def _roster(side: Any) -> dict[str, Any]:
    table = ROSTER.format(name="新", county="开平市").encode("gb18030")
    return {"upload": SimpleUploadedFile("名录.csv", table)}


LINES = [
    Address("registry:mines"),
    Address("registry:mine_new", methods=BOTH, post=_mine_told),
    _of_mine("mine"),
    _of_mine("mine_history"),
    _of_mine("mine_edit", methods=BOTH, post=_mine_as_it_is),
    _of_mine("facts_change", methods=BOTH, post=lambda side: {
        "status": "rectification", "effective_on": _DAY, "basis": "检查"}),
    _of_mine("declare", methods=BOTH, post=lambda side: {
        "status": "long_stopped", "effective_on": _DAY, "basis": "停产告知书"}),
    _of_mine("licence_new", methods=BOTH, post=lambda side: {"kind": "mining", "number": "C4400002023"}),
    _of_mine("appointment_new", methods=BOTH, post=lambda side: {**_PERSON, "post": "safety_officer"}),
    _of_mine("engagement_new", methods=BOTH, post=lambda side: {
        "contractor": "丁爆破公司", "work": "爆破", "started_on": _DAY}),
    _of_mine("unit_new", methods=BOTH, post=lambda side: {"kind": "work_area", "name": "三采区", "started_on": _DAY}),
    Address("registry:unit_end", row=lambda side: side.unit(), methods=BOTH,
            post=lambda side: {"on": _DAY, "reason": "采完"}),
    _of_mine("leader_assign", methods=BOTH, post=lambda side: {"leader": side.successor.pk, "on": _DAY}),
    _of_mine("mine_merge", methods=BOTH, post=lambda side: {"other": side.twin().code, "reason": "同一采矿证"}),
    Address("registry:mine_unmerge", row=lambda side: side.merge(), methods=BOTH,
            post=lambda side: {"reason": "两个采区"}),
    Address("registry:agreement_record", row=lambda side: side.engagement, methods=BOTH,
            post=lambda side: {"signed_on": _DAY}),
    Address("registry:clear_out", row=lambda side: side.engagement, methods=BOTH,
            post=lambda side: {"on": _DAY, "reason": "无资质"}),
    Address("registry:enterprises"),
    Address("registry:enterprise_new", methods=BOTH, post=lambda side: {"name": "新业公司", "region_code": side.code}),
    Address("registry:enterprise", row=lambda side: side.enterprise),
    Address("registry:enterprise_edit", row=lambda side: side.enterprise, methods=BOTH,
            post=lambda side: {"name": f"{side.enterprise.name}分公司"}),
    Address("registry:authorities"),
    Address("registry:authority", row=lambda side: side.bureau),
    Address("registry:contact_name", row=lambda side: side.bureau, methods=BOTH,
            post=lambda side: {"name": "联系某", "title": "科员", "phone": "13900000008", "on": _DAY}),
    Address("registry:authority_appoint", row=lambda side: side.bureau, methods=BOTH,
            post=lambda side: {**_PERSON, "post": "inspector"}),
    Address("registry:agencies"),
    Address("registry:agency_new", methods=BOTH, post=lambda side: {
        "name": "新评价公司", "region_code": side.code, "services": ["evaluation"]}),
    Address("registry:contractors"),
    Address("registry:contractor", row=lambda side: side.contractor, sees=_works_for_them, reads=True,
            outside=NEXT_DOOR),
    Address("registry:people"),
    Address("registry:expiring"),
    Address("registry:incomplete"),
    Address("registry:calendar"),
    Address("registry:calendar_new", methods=BOTH, post=lambda side: {
        "year": 2098, "document_number": "国办发明电〔2097〕1号", "announced_on": "2023-01-01", "off": "1月1日",
    }),
    Address("registry:my_exports"),
    Address("registry:export_fetch", kwargs=lambda side: {"pk": 987654}, told=frozenset({404})),
    Address("registry:export", kwargs=lambda side: {"name": "mines"}),
    Address("registry:import_upload", methods=BOTH, post=_roster),
    Address("registry:import_form"),
    _of_batch("import_columns", methods=BOTH),
    _of_batch("import_preview", "checked"),
    _of_batch("import_decide", "checked", methods=POST, post=lambda side: {"decision": "new"}, works=False,
              kwargs=lambda side: {"pk": side.checked.pk, "row_pk": side.checked.staged.earliest("number").pk}),
    _of_batch("import_apply", "checked", methods=POST, works=False),
    _of_batch("import_cancel", "checked", methods=POST, works=False),
    _of_batch("import_discard", "checked", methods=POST),
    _of_batch("import_bad_rows", "checked"),
]  # fmt: skip
SHEETS = ("mines", "enterprises", "authorities", "agencies", "contractors", "people", "licences")
__all__ = ["LINES", "SHEETS"]
