"""Words mended, hazards linked, an entry withdrawn, a closed hazard reopened."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.hazards import actions
from kuangan.hazards.models import Hazard
from kuangan.hazards.policy import is_officer
from kuangan.hazards.queries.hazards import linkable, numbered
from kuangan.hazards.states import Grade
from kuangan.hazards.web.acting import Page, opened, perform, sent, show
from kuangan.hazards.web.fetching import actor_of
from kuangan.hazards.web.forms.explaining import CorrectForm, LinkForm, ReopenForm, WithdrawForm
from kuangan.hazards.web.views.determining import FIND


@require_http_methods(["GET", "POST"])
@screen("hazards.correct")
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend the words; what stood there before stays in the trail."""
    actor, row = opened(request, pk, "hazards.correct")
    page = Page(
        "correct", gettext_lazy("Correct the words"), gettext_lazy("Save the correction"),
        gettext_lazy("Corrected. What stood there before stays in the trail."),
    )  # fmt: skip

    def act(given: dict[str, Any]) -> Any:
        return actions.correct(actor, row, **given)

    return perform(request, row, CorrectForm(sent(request), row=row), page, act)


@require_http_methods(["GET", "POST"])
@screen("hazards.link")
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link with another hazard: one of this mine found by its words, or any by its number."""
    actor, row = opened(request, pk, "hazards.link")
    finding = request.method == "POST" and FIND in request.POST
    text = request.POST.get("q", request.GET.get("q", ""))[:60].strip()
    offered = linkable(actor.scope, row, text, chosen=request.POST.get("other", request.GET.get("other", "")))
    begun = {name: value for name, value in request.POST.items() if name in LinkForm.base_fields}
    if request.method == "GET":
        begun = {"q": text, "other": request.GET.get("other", "")}
    form = LinkForm(None if finding else sent(request), offered=offered, initial=begun)
    page = Page(
        "link", gettext_lazy("Link with another hazard"), pgettext_lazy("hazard", "Link"), gettext_lazy("Linked."),
        template="hazards/link.html", more=lambda held: {"text": text},
    )  # fmt: skip

    def act(given: dict[str, Any]) -> None:
        actions.link(actor, row, _other(request, offered, given), kind=given["kind"], note=given["note"])

    return show(request, row, form, page) if finding else perform(request, row, form, page, act)


def _other(request: HttpRequest, offered: list[Hazard], given: dict[str, Any]) -> Hazard:
    """The hazard that is meant. A number that was written out goes before what was chosen. Raises Refused."""
    if given["number"]:
        found = numbered(actor_of(request).scope, given["number"])
        if found is None:
            raise Refused(_("No hazard of your jurisdiction has this number."), "number")
        return found
    return next(one for one in offered if str(one.pk) == given["other"])


@require_http_methods(["GET", "POST"])
@screen("hazards.withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw an entry made by mistake; it stays readable with its reason."""
    actor, row = opened(request, pk, "hazards.withdraw")
    page = Page(
        "withdraw", gettext_lazy("Withdraw an entry made by mistake"), gettext_lazy("Withdraw"),
        gettext_lazy("Withdrawn. It stays readable with its reason."),
        hint=gettext_lazy("A hazard that has been removed is not withdrawn: apply for acceptance instead."), bound=True,
    )  # fmt: skip
    form = WithdrawForm(sent(request))
    return perform(request, row, form, page, lambda given: actions.withdraw(actor, row, **given))


@require_http_methods(["GET", "POST"])
@screen("hazards.reopen")
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """A closed hazard is there again: a new one is registered that points to it."""
    actor, row = opened(request, pk, "hazards.reopen")
    form = ReopenForm(sent(request), row=row, official=is_officer(actor, row))
    hint = _("A new hazard is registered that points to this one; this one stays closed.")
    if row.grade != Grade.GENERAL:
        hint += _("As this one was major, the new one is entered as suspected major and determined anew.")
    page = Page("reopen", gettext_lazy("It is there again: reopen"), gettext_lazy("Reopen"), _reopened, hint=hint)

    def act(given: dict[str, Any]) -> Any:
        return actions.reopen(actor, row, form.finding(row), reason=given["reason"])

    return perform(request, row, form, page, act)


def _reopened(made: Hazard) -> str:
    return _("Registered as %(number)s.") % {"number": made.number}
