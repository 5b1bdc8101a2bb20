"""The floor of pages and forms: bare Django with session and sign-in, and nothing of the product."""

import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import connection, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import Context, Engine
from django.urls import path

from kuangan.duties.models import Assignment
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.hazards.models import Hazard
from kuangan.registry.models import Licence, Mine
from kuangan.registry.states import LicenceKind

MIDDLEWARE = (
    "kuangan.shell.bench.bare.at_own_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
)
_PAGE = Engine().from_string(
    "<!doctype html><title>List</title><p>{{ total }}</p><table>{% for row in rows %}<tr><td>{{ row.duty.title }}</td>"
    "<td>{{ row.mine.name }}</td><td>{{ row.region_code }}</td><td>{{ row.state }}</td><td>{{ row.due_at }}</td></tr>"
    "{% endfor %}</table>"
)


def at_own_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that leads to the addresses of this module instead of the product's."""

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        return get_response(request)

    return answer


@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Fifty assignments of one state in one city, with their number."""
    found = Assignment.rows.filter(state=request.GET["state"], region_code__startswith="4407")
    rows = found.select_related("duty", "mine").order_by("due_at", "id")[:50]
    return HttpResponse(_PAGE.render(Context({"rows": rows, "total": found.count()})))


_HAZARDS = Engine().from_string(
    "<!doctype html><title>List</title><p>{{ total }}</p><table>{% for row in rows %}<tr><td>{{ row.place }}</td>"
    "<td>{{ row.description }}</td><td>{{ row.mine.name }}</td><td>{{ row.state }}</td><td>{{ row.deadline_at }}</td>"
    "</tr>{% endfor %}</table>"
)
_FIGURES = Engine().from_string(
    "<!doctype html><title>Figures</title><table>{% for row in rows %}<tr><td>{{ row.region_code }}</td>"
    "<td>{{ row.grade }}</td><td>{{ row.state }}</td><td>{{ row.total }}</td></tr>{% endfor %}</table>"
)


@login_required
def hazards(request: HttpRequest) -> HttpResponse:
    """Fifty hazards of one state in one city, with their number."""
    found = Hazard.rows.filter(state=request.GET["state"], region_code__startswith="4407")
    rows = found.select_related("mine").order_by("deadline_at", "id")[:50]
    return HttpResponse(_HAZARDS.render(Context({"rows": rows, "total": found.count()})))


@login_required
def hazard_figures(request: HttpRequest) -> HttpResponse:
    """Hazards by county, grade and state: one GROUP BY."""
    grouped = Hazard.rows.filter(region_code__startswith="4407").order_by().values("region_code", "grade", "state")
    return HttpResponse(_FIGURES.render(Context({"rows": grouped.annotate(total=Count("pk"))})))


class LicenceForm(forms.Form):
    """What the product's form of a licence asks for."""

    kind = forms.ChoiceField(choices=LicenceKind.choices)
    number = forms.CharField(max_length=60)


@login_required
@transaction.atomic
def licence(request: HttpRequest, pk: int) -> HttpResponse:
    """A licence of a mine with a record beside it, as a first draft of a program would write them."""
    form = LicenceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    mine = Mine.rows.get(pk=pk)
    row = Licence.rows.create(mine=mine, enterprise_id=mine.enterprise_id, **form.cleaned_data)
    AuditEvent.rows.create(kind="bare", happened_at=clock.now(), actor_name=request.user.get_username(),
                           object_id=str(row.pk), uid=uuid4().hex, digest="0" * 64)  # fmt: skip
    return redirect("/bare/")


def ready(request: HttpRequest) -> HttpResponse:
    """Whether the site answers."""
    return HttpResponse("ready")


def handler500(request: HttpRequest) -> HttpResponse:
    """What failed, in the database's own name for it and with what may be behind it, for the report of the bench."""
    error = sys.exc_info()[1]
    cause = getattr(error, "__cause__", None) or error
    name = getattr(cause, "sqlite_errorname", "") or type(cause).__name__
    told = [f"{name}: {cause}"]
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        sizes = {one.name: one.stat().st_size for one in sorted(path.parent.glob(f"{path.name}*"))}
        told.append(f"{path}, {sizes}, {shutil.disk_usage(path.parent).free >> 20} MiB free")
    return HttpResponse("; ".join(told), status=500, content_type="text/plain")


urlpatterns = [
    path("bare/", listing),
    path("bare/hazards/", hazards),
    path("bare/hazard-figures/", hazard_figures),
    path("bare/<int:pk>/", licence),
    path("ready/", ready),
]
