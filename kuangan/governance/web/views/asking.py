"""Asking for help, taking it back, asking again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.policy import require, scope_for
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import OutOfScope, Refused
from kuangan.foundation.ui import drafts, once
from kuangan.governance import actions
from kuangan.governance.models import HelpRequest
from kuangan.governance.web.acting import CONFLICT, UNPROCESSABLE, Page, perform
from kuangan.governance.web.fetching import actor_of, request_or_404
from kuangan.governance.web.forms.asking import AskForm, ReasonForm
from kuangan.governance.web.keeping import Basket
from kuangan.governance.web.lines import CLAUSE
from kuangan.hazards.models import Hazard
from kuangan.hazards.states import OPEN_STATES
from kuangan.registry.models import Mine
from kuangan.registry.queries import MineFilter, mines

MOST_LISTED = 60
"""Mines that one list offers; whoever sees more looks the mine up first."""
ASK_AGAIN = Page(
    "reopen", gettext_lazy("Ask for help again"), gettext_lazy("Ask"), gettext_lazy("Help has been asked for again."),
    upload=True, hint=gettext_lazy("A new request that points to this one; this one stays as it is."),
)  # fmt: skip
TAKE_BACK = Page(
    "take_back", gettext_lazy("Take the request back"), gettext_lazy("Take back"), gettext_lazy("Taken back."),
    hint=gettext_lazy("It stays readable with your reason."),
)  # fmt: skip


def _form(request: HttpRequest, own: Any, fixed: Mine | None, **initial: Any) -> AskForm:
    actor = actor_of(request)
    hazards = Hazard.objects.within(actor.scope).filter(mine=fixed, state__in=sorted(OPEN_STATES)) if fixed else None
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    return AskForm(*data, mines=own, fixed=fixed, hazards=hazards, initial=initial)


def _asking(request: HttpRequest, told: dict[str, Any], files: Basket) -> actions.Asking:
    day = told["requested_on"]
    return actions.Asking(
        kind=told["kind"], topic=told["topic"], words=told["words"], hazard=told.get("hazard"),
        requested_at=None if day == clock.today() else clock.start_of_day(day),
        own_technicians=told["own_technicians"], own_strength=told["own_strength"], hired_expert=told["hired_expert"],
        hired_from=told["hired_from"], papers=files.papers, entry_key=once.key(request),
        is_another=told["is_another"],
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@screen("governance.ask")
def new_request(request: HttpRequest) -> HttpResponse:
    """Ask for help; what was typed and every file taken in survive each refusal."""
    actor = actor_of(request)
    own = Mine.objects.within(scope_for(actor, "governance.ask")).order_by("region_code", "pk")
    fixed = _asked_mine(request)
    if fixed is None:
        offered = list(own[: MOST_LISTED + 1])
        fixed = offered[0] if len(offered) == 1 else None
        if len(offered) > MOST_LISTED and request.method == "GET":
            return _choose_mine(request)
    form = _form(request, own, fixed, hazard=request.GET.get("hazard", ""), topic=_topic(request))
    key = f"governance.new.{actor.user_id}" + (f".{fixed.pk}" if fixed else "")
    context: dict[str, Any] = {"form": form, "mine": fixed, "draft_key": key, "files": None, "clause_ref": CLAUSE}
    if request.method == "GET":
        return render(request, "governance/new.html", context)
    context["files"] = files = Basket(request, actor.user_id)
    valid = form.is_valid()
    if files.complain(form) or not valid:
        return render(request, "governance/new.html", context, status=UNPROCESSABLE)
    try:
        row = actions.ask(actor, fixed or form.cleaned_data["mine"], _asking(request, form.cleaned_data, files))
    except Refused as refusal:
        form.refuse(refusal)
        status = UNPROCESSABLE if refusal.field else CONFLICT
        return render(request, "governance/new.html", context, status=status)
    drafts.taken(request, key)
    messages.success(request, _("Asked for help as %(number)s. The county bureau answers.") % {"number": row.number})
    return redirect("governance:request", row.pk)


def _asked_mine(request: HttpRequest) -> Mine | None:
    """The mine that the address names, inside the jurisdiction; None when it names none."""
    asked = request.GET.get("mine", "")
    if not asked:
        return None
    found: Mine | None = None
    if asked.isascii() and asked.isdigit() and len(asked) < 12:
        found = Mine.objects.within(actor_of(request).scope).filter(pk=int(asked)).first()
    if found is None:
        raise OutOfScope
    return found


def _topic(request: HttpRequest) -> str:
    return "rectification" if request.GET.get("hazard") else ""


def _choose_mine(request: HttpRequest) -> HttpResponse:
    """Look the mine up by any part of its name, for whoever sees more mines than a list can show."""
    text = request.GET.get("q", "").strip()[:60]
    found = mines(actor_of(request).scope, MineFilter(text=text))[:MOST_LISTED] if text else []
    return render(request, "governance/choose_mine.html", {"text": text, "mines": found})


@require_http_methods(["GET", "POST"])
@screen("governance.ask")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask again after a request was closed or declined."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.ask", row)
    form = _form(
        request, None, row.mine, kind=row.kind, topic=row.topic, hazard=row.hazard_id, words=row.words,
        own_technicians=row.own_technicians, own_strength=row.own_strength, hired_expert=row.hired_expert,
        hired_from=row.hired_from,
    )  # fmt: skip

    def act(told: dict[str, Any], files: Basket) -> HelpRequest:
        return actions.reopen(actor, row, _asking(request, told, files))

    return perform(request, row, form, ASK_AGAIN, act)


@require_http_methods(["GET", "POST"])
@screen("governance.take_back")
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back before the report is in."""
    actor, row = actor_of(request), request_or_404(request, pk)
    require(actor, "governance.take_back", row)
    form = ReasonForm(request.POST or None)
    return perform(request, row, form, TAKE_BACK, lambda told, files: actions.take_back(actor, row, **told))
