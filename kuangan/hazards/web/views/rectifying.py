"""Progress, more time, the application for acceptance and taking it back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import Form
from kuangan.hazards import actions
from kuangan.hazards.queries.record import Record
from kuangan.hazards.web.acting import Page, opened, perform, sent
from kuangan.hazards.web.forms.amounts import moment_of
from kuangan.hazards.web.forms.rectifying import ApplyForm, ExtendForm, ProgressForm, SureForm
from kuangan.hazards.web.pictures import gallery
from kuangan.registry.models import Agency


@require_http_methods(["GET", "POST"])
@screen("hazards.rectify")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Say how rectification goes; what was entered before stands beside."""
    actor, row = opened(request, pk, "hazards.rectify")
    page = Page(
        "progress", _("Enter progress"), _("Enter"), _("Progress entered."), template="hazards/progress_form.html",
        more=lambda held: {"beside": bool(held.progress)},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.add_progress(
            actor, row, text=given["text"], percent=given["percent"], spent_yuan=given["spent_yuan"],
            happened_at=moment_of(given["happened_at"]),
        )  # fmt: skip

    return perform(request, row, ProgressForm(sent(request)), page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.rectify")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a later deadline."""
    actor, row = opened(request, pk, "hazards.rectify")
    page = Page(
        "extend", _("Ask for more time"), _("Ask"), _("Asked. The present deadline holds until it is decided."),
        hint=_("Ask before the deadline. The old deadline stays on record; asking late is shown."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.ask_extension(actor, row, **{name: given[name] for name in form.fields})

    form: Form = ExtendForm(sent(request))
    return perform(request, row, form, page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.apply")
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Report it as rectified; the photos before and after stand above the form."""
    actor, row = opened(request, pk, "hazards.apply")
    form = ApplyForm(sent(request), agencies=Agency.objects.order_by("name"))

    def more(held: Record) -> dict[str, Any]:
        return {"gallery": gallery(actor.scope, row, held.photos)}

    page = Page(
        "apply", _("Apply for acceptance"), _("Apply"), _("Applied. Somebody who did not rectify it checks it now."),
        template="hazards/apply.html", more=more,
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        names = ("statement", "spent_yuan", "assessor", "expert", "assessment")
        when = moment_of(given["rectified_at"]) or clock.now()
        return actions.apply(actor, row, rectified_at=when, **{name: given[name] for name in names})

    return perform(request, row, form, page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.apply")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the application back before anybody has begun to check."""
    actor, row = opened(request, pk, "hazards.apply")
    page = Page(
        "take_back", _("Take the application back"), _("Take back"), _("Taken back. It is being rectified again."),
        hint=_("The application stays on record as taken back. Apply again once everything is done."),
    )  # fmt: skip
    return perform(request, row, SureForm(sent(request)), page, lambda given: actions.take_back(actor, row))
