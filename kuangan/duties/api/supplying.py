"""Supplying evidence: files, forms, acknowledgements. A signed statement needs the person."""

from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import File, Form, Path, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kuangan.duties import kinds
from kuangan.duties.actions import supply as supplying
from kuangan.duties.api import telling
from kuangan.duties.api.declared import actor_of, assignment_of, duties
from kuangan.duties.api.shapes import Evidence, FileShape
from kuangan.duties.models import Assignment, EvidenceFile
from kuangan.duties.queries.evidence import SIGNED_KINDS, Finding, dossier
from kuangan.duties.web.forms.delivering import allowed_types
from kuangan.foundation.api.operations import FORM, NOTHING, Binary, Given, Pk, Shown
from kuangan.foundation.api.problems import invalid, needs_person
from kuangan.foundation.authority.policy import require
from kuangan.foundation.integrity.files import keep, serve
from kuangan.foundation.integrity.noting import note_read
from kuangan.foundation.kernel.errors import OutOfScope

SUPPLY = "duties.supply"
Key = Path[str]
_EVIDENCE = "/assignments/{pk}/evidence/{key}"


class FileRemark(Schema):
    """What is said beside a file."""

    note: str = Field("", max_length=300)


class Answers(Given):
    """The answers to a form of the plan, complete or not."""

    answers: dict[str, bool | float | str | list[dict[str, str]] | None] = Field(
        max_length=200, description=gettext_noop("By key of a field, as in `fields` of the evidence.")
    )
    revision: int = Field(0, ge=0, le=1_000_000, description=gettext_noop("The revision that you started from."))


class Seen(Given):
    """What was looked at."""

    shown: Shown


@duties.post(f"{_EVIDENCE}/files", SUPPLY, FileShape, gettext_noop("Attach a file"), body=FORM)
def attach_file(
    request: HttpRequest, pk: Pk, key: Key, file: File[UploadedFile], said: Form[FileRemark]
) -> dict[str, Any]:
    """Attach a file to a requirement; the same file twice is one."""
    row, found = _found(request, pk, key, frozenset({"file"}))
    require(actor_of(request), SUPPLY, row)
    stored = keep(file, allowed=allowed_types(found.spec.accepts))
    made = supplying.add_file(actor_of(request), row, key, stored, name=file.name or "", note=said.note)
    return telling.file(made)


@duties.get("/assignments/{pk}/files/{file_pk}", "duties.read", Binary, gettext_noop("Download a file"))
def file(request: HttpRequest, pk: Pk, file_pk: Pk) -> HttpResponseBase:
    """A file of an assignment, of any round."""
    found = _file(assignment_of(request, pk), file_pk)
    note_read(actor_of(request), kinds.FILE_READ, found)
    return serve(found.stored, found.name)


@duties.delete("/assignments/{pk}/files/{file_pk}", SUPPLY, gettext_noop("Remove a file"))
def remove_file(request: HttpRequest, pk: Pk, file_pk: Pk) -> None:
    """Take a file out of the present round; it stays on record as removed."""
    supplying.remove_file(actor_of(request), _file(assignment_of(request, pk), file_pk))


@duties.post(f"{_EVIDENCE}/form", SUPPLY, Evidence, gettext_noop("Save a form"), status=200)
def save_form(request: HttpRequest, pk: Pk, key: Key, sent: Answers) -> dict[str, Any]:
    """Save the answers, complete or not; what does not fit its field is refused with the field's name."""
    row, _finding = _found(request, pk, key, frozenset({"form"}))
    _saved, errors = supplying.save_form(actor_of(request), row, key, sent.answers, revision=sent.revision)
    if errors:
        first, words = next(iter(errors.items()))
        raise invalid(f"answers.{first}", words)
    return telling.requirement(dossier(row), key)


@duties.post(f"{_EVIDENCE}/acknowledgement", SUPPLY, Evidence, gettext_noop("Acknowledge"))
def acknowledge(request: HttpRequest, pk: Pk, key: Key, sent: Seen) -> dict[str, Any]:
    """Say that a document has been received and read."""
    row, _finding = _found(request, pk, key, frozenset({"acknowledgement"}))
    supplying.acknowledge(actor_of(request), row, key, shown=sent.shown)
    return telling.requirement(dossier(row), key)


@duties.post(f"{_EVIDENCE}/signature", SUPPLY, Evidence, gettext_noop("Sign a statement (not by token)"), body=NOTHING)
def sign(request: HttpRequest, pk: Pk, key: Key) -> None:
    """Always answered with 403: a signature needs the person's password, entered on the site."""
    row, _finding = _found(request, pk, key, SIGNED_KINDS - {"acknowledgement"})
    require(actor_of(request), SUPPLY, row)
    raise needs_person()


def _found(request: HttpRequest, pk: int, key: str, sorts: frozenset[str]) -> tuple[Assignment, Finding]:
    row = assignment_of(request, pk)
    try:
        found = dossier(row).finding(key)
    except KeyError:
        raise Http404 from None
    if found.spec.kind not in sorts:
        raise Http404
    return row, found


def _file(row: Assignment, file_pk: int) -> EvidenceFile:
    found: EvidenceFile | None = row.files.select_related("stored").filter(pk=file_pk).first()
    if found is None:
        raise OutOfScope
    return found
