"""Lists as ledgers (.xlsx), with the filters of the page; the roster of mines can be edited and imported again."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpResponse

from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.writing import Heading, write_ledger
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.registry import kinds, queries
from kuangan.registry.sheets import LISTS, ROSTER
from kuangan.registry.states import Service
from kuangan.registry.web import large_exports
from kuangan.registry.web.lists import phone_of, place

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Rows = Iterator[dict[str, Any]]


def _asked(request: Request, *names: str) -> dict[str, str]:
    """What the address says, by the names that queries use."""
    return {name: request.GET.get({"text": "q"}.get(name, name), "").strip()[:100] for name in names}


def _scope(request: Request) -> Scope:
    """What the reader may take away: less than what the reader sees, where another role shows it."""
    return scope_for(request.actor, "registry.export")


def _mines(request: Request) -> Rows:
    return large_exports.mine_rows(request)


def _enterprises(request: Request) -> Rows:
    told = _asked(request, "text", "county")
    found: Iterable[Any] = queries.enterprises(_scope(request), **told, code_state=request.GET.get("code", ""))
    for one in found:
        state = one.get_credit_code_state_display()
        yield {"name": one.name, "county": place(request, one.region_code), "credit_code": one.credit_code} | {
            "state": state,
            "mines": one.mine_count,
        }


def _authorities(request: Request) -> Rows:
    scope = _scope(request)
    named = {one.authority_id: one for one in queries.contact_persons(scope)}
    for one in queries.authorities(scope, **_asked(request, "text", "kind")):
        row = {"name": one.name, "kind": one.get_kind_display(), "level": one.get_level_display()}
        if contact := named.get(one.pk):
            phone = phone_of(request, contact.person.phone, one)
            row |= {"contact": contact.person.name, "title": contact.person.title, "phone": phone}
        yield row


def _agencies(request: Request) -> Rows:
    labels = dict(Service.choices)
    for one in queries.agencies(_scope(request), **_asked(request, "text", "service")):
        services = tuple(str(labels.get(name, name)) for name in one.services)
        yield {"name": one.name, "services": services, "number": one.qualification_no, "until": one.valid_to}


def _contractors(request: Request) -> Rows:
    found: Iterable[Any] = queries.contractors(_scope(request), **_asked(request, "text", "only"))
    for one in found:
        yield {"name": one.name, "licence": one.licence_no, "until": one.licence_valid_to, "cleared": one.cleared}


def _people(request: Request) -> Rows:
    found: Iterable[Any] = queries.people(_scope(request), **_asked(request, "text", "county", "post"))
    for one in found:
        yield {
            "name": one.name,
            "organisation": str(one.employer or ""),
            "posts": tuple(str(held.get_post_display()) for held in one.posts),
            "title": one.title,
            "phone": phone_of(request, one.phone, one),
        }


def _licences(request: Request) -> Rows:
    told = _asked(request, "county", "kind")
    for one in queries.expiring_licences(_scope(request), **told, is_over_only=bool(request.GET.get("only"))):
        yield {
            "holder": (one.mine or one.enterprise).name,
            "county": place(request, one.region_code),
            "kind": one.get_kind_display(),
            "number": one.number,
            "until": one.valid_to,
        }


_SHEETS: dict[str, tuple[SheetSpec, Callable[[Request], Rows]]] = {
    "mines": (ROSTER, _mines),
    "enterprises": (LISTS["enterprises"], _enterprises),
    "authorities": (LISTS["authorities"], _authorities),
    "agencies": (LISTS["agencies"], _agencies),
    "contractors": (LISTS["contractors"], _contractors),
    "people": (LISTS["people"], _people),
    "licences": (LISTS["licences"], _licences),
}


@screen("registry.export")
def export(request: Request, name: str) -> HttpResponse:
    """One list as a styled workbook; who exported what is recorded."""
    if name not in _SHEETS:
        raise Http404
    if name == "mines" and large_exports.is_large(request):
        return large_exports.leave_to_the_worker(request)
    spec, rows = _SHEETS[name]
    day = clock.today()
    with reading_from_replica():
        found = list(rows(request))
    content = write_ledger(
        spec, found, Heading(unit=request.actor.organisation or request.actor.name, day=f"{day:%Y-%m-%d}")
    )
    record(request.actor, kinds.ROSTER_EXPORTED, sheet=spec.name, rows=len(found), query=request.GET.urlencode()[:300])
    response = HttpResponse(content, content_type=XLSX)
    file_name = quote(f"{spec.title}{day:%Y%m%d}.xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{file_name}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
