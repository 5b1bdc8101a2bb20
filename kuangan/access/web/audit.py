"""The audit viewer: a trail with filters by record, person and day, and one event with before and after."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from kuangan.access.queries import mixtures
from kuangan.access.web import wording
from kuangan.access.web.verifying import standing
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.integrity import histories, queries
from kuangan.foundation.integrity.kinds import TRAIL_READ, known
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel import clock
from kuangan.foundation.ui.forms import DayField, Form
from kuangan.registry.models import Region

_PER_PAGE = 50


class TrailForm(Form):
    """What to look for in the trail."""

    person = forms.CharField(label=_("Who"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("What was done"), required=False)
    record = forms.CharField(label=_("Record"), max_length=100, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("Until day"), required=False)
    actor = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    object_type = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    object_id = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, request: Request, **options: Any) -> None:
        super().__init__(*arguments, **options)
        fields: Any = self.fields
        for name in ("person", "record", "since", "until"):
            fields[name].widget.attrs["placeholder"] = fields[name].label
        wording = sorted((str(kind.label), name) for name, kind in known().items())
        fields["kind"].choices = [("", _("All acts")), *((name, label) for label, name in wording)]
        scope = request.actor.scope
        counties = Region.objects.filter(level="county").values_list("code", "name")
        inside = [(code, name) for code, name in counties if scope.covers_region(code)]
        fields["region"].choices = [("", _("everywhere")), *inside[:200]]

    def wanted(self) -> queries.Filter:
        """The filter; an unreadable field counts as empty and shows its error."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return queries.Filter(**given)


@require_GET
@screen("integrity.read_audit")
def board(request: Request) -> HttpResponse:
    """The trail, 50 events at a time."""
    form = TrailForm(request.GET or {}, request=request)
    wanted = form.wanted()
    found = queries.trail(request.actor, wanted)
    before = request.GET.get("before", "")
    cursor = int(before) if before.isdecimal() and len(before) < 19 else None
    rows, following = queries.page_before(found, cursor, _PER_PAGE)
    note_read(request.actor, TRAIL_READ)
    context = {
        "form": form,
        "rows": rows,
        "days": _by_day(rows),
        "following": following,
        **standing(request.actor),
        "mixtures": mixtures() if Role.AUDIT_ADMIN in request.actor.roles and not before else [],
        "narrowed": bool(wanted.actor or wanted.object_type),
    }
    return render(request, "access/audit.html", context)


@require_GET
@screen("integrity.read_audit")
def page(request: Request, pk: int) -> HttpResponse:
    """One event: everything that was kept of it."""
    event = get_object_or_404(queries.trail(request.actor), pk=pk)
    context = {
        "event": event,
        "roles": role_names(event),
        "has_history": bool(histories.offered(event.object_type)),
        "changes": wording.changes(event),
        "details": wording.details(event),
        "region": Region.objects.filter(code=event.region_code).first() or event.region_code,
    }
    return render(request, "access/audit_event.html", context)


def _by_day(rows: list[AuditEvent]) -> list[tuple[Any, list[AuditEvent]]]:
    """The rows under the day on which they were entered."""
    return [(day, list(found)) for day, found in groupby(rows, key=lambda event: clock.day_of(event.entered_at))]


def role_names(event: AuditEvent) -> list[str]:
    """The roles that the actor held, in words."""
    names = dict(Role.choices)
    return [str(names.get(role, role)) for role in event.actor_roles.split(",") if role]
