"""What happened to one record: the same page for every room's records."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.integrity import histories, queries
from kuangan.foundation.ui import rules

_PER_PAGE = 50


def history_address(row: Model) -> str:
    """The address of a record's history; empty when its room offers none."""
    label = row._meta.label_lower
    return reverse("access:history", args=[label, row.pk]) if histories.offered(label) and row.pk else ""


@require_safe
@screen("integrity.read_history")
def history(request: Request, label: str, pk: int) -> HttpResponse:
    """Who did what to a record, newest first, 50 at a time."""
    row = histories.find(request.actor, label, pk)
    if row is None:
        raise Http404
    before = request.GET.get("before", "")
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    found, following = queries.page_before(histories.history_of(request.actor, row), cursor, _PER_PAGE)
    context = {
        "row": row,
        "page_url": _page_of(label, pk),
        "log": [_told(event) for event in found],
        "following": following,
        "reads_trail": may(request.actor, "integrity.read_audit"),
        "label": label,
    }
    return render(request, "access/history.html", context)


def _page_of(label: str, pk: int) -> str:
    told = histories.offered(label)
    try:
        return reverse(told.page, args=[pk]) if told and told.page else ""
    except NoReverseMatch:
        return ""


def _told(event: Any) -> dict[str, Any]:
    """In the order of entry, with the day of the fact where that is another one."""
    details = event.details or {}
    note = details.get("opinion") or details.get("reason") or details.get("words") or ""
    who = " ".join(filter(None, (event.actor_organisation, rules.who(event.actor_name))))
    words = [note] if isinstance(note, str) and note else []
    if stated := rules.claimed(event):
        words.insert(0, stated)
    return {"when": event.entered_at, "text": event.label, "who": who, "note": "；".join(words)}
