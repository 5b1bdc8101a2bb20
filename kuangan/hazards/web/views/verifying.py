"""Acceptance: a general hazard in one act, a major one by two people on site; sending back; more time."""

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.authority.web import screen
from kuangan.foundation.ui.forms import Form
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard, SiteCheck
from kuangan.hazards.queries.record import Record
from kuangan.hazards.states import CheckResult, CheckState, HazardState
from kuangan.hazards.web.acting import Page, opened, perform, sent
from kuangan.hazards.web.fives import five_of
from kuangan.hazards.web.forms.verifying import (
    GRANT,
    CheckForm,
    DecideExtensionForm,
    DecideForm,
    DropCheckForm,
    SendBackForm,
    SignCheckForm,
)
from kuangan.hazards.web.pictures import gallery
from kuangan.hazards.web.proving import proven


def proof(scope: Scope, held: Record) -> dict[str, Any]:
    """What the decision is about: the application, the five, the photos before and after."""
    applied = held.pending_application or next(iter(held.applications), None)
    return {
        "applied": applied,
        "gallery": gallery(scope, held.row, held.photos),
        "five": five_of(held),
        "earlier": [one for one in held.applications if applied is None or one.pk != applied.pk],
        "check": held.open_check,
    }


@require_http_methods(["GET", "POST"])
@screen("hazards.accept")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide on a general hazard: close it out, or send it back with what is still to be done."""
    return _decide(request, pk, "accept", "")


@require_http_methods(["GET", "POST"])
@screen("hazards.accept")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page for whoever has said already that it has not passed."""
    return _decide(request, pk, "refuse", CheckResult.REFUSED.value)


def _decide(request: HttpRequest, pk: int, key: str, chosen: str) -> HttpResponse:
    actor, row = opened(request, pk, "hazards.accept")
    form = DecideForm(sent(request), row=row, initial={"result": chosen})

    def done(made: Hazard) -> Any:
        passed = made.state == HazardState.CLOSED
        return _("Accepted and closed out.") if passed else _("Sent back. The mine reads what is still to be done.")

    page = Page(
        key,
        _("Decide on the rectification"),
        _("Decide"),
        done,
        template="hazards/decide.html",
        more=partial(proof, actor.scope),
        bound=True,
    )

    def act(given: dict[str, Any]) -> Any:
        if given["result"] == CheckResult.PASSED:
            return actions.accept(
                actor, row, opinion=given["opinion"], happened_at=form.seen_at(), shown=given["shown"]
            )
        return actions.refuse(actor, row, opinion=given["opinion"], shown=given["shown"])

    return perform(request, row, form, page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.check_on_site")
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter the on-site check of a major hazard and sign it first. Where one waits already, it is shown instead."""
    actor, row = opened(request, pk, "hazards.check_on_site")
    waiting = SiteCheck.rows.filter(application__hazard=row, state=CheckState.OPEN).first()
    if request.method == "GET" and waiting is not None:
        return redirect("hazards:sign_check", row.pk, waiting.pk)
    page = Page(
        "check", _("Enter the on-site check"), _("Sign as the first"),
        _("Signed. It counts once a second person who was on site has signed it too."),
        template="hazards/check.html", more=partial(proof, actor.scope), bound=True,
    )  # fmt: skip
    form = CheckForm(sent(request), row=row)

    def act(given: dict[str, Any]) -> Any:
        return actions.open_check(
            actor, row, result=given["result"], opinion=given["opinion"], experts=given["experts"],
            happened_at=form.seen_at(), proven=proven(request, given["password"]), shown=given["shown"],
        )  # fmt: skip

    return perform(request, row, form, page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.check_on_site")
def sign_check(request: HttpRequest, pk: int, check_id: int) -> HttpResponse:
    """The second person reads exactly what the first has signed, and signs it with their own account."""
    actor, row = opened(request, pk, "hazards.check_on_site")
    held = _check_or_404(row, check_id)

    def done(made: SiteCheck) -> Any:
        if made.result == CheckResult.PASSED:
            return _("Signed by both. The city closes it out next.")
        return _("Signed by both. It goes back to rectification.")

    def more(record: Record) -> dict[str, Any]:
        settled = held.state != CheckState.OPEN
        told = {"check": held, "settled": settled, "own": held.first_by_id == actor.user_id}
        if settled and not form.is_bound:
            told |= {"closed": True, "reason": _("This check has been settled already.")}
        return proof(actor.scope, record) | told

    page = Page(
        "sign_check", _("Sign the on-site check"), _("Sign as the second"), done, template="hazards/sign_check.html",
        more=more, bound=True,
    )  # fmt: skip
    form = SignCheckForm(sent(request), initial={"content_hash": held.content_hash})

    def act(given: dict[str, Any]) -> Any:
        return actions.sign_check(
            actor, held, opinion=given["opinion"], content_hash=given["content_hash"],
            proven=proven(request, given["password"]), shown=given["shown"],
        )  # fmt: skip

    return perform(request, row, form, page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.check_on_site")
def drop_check(request: HttpRequest, pk: int, check_id: int) -> HttpResponse:
    """Drop a check that was entered wrongly, before the second signature."""
    actor, row = opened(request, pk, "hazards.check_on_site")
    held = _check_or_404(row, check_id)
    page = Page(
        "drop_check", _("Drop the unsigned check"), _("Drop"), _("Dropped. The check can be entered again."),
        template="hazards/sign_check.html",
        more=lambda record: proof(actor.scope, record) | {"check": held, "brief": True},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.drop_check(actor, held, reason=given["reason"])

    return perform(request, row, DropCheckForm(sent(request)), page, act)


def _check_or_404(row: Hazard, check_id: int) -> SiteCheck:
    found: SiteCheck | None = (
        SiteCheck.rows.filter(pk=check_id, application__hazard=row).select_related("application__hazard").first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@screen("hazards.close")
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The city does not close what two people accepted: back to rectification."""
    actor, row = opened(request, pk, "hazards.close")
    page = Page(
        "send_back", _("Send it back to rectification"), pgettext_lazy("hazard", "Send back"),
        _("Sent back. The mine and the county read what is still to be done."), template="hazards/decide.html",
        more=partial(proof, actor.scope), bound=True,
    )  # fmt: skip
    form = SendBackForm(sent(request))
    return perform(
        request,
        row,
        form,
        page,
        lambda given: actions.send_back(actor, row, opinion=given["opinion"], shown=given["shown"]),
    )


@require_http_methods(["GET", "POST"])
@screen("hazards.decide_extension")
def decide_extension(request: HttpRequest, pk: int, extension_id: int) -> HttpResponse:
    """Grant or refuse more time; for a listed hazard the city alone."""
    actor, row = opened(request, pk, "hazards.decide_extension")
    asked = row.extensions.select_related("hazard").filter(pk=extension_id).first()
    if asked is None:
        raise Http404
    page = Page(
        "decide_extension", _("Decide on more time"), _("Decide"), _("Decided. The mine reads the reason."),
        template="hazards/decide_extension.html", more=lambda held: {"asked": asked, "listing": held.listing},
        bound=True,
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.decide_extension(
            actor,
            asked,
            grant=given["decision"] == GRANT,
            until=given["until"],
            opinion=given["opinion"],
            shown=given["shown"],
        )

    form: Form = DecideExtensionForm(sent(request), asked=asked)
    return perform(request, row, form, page, act)
