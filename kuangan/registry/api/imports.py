"""The roster's import: stage a file, see what every row would do, decide on doubtful ones, apply."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import File, Query, Schema
from ninja.files import UploadedFile
from pydantic import Field

from kuangan.foundation.api.operations import FORM, NOTHING, Cursor, Given, Pk
from kuangan.foundation.api.paging import NEWEST, Column, Paging, page
from kuangan.foundation.exchange import actions as exchange
from kuangan.foundation.exchange import queries as uploads
from kuangan.foundation.exchange.models import ImportBatch, StagedRow
from kuangan.foundation.exchange.states import BatchState, JobKind, JobState, Verdict
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.ui.importing import FEW_ROWS
from kuangan.registry.api.declared import APART, actor_of, registry

ROSTER, VERB = "registry.roster", "registry.import_roster"
BY_NUMBER = (Column("number"), Column("id"))
if TYPE_CHECKING:
    Verdicts = str
else:
    Verdicts = Literal[tuple(Verdict.values)]


class Guess(Schema):
    """One column of the upload and what it is taken for."""

    index: int
    title: str
    key: str = Field(description=gettext_noop("Our own key of the column; empty when it is not taken over."))
    confidence: float


class JobShape(Schema):
    """What the worker is doing with a large upload, or how it ended."""

    kind: Literal[tuple(JobKind.values)]  # type: ignore[valid-type]
    state: Literal[tuple(JobState.values)]  # type: ignore[valid-type]
    done: int
    total: int
    refusal: str = Field(description=gettext_noop("Why it was not possible."))


class ImportShape(Schema):
    """An upload on its way in."""

    job: JobShape | None = Field(
        description=gettext_noop("Work left to the worker: ask again while its state is waiting or running.")
    )

    id: int
    state: Literal[tuple(BatchState.values)]  # type: ignore[valid-type]
    file_name: str
    sheet: str
    created_at: datetime
    created_by: str
    applied_at: datetime | None
    counts: dict[str, int] = Field(
        description=gettext_noop("Rows by verdict; after applying, records by what was done.")
    )
    columns: list[Guess]
    notes: list[str]


class Imports(Cursor):
    """A page of uploads, newest first."""

    items: list[ImportShape]


class Mapping(Given):
    """Which column is which; columns that are left out stay as proposed."""

    columns: dict[str, str] = Field(
        default_factory=dict,
        max_length=200,
        description=gettext_noop("Index of a column to our key; empty leaves it out."),
    )
    sheet: str = Field("", max_length=100, description=gettext_noop("Another sheet of the workbook."))


class RowFilter(Schema):
    """Which rows of an upload."""

    verdict: Verdicts | Literal[""] = ""


class Candidate(Schema):
    """A record that a doubtful row might mean."""

    key: str
    label: str
    reason: str


class Objection(Schema):
    """What is wrong with one cell."""

    address: str
    title: str
    level: str
    message: str


class RowShape(Schema):
    """One row of an upload and what would become of it."""

    id: int
    number: int
    verdict: Verdicts
    label: str
    values: dict[str, Any]
    objections: list[Objection]
    changes: dict[str, Any]
    candidates: list[Candidate]
    decision: str


class Rows(Cursor):
    """A page of rows in the file's order."""

    items: list[RowShape]


class RowDecision(Given):
    """What a doubtful row is."""

    decision: str = Field(max_length=80, description=gettext_noop("new, skip, or the key of one of its candidates."))
    reason: str = Field("", max_length=300, description=APART)


