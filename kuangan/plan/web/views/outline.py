"""The plan as everybody reads it: its outline with the duties beside each clause."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import choice, panels
from kuangan.plan import queries
from kuangan.plan.package.serving import Service
from kuangan.plan.queries import ClauseLine, Progress
from kuangan.plan.rules.dues import Duty
from kuangan.plan.rules.phrases import (
    awaits_words,
    bearers_words,
    cadence_words,
    due_words,
    evidence_words,
    force_words,
    target_words,
    value_words,
)
from kuangan.plan.states import VersionState
from kuangan.plan.web.fetching import actor_of, page_context, plan_or_404, shown_version

PAGE = "plan.outline"
"""The page that panels are added to."""


@dataclass(frozen=True)
class DutyRow:
    """A duty as the outline words it."""

    duty: Duty
    force: str
    bearer: str
    cadence: str
    due: str
    evidence: list[tuple[str, str]]
    progress: Progress | None
    awaits: str = ""
    added: list[str] = field(default_factory=list)


@require_safe
@screen("plan.read")
def index(request: HttpRequest) -> HttpResponse:
    """The plans that reach the reader; the only one opens at once."""
    actor = actor_of(request)
    plans = queries.plans_for(actor)
    may_load = may(actor, "plan.load")
    if len(plans) == 1 and not may_load:
        return redirect("plan:outline", plans[0].pk)
    rows = [(plan, queries.published_version(plan)) for plan in plans]
    return render(request, "plan/index.html", {"rows": rows, "may_load": may_load})


@require_safe
@screen("plan.read")
def clause(request: HttpRequest) -> HttpResponse:
    """From a clause's id (?ref=五(一)2) to its place in the plan in force that has it."""
    wanted = request.GET.get("ref", "")
    plans = queries.plans_in_force(actor_of(request).scope)
    chosen = choice.chosen(request, plans)
    for plan in sorted(plans, key=lambda plan: plan != chosen):
        version = queries.published_version(plan)
        if version and any(item.id == wanted for item in queries.package_of(version).clauses):
            return redirect(f"{reverse('plan:outline', args=[plan.pk])}#{queries.anchor_of(wanted)}")
    return redirect("plan:index")


@require_safe
@screen("plan.read")
def outline(request: HttpRequest, plan_id: int) -> HttpResponse:
    """Every clause with its summary, duties, parameters, principles and progress."""
    actor = actor_of(request)
    plan = plan_or_404(request, plan_id)
    version = shown_version(request, plan)
    package = queries.package_of(version)
    values = queries.parameter_sets(plan, clock.today(), version).of(_region(actor.scope.regions, plan.region_code))
    progress = queries.progress_of(actor.scope, version)
    lines = queries.outline(actor.scope, version)
    served = queries.services_of(version)
    rows = {
        duty.id: _row(duty, values, progress, served.get(("duties", duty.id), Service())) for duty in package.duties
    }
    waiting = [] if version.state != VersionState.PUBLISHED else _waiting(actor, version)
    context = page_context(
        plan, version, "outline",
        package=package,
        clauses=[_clause(line, rows, values, served) for line in lines],
        shows_progress=bool(progress),
        waiting=waiting,
        aside_panels=panels.shown(request, PAGE, plan, is_aside=True),
        phases=[(phase, phase.window.start <= clock.today() <= phase.window.end) for phase in package.phases],
    )  # fmt: skip
    return render(request, "plan/outline.html", context)


def _region(regions: frozenset[str], home: str) -> str:
    """The reader's own county when they have exactly one, so that its parameters are shown."""
    counties = [code for code in regions if len(code) == 6]
    return counties[0] if len(counties) == 1 and len(regions) == 1 else home


def _row(duty: Duty, values: Mapping[str, Any], progress: Mapping[str, Progress], service: Service) -> DutyRow:
    return DutyRow(
        duty,
        "" if duty.force == "must" else force_words(duty),
        bearers_words(duty),
        cadence_words(duty, values),
        due_words(duty, values),
        [(evidence_words(each), each.label) for each in duty.evidence if each.required],
        progress.get(duty.id),
        awaits_words(service.words, service.awaits_event) if service.words else "",
        [each.label for each in duty.evidence if each.added],
    )


def _clause(
    line: ClauseLine,
    rows: Mapping[str, DutyRow],
    values: Mapping[str, Any],
    served: Mapping[tuple[str, str], Service],
) -> dict[str, Any]:
    own = [rows[duty.id] for duty in line.duties if duty.clauses[0] == line.clause.id]
    also = [rows[duty.id] for duty in line.duties if duty.clauses[0] != line.clause.id]
    parameters = [(spec, value_words(spec, values[spec.id])) for spec in line.parameters]
    return {
        "line": line,
        "own": own,
        "also": also,
        "parameters": parameters,
        "targets": [(target_words(each), each.awaits, each.added) for each in line.targets],
        "rules": [(each, served.get(("scope", each.id), Service()).words) for each in line.rules],
        "lists": [(each.title, each.awaits) for each in line.lists],
    }


def _waiting(actor: Any, version: Any) -> list[Any]:
    """The reader's own receipts of this version that are still to be answered, at most three."""
    if not (may(actor, "plan.acknowledge") or may(actor, "plan.confirm_receipt")):
        return []
    found = queries.receipts(actor.scope, version).filter(acknowledged_at__isnull=True)
    verb = "plan.acknowledge" if may(actor, "plan.acknowledge") else "plan.confirm_receipt"
    return [
        receipt for receipt in found.filter(mine__isnull=verb == "plan.acknowledge")[:3] if may(actor, verb, receipt)
    ]
