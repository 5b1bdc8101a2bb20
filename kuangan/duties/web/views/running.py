"""The derivation of a plan's duties: how far it is, stop, go on."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kuangan.duties.actions import running
from kuangan.duties.models import DerivationRun
from kuangan.duties.queries.runs import run_of
from kuangan.duties.tasks import go_on_deriving
from kuangan.duties.web.fetching import actor_of
from kuangan.duties.web.panels import derivation
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import OutOfScope


@require_safe
@screen("duties.see_derivation")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """How far the derivation is: the card alone for a page that asks again by itself, otherwise a page of its own."""
    run = _run_or_404(request, pk)
    card = derivation(request, run.plan)
    if request.headers.get("HX-Request"):
        return HttpResponse(card or "")
    return render(request, "duties/derivation.html", {"card": card, "plan": run.plan})


@require_POST
@screen("duties.stop_derivation")
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the derivation end after its present batch."""
    run = running.ask_to_stop(actor_of(request), _run_or_404(request, pk))
    return redirect("plan:outline", run.plan_id)


@require_POST
@screen("duties.stop_derivation")
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a stopped derivation go on where it ended."""
    run = running.resume(actor_of(request), _run_or_404(request, pk))
    go_on_deriving.enqueue(run.plan_id)
    return redirect("plan:outline", run.plan_id)


def _run_or_404(request: HttpRequest, pk: int) -> DerivationRun:
    run = run_of(actor_of(request).scope, pk)
    if run is None:
        raise OutOfScope
    return run
