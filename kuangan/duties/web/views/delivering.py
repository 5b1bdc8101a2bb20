"""Delivering: submit, withdraw, ask for more time, confirm a share."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuangan.duties.actions import extend as extending
from kuangan.duties.actions import submit as submitting
from kuangan.duties.actions import supply as supplying
from kuangan.duties.models import Assignment, CoBearer, Submission
from kuangan.duties.policy import acts_for_bearer
from kuangan.duties.states import SubmissionState
from kuangan.duties.web.fetching import actor_of, assignment_or_404
from kuangan.duties.web.forms import ExtensionForm, SubmitForm, WithdrawForm
from kuangan.duties.web.presenting import duty_page
from kuangan.duties.web.views.deciding import CONFLICT, UNPROCESSABLE, act_page
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.shown import FIELD
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.ui import drafts


@require_http_methods(["GET", "POST"])
@screen("duties.submit")
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit; the same press twice gives one submission and shows its receipt."""
    actor = actor_of(request)
    if request.method == "GET":
        return redirect("duties:duty", assignment_or_404(request, pk).pk)
    form = SubmitForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    try:
        made = submitting.submit(  # it reads and locks the row itself
            actor, Assignment(pk=pk), note=note, unchanged_because=request.POST.get("unchanged_because", ""),
            shown=request.POST.get(FIELD, ""),
        )  # fmt: skip
    except Refused as refusal:
        row = assignment_or_404(request, pk)
        known = _live(row)
        if known is not None and acts_for_bearer(actor, row):
            messages.info(request, _("This has been submitted already; here is the receipt."))
            return redirect("duties:submission", known.pk)
        return duty_page(request, assignment_or_404(request, pk), refusal=str(refusal), delivery=request.POST,
                         status=CONFLICT)  # fmt: skip
    if note:  # without words there is no draft to forget, and the session need not be written
        drafts.taken(request, f"duties.submit.{pk}")
    messages.success(request, _("Submitted. Receipt number %(number)s") % {"number": made.number})
    return redirect("duties:submission", made.pk)


def _live(row: Assignment) -> Submission | None:
    live = [SubmissionState.SUBMITTED, SubmissionState.ACCEPTED]
    found: Submission | None = row.submissions.filter(state__in=live).first()
    return found


@require_http_methods(["GET", "POST"])
@screen("duties.withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a submission back before anybody has decided."""
    actor = actor_of(request)
    row = assignment_or_404(request, pk)
    require(actor, "duties.withdraw", row)
    form = WithdrawForm(request.POST or None)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            submitting.withdraw(actor, row, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.refuse(refusal)
            status = CONFLICT
        else:
            messages.success(request, _("Withdrawn. Correct it and submit again."))
            return redirect("duties:duty", pk)
    return act_page(request, row, form, status, title=_("Withdraw"), button=_("Withdraw"), key="withdraw")


@require_http_methods(["GET", "POST"])
@screen("duties.ask_extension")
def extend(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for more time."""
    actor = actor_of(request)
    row = assignment_or_404(request, pk)
    require(actor, "duties.ask_extension", row)
    form = ExtensionForm(request.POST or None)
    status = UNPROCESSABLE if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            extending.ask_extension(actor, row, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
            status = UNPROCESSABLE if refusal.field else CONFLICT
        else:
            drafts.taken(request, f"duties.extend.{pk}")
            messages.success(request, _("Asked for more time. The date stays until somebody has decided."))
            return redirect("duties:duty", pk)
    return act_page(
        request, row, form, status, title=_("Ask for more time"), button=_("Send the request"), key="extend",
        hint=_("Asking late is allowed and visible. Until the decision the present date counts."),
    )  # fmt: skip


@require_POST
@screen("duties.confirm_share")
def confirm_share(request: HttpRequest, pk: int, share_id: int) -> HttpResponse:
    """A joint bearer confirms its share."""
    row = assignment_or_404(request, pk)
    share: CoBearer | None = row.co_bearers.filter(pk=share_id).first()
    if share is None:
        raise OutOfScope
    try:
        supplying.confirm_share(actor_of(request), share)
    except Refused as refusal:
        return duty_page(request, row, refusal=str(refusal), status=CONFLICT)
    messages.success(request, _("Confirmed."))
    return redirect("duties:duty", pk)
