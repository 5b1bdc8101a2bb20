"""Acts on one request: answer, visit, report, close, respond, a measure carried out."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui import once
from kuangan.governance import actions
from kuangan.governance.states import HelpState
from kuangan.governance.web.acting import Page, perform
from kuangan.governance.web.fetching import actor_of, measure_or_404, request_or_404
from kuangan.governance.web.forms.answering import AssignForm
from kuangan.governance.web.forms.asking import ReasonForm
from kuangan.governance.web.forms.helping import CloseForm, DoneForm, ReportForm, RespondForm, VisitForm

ENTER, FILE = pgettext_lazy("verb in a row", "Enter"), pgettext_lazy("verb in a row", "File")
DECLINE = Page("decline", _("Decline the request"), _("Decline"), _("Declined; the mine reads the reason."),
               hint=_("Say why, and what the mine can do instead. It can ask again."))  # fmt: skip
VISIT = Page("visit", _("Enter a help visit"), ENTER, _("The visit is entered."), upload=True,
             template="governance/visit.html")  # fmt: skip
REPORT = Page("report", _("File the report on the help"), FILE, _("The report is filed; the bureau closes it."),
              template="governance/report.html", upload=True)  # fmt: skip
CLOSE = Page("close", _("Close with the result"), _("Close"), _("Closed; the mine is asked to confirm."))
RESPOND = Page("respond", _("Confirm or object"), _("Send"), _("Your view is on record."))


@require_http_methods(["GET", "POST"])
@screen("governance.answer")
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Assign a helper, or another one; a conflict of interest asks for an answer."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.answer", row)
    # A form that was opened before somebody else assigned a helper is answered as what it was.
    is_change = "reason" in request.POST if request.method == "POST" else row.state != HelpState.REQUESTED
    form = AssignForm(request.POST or None, row=row, is_change=is_change)
    title = _("Assign another helper") if is_change else _("Assign a helper")
    page = Page("assign", title, _("Assign"), _("The helper is assigned."), template="governance/assign.html")
    return perform(
        request, row, form, page, lambda told, files: actions.assign(actor, row, actions.Helping(**told))
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@screen("governance.answer")
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline with a reason."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.answer", row)
    form = ReasonForm(request.POST or None)
    return perform(request, row, form, DECLINE, lambda told, files: actions.decline(actor, row, **told))


@require_http_methods(["GET", "POST"])
@screen("governance.record_help")
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a help visit."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.record_help", row)
    form = VisitForm(*((request.POST, request.FILES) if request.method == "POST" else ()))

    def act(told: dict[str, Any], files: Any) -> Any:
        told.pop("files", None)
        return actions.add_visit(actor, row, papers=files.papers, entry_key=once.key(request), **told)

    return perform(request, row, form, VISIT, act)


@require_http_methods(["GET", "POST"])
@screen("governance.record_help")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """File the report with its measures."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.record_help", row)
    form = ReportForm(*((request.POST, request.FILES) if request.method == "POST" else ()))

    def act(told: dict[str, Any], files: Any) -> Any:
        return actions.report(
            actor, row, reported_on=told["reported_on"], summary=told["summary"], measures=form.measures(),
            papers=files.papers, entry_key=once.key(request),
        )  # fmt: skip

    return perform(request, row, form, REPORT, act)


@require_http_methods(["GET", "POST"])
@screen("governance.close")
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close with the result."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.close", row)
    form = CloseForm(request.POST or None)
    return perform(request, row, form, CLOSE, lambda told, files: actions.close(actor, row, **told))


@require_http_methods(["GET", "POST"])
@screen("governance.respond")
def respond(request: HttpRequest, pk: int) -> HttpResponse:
    """The mine confirms or objects."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.respond", row)
    form = RespondForm(request.POST or None)
    return perform(request, row, form, RESPOND, lambda told, files: actions.respond(actor, row, **told))


@require_http_methods(["GET", "POST"])
@screen("governance.finish_measure")
def finish_measure(request: HttpRequest, pk: int, measure_id: int) -> HttpResponse:
    """A recommended measure has been carried out."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.finish_measure", row)
    measure = measure_or_404(row, measure_id)
    form = DoneForm(request.POST or None)
    page = Page(
        "",
        _("Record the measure as carried out"),
        pgettext_lazy("verb in a row", "Enter"),
        _("Entered."),
        hint=measure.words,
    )
    return perform(request, row, form, page, lambda told, files: actions.finish_measure(actor, measure, **told))
