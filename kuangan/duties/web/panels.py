"""What duties shows on the registry's page of a mine: what it owes, and what is owed about it."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from kuangan.duties.models import Assignment
from kuangan.duties.queries.listing import RELATED, in_state
from kuangan.duties.queries.progress import of_mine
from kuangan.duties.web.fetching import actor_of
from kuangan.foundation.authority.policy import may
from kuangan.registry.models import Mine

ROWS_SHOWN = 12


def mine_duties(request: HttpRequest, mine: Mine) -> str | None:
    """The unsettled duties of a mine, the most urgent first, with the sum of all. Two statements."""
    actor = actor_of(request)
    if not may(actor, "duties.read"):
        return None
    rows = Assignment.objects.within(actor.scope).filter(in_state("unsettled"), mine_id=mine.pk)
    progress = of_mine(actor.scope, mine.pk)
    shown = rows.select_related(*RELATED).order_by("due_at", "id")[:ROWS_SHOWN]
    context = {"mine": mine, "rows": shown, "progress": progress, "owed": progress.owed}
    return render_to_string("duties/parts/panel.html", context, request=request)
