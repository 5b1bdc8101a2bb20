"""Reads of imports."""

from django.db.models import QuerySet

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.scopes import Scope
from kuangan.foundation.exchange.columns import SheetSpec
from kuangan.foundation.exchange.models import ExportFile, ImportBatch, StagedRow
from kuangan.foundation.exchange.packing import unpack
from kuangan.foundation.exchange.states import Verdict
from kuangan.foundation.exchange.writing import BadRow


def batches(scope: Scope, importer_name: str) -> QuerySet[ImportBatch]:
    """Uploads for one importer that lie in the scope, newest first."""
    return ImportBatch.objects.within(scope).filter(importer=importer_name)


# house: unscoped — the rows of a batch that the caller has read within a scope
def rows(batch: ImportBatch, verdict: Verdict | str = "") -> QuerySet[StagedRow]:
    """The rows of a batch, of one verdict or all, in the file's order."""
    found = batch.staged.all()
    return found.filter(verdict=verdict) if verdict else found


# house: unscoped — the rows of a batch that the caller has read within a scope
def bad_rows(batch: ImportBatch, spec: SheetSpec) -> list[BadRow]:
    """The rows to be mended, for writing.write_bad_rows."""
    return [
        BadRow(row.number, unpack(row.values, spec), row.objections, row.leftovers) for row in rows(batch, Verdict.BAD)
    ]


def exports_of(actor: Actor) -> QuerySet[ExportFile]:
    """The large lists that this person has asked for, newest first; nobody sees another's."""
    return ExportFile.objects.filter(owner_id=actor.user_id or 0).select_related("stored")
