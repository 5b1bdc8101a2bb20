"""An upload is read, mapped and judged; nothing of it reaches a room's tables yet."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require, scope_for
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange import kinds, storage
from kuangan.foundation.exchange.checking import Watch, check
from kuangan.foundation.exchange.freezing import freeze
from kuangan.foundation.exchange.importers import Importer, Match, importer
from kuangan.foundation.exchange.inspecting import Inspection, again, inspect
from kuangan.foundation.exchange.mapping import Mapping as ColumnMapping
from kuangan.foundation.exchange.models import ImportBatch, StagedRow, StagedSheet
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.exchange.packing import pack
from kuangan.foundation.exchange.states import BATCHES, BatchState, Verdict
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.models import StoredFile
from kuangan.foundation.kernel import collecting
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.inserting import drafted, insert

SMALL_FILE = 1024 * 1024
"""Bytes up to which a file is read while the person waits."""


# house: not-atomic — reading takes long; what it found is stored in one transaction
def stage(actor: Actor, upload: Any, importer_name: str, *, sheet: str = "") -> ImportBatch:
    """Keep an uploaded file (name, read()) and propose its columns. Refused says why a file cannot be read.

    A file above SMALL_FILE is only kept; the worker reads it (jobs.ask_to_read).
    """
    plugged = importer(importer_name)
    require(actor, plugged.verb)
    if storage.size_of(upload) > SMALL_FILE:
        return _put_aside(actor, upload, plugged)
    data, name = storage.content(upload)
    found = inspect(data, name, plugged.spec, sheet=sheet)
    with transaction.atomic():
        batch = _batch(actor, plugged, storage.keep(upload, found.book.kind), name)
        _propose(batch, found, found.mapping)
        batch.state = BATCHES.move(BatchState.UPLOADED, "map")
        batch.save()
        _freeze(batch, found)
        record(actor, kinds.STAGED, batch, file=name, sheet=batch.sheet, rows=len(found.table.rows))
    return batch


# house: not-atomic — reading takes long; what it found is stored in one transaction
def read_in(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Read a file that was only kept, and propose its columns."""
    plugged = importer(batch.importer)
    require(actor, plugged.verb, batch)
    found = inspect(storage.reread(batch.stored), batch.file_name, plugged.spec)
    with transaction.atomic():
        batch = locked(actor, batch)
        batch.state = BATCHES.move(batch.state, "map")
        _propose(batch, found, found.mapping)
        batch.save()
        _freeze(batch, found)
        record(actor, kinds.STAGED, batch, file=batch.file_name, sheet=batch.sheet, rows=len(found.table.rows))
    return batch


# house: not-atomic — checking takes long; what it found is stored in one transaction
def remap(
    actor: Actor, batch: ImportBatch, chosen: Mapping[int, str] | None = None, *, sheet: str = "",
    header: tuple[int, int] | None = None, watch: Watch | None = None,
) -> ImportBatch:  # fmt: skip
    """Take a person's choice of columns and judge every row; `watch` is told how many are done, and may stop it.

    With another `sheet` or `header` (first row index from 0, number of rows) the columns are only proposed anew.
    """
    batch = seen(actor, batch)
    plugged = importer(batch.importer)
    moved = bool(sheet and sheet != batch.sheet) or header is not None
    move = "map" if moved else "check"
    BATCHES.move(batch.state, move)
    with collecting.put_off():
        found = _look(batch, plugged, sheet or batch.sheet, header or (None if moved else tuple(batch.header)))
        columns = found.mapping.corrected(chosen or {}, plugged.spec)
        staged = [] if moved else _judged(actor, batch, plugged, found, columns, watch)
    with transaction.atomic():
        batch = locked(actor, batch)
        batch.state = BATCHES.move(batch.state, move)
        _propose(batch, found, columns)
        batch.staged.all().delete()
        insert(staged)
        batch.summary = batch.summary if moved else counts(staged)
        batch.foreseen = {}
        batch.save()
        if moved:
            _freeze(batch, found)
        record(actor, kinds.CHECKED, batch, counts=batch.summary)
    return batch


