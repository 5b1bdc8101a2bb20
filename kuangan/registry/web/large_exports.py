"""The roster of many mines is written by the worker; people fetch what they asked for from their own list."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import scope_for
from kuangan.foundation.authority.web import SIGNED_IN, Request, screen
from kuangan.foundation.exchange.actions import ask_for_export
from kuangan.foundation.exchange.actions.exports import KEPT_FOR
from kuangan.foundation.exchange.exporters import Listing
from kuangan.foundation.exchange.queries import exports_of
from kuangan.foundation.exchange.writing import Heading
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.files.sniffing import EXTENSIONS
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.replica import reading_from_replica
from kuangan.registry import queries
from kuangan.registry.models import Mine
from kuangan.registry.queries.roster import roster
from kuangan.registry.sheets import ROSTER
from kuangan.registry.web.lists import mine_filter

FEW_ROWS = 3_000
"""So many rows are written while the person waits; more are left to the worker."""
_PART = 1_000
_SHOWN = 50
_NO_PHONES = {"principal_phone": None, "safety_officer_phone": None}


class RosterExporter:
    """The roster of mines as the list shows it, read in parts so that memory does not grow with it."""

    name = "registry.mines"
    verb = "registry.export"

    def listing(self, actor: Actor, told: Mapping[str, str]) -> Listing:
        """Every mine that the address of the page leaves."""
        request = HttpRequest()
        request.GET = QueryDict(told.get("query", ""))
        request.actor = actor  # type: ignore[attr-defined]
        day = clock.today()
        return Listing(
            ROSTER, mine_rows(request), Heading(unit=actor.organisation or actor.name, day=f"{day:%Y-%m-%d}")
        )


def mine_rows(request: Any) -> Iterator[dict[str, Any]]:
    """Mines as rows of the roster, in the order of the list; telephone numbers for those who may read them."""
    actor: Actor = request.actor
    scope, contacts = scope_for(actor, "registry.export"), scope_for(actor, "registry.read_contacts")
    with reading_from_replica():
        ids = list(queries.mines(scope, mine_filter(request)[0]).values_list("pk", flat=True))
    for start in range(0, len(ids), _PART):
        some = ids[start : start + _PART]
        with reading_from_replica():
            found = {
                one.mine.pk: one.values | ({} if contacts.covers(one.mine) else _NO_PHONES)
                for one in roster(scope, Mine.objects.within(scope).filter(pk__in=some))
            }
        yield from (found[pk] for pk in some if pk in found)


def is_large(request: Request) -> bool:
    """Whether the list as it is filtered is too long to be waited for."""
    return queries.mines(scope_for(request.actor, "registry.export"), mine_filter(request)[0]).count() > FEW_ROWS


def leave_to_the_worker(request: Request) -> HttpResponse:
    """Ask for the export and show the person's own list."""
    title = f"{ROSTER.title}{clock.today():%Y%m%d}"
    try:
        ask_for_export(request.actor, RosterExporter.name, {"query": request.GET.urlencode()[:300]}, title=title)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The list is long and is being written. Fetch it here when it is ready."))
    return redirect("registry:my_exports")


@screen(SIGNED_IN)
@require_GET
def my_exports(request: Request) -> HttpResponse:
    """What the person has asked for, and how far it is."""
    rows = list(exports_of(request.actor)[:_SHOWN])
    waiting = any(row.finished_at is None for row in rows)
    return render(request, "registry/exports.html", {"rows": rows, "waiting": waiting, "days": KEPT_FOR.days})


@screen(SIGNED_IN)
@require_GET
def fetch_export(request: Request, pk: int) -> HttpResponseBase:
    """One written export, for the person who asked for it."""
    row = exports_of(request.actor).filter(pk=pk, stored__isnull=False).first()
    if row is None or row.stored is None:
        raise Http404
    return files.serve(row.stored, f"{row.title}.{EXTENSIONS[row.stored.media_type][0]}")
