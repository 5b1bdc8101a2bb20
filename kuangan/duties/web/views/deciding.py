"""Deciding on what was delivered: review, more time, redo, urging."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kuangan.duties.actions import extend as extending
from kuangan.duties.actions import redo as redoing
from kuangan.duties.actions import review as reviewing
from kuangan.duties.actions import urging
from kuangan.duties.models import Assignment, Extension
from kuangan.duties.queries.desk import own_authorities
from kuangan.duties.queries.evidence import duty_of
from kuangan.duties.queries.shown import shown_standing
from kuangan.duties.web.fetching import actor_of, assignment_or_404
from kuangan.duties.web.forms import DecideExtensionForm, RedoForm, ReviewForm, UrgeForm
from kuangan.duties.web.forms.deciding import ACCEPT, CORRECTION_DAYS, URGE_PHRASES
from kuangan.duties.web.presenting import duty_page, standing_of
from kuangan.duties.web.wording import ACCEPT_WORDS, act_of, waiting_words
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.shown import FIELD
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.kernel.working_days import add_working_days
from kuangan.foundation.ui import drafts, once

CONFLICT, UNPROCESSABLE = 409, 422


@require_POST
@screen("duties.review")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept (pass on, file) or return; a refusal shows the page again with everything that was typed."""
    actor = actor_of(request)
    row = assignment_or_404(request, pk)
    form = ReviewForm(request.POST, accept_word=ACCEPT_WORDS.get(act_of(duty_of(row), row)))
    if not form.is_valid():
        require(actor, "duties.review", row)
        return duty_page(request, row, review=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    seen = reviewing.Seen(given["receipt"], given["step"], request.POST.get(FIELD, ""))
    try:
        if given["decision"] == ACCEPT:
            done = reviewing.accept(actor, row, seen=seen, opinion=given["opinion"])
            words = _accepted_words(row, done)
        else:
            done = reviewing.return_(
                actor, row, seen=seen, opinion=given["opinion"], correct_by=given["correct_by"]
            )  # fmt: skip
            words = _("Returned for correction.")
    except Refused as refusal:
        form.refuse(refusal)
        status = UNPROCESSABLE if refusal.field else CONFLICT
        return duty_page(request, assignment_or_404(request, pk), review=form, status=status)
    drafts.taken(request, f"duties.review.{pk}")
    messages.success(request, f"{words} {done.bearer} {done.title}")
    return redirect("duties:duty", pk)


def _accepted_words(before: Assignment, done: Assignment) -> str:
    """What the acceptance led to; where the same office has the next step, that it is still to be done."""
    if done.waiting_for is None:
        return _("Accepted.")
    if done.waiting_for_id == before.waiting_for_id:
        return _("Accepted, %(next)s.") % {"next": waiting_words(duty_of(done), done)}
    return _("Accepted and passed on.")


@require_POST
@screen("duties.decide_extension")
def decide_extension(request: HttpRequest, pk: int, extension_id: int) -> HttpResponse:
    """Grant more time or refuse it."""
    row = assignment_or_404(request, pk)
    found: Extension | None = row.extensions.filter(pk=extension_id).first()
    if found is None:
        raise OutOfScope
    form = DecideExtensionForm(request.POST, prefix="extension")
    if not form.is_valid():
        return duty_page(request, row, extension=form, status=UNPROCESSABLE)
    given = form.cleaned_data
    try:
        extending.decide_extension(
            actor_of(request), found, grant=given["grant"] == "yes", opinion=given["opinion"], until=given["until"],
            shown=request.POST.get(FIELD, ""),
        )  # fmt: skip
    except Refused as refusal:
        form.refuse(refusal)
        status = UNPROCESSABLE if refusal.field else CONFLICT
        return duty_page(request, assignment_or_404(request, pk), extension=form, status=status)
    messages.success(request, _("More time granted.") if given["grant"] == "yes" else _("More time refused."))
    return redirect("duties:duty", pk)


@require_http_methods(["GET", "POST"])
@screen("duties.order_redo")
def redo(request: HttpRequest, pk: int) -> HttpResponse:
    """Order that the work is done again from scratch (推倒重来)."""
    actor = actor_of(request)
    row = assignment_or_404(request, pk)
    require(actor, "duties.order_redo", row)
    form = RedoForm(request.POST or None, initial={"new_due": add_working_days(clock.today(), CORRECTION_DAYS)})
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                redoing.order_redo(
                    actor, row, authority=own_authorities(actor).first(), shown=request.POST.get(FIELD, ""),
                    **form.cleaned_data,
                )  # fmt: skip
            except Refused as refusal:
                form.refuse(refusal)
                row = assignment_or_404(request, pk)
                status = UNPROCESSABLE if refusal.field else CONFLICT
            else:
                drafts.taken(request, f"duties.redo.{pk}")
                messages.success(request, _("The redo is ordered. What was delivered stays readable and is void."))
                return redirect("duties:duty", pk)
    return act_page(
        request, row, form, status, title=_("Order a redo from scratch"), button=_("Order the redo"), key="redo",
        shown=shown_standing(row),
        hint=_("What was delivered in this round becomes void and stays readable. A new round and a new clock start."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@screen("duties.urge")
def urge(request: HttpRequest, pk: int) -> HttpResponse:
    """Urge the bearer, on record."""
    actor = actor_of(request)
    row = assignment_or_404(request, pk)
    require(actor, "duties.urge", row)
    form = UrgeForm(request.POST or None, initial={"words": URGE_PHRASES[0]})
    if request.method == "POST" and form.is_valid():
        try:
            urging.urge(actor, row, words=form.cleaned_data["words"], entry_key=once.key(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Urged, and put on record."))
            return redirect("duties:duty", pk)
    status = UNPROCESSABLE if form.is_bound else 200
    return act_page(
        request, row, form, status, title=_("Urge the bearer"), button=_("Urge"), key="urge", phrases=URGE_PHRASES,
        phrases_into="id_words",
    )  # fmt: skip


def act_page(request: HttpRequest, row: Any, form: Any, status: int = 200, **words: Any) -> HttpResponse:
    """One act on a page of its own: what it is about, the form, one button."""
    back = reverse("duties:duty", args=[row.pk])
    context = {"row": row, "form": form, "back": back, "draft_key": f"duties.{words['key']}.{row.pk}", **words}
    return render(request, "duties/act.html", context, status=status)


__all__ = ["act_page", "decide_extension", "redo", "review", "standing_of", "urge"]
