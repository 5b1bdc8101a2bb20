"""What an import would change among the duties, below its rows; after it, where the duties stand."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from kuangan.duties.queries.import_effects import kept
from kuangan.duties.web.fetching import actor_of
from kuangan.foundation.authority.policy import may
from kuangan.foundation.exchange.importers import foresight
from kuangan.foundation.exchange.models import ImportBatch
from kuangan.foundation.exchange.states import BatchState
from kuangan.plan.queries import grouped


def import_effects(request: HttpRequest, batch: ImportBatch) -> str | None:
    """Per plan how many duties appear, vanish and move, and which; None where nobody can tell or look."""
    actor = actor_of(request)
    shown = batch.state in (BatchState.CHECKED, BatchState.APPLIED)
    if not shown or foresight(batch.importer) is None or not may(actor, "duties.read"):
        return None
    context = {
        "plans": [(title, effect, grouped(actor.scope, effect.changes)) for title, effect in kept(batch)],
        "is_known": "duties" in batch.foreseen,
        "is_applied": batch.state == BatchState.APPLIED,
    }
    return render_to_string("duties/parts/import_panel.html", context, request=request)
