"""The audit viewer: a trail with filters, one event with before and after, and an export."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.cache import cache
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from kuangan.access import kinds
from kuangan.foundation.authority.roles import Role
from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.integrity import queries
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.kinds import known
from kuangan.foundation.integrity.models import AuditEvent
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.forms import DayField, Form
from kuangan.registry.models import Region

_PER_PAGE = 50
MOST_EXPORTED = 50_000


class TrailForm(Form):
    """What to look for in the trail."""

    person = forms.CharField(label=_("Who"), max_length=60, required=False)
    kind = forms.ChoiceField(label=_("What was done"), required=False)
    record = forms.CharField(label=_("Record"), max_length=100, required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)
    since = DayField(label=_("From day"), required=False)
    until = DayField(label=_("Until day"), required=False)

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
    found = queries.trail(request.actor, form.wanted())
    before = request.GET.get("before", "")
    rows, following = queries.page_before(found, int(before) if before.isdecimal() else None, _PER_PAGE)
    context = {"form": form, "rows": rows, "following": following, "most": MOST_EXPORTED}
    return render(request, "access/audit.html", context)


@require_GET
@screen("integrity.read_audit")
def page(request: Request, pk: int) -> HttpResponse:
    """One event: everything that was kept of it."""
    event = get_object_or_404(queries.trail(request.actor), pk=pk)
    changed = sorted({*(event.before or {}), *(event.after or {})})
    context = {
        "event": event,
        "roles": role_names(event),
        "changes": [(name, (event.before or {}).get(name, ""), (event.after or {}).get(name, "")) for name in changed],
        "details": sorted(event.details.items()),
    }
    return render(request, "access/audit_event.html", context)


@require_POST
@screen("integrity.read_audit")
def export(request: Request) -> StreamingHttpResponse:
    """What the filter shows, as CSV that Excel opens; the export itself is in the trail."""
    form = TrailForm(request.POST, request=request)
    wanted = form.wanted()
    actor = request.actor
    found = queries.trail(actor, wanted)
    total = found.count()
    if total > MOST_EXPORTED:
        raise Refused(_("More than 50,000 events. Choose a shorter stretch of days."))
    if not cache.add(f"audit-export-{actor.user_id}", "1", timeout=10):
        raise Refused(_("An export has just been made. Wait ten seconds and try again."))
    kept = {name: str(value) for name, value in vars(wanted).items() if value}
    record(actor, kinds.AUDIT_EXPORTED, rows=total, filter=kept)
    response = StreamingHttpResponse(_lines(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{clock.today():%Y%m%d}.csv"'
    return response


def role_names(event: AuditEvent) -> list[str]:
    """The roles that the actor held, in words."""
    names = dict(Role.choices)
    return [str(names.get(role, role)) for role in event.actor_roles.split(",") if role]


def _lines(found: Any) -> Iterator[str]:
    heads = [
        _("Event number"),
        _("entered"),
        _("happened"),
        _("who"),
        _("organisation"),
        _("roles"),
        _("network address"),
    ]
    heads += [_("what"), _("record"), _("region"), _("before"), _("after"), _("details")]
    yield "\ufeff" + _line(heads)
    for event in found.iterator(chunk_size=500):
        yield _line(
            [
                event.pk,
                _stamp(event.entered_at),
                _stamp(event.happened_at),
                event.actor_name,
                event.actor_organisation,
                "、".join(role_names(event)),
                event.address,
                event.label,
                event.object_label,
                event.region_code,
                event.before or "",
                event.after or "",
                event.details or "",
            ]
        )


def _stamp(moment: Any) -> str:
    return str(moment.astimezone(clock.SHANGHAI).strftime("%Y-%m-%d %H:%M:%S"))


def _line(cells: list[Any]) -> str:
    """One CSV line; a cell that a spreadsheet would take for a formula is marked as text."""
    buffer = io.StringIO()
    texts = [str(cell) for cell in cells]
    csv.writer(buffer).writerow([f"'{text}" if text[:1] in "=+-@\t\r" and text else text for text in texts])
    return buffer.getvalue()
