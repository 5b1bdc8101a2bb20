"""One duty, its whole history, and what was submitted for it."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kuangan.duties.models import Submission
from kuangan.duties.queries.evidence import dossier
from kuangan.duties.web.fetching import actor_of, assignment_or_404, submission_or_404
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
    changed = found.round == row.round and found.content_hash != papers.content_hash
    return {
        "row": row,
        "sub": found,
        "files": _files(row, found, labels),
        "forms": _forms(found, labels),
        "measured": [(_label(labels, key), _figure(value)) for key, value in found.content.get("measured", {}).items()],
        "signatures": [{**mark, "label": _label(labels, mark.get("for", ""))} for mark in _marks(found)],
        "reviews": list(found.reviews.select_related("authority")),
        "redo": found.redo_orders.first(),
        "changed": changed,
    }


def _marks(found: Submission) -> list[dict[str, Any]]:
    marks = found.content.get("signatures", [])
    return [{**mark, "at": datetime.fromisoformat(mark["at"])} for mark in marks]


def _figure(value: Any) -> str:
    """A figure as it was submitted, with the beginning of the code of its list where it stands for one."""
    number, code = value if isinstance(value, list) else (value, "")
    return " ".join(filter(None, (f"{number:g}", code[:12])))


def _label(labels: dict[str, Any], key: str) -> str:
    return labels[key].label if key in labels else key


def _files(row: Any, found: Submission, labels: dict[str, Any]) -> list[dict[str, Any]]:
    """The files named in the content, each with the stored row behind it (removed ones are still there)."""
    rows = row.files.select_related("stored").filter(round=found.round)
    stored = {(file.requirement, file.stored.sha256): file for file in rows}
    return [
        {**item, "label": _label(labels, item["for"]), "file": stored.get((item["for"], item["sha256"]))}
        for item in found.content.get("files", [])
    ]


def _forms(found: Submission, labels: dict[str, Any]) -> list[tuple[str, list[tuple[str, Any, list[Any]]]]]:
    forms = []
    for key, values in found.content.get("forms", {}).items():
        spec = labels.get(key)
        fields = {field.key: field for field in spec.fields} if spec is not None else {}
        lines = [_answer(fields.get(name), name, value) for name, value in values.items() if value not in (None, "")]
        forms.append((_label(labels, key), lines))
    return forms


def _answer(field: Any, name: str, value: Any) -> tuple[str, Any, list[Any]]:
    """Label, plain value, and for a table its column titles and rows."""
    label = field.label if field is not None else name
    if isinstance(value, list):
        columns = [(column.key, column.label) for column in field.columns] if field is not None else []
        rows = [[row.get(key, "") for key, _title in columns] for row in value]
        return label, None, [[title for _key, title in columns], *rows]
    if isinstance(value, bool):
        return label, _("yes") if value else _("no"), []
    return label, f"{value}{field.unit if field is not None else ''}", []
