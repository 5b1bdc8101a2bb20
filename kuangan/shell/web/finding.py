"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui import frame
from kuangan.foundation.ui.context import address
from kuangan.shell.queries.searching import Found, suggestions
from kuangan.shell.queries.searching import search as find

LONGEST = 100
SORTS = {
    "mine": _("Mines"),
    "enterprise": _("Enterprises"),
    "person": _("People"),
    "contractor": _("Contractors"),
    "hazard": _("Hazards"),
    "duty": _("Duties"),
    "clause": _("Clauses of the plan"),
    "receipt": _("Receipts"),
}
"""The sorts in the order of the page."""
_PAGES = {
    "mine": "registry:mine",
    "enterprise": "registry:enterprise",
    "person": "registry:person",
    "contractor": "registry:contractor",
    "hazard": "hazards:hazard",
    "receipt": "duties:assignment",
}


@screen("shell.search")
def search(request: HttpRequest) -> HttpResponse:
    """What a word finds in all rooms, within the reader's jurisdiction."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    found = find(request.actor.scope, text)  # type: ignore[attr-defined]
    groups = [
        (label, [(row, link_to(row)) for row in found.rows[sort]])
        for sort, label in SORTS.items()
        if sort in found.rows
    ]
    return render(request, "shell/search.html", {"text": text, "groups": groups, "total": found.total})


@require_safe
@screen("shell.search")
def suggest(request: HttpRequest) -> JsonResponse:
    """What may be meant, for the search field: sort, name, note and address of each row."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    rows = suggestions(request.actor.scope, text)  # type: ignore[attr-defined]
    told = [{"sort": str(SORTS[row.sort]), "name": row.name, "note": row.note, "url": link_to(row)} for row in rows]
    return JsonResponse({"rows": [one for one in told if one["url"]]})


def link_to(row: Found) -> str:
    """The page of what was found; "" while its room has none."""
    if row.sort == "clause":
        return str(frame.filled(frame.CLAUSE_ADDRESS, row.key))
    if row.sort == "duty":
        listing = address("duties:list")
        return f"{listing}?duty={row.key}" if listing else ""
    return _reverse(_PAGES[row.sort], row.key)


def _reverse(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
