"""What duties shows on the pages of rooms below: on a mine's what it owes, on a plan's how far its derivation is."""

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import pgettext_lazy

from kuangan.duties.models import Assignment
from kuangan.duties.queries.calendar import deadlines_in_open_years
from kuangan.duties.queries.in_force import in_force
from kuangan.duties.queries.listing import RELATED, in_state
from kuangan.duties.queries.missing_facts import missing_facts
from kuangan.duties.queries.progress import of_mine
from kuangan.duties.queries.runs import latest_run
from kuangan.duties.states import RUN_CHART
from kuangan.duties.web.fetching import actor_of
from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import may
from kuangan.plan.models import Plan
from kuangan.plan.queries import known_facts
from kuangan.plan.rules.wording import not_known
from kuangan.registry.models import Mine

ROWS_SHOWN = 12
_CAUSES = {
    "nightly": pgettext_lazy("cause of a derivation", "nightly check"),
    "plan changed": pgettext_lazy("cause of a derivation", "a parameter was changed"),
    "working days announced": pgettext_lazy("cause of a derivation", "days off were announced"),
    "plan published": pgettext_lazy("cause of a derivation", "the plan was published"),
}
"""The words for the causes that the system writes into runs."""


def mine_duties(request: HttpRequest, mine: Mine) -> str | None:
    """What a mine has to settle, the most urgent first, the sum of all, and what it would owe if facts were known."""
    actor = actor_of(request)
    if not may(actor, "duties.read"):
        return None
    rows = Assignment.objects.within(actor.scope).filter(in_state("unsettled"), mine_id=mine.pk)
    progress = of_mine(actor.scope, mine.pk)
    shown = rows.select_related(*RELATED).order_by("due_at", "id")[:ROWS_SHOWN]
    context = {
        "mine": mine,
        "rows": shown,
        "progress": progress,
        "owed": progress.owed,
        "missing": _missing(actor, mine),
    }
    return render_to_string("duties/parts/panel.html", context, request=request)


def _missing(actor: Actor, mine: Mine) -> list[tuple[str, str]]:
    """Per plan the facts of the mine that nobody has entered, and the duties that hang on them."""
    found = []
    for item in in_force(actor.scope):
        for holder in missing_facts(actor.scope, item, mine_id=mine.pk).mines:
            words = not_known(holder.missing.facts, known_facts(item.version))
            found.append((words, "；".join(duty.title for duty in holder.missing.duties)))
    return found


def open_years(request: HttpRequest, _row: None) -> str | None:
    """On the calendar: the years into which deadlines reach and whose days off nobody has entered."""
    actor = actor_of(request)
    found = deadlines_in_open_years(actor.scope) if may(actor, "duties.read") else []
    return render_to_string("duties/parts/open_years.html", {"years": found}, request=request) if found else None


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
