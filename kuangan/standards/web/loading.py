"""The page on which the city office loads a checklist from a file."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kuangan.foundation.authority.web import screen
from kuangan.foundation.exchange.objections import Issue
from kuangan.foundation.kernel.errors import Refused
from kuangan.standards import queries, sheets
from kuangan.standards.actions import load_checklist
from kuangan.standards.models import Checklist
from kuangan.standards.web.forms import LoadForm

SHOWN_ISSUES = 100


@screen("standards.load")
def load(request: HttpRequest) -> HttpResponse:
    """Read the table, say cell by cell what is wrong, and load it when nothing is."""
    series = {row.urn: row for row in reversed(queries.checklists())}
    issues: list[Issue] = []
    if request.method == "POST":
        form = LoadForm(request.POST, request.FILES, series=series)
        if form.is_valid():
            loaded, issues = _take(request, form)
            if loaded:
                messages.success(request, _("The checklist has been loaded."))
                return redirect("standards:checklist", pk=loaded.pk)
    else:
        form = LoadForm(series=series)
    context = {"form": form, "issues": issues[:SHOWN_ISSUES], "more": max(0, len(issues) - SHOWN_ISSUES)}
    return render(request, "standards/load.html", context, status=422 if form.errors or issues else 200)


def _take(request: HttpRequest, form: LoadForm) -> tuple[Checklist | None, list[Issue]]:
    upload = form.cleaned_data["file"]
    try:
        sheet = sheets.read_checklist(upload.read(), upload.name)
        if sheet.errors:
            return None, sheet.errors
        data = {**form.head(), "aspects": sheet.aspects, "items": sheet.items}
        return load_checklist(request.actor, data), []  # type: ignore[attr-defined]
    except Refused as refusal:
        form.refuse(refusal)
    return None, []
