"""A checked upload becomes records, all in one transaction, or nothing does."""

import zlib
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.exchange import kinds
from kuangan.foundation.exchange.actions.staging import counts, judge, locked
from kuangan.foundation.exchange.checking import Watch
from kuangan.foundation.exchange.importers import ApplyRow, Candidate, Counts, Importer, Match, asks_why_new, importer
from kuangan.foundation.exchange.models import ImportBatch, StagedRow, StagedSheet
from kuangan.foundation.exchange.objections import CleanRow
from kuangan.foundation.exchange.packing import unpack
from kuangan.foundation.exchange.states import BATCHES, BatchState, Verdict
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.kernel import clock, collecting
from kuangan.foundation.kernel.errors import Refused
from kuangan.foundation.kernel.text import named

NEW, SKIP = "new", "skip"


class _Waiting(NamedTuple):
    """What writing needs of a staged row."""

    pk: int
    number: int
    verdict: str
    values: dict[str, Any]
    match_key: str
    seen: str
    is_held: bool
    decision: str
    reason: str
    kept: dict[str, str]


@transaction.atomic
def decide(actor: Actor, row: StagedRow, decision: str, *, reason: str = "") -> StagedRow:
    """Say what a suspected duplicate is: "new", "skip", or the key of one of its candidates.

    Where the importer asks for it, "new" is Refused without the `reason` why it is another one.
    """
    batch = locked(actor, row.batch)
    if batch.state != BatchState.CHECKED:
        raise Refused(_("This import is finished; nothing can be decided any more. Upload the file again."))
    row = batch.staged.select_for_update().get(pk=row.pk)
    if row.verdict != Verdict.SUSPECT:
        raise Refused(_("This row is not in doubt, there is nothing to decide."))
    if decision not in {SKIP, *(() if row.is_held else (NEW,)), *(one["key"] for one in row.candidates)}:
        raise Refused(_("Choose one of the offered answers."))
    reason = named(reason)[:300] if decision == NEW else ""
    if decision == NEW and not reason and asks_why_new(batch.importer):
        raise Refused(_("Say why it is another one than what is registered already."), "reason")
    row.decision, row.decided_by, row.reason = decision, actor.name[:100], reason
    row.save(update_fields=["decision", "decided_by", "reason"])
    record(actor, kinds.DECIDED, batch, number=row.number, decision=decision, reason=reason)
    return row


# house: not-atomic — all rows are written in one transaction; what keeps them out is stored in another
def apply(actor: Actor, batch: ImportBatch, *, watch: Watch | None = None) -> Counts:
    """Write all rows that are new or changed, in one transaction; bad rows stay out and can be downloaded.

    Refused while a suspected duplicate is undecided. Where somebody has changed a record since the check, nothing is
    written either: the row is held for a person. `watch` is called between the steps and may stop the import.
    """
    watch = watch or (lambda _done: None)
    try:
        with transaction.atomic(), collecting.put_off():
            written = _write(actor, batch, watch)
    except IntegrityError:
        raise Refused(_("The records have changed since the check. Have the file checked again.")) from None
    if isinstance(written, Counts):
        return written
    _hold(actor, batch, written)
    raise Refused(
        ngettext(
            "The record of %(count)d row has changed since the check. Nothing was imported: look at it and decide.",
            "The records of %(count)d rows have changed since the check. "
            "Nothing was imported: look at them and decide.",
            len(written),
        )
        % {"count": len(written)}
    )


def _write(actor: Actor, batch: ImportBatch, watch: Watch) -> Counts | list[tuple[_Waiting, Match]]:
    _one_at_a_time(batch.importer)
    batch = locked(actor, batch)
    batch.state = BATCHES.move(batch.state, "apply")
    plugged = importer(batch.importer)
    staged = [_Waiting(*one) for one in batch.staged.exclude(verdict=Verdict.BAD).values_list(*_Waiting._fields)]
    _refuse_undecided(staged)
    values = {row.pk: unpack(row.values, plugged.spec) for row in staged}
    rows = [row for row in staged if row.decision != SKIP]
    plugged.lock(actor, sorted({_key(row) for row in rows if _key(row)}))
    watch(0)
    again = judge(actor, plugged, [CleanRow(row.number, values[row.pk], {}, kept=dict(row.kept)) for row in rows])
    held = [(row, match) for row, match in zip(rows, again, strict=True) if not _is_as_it_was(row, match)]
    if held:
        return held
    same = {row.pk for row, match in zip(rows, again, strict=True) if Verdict.SAME in (row.verdict, match.verdict)}
    wanted = [
        ApplyRow(row.number, _key(row), values[row.pk], row.reason, row.kept) for row in rows if row.pk not in same
    ]
    watch(0)
    made = plugged.apply(actor, wanted) if wanted else Counts()
    repeated = sum(row.verdict == Verdict.SAME and row.decision == SKIP for row in staged)
    made = Counts(made.created, made.updated, made.unchanged + len(same) + repeated)
    _close(actor, batch, made)
    watch(0)
    return made


