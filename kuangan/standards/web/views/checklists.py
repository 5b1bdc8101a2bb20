"""Pages of checklists: all of them, one by aspects, the same as a sheet."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kuangan.foundation.authority.policy import may
from kuangan.foundation.authority.web import screen
from kuangan.foundation.exchange.writing import Heading, write_ledger
from kuangan.standards import queries, sheets
from kuangan.standards.models import Checklist
from kuangan.standards.web.presenting import aspects_shown, counted_resolutions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAMPLE_MARK = "样例，非官方检查表"
"""Printed into an exported sheet that is not official: Chinese content, files travel between offices."""


@screen("standards.read")
def checklists(request: HttpRequest) -> HttpResponse:
    """All versions of all checklists."""
    found = list(queries.checklists())
    official = {(row.mine_kind, row.purpose) for row in found if row.official}
    return render(
        request,
        "standards/checklists.html",
        {
            "checklists": found,
            "only_samples": any((row.mine_kind, row.purpose) not in official for row in found),
            "may_load": may(request.actor, "standards.load"),  # type: ignore[attr-defined]
        },
    )


@screen("standards.read")
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """One version, aspect by aspect, with the basis of every item."""
    found = get_object_or_404(Checklist, pk=pk)
    aspects = aspects_shown(found)
    return render(
        request,
        "standards/checklist.html",
        {
            "checklist": found,
            "aspects": aspects,
            "resolutions": counted_resolutions(aspects),
            "counts": queries.in_force(found.mine_kind, purpose=found.purpose) == found,
        },
    )


@screen("standards.read")
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """One version as an Excel sheet, which can be filled in, printed and read back."""
    found = get_object_or_404(Checklist, pk=pk)
    title = found.title if found.official or SAMPLE_MARK in found.title else f"{found.title}（{SAMPLE_MARK}）"
    unit = request.actor.organisation  # type: ignore[attr-defined]
    content = write_ledger(sheets.CHECKLIST, sheets.rows(queries.items(found)), Heading(title=title, unit=unit))
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{found.title}.xlsx')}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
