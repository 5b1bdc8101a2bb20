"""Importing a table in four steps: upload, columns, preview, result. Any importer of the registry can use it."""
# ruff: noqa: E501 - tables of words read better side by side

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.exchange import actions, queries
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.importers import importer
from kuangan.foundation.exchange.models import ImportBatch, StagedRow
from kuangan.foundation.exchange.states import BatchState, JobKind, JobState, Verdict
from kuangan.foundation.exchange.writing import Heading, write_bad_rows, write_ledger
from kuangan.foundation.kernel.errors import Refused

VERB = "registry.import_roster"
ROSTER = "registry.roster"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 50
FEW_ROWS = 300
"""So many rows are checked and imported while the person waits; more are left to the worker."""


class UploadForm(forms.Form):
    """One table."""

    upload = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xlsm,.xls,.et,.csv,.txt"}),
    )


@screen(VERB)
def upload(request: Request) -> HttpResponse:
    """Choose a file; earlier uploads below."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            batch = actions.stage(request.actor, form.cleaned_data["upload"], ROSTER)
        except Refused as refusal:
            form.add_error("upload", str(refusal))
        else:
            if batch.state == BatchState.UPLOADED:
                actions.begin(request.actor, batch, JobKind.READ)
            return redirect("registry:import_columns", batch.pk)
    earlier = queries.batches(request.actor.scope, ROSTER)[:20]
    context = {"form": form, "earlier": earlier, "spec": importer(ROSTER).spec}
    return render(request, "registry/import_upload.html", context, status=422 if form.errors else 200)


@screen(VERB)
def columns(request: Request, pk: int) -> HttpResponse:
    """Confirm or correct which column is which, then have every row judged."""
    batch = _batch(request, pk)
    if waiting := _waiting(request, batch):
        return waiting
    refusal = _why_not(batch, JobKind.CHECK)
    if request.method == "POST":
        try:
            _remapped(request, batch)
        except Refused as problem:
            refusal = str(problem)
        else:
            # Where the worker has it, its page waits here and shows the rows when they are judged.
            return redirect("registry:import_preview", batch.pk)
    spec = importer(batch.importer).spec
    given = set(batch.mapping.values())
    context = {
        "batch": batch, "spec": spec, "refusal": refusal, "open": batch.state in (BatchState.MAPPED, BatchState.CHECKED),
        "guesses": [{**guess, "percent": round(guess["confidence"] * 100)} for guess in batch.guesses],
        "missing": [column for column in spec.required if column.key not in given],
        "header_first": batch.header[0] + 1, "header_rows": batch.header[1],
    }  # fmt: skip
    return render(request, "registry/import_columns.html", context, status=422 if refusal else 200)


@screen(VERB)
@require_GET
def preview(request: Request, pk: int) -> HttpResponse:
    """Counts and rows by verdict; suspects are decided here; after the import the result."""
    batch = _batch(request, pk)
    if waiting := _waiting(request, batch):
        return waiting
    if batch.state == BatchState.MAPPED:
        return redirect("registry:import_columns", batch.pk)
    verdict = request.GET.get("verdict", "")
    verdict = verdict if verdict in Verdict.values else ""
    page = Paginator(queries.rows(batch, verdict), PER_PAGE).get_page(request.GET.get("page"))
    spec = importer(batch.importer).spec
    context = {
        "batch": batch, "page": page, "verdict": verdict, "rows": [_shown(row, spec) for row in page],
        "tabs": [(value, label, batch.summary.get(value, 0)) for value, label in Verdict.choices],
        "refusal": _why_not(batch, JobKind.APPLY), "can_apply": batch.state == BatchState.CHECKED, "is_applied": batch.state == BatchState.APPLIED,
    }  # fmt: skip
    return render(request, "registry/import_preview.html", context)


@screen(VERB)
@require_POST
def decide(request: Request, pk: int, row_pk: int) -> HttpResponse:
    """Decide about one suspected duplicate."""
    row = get_object_or_404(queries.rows(_batch(request, pk)), pk=row_pk)
    try:
        actions.decide(request.actor, row, request.POST.get("decision", ""))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(f"{request.path.rsplit('/rows/', 1)[0]}/?verdict={Verdict.SUSPECT}")


@screen(VERB)
@require_POST
def apply(request: Request, pk: int) -> HttpResponse:
    """Write everything, or nothing."""
    batch = _batch(request, pk)
    total = batch.summary.get("total", 0)
    if total > FEW_ROWS:
        return _left_to_the_worker(request, batch, JobKind.APPLY, rows=total)
    try:
        counts = actions.apply(request.actor, batch)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        told = _("Imported: %(created)d new, %(updated)d updated, %(unchanged)d unchanged.")
        messages.success(
            request, told % {"created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged}
        )
    return redirect("registry:import_preview", pk)


@screen(VERB)
@require_POST
def cancel(request: Request, pk: int) -> HttpResponse:
    """Stop what the worker is doing with an upload."""
    try:
        actions.cancel(request.actor, _batch(request, pk))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The work is being stopped. Nothing of it has been imported."))
    return redirect("registry:import_preview", pk)


@screen(VERB)
@require_POST
def discard(request: Request, pk: int) -> HttpResponse:
    """Put an upload aside."""
    try:
        actions.discard(request.actor, _batch(request, pk))
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("registry:import_upload")


@screen(VERB)
@require_GET
def bad_rows(request: Request, pk: int) -> HttpResponse:
    """The rows to be mended, as a workbook that can be uploaded again."""
    batch = _batch(request, pk)
    spec = importer(batch.importer).spec
    return _download(write_bad_rows(spec, queries.bad_rows(batch, spec)), f"{spec.title}-待修改.xlsx")


@screen(VERB)
@require_GET
def form_sheet(request: Request) -> HttpResponse:
    """An empty form to be filled in."""
    spec = importer(ROSTER).spec
    return _download(write_ledger(spec, [], Heading()), f"{spec.title}-空表.xlsx")


def _batch(request: Request, pk: int) -> ImportBatch:
    return get_object_or_404(queries.batches(request.actor.scope, ROSTER), pk=pk)


def _remapped(request: Request, batch: ImportBatch) -> ImportBatch:
    post = request.POST
    sheet = post.get("sheet", batch.sheet)
    first, height = (
        _whole(post.get("header_first"), batch.header[0] + 1),
        _whole(post.get("header_rows"), batch.header[1]),
    )
    place = (max(first, 1) - 1, min(max(height, 1), 3))
    chosen = {guess["index"]: post.get(f"column_{guess['index']}", guess["key"]) for guess in batch.guesses}
    header = place if sheet == batch.sheet and place != (batch.header[0], batch.header[1]) else None
    rows = next((one["rows"] for one in batch.sheets if one["name"] == sheet), 0)
    if rows > FEW_ROWS and not (sheet != batch.sheet or header):
        actions.begin(request.actor, batch, JobKind.CHECK, rows=rows, chosen=chosen, sheet=sheet, header=header)
        return batch
    return actions.remap(request.actor, batch, chosen, sheet=sheet, header=header)


def _waiting(request: Request, batch: ImportBatch) -> HttpResponse | None:
    """The page that shows how far the worker is; None when it has nothing to do with the upload."""
    job = batch.job
    if job is not None and job.is_open:
        return render(request, "registry/import_waiting.html", {"batch": batch, "job": job})
    if batch.state == BatchState.UPLOADED:
        if job is not None:
            messages.error(request, job.refusal or job.get_state_display())
        return redirect("registry:import_upload")
    return None


def _why_not(batch: ImportBatch, kind: JobKind) -> str:
    """Why the worker could not do what was last asked of it."""
    job = batch.job
    return job.refusal if job is not None and job.kind == kind and job.state == JobState.FAILED else ""


def _left_to_the_worker(request: Request, batch: ImportBatch, kind: JobKind, *, rows: int) -> HttpResponse:
    try:
        actions.begin(request.actor, batch, kind, rows=rows)
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("registry:import_preview", batch.pk)


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else otherwise


def _shown(row: StagedRow, spec: SheetSpec) -> dict[str, Any]:
    first = [row.values.get(column.key) for column in spec.required if not column.choices]
    changes = [
        (spec.by_key[key].title if key in spec.by_key else key, old, new) for key, (old, new) in row.changes.items()
    ]
    name = row.label or " ".join(str(value) for value in first if value)
    return {"row": row, "name": name, "issues": _once(row.objections), "changes": changes}


def _once(issues: list[Any]) -> list[Any]:
    """The objections without those that two checks have found alike."""
    return list({(one.place, one.message): one for one in issues}.values())


def _download(data: bytes, name: str) -> HttpResponse:
    from urllib.parse import quote

    response = HttpResponse(data, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
