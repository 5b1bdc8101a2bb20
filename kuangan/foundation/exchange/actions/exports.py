"""Large lists are written by the worker and kept some days for the person who asked."""

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import IO, Any

from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from kuangan.foundation.authority.actors import Actor
from kuangan.foundation.authority.policy import require
from kuangan.foundation.exchange import kinds, people
from kuangan.foundation.exchange.exporters import Listing, Paper, exporter
from kuangan.foundation.exchange.models import ExportFile
from kuangan.foundation.exchange.states import OPEN_JOBS, JobState
from kuangan.foundation.exchange.tasks import write_export
from kuangan.foundation.exchange.writing.ledger import write_ledger_to
from kuangan.foundation.integrity import files
from kuangan.foundation.integrity.actions import record
from kuangan.foundation.integrity.files.sniffing import EXTENSIONS, XLSX
from kuangan.foundation.kernel import clock
from kuangan.foundation.kernel.errors import Forbidden, Refused
from kuangan.foundation.kernel.events import announce

KEPT_FOR = timedelta(days=7)
"""How long a written export can be fetched."""
AT_ONCE = 3
"""So many exports one person may have in the worker."""


@transaction.atomic
def ask_for_export(actor: Actor, name: str, told: Mapping[str, str], *, title: str) -> ExportFile:
    """Have the worker write a list; it is offered to this person alone. Refused while three are being written."""
    require(actor, exporter(name).verb)
    waiting = ExportFile.objects.filter(owner_id=actor.user_id or 0, state__in=OPEN_JOBS).count()
    if waiting >= AT_ONCE:
        raise Refused(_("Three exports of yours are still being written. Wait until one of them is finished."))
    row = ExportFile.objects.create(
        name=name, title=title[:200], told=dict(told), owner_id=actor.user_id or 0, address=actor.address[:45],
        language=translation.get_language() or "",
    )  # fmt: skip
    write_export.enqueue(row.pk)
    return row


# house: no-actor — the row names who asked, and the actor is made anew from the rights of today
# house: not-atomic — writing takes long and changes nothing; what it made is stored in one transaction
def write(export_id: int) -> str:
    """Write one list; a worker that was killed over it does it again. Returns the state."""
    row = ExportFile.objects.filter(pk=export_id, state__in=OPEN_JOBS).first()
    if row is None:
        return ""
    ExportFile.objects.filter(pk=row.pk).update(state=JobState.RUNNING)
    actor = people.actor_of(row.owner_id, row.address)
    with translation.override(row.language or None):
        try:
            _write(actor, row)
        except Forbidden:
            row.state, row.refusal = JobState.FAILED, _("You are no longer allowed to export this list.")
        except Refused as problem:
            row.state, row.refusal = JobState.FAILED, str(problem)[:500]
    row.finished_at = clock.real_now()
    row.save()
    announce("exchange.export_finished", export_id=row.pk)
    return str(row.state)


def _write(actor: Actor, row: ExportFile) -> None:
    plugged = exporter(row.name)
    require(actor, plugged.verb)
    listing = plugged.listing(actor, row.told)
    with tempfile.TemporaryFile() as out:
        number, media_type = _write_to(out, listing)
        out.seek(0)
        with transaction.atomic():
            name = f"{row.title}.{EXTENSIONS[media_type][0]}"
            row.stored = files.keep(File(out, name=name), judged=media_type, max_bytes=None)
            row.state, row.rows = JobState.DONE, number
            row.save()
            note_exported(actor, kinds.EXPORTED, row, sheet=row.name, rows=number, query=row.told)


def _write_to(out: IO[bytes], listing: Listing | Paper) -> tuple[int, str]:
    """Write an export; returns how many rows it holds and what kind of file it is."""
    if isinstance(listing, Paper):
        content, number = listing.write()
        out.write(content)
        return number, listing.media_type
    counted = _Counted(listing.rows)
    write_ledger_to(out, listing.spec, counted, listing.heading, paper=listing.paper)
    return counted.number, XLSX


# house: not-atomic — the record belongs to the transaction of the act that calls it
def note_exported(actor: Actor, kind: Any, row: ExportFile | None = None, **told: Any) -> None:
    """Record that somebody took a list out: which, how many rows, by which filter."""
    record(actor, kind, row, **told)


@transaction.atomic
def expire_exports(actor: Actor) -> int:
    """Let go of exports older than a week; the sweeper of files removes what nobody else refers to."""
    require(actor, "exchange.expire")
    old = ExportFile.objects.filter(asked_at__lt=clock.real_now() - KEPT_FOR)
    number, _of = old.delete()
    if number:
        record(actor, kinds.EXPORTS_EXPIRED, count=number)
    return number


class _Counted:
    """Counts rows while they pass."""

    def __init__(self, rows: Iterable[Mapping[str, Any]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[Mapping[str, Any]]:
        for row in self._rows:
            self.number += 1
            yield row
