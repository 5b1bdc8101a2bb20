"""Reading help requests: the list, one with everything that belongs to it."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query

from kuangan.foundation.api.operations import Pk
from kuangan.foundation.api.paging import NEWEST, Paging, page
from kuangan.governance import queries
from kuangan.governance.api.declared import (
    HelpFilter,
    HelpLine,
    HelpLines,
    HelpShape,
    actor_of,
    governance,
    plain,
    told,
)

READ = "governance.read"


@governance.get("/help", READ, HelpLines, gettext_noop("Help requests with filters"))
def help_requests(request: HttpRequest, wanted: Query[HelpFilter], paging: Query[Paging]) -> dict[str, Any]:
    """Requests of the jurisdiction, the latest first."""
    narrow = queries.HelpFilter(
        state=wanted.state, kind=wanted.kind, county=wanted.county, mine_id=wanted.mine, text=wanted.q
    )
    rows, following = page(request, queries.requests(actor_of(request).scope, narrow), NEWEST, paging)
    return {"items": [plain(HelpLine, row) for row in rows], "next_cursor": following}


@governance.get("/help/{pk}", READ, HelpShape, gettext_noop("One help request"))
def help_request(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """A request with helpers, visits and reports."""
    return told(request, pk)
