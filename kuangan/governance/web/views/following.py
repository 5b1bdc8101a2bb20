"""The list of help requests, one request, its files."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.files import serve
from kuangan.foundation.integrity.noting import note_read
from kuangan.governance import kinds
from kuangan.governance.queries import HelpFilter, requests, state_counts
from kuangan.governance.queries.listing import ALL, OPEN
from kuangan.governance.states import HelpKind, HelpState, Topic
from kuangan.governance.web.fetching import actor_of, file_or_404, request_or_404
from kuangan.governance.web.lines import CLAUSE, line
from kuangan.governance.web.presenting import request_page
from kuangan.registry.models import Mine
from kuangan.registry.queries import county_names

PAGE_SIZE = 50
CHIPS = (
    (OPEN, _("Not settled")),
    *((str(state), state.label) for state in HelpState),
    (ALL, _("All")),
)


class Counted(Paginator):
    """A paginator that is told how many rows there are."""

    def __init__(self, rows: object, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)  # type: ignore[arg-type]
        self.count = count


@require_safe
@screen("governance.read")
def request_list(request: HttpRequest) -> HttpResponse:
    """Requests of the jurisdiction with filters in the address; without a state those that are not settled."""
    actor = actor_of(request)
    wanted = HelpFilter.read({"state": OPEN, **request.GET.dict()})
    wanted = wanted if wanted.state else HelpFilter.read({**request.GET.dict(), "state": OPEN})
    counts = state_counts(actor.scope, wanted)
    names = county_names(actor.scope)
    page = Counted(requests(actor.scope, wanted), PAGE_SIZE, counts[wanted.state]).get_page(request.GET.get("page"))
    mine = Mine.objects.within(actor.scope).filter(pk=wanted.mine_id).first() if wanted.mine_id else None
    context = {
        "wanted": wanted,
        "clause_ref": CLAUSE,
        "page": page,
        "lines": [line(actor, row, names) for row in page],
        "chips": [(key, word, counts[key]) for key, word in CHIPS],
        "counties": sorted(names.items()) if len(names) > 1 else [],
        "kinds": HelpKind.choices,
        "topics": Topic.choices,
        "mine": mine,
        "narrowed": wanted != HelpFilter(state=wanted.state),
        "may_ask": bool(may(actor, "governance.ask")),
    }
    return render(request, "governance/list.html", context)


@require_safe
@screen("governance.read")
def show_request(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands, who helps, what was advised, what can be done."""
    return request_page(request, request_or_404(request, pk))


@require_safe
@screen("governance.read")
def file(request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
    """A file of a request, as a download."""
    found = file_or_404(request_or_404(request, pk), file_id)
    note_read(actor_of(request), kinds.FILE_READ, found)
    return serve(found.stored, found.name)