def planned_rows(batch: ImportBatch, plugged: Importer) -> list[ApplyRow]:
    """The rows as they would be written now, without those in doubt that nobody has decided about."""
    staged = batch.staged.exclude(verdict__in=[Verdict.BAD, Verdict.SAME]).exclude(decision=SKIP)
    waiting = [_Waiting(*one) for one in staged.values_list(*_Waiting._fields)]
    return [
        ApplyRow(row.number, _key(row), unpack(row.values, plugged.spec), row.reason, row.kept)
        for row in waiting if row.verdict != Verdict.SUSPECT or row.decision
    ]  # fmt: skip


def _close(actor: Actor, batch: ImportBatch, made: Counts) -> None:
    batch.applied_at = clock.now()
    told = {"created": made.created, "updated": made.updated, "unchanged": made.unchanged}
    batch.summary = {**batch.summary, **told}
    batch.save(update_fields=["state", "applied_at", "summary"])
    StagedSheet.objects.filter(batch=batch).delete()
    record(actor, kinds.APPLIED, batch, counts=batch.summary)


def _refuse_undecided(staged: list[_Waiting]) -> None:
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


def _is_as_it_was(row: _Waiting, match: Match) -> bool:
    """Whether the row means the same as when it was checked, and what it would change is what people saw."""
    if Verdict.SAME in (row.verdict, match.verdict):
        return True  # nothing is written for it
    told = match.verdict == row.verdict or (row.is_held and match.verdict == Verdict.UPDATE)
    return told and (match.key, match.seen) == (row.match_key, row.seen)


@transaction.atomic
def _hold(actor: Actor, batch: ImportBatch, held: list[tuple[_Waiting, Match]]) -> None:
    """Put rows before a person again, with what the records hold now."""
    batch = locked(actor, batch)
    staged = {row.pk: row for row in batch.staged.exclude(verdict=Verdict.BAD)}
    for waiting, match in held:
        row = staged[waiting.pk]
        row.is_held = match.verdict == Verdict.UPDATE
        row.verdict = Verdict.SUSPECT if row.is_held else match.verdict
        row.match_key, row.seen, row.decision, row.decided_by, row.reason = match.key, match.seen, "", "", ""
        row.label = match.label[:200] or row.label
        row.changes = {key: list(pair) for key, pair in match.changes.items()}
        own = [Candidate(match.key, match.label, "")] if row.is_held else match.candidates
        row.candidates = [{"key": one.key, "label": one.label, "reason": one.reason} for one in own]
        row.issues = [*row.issues, *(issue.as_json() for issue in match.issues)]
        row.save()
    batch.summary = {**batch.summary, **counts(list(batch.staged.all()))}
    batch.save(update_fields=["summary"])
    record(actor, kinds.HELD, batch, rows=[row.number for row, _match in held][:200])


def _one_at_a_time(name: str) -> None:
    """Two imports of the same kind follow one another: the later sees what the earlier wrote. SQLite does so anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(f"exchange.{name}".encode())])


@transaction.atomic
def discard(actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Put an upload aside; its rows go, the file and the record of it stay."""
    batch = locked(actor, batch)
    batch.state = BATCHES.move(batch.state, "discard")
    batch.staged.all().delete()
    StagedSheet.objects.filter(batch=batch).delete()
    batch.save(update_fields=["state"])
    record(actor, kinds.DISCARDED, batch)
    return batch


def _key(row: _Waiting) -> str:
    return "" if row.decision == NEW else row.decision or row.match_key
