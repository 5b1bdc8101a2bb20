"""Root cause and lasting measure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.web import screen
from kuangan.hazards import actions
from kuangan.hazards.web.acting import Page, opened, perform, sent
from kuangan.hazards.web.forms.explaining import CauseForm, MeasureForm

SAMPLE = _(
    "Bench higher than designed\n- Height was not measured every month\n-- No surveyor was named\n"
    "- Blasting plan was not followed"
)


@require_http_methods(["GET", "POST"])
@screen("hazards.explain")
def cause(request: HttpRequest, pk: int) -> HttpResponse:
    """Why it arose and what keeps it from coming back; the tree is typed as indented lines."""
    actor, row = opened(request, pk, "hazards.explain")
    former = getattr(row, "root_cause", None)
    page = Page(
        "cause", _("Root cause and lasting measure"), _("Save the root cause"), _("Root cause recorded."),
        template="hazards/cause_form.html", more=lambda held: {"beside": True, "sample": SAMPLE},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.explain(actor, row, **given)

    return perform(request, row, CauseForm(sent(request), former=former), page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.explain")
def finish_measure(request: HttpRequest, pk: int) -> HttpResponse:
    """The lasting measure has been carried out."""
    actor, row = opened(request, pk, "hazards.explain")
    former = getattr(row, "root_cause", None)
    page = Page(
        "finish_measure", _("Record the lasting measure as done"), _("Enter"), _("The lasting measure is done."),
        hint=former.measure if former else "",
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.finish_measure(actor, row, **given)

    return perform(request, row, MeasureForm(sent(request)), page, act)
