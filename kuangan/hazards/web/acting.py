"""One act on a page of its own: shown, filled in, done or refused, and back to the hazard."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import drafts
from kuangan.foundation.ui.forms import Form
from kuangan.hazards.models import Hazard
from kuangan.hazards.queries.record import Record, record
from kuangan.hazards.queries.shown import shown_code
from kuangan.hazards.web.acts import refusal
from kuangan.hazards.web.fetching import actor_of, hazard_or_404
from kuangan.hazards.web.forms.freshness import Fresh
from kuangan.hazards.web.lines import line
from kuangan.hazards.web.presenting import title_of, waiting_words

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass
class Page:
    """The words of an act's page. `key` is its name among the acts of `web.acts`.

    `bound`: somebody decides or signs here, over what the page shows; the form carries its code as `shown`.
    `done` is the message afterwards, or makes it of what the act answers with; `more` makes what else is shown, with
    `beside` true where the page has something to read beside the form (block `aside`).
    """

    key: str
    title: Any
    button: Any
    done: Any
    hint: Any = ""
    template: str = "hazards/act.html"
    upload: bool = False
    bound: bool = False
    more: Callable[[Record], dict[str, Any]] = field(default=lambda held: {})


def opened(request: HttpRequest, pk: int, verb: str) -> tuple[Actor, Hazard]:
    """The actor and the hazard of an act's page. Raises OutOfScope outside the jurisdiction, Forbidden without the
    right on this hazard."""
    actor, row = actor_of(request), hazard_or_404(request, pk)
    require(actor, verb, row)
    return actor, row


def sent(request: HttpRequest) -> Any:
    """What was sent with a POST, an empty form too; None for a GET."""
    return request.POST if request.method == "POST" else None


def perform(
    request: HttpRequest, row: Hazard, form: Form, page: Page, act: Callable[[dict[str, Any]], Any]
) -> HttpResponse:  # fmt: skip
    """Show the form; on a valid POST do the act and go to the hazard that it answers with (this one by default).

    A refusal stands beside its field (422), or on top when the matter has changed since (409); what was typed stays.
    """
    if request.method != "POST":
        return show(request, row, form, page)
    if not form.is_valid():
        return show(request, row, form, page, UNPROCESSABLE)
    try:
        made = act(form.cleaned_data | {"shown": request.POST.get("shown", "")} if page.bound else form.cleaned_data)
    except Refused as refused:
        form.refuse(refused)
        status = UNPROCESSABLE if refused.field in form.fields else CONFLICT
        return show(request, hazard_or_404(request, row.pk), form, page, status)
    drafts.taken(request, draft_key(page, row))
    messages.success(request, str(page.done(made) if callable(page.done) else page.done))
    return redirect("hazards:hazard", made.pk if isinstance(made, Hazard) else row.pk)


def draft_key(page: Page, row: Hazard) -> str:
    """Under which the device keeps what was typed."""
    return f"hazards.{page.key}.{row.pk}"


def show(request: HttpRequest, row: Hazard, form: Form, page: Page, status: int = 200) -> HttpResponse:
    """The page with the form as it stands, or with why the act cannot be done now.

    A form that was sent is shown in any case: what was typed is not lost over a change of the matter.
    """
    actor = actor_of(request)
    held = record(actor.scope, row, whole=False)
    reason = not_now(actor, held, page, request.path)
    if status == CONFLICT and isinstance(form, Fresh):
        form.catch_up(held)
    context = {
        "row": row,
        "record": held,
        "about": title_of(row),
        "line": line(actor, row),
        "form": form,
        "page": page,
        "draft_key": draft_key(page, row),
        "reason": reason,
        "closed": bool(reason) and not form.is_bound,
        "shown": shown_code(held) if page.bound else "",
        **page.more(held),
    }
    return render(request, page.template, context, status=status)


def not_now(actor: Actor, held: Record, page: Page, path: str) -> str:
    """Why the act cannot be done now, "" when it can. An act that is not among those laid out waits for another."""
    reason = refusal(actor, held, page.key, path)
    return (
        _("There is nothing to do here now. %(state)s") % {"state": waiting_words(held)} if reason is None else reason
    )
