"""What duties shows on the pages of rooms below: on a mine's what it owes, on a plan's how far its derivation is."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from kuangan.duties.models import Assignment
from kuangan.duties.queries.listing import RELATED, in_state
from kuangan.duties.queries.progress import of_mine
from kuangan.duties.queries.runs import latest_run
from kuangan.duties.states import RUN_CHART
from kuangan.duties.web.fetching import actor_of
from kuangan.foundation.authority.policy import may
from kuangan.plan.models import Plan
from kuangan.registry.models import Mine

ROWS_SHOWN = 12
_CAUSES = {
    "nightly": pgettext_lazy("cause of a derivation", "nightly check"),
    "plan changed": pgettext_lazy("cause of a derivation", "a parameter was changed"),
    "plan published": pgettext_lazy("cause of a derivation", "the plan was published"),
}
"""The words for the causes that the system writes into runs."""


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


def derivation(request: HttpRequest, plan: Plan) -> str | None:
    """How far the last derivation of the plan is and what came of it, with stop and go on for whoever may."""
    actor = actor_of(request)
    run = latest_run(actor, plan)
    if run is None:
        return None
    may_stop = bool(may(actor, "duties.stop_derivation", run))
    context = {
        "run": run,
        "cause": _CAUSES.get(run.cause, run.cause),
        "may_stop": may_stop and RUN_CHART.allows(run.state, "ask_to_stop"),
        "may_resume": may_stop and RUN_CHART.allows(run.state, "resume"),
    }
    return render_to_string("duties/parts/derivation.html", context, request=request)
