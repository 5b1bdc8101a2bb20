"""One duty, its whole history, and what was submitted for it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kuangan.duties.models import Submission
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.queries.frozen import read_frozen
from kuangan.duties.web.fetching import actor_of, assignment_or_404, submission_or_404
from kuangan.duties.web.frozen import figures_of, forms_of, label_of
from kuangan.duties.web.presenting import duty_page, timeline
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.letters import seal_line
from kuangan.foundation.integrity.queries import events_for, latest_seal


@require_safe
@screen("duties.read")
def duty(request: HttpRequest, pk: int) -> HttpResponse:
    """The duty's page."""
    return duty_page(request, assignment_or_404(request, pk))


@require_safe
@screen("duties.read")
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that happened to the assignment, newest first."""
    row = assignment_or_404(request, pk)
    found = timeline(events_for(actor_of(request).scope, row))
    return render(request, "duties/history.html", {"row": row, "log": found})


@require_safe
@screen("duties.read")
def submission(request: HttpRequest, pk: int) -> HttpResponse:
    """What was submitted, frozen, with its hash, signatures and reviews; older rounds and void ones too."""
    return render(request, "duties/submission.html", _frozen(request, pk))


@require_safe
@screen("duties.read")
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt (回执) of a submission for printing on A4, with the latest seal: paper keeps it outside."""
    seal = latest_seal()
    context = {**_frozen(request, pk), "seal": seal_line(seal) if seal else ""}
    return render(request, "duties/receipt.html", context)


def _frozen(request: HttpRequest, pk: int) -> dict[str, Any]:
    found = submission_or_404(request, pk)
    row = assignment_or_404(request, found.assignment_id)
    papers = dossier(row)
    labels = {finding.spec.key: finding.spec for finding in papers.findings}
    is_live = papers.frozen is not None and papers.frozen.submission.pk == found.pk
    frozen = papers.frozen if papers.frozen is not None and is_live else read_frozen(found)
    return {
        "row": row,
        "sub": found,
        "files": _files(row, found, labels),
        "forms": forms_of(frozen, labels),
        "figures": figures_of(frozen, labels),
        "signatures": [{**mark, "label": label_of(labels, mark.get("for", ""))} for mark in _marks(found)],
        "reviews": list(found.reviews.select_related("authority")),
        "redo": found.redo_orders.first(),
        "altered": "、".join(frozen.altered),
        "later": bool(frozen.later),
    }


def _marks(found: Submission) -> list[dict[str, Any]]:
    marks = found.content.get("signatures", [])
    return [{**mark, "at": datetime.fromisoformat(mark["at"])} for mark in marks]


def _files(row: Any, found: Submission, labels: dict[str, Any]) -> list[dict[str, Any]]:
    """The files named in the content, each with the stored row behind it (removed ones are still there)."""
    rows = row.files.select_related("stored").filter(round=found.round)
    stored = {(file.requirement, file.stored.sha256): file for file in rows}
    return [
        {**item, "label": label_of(labels, item["for"]), "file": stored.get((item["for"], item["sha256"]))}
        for item in found.content.get("files", [])
    ]
