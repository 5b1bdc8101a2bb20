"""Importing a table in four steps: upload, columns, preview, result. A room says which table, by which right."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from kuangan.foundation.authority.web import Request, screen
from kuangan.foundation.exchange import actions, queries
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.importers import asks_why_new, importer
from kuangan.foundation.exchange.models import ImportBatch, StagedRow
from kuangan.foundation.exchange.states import BatchState, JobKind, JobState, Verdict
from kuangan.foundation.exchange.writing import Heading, write_bad_rows, write_ledger
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import panels
from kuangan.foundation.ui.downloads import workbook

PAGE = "ui.import"
"""Rooms above show here what follows from an upload."""
PER_PAGE = 50
FEW_ROWS = 300
"""So many rows are checked and imported while the person waits; more are left to the worker."""
_STEPS = ("upload", "form", "columns", "preview", "decide", "apply", "cancel", "discard", "bad_rows")


class UploadForm(forms.Form):
    """One table."""

    upload = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.ClearableFileInput(attrs={"class": "form-control", "accept": ".xlsx,.xlsm,.xls,.et,.csv,.txt"}),
    )


@dataclass(frozen=True)
class ImportPages:
    """The pages of one importer. `space` is the namespace of the room's addresses, `title` the first page's heading.

    The addresses are called import_upload, import_form, import_columns, import_preview and so on.
    """

    importer: str
    verb: str
    space: str
    title: Any

    @property
    def spec(self) -> SheetSpec:
        """The columns that are understood."""
        return importer(self.importer).spec

    @property
    def patterns(self) -> list[URLPattern]:
        """The addresses, to be included under one of the room's own."""
        opened = screen(self.verb)
        return [
            path("", opened(self.upload), name="import_upload"),
            path("form.xlsx", opened(require_GET(self.form_sheet)), name="import_form"),
            path("<int:pk>/columns/", opened(self.columns), name="import_columns"),
            path("<int:pk>/", opened(require_GET(self.preview)), name="import_preview"),
            path("<int:pk>/rows/<int:row_pk>/decide/", opened(require_POST(self.decide)), name="import_decide"),
            path("<int:pk>/apply/", opened(require_POST(self.apply)), name="import_apply"),
            path("<int:pk>/cancel/", opened(require_POST(self.cancel)), name="import_cancel"),
            path("<int:pk>/discard/", opened(require_POST(self.discard)), name="import_discard"),
            path("<int:pk>/to-mend.xlsx", opened(require_GET(self.bad_rows)), name="import_bad_rows"),
        ]

    def upload(self, request: Request) -> HttpResponse:
        """Choose a file; earlier uploads below."""
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                batch = actions.stage(request.actor, form.cleaned_data["upload"], self.importer)
            except Refused as refusal:
                form.add_error("upload", str(refusal))
            else:
                if batch.state == BatchState.UPLOADED:
                    actions.begin(request.actor, batch, JobKind.READ)
                return self._to("columns", batch.pk)
        earlier = queries.batches(request.actor.scope, self.importer)[:20]
        context = {"form": form, "earlier": earlier, "spec": self.spec}
        return self._page(request, "upload", context, status=422 if form.errors else 200)

    def columns(self, request: Request, pk: int) -> HttpResponse:
        """Confirm or correct which column is which, then have every row judged."""
        batch = self._batch(request, pk)
        if waiting := self._waiting(request, batch):
            return waiting
        refusal = _why_not(batch, JobKind.CHECK)
        if request.method == "POST":
            try:
                _remapped(request, batch)
            except Refused as problem:
                refusal = str(problem)
            else:
                # Where the worker has it, its page waits here and shows the rows when they are judged.
                return self._to("preview", batch.pk)
        given = set(batch.mapping.values())
        context = {
            "batch": batch, "spec": self.spec, "refusal": refusal,
            "open": batch.state in (BatchState.MAPPED, BatchState.CHECKED),
            "guesses": [{**guess, "percent": round(guess["confidence"] * 100)} for guess in batch.guesses],
            "missing": [column for column in self.spec.required if column.key not in given],
            "header_first": batch.header[0] + 1, "header_rows": batch.header[1],
        }  # fmt: skip
        return self._page(request, "columns", context, status=422 if refusal else 200)

    def preview(self, request: Request, pk: int) -> HttpResponse:
        """Counts and rows by verdict; suspects are decided here; after the import the result."""
        batch = self._batch(request, pk)
        if waiting := self._waiting(request, batch):
            return waiting
        if batch.state == BatchState.MAPPED:
            return self._to("columns", batch.pk)
        verdict = request.GET.get("verdict", "")
        verdict = verdict if verdict in Verdict.values else ""
        page = Paginator(queries.rows(batch, verdict), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "batch": batch, "page": page, "verdict": verdict, "rows": [_shown(row, self.spec) for row in page],
            "tabs": [(value, label, batch.summary.get(value, 0)) for value, label in Verdict.choices],
            "refusal": _why_not(batch, JobKind.APPLY), "can_apply": batch.state == BatchState.CHECKED,
            "is_applied": batch.state == BatchState.APPLIED, "asks_why_new": asks_why_new(self.importer),
            "panels": panels.shown(request, PAGE, batch),
        }  # fmt: skip
        return self._page(request, "preview", context)

    def decide(self, request: Request, pk: int, row_pk: int) -> HttpResponse:
        """Decide about one suspected duplicate."""
        row = get_object_or_404(queries.rows(self._batch(request, pk)), pk=row_pk)
        try:
            actions.decide(request.actor, row, request.POST.get("decision", ""), reason=request.POST.get("reason", ""))
            if row.batch.summary.get("total", 0) <= FEW_ROWS:
                actions.foresee(request.actor, row.batch)
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect(f"{request.path.rsplit('/rows/', 1)[0]}/?verdict={Verdict.SUSPECT}")

    def apply(self, request: Request, pk: int) -> HttpResponse:
        """Write everything, or nothing."""
        batch = self._batch(request, pk)
        total = batch.summary.get("total", 0)
        if total > FEW_ROWS:
            try:
                actions.begin(request.actor, batch, JobKind.APPLY, rows=total)
            except Refused as refusal:
                messages.error(request, str(refusal))
            return self._to("preview", pk)
        try:
            counts = actions.apply(request.actor, batch)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            told = _("Imported: %(created)d new, %(updated)d updated, %(unchanged)d unchanged.")
            messages.success(
                request, told % {"created": counts.created, "updated": counts.updated, "unchanged": counts.unchanged}
            )
        return self._to("preview", pk)

    def cancel(self, request: Request, pk: int) -> HttpResponse:
        """Stop what the worker is doing with an upload."""
        try:
            actions.cancel(request.actor, self._batch(request, pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The work is being stopped. Nothing of it has been imported."))
        return self._to("preview", pk)

    def discard(self, request: Request, pk: int) -> HttpResponse:
        """Put an upload aside."""
        try:
            actions.discard(request.actor, self._batch(request, pk))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return self._to("upload")

    def bad_rows(self, request: Request, pk: int) -> HttpResponse:
        """The rows to be mended, as a workbook that can be uploaded again."""
        rows = queries.bad_rows(self._batch(request, pk), self.spec)
        return workbook(write_bad_rows(self.spec, rows), f"{self.spec.title}-待修改.xlsx")

    def form_sheet(self, request: Request) -> HttpResponse:
        """An empty form to be filled in."""
        return workbook(write_ledger(self.spec, [], Heading()), f"{self.spec.title}-空表.xlsx")

    def _batch(self, request: Request, pk: int) -> ImportBatch:
        return get_object_or_404(queries.batches(request.actor.scope, self.importer), pk=pk)

    def _to(self, step: str, *numbers: int) -> HttpResponse:
        return redirect(f"{self.space}:import_{step}", *numbers)

    def _page(self, request: Request, step: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        addresses = {name: f"{self.space}:import_{name}" for name in _STEPS}
        context = {**context, "addresses": addresses, "import_title": self.title}
        return render(request, f"ui/importing/{step}.html", context, status=status)

    def _waiting(self, request: Request, batch: ImportBatch) -> HttpResponse | None:
        """The page that shows how far the worker is; None when it has nothing to do with the upload."""
        job = batch.job
        if job is not None and job.is_open:
            return self._page(request, "waiting", {"batch": batch, "job": job})
        if batch.state == BatchState.UPLOADED:
            if job is not None:
                messages.error(request, job.refusal or job.get_state_display())
            return self._to("upload")
        return None


def _remapped(request: Request, batch: ImportBatch) -> ImportBatch:
    post = request.POST
    sheet = post.get("sheet", batch.sheet)
    first = _whole(post.get("header_first"), batch.header[0] + 1)
    height = _whole(post.get("header_rows"), batch.header[1])
    place = (max(first, 1) - 1, min(max(height, 1), 3))
    chosen = {guess["index"]: post.get(f"column_{guess['index']}", guess["key"]) for guess in batch.guesses}
    header = place if sheet == batch.sheet and place != (batch.header[0], batch.header[1]) else None
    rows = next((one["rows"] for one in batch.sheets if one["name"] == sheet), 0)
    if rows > FEW_ROWS and not (sheet != batch.sheet or header):
        actions.begin(request.actor, batch, JobKind.CHECK, rows=rows, chosen=chosen, sheet=sheet, header=header)
        return batch
    checked = actions.remap(request.actor, batch, chosen, sheet=sheet, header=header)
    actions.foresee(request.actor, checked)
    return checked


def _why_not(batch: ImportBatch, kind: JobKind) -> str:
    """Why the worker could not do what was last asked of it."""
    job = batch.job
    return job.refusal if job is not None and job.kind == kind and job.state == JobState.FAILED else ""


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
