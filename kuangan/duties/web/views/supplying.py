"""Supplying evidence: files, forms, signatures, acknowledgements; one address per requirement."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kuangan.duties import kinds
from kuangan.duties.actions import supply as supplying
from kuangan.duties.models import Assignment, FormAnswer
from kuangan.duties.queries.evidence import SIGNED_KINDS, Dossier, Finding, dossier, replaces
from kuangan.duties.queries.shown import shown_statement
from kuangan.duties.web.fetching import actor_of, assignment_or_404, file_or_404
from kuangan.duties.web.forms import SignForm, UploadForm
from kuangan.duties.web.forms.answering import ADD, DROP, answered, typed
from kuangan.duties.web.forms.delivering import allowed_types
from kuangan.duties.web.views.deciding import CONFLICT, UNPROCESSABLE
from kuangan.foundation.authority.policy import require
from kuangan.foundation.authority.web import screen
from kuangan.foundation.integrity.files import keep, serve
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.integrity.shown import FIELD
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui import drafts


@require_http_methods(["GET", "POST"])
@screen("duties.supply")
def supply(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The page on which one requirement is supplied, by its kind."""
    row = assignment_or_404(request, pk)
    papers = dossier(row)
    try:
        finding = papers.finding(key)
    except KeyError:
        raise Http404 from None
    pages = {"file": _files, "form": _form, "statement": _sign, "zero_report": _sign, "acknowledgement": _acknowledge}
    page = pages.get(finding.spec.kind)
    if page is None:
        raise Http404
    require(actor_of(request), "duties.supply", row)
    return page(request, row, papers, finding)


def _page(
    request: HttpRequest, template: str, row: Assignment, finding: Finding, status: int, **more: Any
) -> HttpResponse:
    context = {"row": row, "finding": finding, "spec": finding.spec, **more}
    return render(request, f"duties/{template}.html", context, status=status)


def _files(request: HttpRequest, row: Assignment, papers: Dossier, finding: Finding) -> HttpResponse:
    """Each file is taken or refused by itself; the ones that were taken stay."""
    spec = finding.spec
    if request.method == "GET":
        return _page(request, "upload", row, finding, 200, form=UploadForm(accepts=spec.accepts))
    form = UploadForm(request.POST, request.FILES, accepts=spec.accepts)
    if not form.is_valid():
        return _page(request, "upload", row, finding, UNPROCESSABLE, form=form)
    kept, refused = 0, []
    for upload in form.cleaned_data["files"]:
        try:
            stored = keep(upload, allowed=allowed_types(spec.accepts))
            supplying.add_file(
                actor_of(request), row, spec.key, stored, name=upload.name, note=form.cleaned_data["note"],
                taken_at=None,
            )  # fmt: skip
            kept += 1
        except Refused as refusal:
            refused.append(str(refusal))
    if kept:
        messages.success(
            request, ngettext("%(count)d file attached.", "%(count)d files attached.", kept) % {"count": kept}
        )
    if refused:
        found = dossier(row).finding(spec.key)
        return _page(
            request, "upload", row, found, UNPROCESSABLE, form=UploadForm(accepts=spec.accepts), refused=refused
        )
    return redirect("duties:duty", row.pk)


def _form(request: HttpRequest, row: Assignment, papers: Dossier, finding: Finding) -> HttpResponse:
    """The form of the plan; saved at any time, complete or not."""
    spec, answer = finding.spec, finding.answer
    revision = answer.revision if answer else 0
    if request.method == "GET":
        offered = {key: value for key, value in finding.known.items() if not answer} | finding.values
        parts = answered(spec.fields, offered, finding=finding)
        return _page(request, "form", row, finding, 200, parts=parts, revision=revision, answer=answer)
    raw = typed(spec.fields, request.POST)
    started_from = _whole(request.POST.get("revision", ""))
    if ADD in request.POST or DROP in request.POST:
        parts = answered(spec.fields, raw | finding.locked, finding=finding)
        return _page(
            request, "form", row, finding, 200, parts=parts, revision=started_from, answer=answer, unsaved=True
        )
    try:
        saved, errors = supplying.save_form(actor_of(request), row, spec.key, raw, revision=started_from)
    except Refused as refusal:
        parts = answered(spec.fields, raw | finding.locked, finding=finding)
        newest: FormAnswer | None = row.answers.filter(round=row.round, requirement=spec.key).first()
        return _page(
            request, "form", row, finding, CONFLICT, parts=parts, revision=newest.revision if newest else 0,
            answer=newest, refusal=str(refusal), unsaved=True,
        )  # fmt: skip
    drafts.taken(request, f"duties.form.{row.pk}.{spec.key}")
    if errors:
        parts = answered(spec.fields, saved.values | finding.locked, errors, finding)
        wrong = [(f"f-{field.key}", field.label, errors[field.key]) for field in spec.fields if field.key in errors]
        more = {"parts": parts, "revision": saved.revision, "answer": saved, "wrong": wrong}
        return _page(request, "form", row, finding, UNPROCESSABLE, **more)
    found = dossier(row).finding(spec.key)
    if found.found:
        messages.success(request, _("“%(label)s” is complete.") % {"label": spec.label})
    else:
        messages.warning(request, _("Saved. %(words)s") % {"words": found.words})
    return redirect("duties:duty", row.pk)


