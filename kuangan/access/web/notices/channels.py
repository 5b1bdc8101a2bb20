"""通知渠道: what the site can send by, how it does, and the receiving systems. For the system administrator."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kuangan.foundation.authority.scopes import prefix_of
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.notices import actions, queries
from kuangan.foundation.notices.channels import http, switchboard
from kuangan.foundation.notices.models import Endpoint
from kuangan.foundation.notices.states import DeliveryState
from kuangan.foundation.ui.forms import Form
from kuangan.registry.models import Region


class EndpointForm(Form):
    """A receiving system."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    form = forms.ChoiceField(
        label=gettext_lazy("Form of the message"), choices=Endpoint.Form.choices, widget=forms.RadioSelect
    )
    url = forms.CharField(label=gettext_lazy("Address"), max_length=500, help_text=gettext_lazy("Begins with https://"))
    region_code = forms.ModelChoiceField(
        Region.objects.none(), label=gettext_lazy("Region"), required=False, empty_label=gettext_lazy("everywhere")
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        field: Any = self.fields["region_code"]
        field.queryset = Region.objects.all()


@require_GET
@screen("notices.administer")
def board(request: Request) -> HttpResponse:
    """Channels, receiving systems, and the latest troubles."""
    figures = queries.channel_figures(request.actor)
    context = {
        "channels": [(one, one.is_configured(), _counts(figures.get(one.name, {}))) for one in switchboard.channels()],
        "endpoints": [(one, http.host_of(one.url)) for one in queries.endpoints(request.actor)],
        "troubles": queries.last_results(request.actor),
        "labels": _labels(),
    }
    return render(request, "access/notices/channels.html", context)


def _counts(figures: dict[str, int]) -> list[tuple[Any, int]]:
    return [(label, figures[state]) for state, label in DeliveryState.choices if figures.get(state)]


def _labels() -> dict[str, Any]:
    return {one.name: one.label for one in switchboard.channels()}


@never_cache
@require_http_methods(["GET", "POST"])
@screen("notices.administer")
def add(request: Request) -> HttpResponse:
    """Enter a receiving system; its secret is shown on the answer, once."""
    form = EndpointForm(request.POST or None, initial={"form": Endpoint.Form.SIGNED})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        region = prefix_of(given["region_code"].code) if given["region_code"] else ""
        try:
            row = actions.add_endpoint(
                request.actor, name=given["name"], form=given["form"], url=given["url"], region_code=region
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return _page(request, row, secret=row.secret)
    return render(request, "access/notices/endpoint_form.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@screen("notices.administer")
def endpoint(request: Request, pk: int) -> HttpResponse:
    """One receiving system with its last results."""
    return _page(request, _endpoint(request, pk))


@require_POST
@screen("notices.administer")
def switch(request: Request, pk: int) -> HttpResponse:
    """Switch a receiving system on or off."""
    row = _endpoint(request, pk)
    actions.switch_endpoint(request.actor, row, on=request.POST.get("on") == "1")
    messages.success(request, _("Saved."))
    return redirect("access:endpoint", pk)


@never_cache
@require_POST
@screen("notices.administer")
def renew(request: Request, pk: int) -> HttpResponse:
    """A new secret, shown on the answer, once."""
    row = actions.renew_secret(request.actor, _endpoint(request, pk))
    return _page(request, row, secret=row.secret)


@require_POST
@screen("notices.administer")
def test(request: Request, pk: int) -> HttpResponse:
    """Send a test message now."""
    delivery = actions.test_endpoint(request.actor, _endpoint(request, pk))
    if delivery.state == DeliveryState.SENT:
        messages.success(request, _("The test message was accepted."))
    else:
        messages.error(request, _("The test message did not arrive: %(error)s") % {"error": delivery.trouble})
    return redirect("access:endpoint", pk)


def _endpoint(request: Request, pk: int) -> Endpoint:
    return get_object_or_404(queries.endpoints(request.actor), pk=pk)


def _page(request: Request, row: Endpoint, **more: Any) -> HttpResponse:
    context = {
        "endpoint": row,
        "host": http.host_of(row.url),
        "region": Region.objects.filter(code=row.region_code.ljust(6, "0")).first() if row.region_code else None,
        "results": queries.last_results(request.actor, row),
        **more,
    }
    return render(request, "access/notices/endpoint.html", context)
