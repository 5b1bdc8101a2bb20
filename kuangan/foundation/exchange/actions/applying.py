"""A checked upload becomes records, all in one transaction, or nothing does."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange import kinds
from kuangan.foundation.exchange.actions.staging import judge, locked
from kuangan.foundation.exchange.checking import CleanRow
from kuangan.foundation.exchange.importers import ApplyRow, Counts, importer
from kuangan.foundation.exchange.models import ImportBatch, StagedRow
from kuangan.foundation.exchange.packing import unpack
from kuangan.foundation.exchange.states import BATCHES, BatchState, Verdict
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Refused

NEW, SKIP = "new", "skip"


@transaction.atomic
def decide(actor: Actor, row: StagedRow, decision: str) -> StagedRow:
    """Say what a suspected duplicate is: "new", "skip", or the key of one of its candidates."""
    batch = locked(actor, row.batch)
    if batch.state != BatchState.CHECKED:
        raise Refused(_("This import is finished; nothing can be decided any more. Upload the file again."))
    row = batch.staged.select_for_update().get(pk=row.pk)
    if row.verdict != Verdict.SUSPECT:
        raise Refused(_("This row is not in doubt, there is nothing to decide."))
    if decision not in {NEW, SKIP, *(one["key"] for one in row.candidates)}:
        raise Refused(_("Choose one of the offered answers."))
    row.decision, row.decided_by = decision, actor.name[:100]
    row.save(update_fields=["decision", "decided_by"])
    record(actor, kinds.DECIDED, batch, number=row.number, decision=decision)
    return row


@transaction.atomic
def apply(actor: Actor, batch: ImportBatch) -> Counts:
    """Write all rows that are new or changed, in this transaction; bad rows stay out and can be downloaded.

    Refused while a suspected duplicate is undecided, or when the records changed since the check.
    """
    batch = locked(actor, batch)
    batch.state = BATCHES.move(batch.state, "apply")
    plugged = importer(batch.importer)
    staged = list(batch.staged.exclude(verdict=Verdict.BAD))
    undecided = sum(row.verdict == Verdict.SUSPECT and not row.decision for row in staged)
    if undecided:
        raise Refused(
            ngettext(
                "%(count)d suspected duplicate waits for your decision.",
                "%(count)d suspected duplicates wait for your decision.",
                undecided,
            )
            % {"count": undecided}
        )
    values = {row.pk: unpack(row.values, plugged.spec) for row in staged}
    _refuse_stale(actor, batch, staged, values)
    rows = [ApplyRow(row.number, _key(row), values[row.pk]) for row in staged if _wanted(row)]
    counts = plugged.apply(actor, rows) if rows else Counts()
    same = sum(row.verdict == Verdict.SAME for row in staged)
    counts = Counts(counts.created, counts.updated, counts.unchanged + same)
    batch.applied_at = clock.now()
    batch.summary = {
        **batch.summary,
        "created": counts.created,
        "updated": counts.updated,
        "unchanged": counts.unchanged,
    }
    batch.save(update_fields=["state", "applied_at", "summary"])
    record(actor, kinds.APPLIED, batch, counts=batch.summary)
    return counts


@transaction.atomic
def discard(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Put an upload aside; its rows go, the file and the record of it stay."""
    batch = locked(actor, batch)
    batch.state = BATCHES.move(batch.state, "discard")
    batch.staged.all().delete()
    batch.save(update_fields=["state"])
    record(actor, kinds.DISCARDED, batch)
    return batch


def _wanted(row: StagedRow) -> bool:
    return row.decision != SKIP and row.verdict != Verdict.SAME


def _key(row: StagedRow) -> str:
    return "" if row.decision == NEW else row.decision or row.match_key


def _refuse_stale(actor: Actor, batch: ImportBatch, staged: list[StagedRow], values: dict[int, dict[str, Any]]) -> None:
    fit = [row for row in staged if row.decision != SKIP]
    again = judge(actor, importer(batch.importer), [CleanRow(row.number, values[row.pk], {}) for row in fit])
    if any((match.verdict, match.key) != (row.verdict, row.match_key) for row, match in zip(fit, again, strict=True)):
        raise Refused(_("The records have changed since the check. Have the file checked again."))