def _whole(text: str) -> int:
    return int(text) if text.isdigit() and len(text) < 9 else 0


def _sign(request: HttpRequest, row: Assignment, papers: Dossier, finding: Finding) -> HttpResponse:
    """The whole statement, what it stands for, and the password again."""
    actor = actor_of(request)
    require(actor, "duties.sign", row)
    spec = finding.spec
    form = SignForm(request.POST or None)
    lacking = [one for one in papers.lacking if one.spec.kind not in SIGNED_KINDS and not replaces(spec, one)]
    text = supplying.statement_text(spec, row, actor)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                proven = _proven(request, form)
                supplying.sign(actor, row, spec.key, proven=proven, shown=request.POST.get(FIELD, ""))
            except Refused as refusal:
                form.refuse(refusal)
                papers = dossier(row)
                status = UNPROCESSABLE if refusal.field else CONFLICT
            else:
                messages.success(request, _("Signed. Whatever is changed from now on shows as changed since signing."))
                return redirect("duties:duty", row.pk)
    shown = shown_statement(row, spec, papers.content_hash)
    return _page(
        request, "sign", row, finding, status, form=form, text=text, papers=papers, lacking=lacking, shown=shown
    )


def _proven(request: HttpRequest, form: SignForm) -> bool:
    """Whether the password is the signer's own; wrong ones count towards the lockout like any sign-in."""
    user = authenticate(
        request, username=request.user.get_username(), password=form.cleaned_data["password"]
    )  # fmt: skip
    if user is None or user.pk != request.user.pk:
        raise Refused(_("This is not your password. Try again; too many wrong ones lock the account."), "password")
    return True


def _acknowledge(request: HttpRequest, row: Assignment, papers: Dossier, finding: Finding) -> HttpResponse:
    actor, refusal = actor_of(request), ""
    if request.method == "POST":
        try:
            supplying.acknowledge(actor, row, finding.spec.key, shown=request.POST.get(FIELD, ""))
        except Refused as refused:
            refusal, papers = str(refused), dossier(row)
        else:
            messages.success(request, _("Acknowledged."))
            return redirect("duties:duty", row.pk)
    text = supplying.statement_text(finding.spec, row, actor)
    shown = shown_statement(row, finding.spec, papers.content_hash)
    status = CONFLICT if refusal else 200
    return _page(request, "sign", row, finding, status, text=text, papers=papers, shown=shown, refusal=refusal)


@require_POST
@screen("duties.supply")
def remove_file(request: HttpRequest, pk: int, file_id: int) -> HttpResponse:
    """Take a file out of the present round."""
    row = assignment_or_404(request, pk)
    supplying.remove_file(actor_of(request), file_or_404(row, file_id))
    messages.success(request, _("The file is removed; the record says so."))
    return redirect("duties:duty", pk)


@require_safe
@screen("duties.read")
def file(request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
    """A file of a duty, as a download."""
    found = file_or_404(assignment_or_404(request, pk), file_id)
    note_read(actor_of(request), kinds.FILE_READ, found)
    return serve(found.stored, found.name)


@require_safe
@screen("duties.read")
def preview(request: HttpRequest, pk: int, file_id: int) -> HttpResponseBase:
    """The re-drawn preview of a picture."""
    found = file_or_404(assignment_or_404(request, pk), file_id)
    return serve(found.stored, found.name, preview=True)
