"""People out of danger: ordered, counted, let back in."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.hazards import actions
from kuangan.hazards.models import Evacuation, Hazard
from kuangan.hazards.web.acting import Page, opened, perform, sent
from kuangan.hazards.web.fetching import actor_of, hazard_or_404
from kuangan.hazards.web.forms.rectifying import CountForm, EvacuateForm, LiftForm


@require_http_methods(["GET", "POST"])
@screen("hazards.evacuate")
def evacuate(request: HttpRequest, pk: int) -> HttpResponse:
    """Order people out, or enter an order afterwards with its true time."""
    actor, row = opened(request, pk, "hazards.evacuate")
    form = EvacuateForm(sent(request))
    page = Page(
        "evacuate", gettext_lazy("Stop work and evacuate"), gettext_lazy("Evacuate"), _counted,
        hint=gettext_lazy("First bring people to safety, then enter it here. Count again until nobody is missing."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        names = ("area", "extent", "people_inside", "people_out", "note")
        return actions.evacuate(actor, row, ordered_at=form.moment, **{name: given[name] for name in names})

    return perform(request, row, form, page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.evacuate")
def count_out(request: HttpRequest, pk: int, evacuation_id: int) -> HttpResponse:
    """Count the people outside again."""
    actor, row = opened(request, pk, "hazards.evacuate")
    one = _evacuation_or_404(row, evacuation_id)
    begun = {"people_inside": one.people_inside, "people_out": one.people_out}
    page = Page("count_out", gettext_lazy("Count the people withdrawn"), gettext_lazy("Count"), _counted, hint=one.area)

    def act(given: dict[str, Any]) -> Any:
        return actions.count_out(actor, one, people_out=given["people_out"], people_inside=given["people_inside"])

    return perform(request, row, CountForm(sent(request), initial=begun), page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.lift")
def lift(request: HttpRequest, pk: int, evacuation_id: int) -> HttpResponse:
    """Let people back in, with the grounds."""
    actor, row = actor_of(request), hazard_or_404(request, pk)
    one = _evacuation_or_404(row, evacuation_id)
    require(actor, "hazards.lift", one)
    page = Page(
        "lift", gettext_lazy("Lift the evacuation"), gettext_lazy("Lift"), gettext_lazy("Lifted. People may go back."),
        hint=one.area, bound=True,
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.lift(actor, one, grounds=given["grounds"], shown=given["shown"])

    return perform(request, row, LiftForm(sent(request)), page, act)


def _evacuation_or_404(row: Hazard, evacuation_id: int) -> Evacuation:
    found: Evacuation | None = row.evacuations.select_related("hazard").filter(pk=evacuation_id).first()
    if found is None:
        raise Http404
    return found


def _counted(made: Evacuation) -> str:
    missing = made.people_inside - made.people_out
    if missing:
        return _("Entered. %(missing)d people are not counted outside yet.") % {"missing": missing}
    return _("Entered. Everybody has been counted outside.")
