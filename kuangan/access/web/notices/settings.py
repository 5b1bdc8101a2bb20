"""通知设置: my mail address, my hours, and what reaches me on which channel; the mail address of an account."""

from datetime import time
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kuangan.access import queries as accounts
from kuangan.access.actions.addressing import set_email, set_own_email
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.notices import actions, kinds, queries
from kuangan.foundation.notices.channels import switchboard
from kuangan.foundation.notices.rules import Hours
from kuangan.foundation.ui.forms import Form

_HOURS = [(f"{hour:02d}:00", f"{hour:02d}:00") for hour in range(24)]


class EmailForm(Form):
    """A mail address."""

    email = forms.CharField(
        label=gettext_lazy("Mail address"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("For notices only; nobody signs in with it. Empty: no mail."),
    )


class SettingsForm(EmailForm):
    """Mail address and hours."""

    digest_at = forms.ChoiceField(
        label=gettext_lazy("Daily digest at"),
        choices=_HOURS,
        help_text=gettext_lazy("What is not urgent comes in one message a day."),
    )
    quiet_from = forms.ChoiceField(label=gettext_lazy("Quiet hours from"), choices=_HOURS)
    quiet_to = forms.ChoiceField(
        label=gettext_lazy("Quiet hours until"),
        choices=_HOURS,
        help_text=gettext_lazy("Urgent ones wait too; only immediate danger does not. Twice the same hour: none."),
    )

    @property
    def hours(self) -> Hours:
        """The hours as chosen."""
        chosen = self.cleaned_data
        return Hours(*(time.fromisoformat(chosen[name]) for name in ("digest_at", "quiet_from", "quiet_to")))


@require_http_methods(["GET", "POST"])
@screen("signed_in")
def page(request: Request) -> HttpResponse:
    """My notice settings."""
    if request.method == "POST":
        form = SettingsForm(request.POST)
        if form.is_valid() and _save(request, form):
            messages.success(request, _("Saved."))
            return redirect("access:notice_settings")
    else:
        form = SettingsForm(initial=_initial(request))
    context = {"form": form, "table": _table(request), "channels": switchboard.channels()}
    return render(request, "access/notices/settings.html", context, status=422 if form.errors else 200)


def _initial(request: Request) -> dict[str, Any]:
    hours = queries.hours_of(request.actor)
    named = {name: f"{getattr(hours, name):%H}:00" for name in ("digest_at", "quiet_from", "quiet_to")}
    return {"email": request.user.email, **named}


def _table(request: Request) -> list[tuple[Any, list[tuple[str, Any, bool, bool]]]]:
    """A line for each group: for each channel the name of its box, whether it is ticked, whether the channel works."""
    muted = queries.muted_of(request.actor)
    return [
        (
            label,
            [
                (f"{one.name}.{group}", one.label, (one.name, group) not in muted, one.is_configured())
                for one in switchboard.channels()
            ],
        )
        for group, label in kinds.groups().items()
    ]


def _save(request: Request, form: SettingsForm) -> bool:
    """The boxes of a channel that is not set up are not shown, so what was chosen there before stays."""
    ticked = set(request.POST.getlist("wanted"))
    before = queries.muted_of(request.actor)
    muted = {
        (one.name, group)
        for one in switchboard.channels()
        for group in kinds.groups()
        if ((f"{one.name}.{group}" not in ticked) if one.is_configured() else (one.name, group) in before)
    }
    try:
        with transaction.atomic():
            set_own_email(request.actor, email=form.cleaned_data["email"])
            actions.set_preferences(request.actor, form.hours, muted)
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


@require_http_methods(["GET", "POST"])
@screen("access.administer_accounts")
def account_email(request: Request, pk: int) -> HttpResponse:
    """The mail address of somebody's account, for the security administrator."""
    account = get_object_or_404(accounts.accounts(request.actor), pk=pk)
    form = EmailForm(request.POST or None, initial={"email": account.email})
    if request.method == "POST" and form.is_valid():
        try:
            set_email(request.actor, account, email=form.cleaned_data["email"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("access:account", pk)
    context = {"form": form, "account": account}
    return render(request, "access/notices/account_email.html", context, status=422 if form.errors else 200)
