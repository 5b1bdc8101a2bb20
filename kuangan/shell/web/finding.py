"""The search page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui import frame
from kuangan.foundation.ui.context import address
from kuangan.shell.queries.searching import Found
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