def seen(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """The batch as it stands, of an actor who may see and import it."""
    found = ImportBatch.objects.within(actor.scope).select_related("stored").get(pk=batch.pk)
    require(actor, importer(found.importer).verb, found)
    return found


def locked(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Lock a batch the actor may see and import."""
    found = ImportBatch.objects.within(actor.scope).select_for_update().get(pk=batch.pk)
    require(actor, importer(found.importer).verb, found)
    return found


def judge(actor: Actor, plugged: Importer, rows: Sequence[CleanRow]) -> list[Match]:
    """Return a verdict per row: ours for bad and repeated rows, the room's for all others."""
    fit = [row for row in rows if not row.bad and row.repeats is None]
    matched = list(plugged.match(actor, fit))
    if len(matched) != len(fit):
        raise ValueError(f"{plugged.name}.match must answer every row")
    answers = dict(zip((row.number for row in fit), matched, strict=True))
    return [answers.get(row.number) or Match(Verdict.BAD if row.bad else Verdict.SAME) for row in rows]


def _look(batch: ImportBatch, plugged: Importer, sheet: str, header: tuple[int, int] | None) -> Inspection:
    """The table again: from the cells as they were read, or from the file for another sheet."""
    frozen = StagedSheet.objects.filter(batch=batch).first() if sheet == batch.sheet and header else None
    if frozen is not None and header is not None:
        return again(bytes(frozen.body), plugged.spec, header)
    return inspect(storage.reread(batch.stored), batch.file_name, plugged.spec, sheet=sheet, header=header)


def _freeze(batch: ImportBatch, found: Inspection) -> None:
    body = freeze(found.book, found.table.sheet)
    StagedSheet.objects.update_or_create(batch=batch, defaults={"body": body})


def _batch(actor: Actor, plugged: Importer, stored: StoredFile, name: str) -> ImportBatch:
    return ImportBatch(
        importer=plugged.name, stored=stored, file_name=name[-200:], **_place(scope_for(actor, plugged.verb)),
        created_by_id=actor.user_id, created_by=actor.name[:100], organisation=actor.organisation[:200],
    )  # fmt: skip


@transaction.atomic
def _put_aside(actor: Actor, upload: Any, plugged: Importer) -> ImportBatch:
    """Keep a large file until the worker reads it."""
    batch = _batch(actor, plugged, storage.keep_unread(upload), storage.name_of(upload))
    batch.save()
    return batch


def _judged(
    actor: Actor, batch: ImportBatch, plugged: Importer, found: Inspection, columns: ColumnMapping, watch: Watch | None
) -> list[StagedRow]:
    missing = columns.missing(plugged.spec)
    if missing:
        titles = "、".join(column.title for column in missing)
        raise Refused(_("No column was chosen for: %(titles)s. Choose it in the list.") % {"titles": titles})
    rows = check(found.table, columns.keys, plugged.spec, date1904=found.book.date1904, watch=watch)
    matches = judge(actor, plugged, rows)
    if watch:
        watch(len(rows))
    return [_staged(batch, row, match) for row, match in zip(rows, matches, strict=True)]


def counts(rows: Sequence[StagedRow]) -> dict[str, int]:
    """Count rows by verdict, with the total."""
    found = {verdict.value: 0 for verdict in Verdict}
    for row in rows:
        found[row.verdict] += 1
    return {**found, "total": len(rows)}


def _staged(batch: ImportBatch, row: CleanRow, match: Match) -> StagedRow:
    issues = [*row.issues, *match.issues]
    bad = any(issue.level == "error" for issue in issues)
    return drafted(
        StagedRow, batch_id=batch.pk, number=row.number, verdict=Verdict.BAD if bad else match.verdict,
        values=pack(row.values), issues=[issue.as_json() for issue in issues], leftovers=dict(row.leftovers),
        kept=dict(row.kept),
        match_key=match.key, label=match.label[:200], changes={key: list(pair) for key, pair in match.changes.items()},
        candidates=[{"key": one.key, "label": one.label, "reason": one.reason} for one in match.candidates],
        seen=match.seen, decision="skip" if row.repeats is not None else "",
    )  # fmt: skip


def _propose(batch: ImportBatch, found: Inspection, columns: ColumnMapping) -> None:
    batch.sheet = found.table.sheet.name
    batch.sheets = [{"name": one.name, "rows": len(one.rows), "hidden": one.hidden} for one in found.book.sheets]
    batch.header = list(found.table.header)
    batch.mapping = {str(index): key for index, key in columns.keys.items()}
    batch.guesses = [
        {
            "index": guess.column.index, "letter": guess.column.letter, "title": guess.column.title,
            "samples": list(guess.column.samples), "key": guess.key, "confidence": guess.confidence,
            "sequence": guess.is_sequence,
        }
        for guess in columns.guesses
    ]  # fmt: skip
    batch.notes = found.notes


def _place(scope: Scope) -> dict[str, Any]:
    """The widest region in charge for the import, or the enterprise, or the mine: who covers it sees the batch."""
    if regions := sorted(scope.regions, key=lambda prefix: (len(prefix), prefix)):
        return {"region_code": regions[0].ljust(6, "0")}
    if scope.enterprises:
        return {"enterprise_id": min(scope.enterprises)}
    return {"mine_id": min(scope.mines)} if scope.mines else {}
