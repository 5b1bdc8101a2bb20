"""The calendar of working days: what was announced, and the form for the next announcement."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui import panels
from kuangan.foundation.ui.forms import DayField, Form, LongTextField
from kuangan.registry import actions, queries
from kuangan.registry.rules.calendar import days_of
from kuangan.registry.web.filling import fill_in

PAGE = "registry.calendar"
"""The page that panels are added to."""


class NoticeForm(Form):
    """One announcement, with its days as they stand in the document."""

    year = forms.IntegerField(label=gettext_lazy("Year"), min_value=2000, max_value=2100)
    document_number = forms.CharField(label=gettext_lazy("Document number"), max_length=100)
    announced_on = DayField(label=gettext_lazy("Announced on"))
    off = LongTextField(
        label=gettext_lazy("Days off"), rows=4, max_length=1000,
        help_text=gettext_lazy("As in the document: 1月1日至1月3日、2月5日至2月11日."),
    )  # fmt: skip
    worked = LongTextField(
        label=gettext_lazy("Weekends worked to make up"), rows=2, max_length=500, required=False,
        help_text=gettext_lazy("As in the document: 1月9日、2月20日."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """The texts become days; what cannot be read is said beside its field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in ("off", "worked"):
            try:
                cleaned[name] = days_of(cleaned.get(name) or "", cleaned.get("year") or clock.today().year)
            except ValueError as error:
                self.add_error(name, str(error))
        return cleaned


@screen("registry.read")
def calendar(request: Request) -> HttpResponse:
    """What was announced for which year, and the years that still wait for it."""
    today = clock.today()
    context = {
        "notices": queries.calendar_notices(),
        "missing": queries.unannounced([today.year, *([today.year + 1] if today.month >= 11 else [])]),
        "announcing": may(request.actor, "registry.announce_days"),
        "panels": panels.shown(request, PAGE, None),
    }
    return render(request, "registry/calendar.html", context)


@screen("registry.announce_days")
def calendar_new(request: Request) -> HttpResponse:
    """Enter an announcement."""
    here = reverse("registry:calendar")
    return fill_in(
        request,
        NoticeForm(request.POST or None, initial={"year": clock.today().year + 1}),
        lambda filled: actions.announce_days(request.actor, filled.cleaned_data.pop("year"), **filled.cleaned_data),
        title=_("Enter announced days off"),
        done=_("The days are entered; deadlines in working days are computed anew."),
        back=here,
        crumbs=((_("Working days"), here),),
    )
