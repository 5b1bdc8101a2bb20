"""What the trail's filter shows, taken away: as a ledger to read, or as a package that proves itself."""

import tempfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from django.core.cache import cache
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kuangan.access.web import wording
from kuangan.access.web.audit import TrailForm, role_names
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.exchange.columns import Column, SheetSpec
from kuangan.foundation.exchange.writing import Heading, write_ledger
from kuangan.foundation.integrity import exporting, queries
from kuangan.foundation.integrity.sealing import seal_all
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.rules import who

MOST_ROWS = 20_000
MOST_PROVED = 200_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Printed content, Chinese as every sheet that travels between offices.
LEDGER = SheetSpec(
    name="integrity.trail",
    title="审计记录",
    columns=(
        Column("number", "记录编号", width=10),
        Column("entered", "录入时间", width=18),
        Column("happened", "发生时间", width=18),
        Column("who", "操作人", width=10),
        Column("organisation", "单位", width=20),
        Column("roles", "角色", width=14),
        Column("address", "网络地址", width=14),
        Column("what", "事项", width=18),
        Column("record", "办理对象", width=26),
        Column("region", "地区", width=8),
        Column("before", "变更前", width=22, max_length=2000),
        Column("after", "变更后", width=22, max_length=2000),
        Column("details", "其他", width=26, max_length=2000),
    ),
)


@require_POST
@screen("integrity.read_audit")
def export(request: Request) -> HttpResponseBase:
    """The export, which is itself in the trail; `form` chooses the ledger (xlsx) or the package (zip)."""
    wanted = TrailForm(request.POST, request=request).wanted()
    actor, is_proof = request.actor, request.POST.get("form") == "zip"
    found = queries.trail(actor, wanted)
    total, most = found.count(), MOST_PROVED if is_proof else MOST_ROWS
    if total > most:
        raise Refused(_("More than %(most)d records. Choose a shorter stretch of days.") % {"most": most})
    if not cache.add(f"audit-export-{actor.user_id}", "1", timeout=10):
        raise Refused(_("An export has just been made. Wait ten seconds and try again."))
    kept = {name: str(value) for name, value in vars(wanted).items() if value}
    exporting.note_exported(actor, total, filter=kept, sheet="zip" if is_proof else "xlsx")
    return _package(actor, found, kept) if is_proof else _ledger(actor, found)


def _package(actor: Actor, found: Any, kept: dict[str, str]) -> FileResponse:
    seal_all(Actor.system("sealing"))
    target = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it when it is sent
    exporting.write_export(actor, target, found, kept)
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename=f"audit-{clock.today():%Y%m%d}.zip")


def _ledger(actor: Actor, found: Any) -> HttpResponse:
    heading = Heading(unit=actor.organisation or actor.name, day=f"{clock.today():%Y-%m-%d}")
    answer = HttpResponse(write_ledger(LEDGER, _lines(found), heading), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'审计记录{clock.today():%Y%m%d}.xlsx')}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _lines(found: Any) -> Iterator[dict[str, Any]]:
    for event in found.iterator(chunk_size=500):
        yield {
            "number": event.pk,
            "entered": _stamp(event.entered_at),
            "happened": _stamp(event.happened_at),
            "who": who(event.actor_name),
            "organisation": event.actor_organisation,
            "roles": "、".join(role_names(event)),
            "address": event.address,
            "what": event.label,
            "record": event.object_label,
            "region": event.region_code,
            "before": wording.one_line(event, event.before),
            "after": wording.one_line(event, event.after),
            "details": wording.one_line(event, event.details),
        }


def _stamp(moment: Any) -> str:
    return str(moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"))
