"""The principal reads the whole check and signs it; withdrawing one."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.inspections import actions
from kuangan.inspections.models import MonthlyCheck
from kuangan.inspections.queries.record import hash_of, record, repeated_by, statement
from kuangan.inspections.web.acting import CONFLICT, Page, perform, show
from kuangan.inspections.web.fetching import actor_of, check_or_404
from kuangan.inspections.web.forms import SignForm, WithdrawForm
from kuangan.inspections.web.forms.parts import resend
from kuangan.inspections.web.presenting import month_words
from kuangan.inspections.web.proving import proven


@require_http_methods(["GET", "POST"])
@screen("inspections.sign")
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that is signed stands on this page, with the attestation when no major hazard was found."""
    actor, row = actor_of(request), check_or_404(request, pk)
    require(actor, "inspections.sign", row)
    held = record(row)
    text, code = statement(held, actor.name), hash_of(held, actor.name)
    form = SignForm(request.POST or None, attests=bool(text), initial={"content_hash": code})
    page = Page(
        "sign", _("Sign the check"), _("Sign"), _("Signed. From now on the check cannot be changed."),
        template="inspections/sign.html", verb="inspections.sign",
        more={
            "record": held, "text": text, "code": code, "month": month_words(row.month),
            "repeats": repeated_by(actor.scope, held),
        },
    )  # fmt: skip
    if form.is_bound and row.is_draft and form.data.get("content_hash") != code:
        return _changed(request, row, form, page, code)

    def act() -> object:
        told = form.cleaned_data
        return actions.sign(
            actor, row, proven=proven(request, told["password"]), content_hash=told["content_hash"],
            attested=told.get("attested", False),
        )  # fmt: skip

    return perform(request, row, form, page, act)


def _changed(request: HttpRequest, row: MonthlyCheck, form: SignForm, page: Page, code: str) -> HttpResponse:
    """Something was changed after the page was opened: it is shown as it stands now, to be read and signed anew."""
    form.refuse(Refused(_("The check has been changed meanwhile. Read it again, then sign.")))
    resend(form, content_hash=code, attested="")
    return show(request, row, form, page, CONFLICT)


@require_http_methods(["GET", "POST"])
@screen("inspections.withdraw")
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a check, with the reason."""
    actor, row = actor_of(request), check_or_404(request, pk)
    form = WithdrawForm(request.POST or None)
    page = Page(
        "withdraw", _("Withdraw the check"), _("Withdraw"), _("Withdrawn. It stays readable with the reason."),
        verb="inspections.withdraw",
        hint=_("Its hazards stay in the ledger. A signed check no longer counts for its month once it is withdrawn."),
    )  # fmt: skip
    return perform(
        request, row, form, page, lambda: actions.withdraw(actor, row, reason=form.cleaned_data["reason"])
    )  # fmt: skip