@registry.get("/imports", VERB, Imports, gettext_noop("Uploads of rosters"))
def imports(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Uploads of the jurisdiction, newest first."""
    found = uploads.batches(actor_of(request).scope, ROSTER).prefetch_related("jobs")
    rows, following = page(request, found, NEWEST, paging)
    return {"items": [_batch(row) for row in rows], "next_cursor": following}


@registry.post("/imports", VERB, ImportShape, gettext_noop("Stage a roster"), body=FORM)
def stage(request: HttpRequest, file: File[UploadedFile]) -> dict[str, Any]:
    """Upload a table (xlsx, xls, csv); its columns are proposed, nothing is written to the registry yet."""
    batch = exchange.stage(actor_of(request), file, ROSTER)
    if batch.state == BatchState.UPLOADED:
        _leave_to_the_worker(request, batch, JobKind.READ)
    return _batch(_found(request, batch.pk))


@registry.get("/imports/{pk}", VERB, ImportShape, gettext_noop("One upload"))
def import_(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Where an upload stands."""
    return _batch(_found(request, pk))


@registry.post("/imports/{pk}/check", VERB, ImportShape, gettext_noop("Judge every row"), status=200)
def check(request: HttpRequest, pk: Pk, sent: Mapping) -> dict[str, Any]:
    """Take the columns as proposed or as sent, and judge every row; may be done again."""
    batch = _found(request, pk)
    chosen = {int(index): key for index, key in sent.columns.items() if index.isdecimal() and len(index) < 6}
    rows = next((one["rows"] for one in batch.sheets if one["name"] == (sent.sheet or batch.sheet)), 0)
    if rows > FEW_ROWS and sent.sheet in {"", batch.sheet}:
        told = {str(index): key for index, key in chosen.items()}
        _leave_to_the_worker(request, batch, JobKind.CHECK, rows=rows, chosen=told)
    else:
        checked = exchange.remap(actor_of(request), batch, chosen or None, sheet=sent.sheet)
        exchange.foresee(actor_of(request), checked)
    return _batch(_found(request, pk))


@registry.get("/imports/{pk}/rows", VERB, Rows, gettext_noop("Rows of an upload"))
def rows(request: HttpRequest, pk: Pk, wanted: Query[RowFilter], paging: Query[Paging]) -> dict[str, Any]:
    """What would become of every row, and what has to be mended."""
    shown, following = page(request, uploads.rows(_found(request, pk), wanted.verdict), BY_NUMBER, paging)
    return {"items": [_row(row) for row in shown], "next_cursor": following}


@registry.post(
    "/imports/{pk}/rows/{row_pk}/decision", VERB, RowShape, gettext_noop("Decide on a doubtful row"), status=200
)
def decide(request: HttpRequest, pk: Pk, row_pk: Pk, sent: RowDecision) -> dict[str, Any]:
    """Say what a suspected duplicate is."""
    row = uploads.rows(_found(request, pk)).get(pk=row_pk)
    return _row(exchange.decide(actor_of(request), row, sent.decision, reason=sent.reason))


@registry.post("/imports/{pk}/apply", VERB, ImportShape, gettext_noop("Apply an upload"), status=200, body=NOTHING)
def apply(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Write all rows that are new or changed, or nothing; rows to be mended stay out."""
    batch = _found(request, pk)
    if (rows := batch.summary.get("total", 0)) > FEW_ROWS:
        _leave_to_the_worker(request, batch, JobKind.APPLY, rows=rows)
    else:
        exchange.apply(actor_of(request), batch)
    return _batch(_found(request, pk))


@registry.post("/imports/{pk}/discard", VERB, ImportShape, gettext_noop("Discard an upload"), status=200, body=NOTHING)
def discard(request: HttpRequest, pk: Pk) -> dict[str, Any]:
    """Put an upload aside."""
    return _batch(exchange.discard(actor_of(request), _found(request, pk)))


def _found(request: HttpRequest, pk: int) -> ImportBatch:
    found: ImportBatch = uploads.batches(actor_of(request).scope, ROSTER).get(pk=pk)
    return found


def _leave_to_the_worker(request: Any, batch: ImportBatch, kind: JobKind, **told: Any) -> None:
    """What takes long is done by the worker, with the rights of the token's owner; a narrowed token may not."""
    if request.caller.is_narrowed:
        words = _("A token that is narrowed to a county or a mine imports at most %(count)d rows at a time.")
        raise Refused(words % {"count": FEW_ROWS})
    exchange.begin(actor_of(request), batch, kind, **told)


def _job(batch: ImportBatch) -> dict[str, Any] | None:
    job = batch.job
    return {name: getattr(job, name) for name in _JOB} if job else None


_JOB = tuple(JobShape.model_fields)


def _batch(batch: ImportBatch) -> dict[str, Any]:
    plain = ("id", "state", "file_name", "sheet", "created_at", "created_by", "applied_at")
    return {
        **{name: getattr(batch, name) for name in plain},
        "job": _job(batch),
        "counts": {name: value for name, value in batch.summary.items() if isinstance(value, int)},
        "columns": [{name: one[name] for name in ("index", "title", "key", "confidence")} for one in batch.guesses],
        "notes": batch.spoken_notes,
    }


def _row(row: StagedRow) -> dict[str, Any]:
    plain = ("id", "number", "verdict", "label", "values", "changes", "candidates", "decision")
    told = ("address", "title", "level", "message")
    return {
        **{name: getattr(row, name) for name in plain},
        "objections": [{name: str(getattr(one, name)) for name in told} for one in row.objections],
    }
