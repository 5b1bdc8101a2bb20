"""One act on a page of its own: shown, filled in, done or refused, and back to the request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import drafts
from kuangan.foundation.ui.forms import Form
from kuangan.governance.models import HelpRequest
from kuangan.governance.queries import record
from kuangan.governance.web.acts import refusal
from kuangan.governance.web.fetching import actor_of, request_or_404
from kuangan.governance.web.keeping import Basket
from kuangan.governance.web.presenting import title_of

CONFLICT, UNPROCESSABLE = 409, 422


@dataclass
class Page:
    """The words of an act's page. `key` is its name among the acts of `web.acts`; `more` is what else is shown."""

    key: str
    title: Any
    button: Any
    done: Any
    hint: Any = ""
    template: str = "governance/act.html"
    upload: bool = False
    more: dict[str, Any] = field(default_factory=dict)


def perform(
    request: HttpRequest, row: HelpRequest, form: Form, page: Page, act: Callable[[dict[str, Any], Basket], Any]
) -> HttpResponse:  # fmt: skip
    """Show the form; on a valid POST do the act and go to the request that it answers with (this one by default).

    A refusal stands beside its field (422), or on top when the matter has changed since (409); what was typed and every
    file taken in stay.
    """
    if request.method != "POST":
        return show(request, row, form, page, None)
    files = Basket(request, actor_of(request).user_id)
    valid = form.is_valid()
    if files.complain(form) or not valid:
        return show(request, row, form, page, files, UNPROCESSABLE)
    try:
        made = act(form.cleaned_data, files)
    except Refused as refused:
        form.refuse(refused)
        status = UNPROCESSABLE if refused.field else CONFLICT
        return show(request, request_or_404(request, row.pk), form, page, files, status)
    drafts.taken(request, draft_key(page, row))
    messages.success(request, str(page.done))
    return redirect("governance:request", made.pk if isinstance(made, HelpRequest) else row.pk)


def draft_key(page: Page, row: HelpRequest) -> str:
    """Under which the device keeps what was typed."""
    return f"governance.{page.key}.{row.pk}"


def show(
    request: HttpRequest, row: HelpRequest, form: Form, page: Page, files: Basket | None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The page with the form as it stands, and why the act cannot be done now, if so."""
    actor = actor_of(request)
    reason = refusal(actor, record(actor.scope, row, whole=False), page.key) if page.key else ""
    context = {
        "row": row,
        "about": title_of(row),
        "form": form,
        "page": page,
        "files": files,
        "draft_key": draft_key(page, row),
        "reason": reason,
        "is_closed": bool(reason) and request.method != "POST",
        **page.more,
    }
    return render(request, page.template, context, status=status)
